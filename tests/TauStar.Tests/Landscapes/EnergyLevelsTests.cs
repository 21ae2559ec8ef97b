using TauStar.Data;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Tests.Landscapes;

public sealed class EnergyLevelsTests
{
    private static readonly ConfigurationSpace Eight = new(Alphabet.Binary, 3), Folded = new(Alphabet.Spin, 3, folded: true);

    [Fact]
    public void Rounding_is_merged_and_real_differences_are_not()
    {
        double third = 1.0 / 3, noisy = Math.BitIncrement(Math.BitIncrement(third)), apart = third + 1e-9;
        EnergyLevels levels = EnergyLevels.TryCreate(Eight, [noisy, third, apart, 5, -5, third, 0.0, -0.0])!;
        Assert.Equal([-5, 0, third, apart, 5], levels.Energies.ToArray());
        Assert.Equal([1, 2, 3, 1, 1], levels.Degeneracies.ToArray());
        Assert.Equal([2, 2, 3, 4, 0, 2, 1, 1], levels.LevelOf.ToArray());
    }

    [Fact]
    public void Folded_lists_count_twice()
    {
        EnergyLevels levels = EnergyLevels.TryCreate(Folded, [1, 2, 1, 1])!;
        Assert.Equal([6, 2], levels.Degeneracies.ToArray());
    }

    [Fact]
    public void Forbidden_states_are_a_level_of_their_own()
    {
        double never = double.PositiveInfinity;
        EnergyLevels levels = EnergyLevels.TryCreate(Eight, [never, 1, never, 0, 0, 0, 0, 1])!;
        Assert.Equal([0, 1, never], levels.Energies.ToArray());
        Assert.Equal([4, 2, 2], levels.Degeneracies.ToArray());
    }

    [Fact]
    public void All_zero_is_one_level() => Assert.Equal(1, EnergyLevels.TryCreate(Eight, new double[8])!.Count);

    [Fact]
    public void More_than_the_limit_is_no_few_levels()
    {
        ConfigurationSpace space = new(Alphabet.Binary, 13); // 8192
        double[] energies = [.. Enumerable.Range(0, 8192).Select(n => (double)(n % EnergyLevels.MostLevels))];
        Assert.Equal(EnergyLevels.MostLevels, EnergyLevels.TryCreate(space, energies)!.Count);
        energies[0] = EnergyLevels.MostLevels;
        energies[1] = -1;
        Assert.Null(EnergyLevels.TryCreate(space, energies));
        Assert.Null(EnergyLevels.TryCreate(new SpinGlassTruth(18, 1, 0.5, 1).Enumerate(false)));
    }

    [Fact]
    public void Temperature_changes_no_level()
    {
        EnumeratedDistribution p = new IsingTruth(3, 3).Enumerate(false);
        Assert.Equal(EnergyLevels.TryCreate(p)!.Energies.ToArray(), EnergyLevels.TryCreate(p.At(2.5))!.Energies.ToArray());
    }

    [Fact]
    public void Unusable_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => EnergyLevels.TryCreate(Eight, new double[7]));
        Assert.Throws<ArgumentException>(() => EnergyLevels.TryCreate(Eight, [1, 2, 3, double.NaN, 5, 6, 7, 8]));
    }
}
