using System.Globalization;
using System.Numerics;

namespace TauStar.Data;

/// <summary>A residue of a structure.</summary>
/// <param name="Label">Its number in the file, with insertion code.</param>
/// <param name="Letter">One-letter code; X where it is none of the usual ones.</param>
/// <param name="Atoms">Places of its atoms other than hydrogen, in angstrom; at least one.</param>
public sealed record StructureResidue(string Label, char Letter, IReadOnlyList<Vector3> Atoms)
{
    /// <summary>The number in the label; null where there is none.</summary>
    public int? Number => int.TryParse(Label.TrimEnd([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>Smallest distance of an atom of one and an atom of the other, in angstrom.</summary>
    public double DistanceTo(StructureResidue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        float least = float.PositiveInfinity;
        foreach (Vector3 a in Atoms)
        {
            foreach (Vector3 b in other.Atoms) least = MathF.Min(least, Vector3.DistanceSquared(a, b));
        }
        return Math.Sqrt(least);
    }
}

/// <summary>A chain of a structure: the residues that have coordinates, in the order of the file.</summary>
/// <param name="Id">Its name in the file.</param>
/// <param name="Residues">At least one.</param>
public sealed record StructureChain(string Id, IReadOnlyList<StructureResidue> Residues)
{
    /// <summary>One letter a residue.</summary>
    public string Letters => string.Concat(Residues.Select(residue => residue.Letter));

    /// <summary>Places of residues whose number does not follow on that of the one before: most often others have no coordinates between them.</summary>
    public IReadOnlySet<int> Breaks => Enumerable.Range(1, Math.Max(0, Residues.Count - 1))
        .Where(n => Residues[n].Number is int here && Residues[n - 1].Number is int before && here > before + 1).ToHashSet();
}
