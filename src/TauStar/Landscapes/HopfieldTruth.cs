using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// The associative memory of Hopfield (PNAS 79, 2554, 1982): E(s) = - sum_{i&lt;j} J_ij s_i s_j with
/// J_ij = 1/L sum_mu xi_i^mu xi_j^mu over random patterns xi of +-1. Energies are whole numbers over L, so that levels are exact.
/// </summary>
/// <param name="Spins">L, 1 to 24; 25 in folded lists.</param>
/// <param name="Patterns">How many patterns are stored, 1 to 10,000.</param>
/// <param name="Seed">Fixes the patterns, drawn one after the other.</param>
public sealed record HopfieldTruth(int Spins, int Patterns, ulong Seed) : ListedTruth
{
    private const int MostPatterns = 10_000;

    /// <inheritdoc />
    public override string Id => TruthMembers.Id("hopfield", ("spins", Spins), ("patterns", Patterns), ("seed", Seed));

    /// <inheritdoc />
    public override int Sites => Spins;

    /// <inheritdoc />
    public override bool IsSymmetric => true;

    /// <inheritdoc />
    public override void Check()
    {
        TruthMembers.CheckSpins(Spins, 1, IsSymmetric);
        TruthMembers.CheckCount("patterns", Patterns, 1, MostPatterns);
    }

    /// <inheritdoc />
    public override EnumeratedDistribution Enumerate(bool folded)
    {
        Check();
        ConfigurationSpace space = TruthMembers.Space(this, Alphabet.Spin, folded);
        RandomSource random = RandomStream.FromSeed(Seed).Child("hopfield").Open();
        int[] couplings = new int[SitePairs.Count(Spins)], pattern = new int[Spins]; // couplings: L J_ij
        for (int mu = 0; mu < Patterns; mu++)
        {
            foreach (ref int spin in pattern.AsSpan()) spin = 2 * random.NextInt(2) - 1;
            for (int i = 0, pair = 0; i < Spins; i++)
            {
                for (int j = i + 1; j < Spins; j++, pair++) couplings[pair] += pattern[i] * pattern[j];
            }
        }
        List<EnergyTable.Term> terms = [];
        for (int i = 0, pair = 0; i < Spins; i++)
        {
            for (int j = i + 1; j < Spins; j++, pair++)
                terms.Add(EnergyTable.Pair(Spins, i, j, -couplings[pair]));
        }
        return EnumeratedDistribution.Create(space, EnergyTable.OfSpins(space, terms, 1.0 / Spins));
    }
}
