using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// The spin glass of Sherrington and Kirkpatrick (Phys. Rev. Lett. 35, 1792, 1975) in random fields: E(s) = - sum_{i&lt;j}
/// J_ij s_i s_j - sum_i h_i s_i with J_ij ~ N(0, d_J^2/L) and h_i ~ N(0, d_h^2).
/// </summary>
/// <param name="Spins">L, 1 to 24; 25 in folded lists.</param>
/// <param name="CouplingDeviation">d_J, 0 to 1e6.</param>
/// <param name="FieldDeviation">d_h, 0 to 1e6; 0 makes the landscape symmetric.</param>
/// <param name="Seed">Fixes couplings, in the order of <see cref="SitePairs"/>, and fields, independently of each other.</param>
public sealed record SpinGlassTruth(int Spins, double CouplingDeviation, double FieldDeviation, ulong Seed) : ListedTruth
{
    /// <inheritdoc />
    public override string Id => TruthMembers.Id("spin-glass",
        ("spins", Spins), ("coupling-deviation", CouplingDeviation), ("field-deviation", FieldDeviation), ("seed", Seed));

    /// <inheritdoc />
    public override int Sites => Spins;

    /// <inheritdoc />
    public override bool IsSymmetric => FieldDeviation == 0;

    /// <inheritdoc />
    public override void Check()
    {
        TruthMembers.CheckSpins(Spins, 1, IsSymmetric);
        TruthMembers.CheckDeviation("coupling-deviation", CouplingDeviation);
        TruthMembers.CheckDeviation("field-deviation", FieldDeviation);
    }

    /// <inheritdoc />
    public override EnumeratedDistribution Enumerate(bool folded)
    {
        Check();
        ConfigurationSpace space = TruthMembers.Space(this, Alphabet.Spin, folded);
        RandomStream stream = RandomStream.FromSeed(Seed).Child("spin-glass");
        List<EnergyTable.Term> terms = [.. EnergyTable.RandomPairs(Spins, CouplingDeviation, stream.Child("couplings"))];
        if (!IsSymmetric)
        {
            RandomSource random = stream.Child("fields").Open();
            for (int i = 0; i < Spins; i++) terms.Add(new(EnergyTable.Site(Spins, i), -FieldDeviation * random.NextNormal()));
        }
        return EnumeratedDistribution.Create(space, EnergyTable.OfSpins(space, terms));
    }
}
