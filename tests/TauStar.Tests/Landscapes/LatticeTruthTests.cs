using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Landscapes;

public sealed class IsingTruthTests : GroundTruthConformance
{
    protected override IReadOnlyList<ListedTruth> Truths =>
    [
        new IsingTruth(4, 4), new IsingTruth(3, 4, -0.7), new IsingTruth(3, 3, 0.1, Periodic: false), new IsingTruth(1, 1),
        new IsingTruth(1, 2), new IsingTruth(2, 5), new IsingTruth(2, 2, 1, true, 3), new IsingTruth(2, 3, 1, false, 2), new IsingTruth(3, 2, 0),
    ];

    protected override IReadOnlyList<(ListedTruth Truth, string Word)> Unusable =>
    [
        (new IsingTruth(0, 4), "rows is 0; allowed are 1 to 25"), (new IsingTruth(4, -1), "columns"), (new IsingTruth(4, 4, 1, true, 0), "layers"),
        (new IsingTruth(6, 6), "6 x 6 has 36 sites"), (new IsingTruth(65536, 65536), "rows"), (new IsingTruth(3, 3, 1, true, 3), "3 x 3 x 3 has 27 sites"),
        (new IsingTruth(5, 5), "2^25"), (new IsingTruth(2, 2, double.NaN), "coupling is NaN"), (new IsingTruth(2, 2, double.PositiveInfinity), "coupling"),
    ];

    protected override ListedTruth Again(ListedTruth truth, ulong step) => (IsingTruth)truth with { };

    protected override Func<byte[], double> PlainEnergy(ListedTruth truth)
    {
        IsingTruth ising = (IsingTruth)truth;
        // The other way round: every site asks its neighbours on all six sides, so that every bond is met twice.
        int[] sides = [ising.Layers, ising.Rows, ising.Columns];
        return row =>
        {
            double twice = 0;
            for (int site = 0; site < row.Length; site++)
            {
                int[] place = [site / (sides[1] * sides[2]), site / sides[2] % sides[1], site % sides[2]];
                for (int d = 0; d < 3; d++)
                {
                    foreach (int step in new[] { -1, 1 })
                    {
                        int[] next = [.. place];
                        next[d] += step;
                        if (sides[d] == 1 || (!ising.Periodic && (next[d] < 0 || next[d] >= sides[d]))) continue;
                        next[d] = (next[d] + sides[d]) % sides[d];
                        twice += Spin(row, site) * Spin(row, (next[0] * sides[1] + next[1]) * sides[2] + next[2]);
                    }
                }
            }
            return -ising.Coupling * twice / 2;
        };
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0.3)]
    public void Torus_4x4_has_its_15_levels(bool folded, double coupling)
    {
        // The exact density of states, known from full enumeration (also found by IsingLattice, from single precision).
        (int Level, long States)[] half = [(-32, 2), (-24, 32), (-20, 64), (-16, 424), (-12, 1728), (-8, 6688), (-4, 13568)];
        (int Level, long States)[] exact = [.. half, (0, 20524), .. half.Reverse().Select(l => (-l.Level, l.States))];
        EnergyLevels levels = EnergyLevels.TryCreate(new IsingTruth(4, 4, coupling).Enumerate(folded))!;
        Assert.Equal(exact.Select(l => l.Level * coupling), levels.Energies.ToArray());
        Assert.Equal(exact.Select(l => l.States), levels.Degeneracies.ToArray());
    }

    [Fact]
    public void A_ring_has_twice_as_many_states_as_ways_to_place_its_broken_bonds()
    {
        // E = -L + 2 k with k broken bonds, k even: 2 (L over k) states.
        const int sites = 20;
        EnergyLevels levels = EnergyLevels.TryCreate(new IsingTruth(1, sites).Enumerate(true))!;
        Assert.Equal(sites / 2 + 1, levels.Count);
        double ways = 1;
        for (int k = 0; k <= sites; k++)
        {
            if (k % 2 == 0)
            {
                Assert.Equal(-sites + 2 * k, levels.Energies[k / 2]);
                Assert.Equal(2 * ways, levels.Degeneracies[k / 2]);
            }
            ways = Math.Round(ways * (sites - k) / (k + 1));
        }
    }

    [Fact]
    public void It_is_the_lattice_that_simulate_draws_from()
    {
        EnumeratedDistribution listed = new IsingTruth(3, 4).Enumerate(false), model = EnumeratedDistribution.Create(IsingLattice.Create(3, 4, 1, 1));
        Assert.True(listed.Energies.SequenceEqual(model.Energies));
    }

    [Fact]
    public void Zeros_of_either_sign_are_one_truth() =>
        Assert.Equal(new IsingTruth(3, 2, 0.0).Id, new IsingTruth(3, 2, -0.0).Id);

    [Fact]
    public void Id_is_the_documented_one() =>
        Assert.Equal("ising rows=4 columns=4 layers=1 coupling=1 periodic=true", new IsingTruth(4, 4).Id);
}

public sealed class EdwardsAndersonTruthTests : GroundTruthConformance
{
    protected override IReadOnlyList<ListedTruth> Truths =>
    [
        new EdwardsAndersonTruth(4, 4, 1), new EdwardsAndersonTruth(3, 4, 7, Periodic: false), new EdwardsAndersonTruth(2, 3, ulong.MaxValue),
        new EdwardsAndersonTruth(2, 3, 5, false, 2),
    ];

    protected override IReadOnlyList<(ListedTruth Truth, string Word)> Unusable =>
        [(new EdwardsAndersonTruth(0, 4, 1), "rows"), (new EdwardsAndersonTruth(5, 6, 1), "30 sites"), (new EdwardsAndersonTruth(3, 3, 1, true, -3), "layers")];

    protected override ListedTruth Again(ListedTruth truth, ulong step)
    {
        EdwardsAndersonTruth glass = (EdwardsAndersonTruth)truth;
        return glass with { Seed = unchecked(glass.Seed + step) };
    }

    protected override Func<byte[], double> PlainEnergy(ListedTruth truth)
    {
        EdwardsAndersonTruth glass = (EdwardsAndersonTruth)truth;
        RandomSource random = RandomStream.FromSeed(glass.Seed).Child("edwards-anderson").Open();
        List<(int A, int B, int J)> bonds = [];
        int[] sides = [glass.Columns, glass.Rows, glass.Layers], steps = [1, glass.Columns, glass.Columns * glass.Rows];
        for (int site = 0; site < glass.Sites; site++)
        {
            for (int d = 0; d < 3; d++) // right, down, next layer
            {
                int place = site / steps[d] % sides[d];
                bool last = place == sides[d] - 1;
                if (sides[d] == 1 || (last && !glass.Periodic)) continue;
                bonds.Add((site, last ? site - place * steps[d] : site + steps[d], random.NextInt(2) == 1 ? -1 : 1));
            }
        }
        return row => -bonds.Sum(b => b.J * Spin(row, b.A) * Spin(row, b.B));
    }

    [Fact]
    public void Bonds_have_either_sign_about_equally_often()
    {
        // E(all spins up) = -(sum of signs); 32 bonds x 200 seeds, standard deviation sqrt(6400) = 80, false alarm 1e-6: 4.89 of them.
        double sum = 0;
        for (ulong seed = 0; seed < 200; seed++) sum += new EdwardsAndersonTruth(4, 4, seed).Enumerate(true).Energies[0];
        Assert.True(Math.Abs(sum) < 4.89 * 80, $"sum of the signs {-sum}");
    }
}
