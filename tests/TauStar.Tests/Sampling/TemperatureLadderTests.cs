using TauStar.Landscapes;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Sampling;

public sealed class TemperatureLadderTests(ITestOutputHelper output)
{
    private static void IsLadder(double[] betas, double coldest)
    {
        Assert.Equal(coldest, betas[0], 1e-12);
        Assert.Equal(0, betas[^1]);
        Assert.Contains(1.0, betas);
        for (int k = 1; k < betas.Length; k++) Assert.True(betas[k] < betas[k - 1], string.Join(" ", betas));
    }

    [Theory]
    [InlineData(0.05, 4)]
    [InlineData(0.3, 4)]
    [InlineData(0.3, 20)]
    [InlineData(0.5, 7)]
    [InlineData(0.99, 5)]
    [InlineData(0.99, 48)]
    public void Guess_falls_from_the_coldest_through_1_to_0(double tauMin, int rungs)
    {
        double[] betas = TemperatureLadder.Guess(tauMin, rungs);
        Assert.Equal(rungs, betas.Length);
        IsLadder(betas, 1 / tauMin);
    }

    [Fact]
    public void Equal_widths_give_equal_steps_up_to_the_move_to_1()
    {
        // sigma = 3 everywhere from beta = 2 to 0: length 6, at spacing 1 six steps of 1/3 in beta; 1 is one of them.
        double[] betas = TemperatureLadder.EqualLength([2, 1.4, 0.3, 0], [3, 3, 3, 3], 1, 48);
        Assert.Equal(7, betas.Length);
        for (int n = 0; n < 7; n++) Statistical.Near(2 - n / 3.0, betas[n], 1e-12);
        // Without the room for it the spacing grows; four rungs is the least.
        Assert.Equal(5, TemperatureLadder.EqualLength([2, 1.4, 0.3, 0], [3, 3, 3, 3], 1, 5).Length);
        Assert.Equal(4, TemperatureLadder.EqualLength([2, 1.4, 0.3, 0], [0.1, 0.1, 0.1, 0.1], 1, 48).Length);
    }

    [Fact]
    public void Steps_around_1_are_divided_and_no_others()
    {
        double[] betas = [3, 2, 1.2, 1, 0.7, 0.2, 0];
        double[] refined = TemperatureLadder.RefineAroundOne(betas, 0.15, 0.1);
        Assert.All(betas, b => Assert.Contains(b, refined));
        Assert.Equal(refined.OrderDescending(), refined);
        for (int k = 0; k + 2 < refined.Length; k++)
        {
            bool near = Math.Log(refined[k + 1]) <= 0.15 && Math.Log(refined[k]) >= -0.15;
            if (near) Assert.True(Math.Log(refined[k] / refined[k + 1]) < 0.1 + 1e-9);
        }
        Assert.Equal([3, 2], refined[..2]); // from 2 to 1.2 and from 0.7 to 0.2 nothing is near 1
        Assert.Equal([0.7, 0.2, 0], refined[^3..]);
        Assert.Equal(11, refined.Length); // 1.2 to 1 in two steps, 1 to 0.7 in four
    }

    [Fact]
    public void A_frozen_pilot_still_gives_a_ladder()
    {
        IsLadder(TemperatureLadder.EqualLength([5, 2, 1, 0.5, 0], [0, 0, 0, 0, 0], 1.4, 48), 5);
        IsLadder(TemperatureLadder.EqualLength([5, 2, 1, 0.5, 0], [0, 0, 0, 6, 9], 1.4, 48), 5);
    }

    [Fact]
    public void Swaps_are_accepted_about_evenly_as_the_doc_comment_says()
    {
        // An exact ladder for an exact model: widths from enumeration, acceptance from the run. erfc(spacing/2) = 0.32 for
        // Gaussian energies, which those of a model this small are only roughly.
        PottsModel model = SmallModels.Random(8, 3, 31, 0.9);
        EnumeratedDistribution p = EnumeratedDistribution.Create(model);
        double[] pilot = TemperatureLadder.Guess(0.4, 24);
        double[] widths = [.. pilot.Select(b => b == 0 ? p.At(1e9) : p.At(1 / b)).Select(d => Math.Sqrt(d.Covariance(p.Energies, p.Energies)))];
        double[] betas = TemperatureLadder.EqualLength(pilot, widths, 1.4, 48);
        IsLadder(betas, 2.5);
        ReplicaExchange run = new(model, betas, null, new() { Systems = 32, BurnIn = 20, Sweeps = 300, Threads = 2 },
            Numerics.RandomStream.FromSeed(31).Child("ladder"));
        while (!run.Finished) run.Step();
        double[] rates = [.. Enumerable.Range(0, run.Rungs - 1).Select(run.SwapRate)];
        output.WriteLine($"{run.Rungs} rungs: swap rates {string.Join(" ", rates.Select(r => r.ToString("f2")))}");
        Assert.True(double.IsNaN(run.SwapRate(run.Rungs - 1)));
        Assert.All(rates, r => Assert.InRange(r, 0.15, 0.7)); // within about a factor of 2 of 0.32
    }

    [Fact]
    public void Wanted_temperatures_become_rungs()
    {
        double[] betas = TemperatureLadder.With([2, 1.5, 1, 0.5, 0], [1 / 0.99, 0.75, 3]);
        Assert.Equal([3, 2, 1.5, 1 / 0.99, 0.75, 0.5, 0], betas); // 1 gave way to its neighbour
        Assert.Equal([2, 1, 0], TemperatureLadder.With([2, 1, 0], [1]));
    }
}
