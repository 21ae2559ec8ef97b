using System.Globalization;
using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Landscapes;

/// <summary>
/// What every listed truth keeps to, whatever it is. A truth joins by a class that derives from this one and writes its
/// energy down once more, straight from the definition.
/// </summary>
public abstract class GroundTruthConformance
{
    /// <summary>Rounding of sums of some hundred terms of order 1 in double precision, relative to the largest energy.</summary>
    private const double Rounding = 1e-13;

    /// <summary>Truths of different members, some symmetric and some not where there are both; 2 to about 10^5 configurations.</summary>
    protected abstract IReadOnlyList<ListedTruth> Truths { get; }

    /// <summary>Equal to the truth, but made anew and, where it has a seed, with that seed plus <paramref name="step"/>.</summary>
    protected abstract ListedTruth Again(ListedTruth truth, ulong step);

    /// <summary>Truths out of range, each with a word of the complaint.</summary>
    protected abstract IReadOnlyList<(ListedTruth Truth, string Word)> Unusable { get; }

    /// <summary>E by definition, for many configurations of one truth.</summary>
    protected abstract Func<byte[], double> PlainEnergy(ListedTruth truth);

    /// <summary>s = -1 or 1.</summary>
    protected static int Spin(byte[] row, int i) => 2 * row[i] - 1;

    [Fact]
    public void Energies_are_those_of_the_definition() => Assert.All(Truths, truth =>
    {
        EnumeratedDistribution p = truth.Enumerate(folded: false);
        Assert.Equal(truth.Sites, p.Sites);
        Assert.Equal(1, p.Temperature);
        Func<byte[], double> energy = PlainEnergy(truth);
        double largest = Largest(p);
        for (int n = 0; n < p.Configurations; n++) Assert.Equal(energy(p.Configuration(n)), p.Energies[n], Rounding * largest);
    });

    [Fact]
    public void Equal_records_are_equal_landscapes_and_seeds_change_them() => Assert.All(Truths, truth =>
    {
        ListedTruth again = Again(truth, 0);
        Assert.Equal(truth, again);
        Assert.Equal(truth.Id, again.Id);
        Assert.Equal(truth.ToString(), truth.Id);
        Assert.True(truth.Enumerate(false).Energies.SequenceEqual(again.Enumerate(false).Energies));
        ListedTruth other = Again(truth, 1);
        if (other == truth) return; // no seed
        Assert.NotEqual(truth.Id, other.Id);
        Assert.False(truth.Enumerate(false).Energies.SequenceEqual(other.Enumerate(false).Energies));
    });

    [Fact]
    public void Ids_are_a_word_and_members_and_differ_between_truths()
    {
        Assert.All(Truths, truth => Assert.Matches("^[a-z]+(-[a-z]+)*( [a-z]+(-[a-z]+)*=[^ =]+)+$", truth.Id));
        Assert.Equal(Truths.Count, Truths.Distinct().Count());
        Assert.Equal(Truths.Count, Truths.Select(t => t.Id).Distinct().Count());
    }

    [Fact]
    public void Ids_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string[] ids = [.. Truths.Select(t => t.Id)];
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal(ids, Truths.Select(t => t.Id));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_folded_list_is_the_first_half_and_only_symmetric_truths_fold() => Assert.All(Truths, truth =>
    {
        EnumeratedDistribution whole = truth.Enumerate(false);
        if (!truth.IsSymmetric)
        {
            Assert.Throws<ArgumentException>(() => truth.Enumerate(true));
            return;
        }
        EnumeratedDistribution folded = truth.Enumerate(true);
        Assert.True(folded.Space.Folded);
        Assert.True(whole.Energies[..(whole.Configurations / 2)].SequenceEqual(folded.Energies)); // bit for bit
        Assert.Equal(whole.LogZ, folded.LogZ, 1e-12 * Math.Max(1, Math.Abs(whole.LogZ)));
    });

    [Fact]
    public void Symmetric_truths_do_not_change_when_all_spins_flip_and_others_do() => Assert.All(Truths, truth =>
    {
        EnumeratedDistribution p = truth.Enumerate(false);
        double[] flipped = p.Energies.ToArray();
        Array.Reverse(flipped); // with q = 2 the flip of configuration n is N - 1 - n
        Assert.Equal(truth.IsSymmetric, p.Alphabet.Size == 2 && p.Energies.SequenceEqual(flipped));
    });

    [Fact]
    public void Levels_hold_every_configuration_once() => Assert.All(Truths, truth =>
    {
        EnumeratedDistribution p = truth.Enumerate(truth.IsSymmetric);
        if (EnergyLevels.TryCreate(p) is not { } levels)
        {
            Assert.True(p.Energies.ToArray().Distinct().Count() > EnergyLevels.MostLevels);
            return;
        }
        double sum = 0;
        foreach (long states in levels.Degeneracies) sum += states;
        Assert.Equal(Math.Pow(p.Alphabet.Size, p.Sites), sum);
        double width = EnergyLevels.Tolerance * Largest(p);
        for (int l = 1; l < levels.Count; l++) Assert.True(levels.Energies[l] - levels.Energies[l - 1] > width);
        for (int n = 0; n < p.Configurations; n++) Assert.Equal(levels.Energies[levels.LevelOf[n]], p.Energies[n], 10 * width);
        // log Z from the levels alone.
        double[] terms = [.. Enumerable.Range(0, levels.Count).Select(l => Math.Log(levels.Degeneracies[l]) - levels.Energies[l])];
        Assert.Equal(p.LogZ, LogSpace.LogSumExp(terms), 1e-10 * Math.Max(1, Math.Abs(p.LogZ)));
    });

    [Fact]
    public void Heat_capacity_is_the_slope_of_the_mean_energy() => Assert.All(Truths, truth =>
    {
        const double t = 1.7, step = 1e-4;
        EnumeratedDistribution p = truth.Enumerate(truth.IsSymmetric).At(t);
        double slope = (p.At(t + step).MeanEnergy - p.At(t - step).MeanEnergy) / (2 * step);
        Assert.Equal(p.HeatCapacity, slope, 1e-5 * Math.Max(1, p.HeatCapacity)); // rounding / step, and step^2 C''
    });

    [Fact]
    public void What_cannot_be_listed_is_refused_in_one_line() => Assert.All(Unusable, unusable =>
    {
        InputException e = Assert.Throws<InputException>(() => unusable.Truth.Enumerate(false));
        Assert.Contains(unusable.Word, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.NotEmpty(unusable.Truth.Id);
    });

    private static double Largest(EnumeratedDistribution p)
    {
        double largest = 1;
        foreach (double e in p.Energies) largest = Math.Max(largest, Math.Abs(e));
        return largest;
    }
}
