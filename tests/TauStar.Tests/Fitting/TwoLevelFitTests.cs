using System.Numerics;
using CsCheck;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using Xunit;

namespace TauStar.Tests.Fitting;

public sealed class TwoLevelFitTests(ITestOutputHelper output)
{
    private const double Rounding = 1e-12;

    private static readonly RandomStream Ties = RandomStream.FromSeed(1);

    private static TwoLevelFit Fit(params int[] counts) => TwoLevelFit.Of(counts, Ties);

    [Fact]
    public void Worked_example_of_the_paper()
    {
        TwoLevelFit fit = Fit(3, 2, 0, 0, 0, 0, 0, 0, 0, 0);
        Assert.Equal([0, 1], fit.Low);
        Assert.Equal(2, fit.GroundHat);
        Assert.Equal(Math.Log(16), fit.GapHat, Rounding);
        Assert.Equal(new TwoLevelOverlap(2, 1, 7, 0), fit.Overlap(new TwoLevelTruth(10, 3, 5)));
    }

    /// <summary>All subsets of up to eight states, with Q = 1 and Q = 0 held off alike.</summary>
    private static double LeastLoss(int[] counts)
    {
        int states = counts.Length;
        double samples = counts.Sum(), least = double.PositiveInfinity;
        for (int subset = 1; subset < (1 << states) - 1; subset++)
        {
            double inside = Math.Clamp(Enumerable.Range(0, states).Where(i => (subset >> i & 1) == 1).Sum(i => counts[i]), 1, samples - 1);
            double q = inside / samples, f = (double)BitOperations.PopCount((uint)subset) / states;
            least = Math.Min(least, -q * Math.Log(q) - (1 - q) * Math.Log(1 - q) + q * Math.Log(f) + (1 - q) * Math.Log(1 - f));
        }
        return least;
    }

    [Fact]
    public void No_division_of_the_states_is_likelier() =>
        Gen.Select(Gen.Int[0, 5].Array[2, 8].Where(counts => counts.Sum() >= 2), Gen.ULong).Sample((counts, seed) =>
        {
            TwoLevelFit fit = TwoLevelFit.Of(counts, RandomStream.FromSeed(seed));
            Statistical.Near(LeastLoss(counts), fit.Loss, Rounding);

            // The low states and the gap are those of that loss, and no low state is rarer than a high one.
            int samples = counts.Sum(), inside = Math.Min(fit.Low.Sum(state => counts[state]), samples - 1);
            double q = (double)inside / samples;
            Statistical.Near(Math.Log(q * ((double)counts.Length / fit.GroundHat - 1) / (1 - q)), fit.GapHat, 1e-10);
            Assert.True(fit.GapHat >= 0);
            int[] high = [.. Enumerable.Range(0, counts.Length).Except(fit.Low)];
            Assert.True(fit.Low.Min(state => counts[state]) >= high.Max(state => counts[state]));
        });

    [Fact]
    public void Renaming_states_renames_the_low_ones_where_there_are_no_ties() =>
        Gen.Select(Gen.Int[0, 40].Array[3, 10].Where(c => c.Distinct().Count() == c.Length), Gen.ULong).Sample((counts, seed) =>
        {
            int[] order = [.. Enumerable.Range(0, counts.Length)];
            RandomStream.FromSeed(seed).Open().Shuffle(order.AsSpan());
            TwoLevelFit plain = Fit(counts), renamed = Fit([.. order.Select(state => counts[state])]);
            Assert.Equal(plain.GapHat, renamed.GapHat);
            Assert.Equal(plain.Low, renamed.Low.Select(place => order[place]).Order());
        });

    [Fact]
    public void States_seen_alike_give_a_gap_of_exactly_0()
    {
        foreach (int states in new[] { 2, 3, 7, 100 })
        {
            foreach (int count in new[] { 1, 3, 7 })
            {
                TwoLevelFit fit = Fit([.. Enumerable.Repeat(count, states)]);
                Assert.Equal(0, fit.GapHat);
                Assert.Equal(1, fit.GroundHat); // of equal losses the smallest level
            }
        }
    }

    [Fact]
    public void All_states_seen_and_no_regularisation()
    {
        TwoLevelFit fit = Fit(1, 9, 1, 8, 1);
        Assert.Equal([1, 3], fit.Low);
        Assert.Equal(Math.Log(17.0 / 20 * 1.5 / (3.0 / 20)), fit.GapHat, Rounding);
    }

    [Fact]
    public void Two_states() => Assert.Equal(Math.Log(4), Fit(0, 5).GapHat, Rounding); // Q = 1 - 1/5

    [Fact]
    public void Two_samples_in_one_state_make_it_the_low_one_though_its_complement_is_as_likely()
    {
        TwoLevelFit fit = Fit(0, 0, 2, 0, 0);
        Assert.Equal([2], fit.Low);
        Assert.Equal(Math.Log(4), fit.GapHat, Rounding); // Q = 1/2
    }

    [Fact]
    public void Whole_numbers_do_not_overflow()
    {
        int[] counts = new int[1000];
        counts[0] = int.MaxValue - 1;
        counts[999] = 1;
        TwoLevelFit fit = Fit(counts);
        Assert.Equal([0], fit.Low);
        Assert.Equal(Math.Log((int.MaxValue - 1.0) * 999), fit.GapHat, 1e-10);
    }

    [Theory]
    [InlineData("to 1 states", 5)]
    [InlineData("to 0 samples", 0, 0)]
    [InlineData("to 1 samples; it needs at least 2", 0, 1)] // Q = 1 - 1/M = 0: no finite gap
    [InlineData("a count is -1", 3, -1)]
    [InlineData("to 4294967294 samples", int.MaxValue, int.MaxValue)]
    public void What_cannot_be_fitted(string message, params int[] counts) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => Fit(counts)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_overlap_needs_the_same_states() =>
        Assert.Throws<ArgumentException>(() => Fit(3, 0, 0).Overlap(new TwoLevelTruth(4, 1, 1)));

    /// <summary>
    /// With all states seen once or never, Q = 1 leaves one of those seen in the high level: each as often as any other.
    /// </summary>
    [Fact]
    public void Ties_are_broken_evenly()
    {
        const int seen = 12, repeats = 24_000;
        int[] counts = [.. Enumerable.Repeat(0, 50), .. Enumerable.Repeat(1, seen), .. Enumerable.Repeat(0, 50)];
        int[] left = new int[seen], fixedOrder = new int[seen];
        for (int r = 0; r < repeats; r++)
        {
            TwoLevelFit fit = TwoLevelFit.Of(counts, Ties.Child(r)), same = TwoLevelFit.Of(counts, Ties);
            Assert.Equal(seen - 1, fit.GroundHat);
            left[Enumerable.Range(50, seen).Except(fit.Low).Single() - 50]++;
            fixedOrder[Enumerable.Range(50, seen).Except(same.Low).Single() - 50]++; // negative control: ties not random
        }
        double limit = Statistical.ChiSquareLimit(seen - 1), distance = Statistical.ChiSquare(left, (double)repeats / seen);
        output.WriteLine($"chi-square {distance:F1} against {limit:F1}");
        Assert.True(distance < limit);
        Assert.True(Statistical.ChiSquare(fixedOrder, (double)repeats / seen) > limit);
    }

    [Fact]
    public void The_method_has_a_name() => Assert.Equal("two-level", new TwoLevelFitMethod().Id);
}
