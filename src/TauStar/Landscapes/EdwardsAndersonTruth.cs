using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// The +-J spin glass of Edwards and Anderson (J. Phys. F 5, 965, 1975): E(s) = - sum over the bonds of a lattice of
/// J_ij s_i s_j, each J_ij 1 or -1 with equal chance. Energies are whole numbers.
/// </summary>
/// <param name="Rows">At least 1.</param>
/// <param name="Columns">At least 1.</param>
/// <param name="Seed">Fixes the signs, drawn bond by bond.</param>
/// <param name="Periodic">As in <see cref="IsingTruth"/>; two bonds of one pair have signs of their own.</param>
/// <param name="Layers">Third side, at least 1; all sides together at most 24 sites, 25 in folded lists.</param>
public sealed record EdwardsAndersonTruth(int Rows, int Columns, ulong Seed, bool Periodic = true, int Layers = 1) : ListedTruth
{
    private LatticeBonds Bonds => new(Layers, Rows, Columns, Periodic);

    /// <inheritdoc />
    public override string Id => TruthMembers.Id("edwards-anderson",
        ("rows", Rows), ("columns", Columns), ("layers", Layers), ("periodic", Periodic), ("seed", Seed));

    /// <inheritdoc />
    public override int Sites => Bonds.Sites;

    /// <inheritdoc />
    public override bool IsSymmetric => true;

    /// <inheritdoc />
    public override void Check() => Bonds.Check();

    /// <inheritdoc />
    public override EnumeratedDistribution Enumerate(bool folded)
    {
        Check();
        ConfigurationSpace space = TruthMembers.Space(this, Alphabet.Spin, folded);
        RandomSource random = RandomStream.FromSeed(Seed).Child("edwards-anderson").Open();
        List<EnergyTable.Term> terms = [];
        foreach ((int a, int b) in Bonds.List())
            terms.Add(EnergyTable.Pair(Sites, a, b, 2 * random.NextInt(2) - 1));
        return EnumeratedDistribution.Create(space, EnergyTable.OfSpins(space, terms));
    }
}
