using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// A landscape that no pairwise model can fit: E(s) = - sum over random triples of K_ijk s_i s_j s_k - sum_{i&lt;j} J_ij s_i s_j
/// - sum_i h_i s_i with K_ijk ~ N(0, d_K^2), J_ij ~ N(0, d_J^2/L) and h_i ~ N(0, d_h^2). For trying what fits do when the truth is
/// outside their class (our own choice).
/// </summary>
/// <param name="Spins">L, 3 to 24.</param>
/// <param name="Triples">How many different triples interact, 0 to L(L-1)(L-2)/6, each set as likely as any other.</param>
/// <param name="TripleDeviation">d_K, 0 to 1e6.</param>
/// <param name="PairDeviation">d_J, 0 to 1e6.</param>
/// <param name="Seed">Fixes the triples and, each independently, pair couplings in the order of <see cref="SitePairs"/> and fields.</param>
/// <param name="FieldDeviation">d_h, 0 to 1e6.</param>
public sealed record ThreeBodyTruth(
    int Spins, int Triples, double TripleDeviation, double PairDeviation, ulong Seed, double FieldDeviation = 0) : ListedTruth
{
    /// <inheritdoc />
    public override string Id => TruthMembers.Id("three-body", ("spins", Spins), ("triples", Triples),
        ("triple-deviation", TripleDeviation), ("pair-deviation", PairDeviation),
        ("field-deviation", FieldDeviation), ("seed", Seed));

    /// <inheritdoc />
    public override int Sites => Spins;

    /// <inheritdoc />
    public override bool IsSymmetric => !HasTriples && FieldDeviation == 0;

    private bool HasTriples => Triples > 0 && TripleDeviation > 0;

    /// <inheritdoc />
    public override void Check()
    {
        TruthMembers.CheckSpins(Spins, 3, IsSymmetric);
        TruthMembers.CheckCount("triples", Triples, 0, Spins * (Spins - 1) * (Spins - 2) / 6);
        TruthMembers.CheckDeviation("triple-deviation", TripleDeviation);
        TruthMembers.CheckDeviation("pair-deviation", PairDeviation);
        TruthMembers.CheckDeviation("field-deviation", FieldDeviation);
    }

    /// <inheritdoc />
    public override EnumeratedDistribution Enumerate(bool folded)
    {
        Check();
        ConfigurationSpace space = TruthMembers.Space(this, Alphabet.Spin, folded);
        RandomStream stream = RandomStream.FromSeed(Seed).Child("three-body");
        List<EnergyTable.Term> terms = [.. EnergyTable.RandomPairs(Spins, PairDeviation, stream.Child("pairs"))];
        if (HasTriples)
        {
            RandomSource random = stream.Child("triples").Open();
            uint[] triples = AllTriples();
            random.Shuffle(triples.AsSpan());
            foreach (uint triple in triples.AsSpan(0, Triples)) terms.Add(new(triple, -TripleDeviation * random.NextNormal()));
        }
        if (FieldDeviation > 0)
        {
            RandomSource random = stream.Child("fields").Open();
            for (int i = 0; i < Spins; i++) terms.Add(new(EnergyTable.Site(Spins, i), -FieldDeviation * random.NextNormal()));
        }
        return EnumeratedDistribution.Create(space, EnergyTable.OfSpins(space, terms));
    }

    private uint[] AllTriples()
    {
        List<uint> triples = [];
        for (int i = 0; i < Spins; i++)
        {
            for (int j = i + 1; j < Spins; j++)
            {
                for (int k = j + 1; k < Spins; k++)
                    triples.Add(EnergyTable.Site(Spins, i) | EnergyTable.Site(Spins, j) | EnergyTable.Site(Spins, k));
            }
        }
        return [.. triples];
    }
}
