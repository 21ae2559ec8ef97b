using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// Sequences of the four bases that fold back on themselves: site i stands opposite site L-1-i, and the pair is formed when its
/// bases are complementary (A with U, G with C). Every formed pair lowers the energy by 1, or, where folding is cooperative, only all
/// of them together do; every base of every site has a field ~ N(0, d_h^2).
/// </summary>
/// <remarks>A toy of our own. Apart by every pair it is a pairwise model; all or nothing, it is a gap that no pairwise model has.</remarks>
/// <param name="Length">L, 2 to 12: 4^12 sequences can be listed. An odd L leaves a loop of one site.</param>
/// <param name="FieldDeviation">d_h, 0 to 1e6.</param>
/// <param name="Seed">Fixes the fields, drawn site by site in the order A, C, G, U.</param>
/// <param name="Cooperative">E = -[all pairs formed] - fields, instead of -(number of formed pairs) - fields.</param>
public sealed record HairpinTruth(int Length, double FieldDeviation, ulong Seed, bool Cooperative = false) : ListedTruth
{
    private const int MostSites = 12;

    /// <inheritdoc />
    public override string Id => TruthMembers.Id("hairpin",
        ("length", Length), ("field-deviation", FieldDeviation), ("cooperative", Cooperative), ("seed", Seed));

    /// <inheritdoc />
    public override int Sites => Length;

    /// <inheritdoc />
    public override bool IsSymmetric => false;

    /// <inheritdoc />
    public override void Check()
    {
        TruthMembers.CheckCount("length", Length, 2, MostSites);
        TruthMembers.CheckDeviation("field-deviation", FieldDeviation);
    }

    /// <inheritdoc />
    public override EnumeratedDistribution Enumerate(bool folded)
    {
        Check();
        ConfigurationSpace space = TruthMembers.Space(this, RnaTruth.Bases, folded);
        double[] energies = EnergyTable.OfPotts(PairwisePart());
        if (Cooperative)
        {
            byte[] row = new byte[Length];
            for (int n = 0; n < energies.Length; n++)
            {
                space.Fill(n, row);
                if (AllFormed(row)) energies[n]--;
            }
        }
        return EnumeratedDistribution.Create(space, energies);
    }

    /// <summary>Fields, and pairs where each counts for itself.</summary>
    private PottsModel PairwisePart()
    {
        PottsModel model = new(RnaTruth.Bases, Length);
        RandomSource random = RandomStream.FromSeed(Seed).Child("hairpin").Open();
        foreach (ref float field in model.Fields.AsSpan()) field = (float)(FieldDeviation * random.NextNormal());
        for (int i = 0; i < Length / 2 && !Cooperative; i++)
        {
            Span<float> block = model.Block(i, Length - 1 - i);
            for (int a = 0; a < 4; a++) block[4 * a + Partner(a)] = 1;
        }
        return model;
    }

    private static bool AllFormed(ReadOnlySpan<byte> row)
    {
        for (int i = 0; i < row.Length / 2; i++)
        {
            if (row[^(i + 1)] != Partner(row[i])) return false;
        }
        return true;
    }

    // A C G U: partners lie opposite in the alphabet.
    private static int Partner(int state) => 3 - state;
}
