using TauStar.Data;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Tests.Landscapes;

public sealed class IsingLatticeTests
{
    private static (int Level, int Count)[] Levels(PottsModel model) =>
        [.. EnumeratedDistribution.Create(model).Energies.ToArray().GroupBy(e => (int)Math.Round(e)).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))];

    [Fact]
    public void Torus_4x4_has_its_15_levels()
    {
        (int Level, int Count)[] half = [(-32, 2), (-24, 32), (-20, 64), (-16, 424), (-12, 1728), (-8, 6688), (-4, 13568)];
        (int Level, int Count)[] exact = [.. half, (0, 20524), .. half.Reverse().Select(l => (-l.Level, l.Count))];
        Assert.Equal(15, exact.Length);
        Assert.Equal(exact, Levels(IsingLattice.Create(4, 4, 1, 1)));
    }

    [Fact]
    public void Temperature_divides_the_energy_and_coupling_multiplies_it()
    {
        EnumeratedDistribution a = EnumeratedDistribution.Create(IsingLattice.Create(3, 3, 1, 1), 2.5);
        EnumeratedDistribution b = EnumeratedDistribution.Create(IsingLattice.Create(3, 3, 0.5, 1.25));
        Assert.Equal(a.LogZ, b.LogZ, 1e-5); // 0.4 in single precision, times 18 bonds
    }

    [Fact]
    public void Edges()
    {
        // Open 2 x 3: 7 bonds. A periodic side of 2 doubles its bonds; a side of 1 has none.
        Assert.Equal(7, -Levels(IsingLattice.Create(2, 3, 1, 1, periodic: false))[0].Level);
        Assert.Equal(12, -Levels(IsingLattice.Create(2, 3, 1, 1))[0].Level);
        Assert.Equal(2, IsingLattice.Create(1, 2, 1, 1).Block(0, 1)[0]);
        Assert.Equal(1, IsingLattice.Create(1, 2, 1, 1, periodic: false).Block(0, 1)[0]);
        Assert.Equal([(0, 2)], Levels(IsingLattice.Create(1, 1, 1, 1)));
        Assert.Equal(-5, Levels(IsingLattice.Create(5, 1, 1, 1))[0].Level); // an odd ring; frustrated with J = -1:
        Assert.Equal(-3, Levels(IsingLattice.Create(5, 1, -1, 1))[0].Level);
    }

    [Fact]
    public void Unusable_input_is_refused()
    {
        Assert.Throws<InputException>(() => IsingLattice.Create(0, 4, 1, 1));
        Assert.Throws<InputException>(() => IsingLattice.Create(4, 4, 1, 0));
        Assert.Throws<InputException>(() => IsingLattice.Create(4, 4, double.NaN, 1));
    }
}
