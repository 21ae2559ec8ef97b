using TauStar.Data;

namespace TauStar.Landscapes;

/// <summary>
/// The nearest-neighbour Ising model on a rectangular lattice, E(s) = -J sum over bonds of s_i s_j (arXiv:2512.09152,
/// laboratory II: 4 x 4, J = 1, periodic, 15 levels). Energies are whole numbers times J, so that levels are exact.
/// </summary>
/// <param name="Rows">At least 1.</param>
/// <param name="Columns">At least 1; site number of (layer z, row r, column c) is (z * rows + r) * columns + c.</param>
/// <param name="Coupling">J; positive is ferromagnetic; -1e6 to 1e6.</param>
/// <param name="Periodic">Bonds go round the edges, with two between the sites of a side of length 2 (<see cref="IsingLattice"/>).</param>
/// <param name="Layers">Third side, at least 1; all sides together at most 24 sites, 25 in folded lists.</param>
public sealed record IsingTruth(int Rows, int Columns, double Coupling = 1, bool Periodic = true, int Layers = 1) : ListedTruth
{
    private LatticeBonds Bonds => new(Layers, Rows, Columns, Periodic);

    /// <inheritdoc />
    public override string Id => TruthMembers.Id("ising",
        ("rows", Rows), ("columns", Columns), ("layers", Layers), ("coupling", Coupling), ("periodic", Periodic));

    /// <inheritdoc />
    public override int Sites => Bonds.Sites;

    /// <inheritdoc />
    public override bool IsSymmetric => true;

    /// <inheritdoc />
    public override void Check()
    {
        Bonds.Check();
        TruthMembers.CheckCoupling("coupling", Coupling);
    }

    /// <inheritdoc />
    public override EnumeratedDistribution Enumerate(bool folded)
    {
        Check();
        ConfigurationSpace space = TruthMembers.Space(this, Alphabet.Spin, folded);
        List<EnergyTable.Term> terms = [];
        foreach ((int a, int b) in Bonds.List()) terms.Add(EnergyTable.Pair(Sites, a, b, -1));
        return EnumeratedDistribution.Create(space, EnergyTable.OfSpins(space, terms, Coupling));
    }
}
