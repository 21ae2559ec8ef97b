namespace TauStar.Data;

/// <summary>
/// One aligned sequence and the numbering of its own residues, in which insertions count and gaps do not. Immutable.
/// </summary>
public sealed class TargetSequence
{
    private readonly byte[] row;
    private readonly int[] siteOf, residueAt;

    /// <summary>Wraps a sequence.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="row">L states, insertions left out; letters that stand for no single state are gaps.</param>
    /// <param name="residues">All residues in their own order, insertions included, one letter each.</param>
    /// <param name="siteOf">For each residue its site, 0-based and increasing, or -1 for an insertion.</param>
    /// <param name="first">Position of the first residue.</param>
    /// <exception cref="ArgumentException">As many sites as residues are needed, each below L and none twice.</exception>
    public TargetSequence(string name, byte[] row, string residues, int[] siteOf, int first)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(residues);
        ArgumentNullException.ThrowIfNull(siteOf);
        if (residues.Length != siteOf.Length) throw new ArgumentException($"{siteOf.Length} sites for {residues.Length} residues", nameof(siteOf));
        Name = name;
        this.row = row;
        Residues = residues;
        this.siteOf = siteOf;
        First = first;
        residueAt = new int[row.Length];
        Array.Fill(residueAt, -1);
        int last = -1;
        for (int r = 0; r < siteOf.Length; r++)
        {
            if (siteOf[r] < 0) continue;
            if (siteOf[r] <= last || siteOf[r] >= row.Length) throw new ArgumentException($"site {siteOf[r]} after {last} of {row.Length}", nameof(siteOf));
            last = siteOf[r];
            residueAt[last] = r;
        }
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The L states.</summary>
    public ReadOnlySpan<byte> Row => row;

    /// <summary>All residues, insertions included.</summary>
    public string Residues { get; }

    /// <summary>Position of the first residue.</summary>
    public int First { get; }

    /// <summary>Where the first position comes from, in words that go on from "positions count".</summary>
    public string Numbering { get; init; } = "from 1";

    /// <summary>Position of the last residue.</summary>
    public int Last => First + Residues.Length - 1;

    /// <summary>The residue (0-based) at a site, or -1 where the sequence has a gap.</summary>
    public int ResidueAt(int site) => residueAt[site];

    /// <summary>The site of a residue (0-based), or -1 for an insertion.</summary>
    public int SiteOf(int residue) => siteOf[residue];

    /// <summary>The position of the residue at a site; null where the sequence has a gap.</summary>
    public int? PositionAt(int site) => residueAt[site] < 0 ? null : First + residueAt[site];
}
