using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// Sequences that fold into a hairpin: L sites with the four bases, site i opposite site L-1-i while at least
/// <c>Loop</c> sites lie between them. Opposite bases that pair lower the energy by 3 (G with C), 2 (A with U) or 1 (G with U);
/// every base of every site has a field ~ N(0, d_h^2).
/// </summary>
/// <remarks>A toy of our own: 3, 2, 1 are the hydrogen bonds of the pairs, with the wobble pair as weakest, not stacking
/// energies. Few sequences lie below a gap, and the rest is vast.</remarks>
/// <param name="Length">L, 2 to 12: 4^12 sequences can be listed.</param>
/// <param name="FieldDeviation">d_h, 0 to 1e6.</param>
/// <param name="Seed">Fixes the fields, drawn site by site in the order A, C, G, U.</param>
/// <param name="Loop">Sites that stay unpaired between the strands, at least; 0 to 12.</param>
public sealed record RnaTruth(int Length, double FieldDeviation, ulong Seed, int Loop = 3) : ListedTruth
{
    private const int MostSites = 12;
    private const float StrongPair = 3, WeakPair = 2, WobblePair = 1;

    /// <summary>The bases in the order of their states, without a gap.</summary>
    public static Alphabet Bases { get; } = new("custom", "ACGU");

    /// <inheritdoc />
    public override string Id => TruthMembers.Id("rna",
        ("length", Length), ("loop", Loop), ("field-deviation", FieldDeviation), ("seed", Seed));

    /// <inheritdoc />
    public override int Sites => Length;

    /// <inheritdoc />
    public override bool IsSymmetric => false;

    /// <inheritdoc />
    public override void Check()
    {
        TruthMembers.CheckCount("length", Length, 2, MostSites);
        TruthMembers.CheckCount("loop", Loop, 0, MostSites);
        TruthMembers.CheckDeviation("field-deviation", FieldDeviation);
    }

    /// <summary>The truth at T = 1 as a pairwise model.</summary>
    /// <exception cref="InputException">A member out of range.</exception>
    public PottsModel Model()
    {
        Check();
        PottsModel model = new(Bases, Length);
        RandomSource random = RandomStream.FromSeed(Seed).Child("rna").Open();
        foreach (ref float field in model.Fields.AsSpan()) field = (float)(FieldDeviation * random.NextNormal());
        for (int i = 0, j = Length - 1; j - i - 1 >= Loop && i < j; i++, j--)
        {
            Span<float> block = model.Block(i, j);
            foreach ((char a, char b, float bonus) in new[] { ('G', 'C', StrongPair), ('A', 'U', WeakPair), ('G', 'U', WobblePair) })
            {
                block[Bases.IndexOf(a) * 4 + Bases.IndexOf(b)] = bonus;
                block[Bases.IndexOf(b) * 4 + Bases.IndexOf(a)] = bonus;
            }
        }
        return model;
    }

    /// <inheritdoc />
    public override EnumeratedDistribution Enumerate(bool folded)
    {
        Check();
        return EnumeratedDistribution.Create(TruthMembers.Space(this, Bases, folded), EnergyTable.OfPotts(Model()));
    }
}
