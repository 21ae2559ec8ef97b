using Xunit;

namespace TauStar.Numerics.Tests;

public sealed class ChainStatisticsTests(ITestOutputHelper output)
{
    // x_t = phi x_(t-1) + noise, started in equilibrium: tau = (1 + phi) / (1 - phi).
    private static double[] AutoRegressive(RandomSource random, int draws, double phi, double mean = 0)
    {
        double[] x = new double[draws];
        double state = random.NextNormal() / Math.Sqrt(1 - phi * phi);
        for (int t = 0; t < draws; t++)
        {
            x[t] = mean + state;
            state = phi * state + random.NextNormal();
        }
        return x;
    }

    private static double[][] Chains(ulong seed, int chains, int draws, double phi) =>
        [.. Enumerable.Range(0, chains).Select(c => AutoRegressive(RandomStream.FromSeed(seed).Child(c).Open(), draws, phi))];

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void AutocorrelationTime_of_AR1_is_the_closed_form(double phi)
    {
        const int draws = 400_000;
        double exact = (1 + phi) / (1 - phi);
        double tau = ChainStatistics.AutocorrelationTime(AutoRegressive(RandomStream.FromSeed(11).Open(), draws, phi));
        // Madras, Sokal 1988: relative variance 2 (2 W + 1) / N with the window W = 5 tau.
        double limit = Statistical.Z * exact * Math.Sqrt(2 * (2 * 5 * exact + 1) / draws);
        output.WriteLine($"tau = {tau:f3}, exact {exact:f3}, limit {limit:f3}");
        Statistical.Near(exact, tau, limit);
    }

    [Fact]
    public void AutocorrelationTime_test_has_power_negative_control()
    {
        // A chain with phi = 0.95 must fail the limits set for phi = 0.9.
        double tau = ChainStatistics.AutocorrelationTime(AutoRegressive(RandomStream.FromSeed(11).Open(), 400_000, 0.95));
        double limit = Statistical.Z * 19 * Math.Sqrt(2 * (2 * 5 * 19 + 1) / 400_000.0);
        Assert.True(Math.Abs(tau - 19) > limit);
    }

    [Fact]
    public void AutocorrelationTime_of_many_chains_agrees_with_one_long_chain()
    {
        double tau = ChainStatistics.AutocorrelationTime(Chains(5, 40, 10_000, 0.8));
        Statistical.Near(9, tau, Statistical.Z * 9 * Math.Sqrt(2 * 91 / 400_000.0));
    }

    [Fact]
    public void Chains_that_sit_apart_have_a_long_autocorrelation_time()
    {
        double[][] chains = Chains(6, 2, 1000, 0.0);
        double together = ChainStatistics.AutocorrelationTime(chains);
        for (int t = 0; t < 1000; t++) chains[1][t] += 10;
        double apart = ChainStatistics.AutocorrelationTime(chains);
        output.WriteLine($"{together:f2} together, {apart:f1} apart");
        Assert.True(together < 2);
        Assert.True(apart > 50);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.7)]
    public void EffectiveSampleSize_of_AR1_is_the_closed_form(double phi)
    {
        const int chains = 8, draws = 20_000;
        double exact = chains * draws * (1 - phi) / (1 + phi);
        double ess = ChainStatistics.EffectiveSampleSize(Chains(7, chains, draws, phi));
        // The truncation lag of the initial sequence is a few tau; 10 tau + 1 bounds the variance from above here.
        double limit = Statistical.Z * exact * Math.Sqrt(2 * (10 * (1 + phi) / (1 - phi) + 1) / (chains * draws));
        output.WriteLine($"ESS {ess:f0}, exact {exact:f0}, limit {limit:f0}");
        Statistical.Near(exact, ess, limit);
    }

    [Fact]
    public void EffectiveSampleSize_credits_antithetic_chains_within_the_cap()
    {
        double ess = ChainStatistics.EffectiveSampleSize(Chains(8, 4, 1000, -0.6));
        Assert.InRange(ess, 2 * 4000, 4000 * Math.Log10(4000));
    }

    [Fact]
    public void SplitRHat_is_near_one_for_mixed_chains_and_fails_for_a_shifted_or_drifting_one()
    {
        double[][] chains = Chains(9, 4, 2000, 0.3);
        double good = ChainStatistics.SplitRHat(chains);
        double[][] shifted = [.. chains.Select((c, k) => k == 3 ? Array.ConvertAll(c, x => x + 1) : c)];
        double[][] drifting = [.. chains.Select(c => c.Select((x, t) => x + t / 1000.0).ToArray())];
        output.WriteLine($"good {good:f4}, shifted {ChainStatistics.SplitRHat(shifted):f4}, "
            + $"drifting {ChainStatistics.SplitRHat(drifting):f4}");
        // R-hat^2 - 1 = (n tau-inflated chi-square_7 / 7 - 1) / n: at one in a million chi-square_7 is 41, so
        // R-hat - 1 < (41 / 7) (1.3 / 0.7) / (2 x 1000).
        Assert.InRange(good, 0.999, 1 + 41 / 7.0 * 1.857 / 2000);
        Assert.True(ChainStatistics.SplitRHat(shifted) > 1.05);
        Assert.True(ChainStatistics.SplitRHat(drifting) > 1.05);
    }

    [Fact]
    public void SplitRHat_and_time_agree_with_numbers_worked_by_hand()
    {
        // Halves (1,2), (3,4): W = 1/2, B/n = 2, var+ = 1/4 + 2.
        Statistical.Near(Math.Sqrt(2.25 / 0.5), ChainStatistics.SplitRHat([[1, 2, 3, 4]]), 1e-15);
        // Centred (-1,1,-1,1): rho(1) = -3/4, antithetic, no credit.
        Assert.Equal(1, ChainStatistics.AutocorrelationTime([0, 2, 0, 2]));
    }

    [Fact]
    public void Constant_chains()
    {
        double[][] same = [[0.1, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.1]];
        double[][] apart = [[0.1, 0.1, 0.1, 0.1], [0.3, 0.3, 0.3, 0.3]];
        Assert.Equal(1, ChainStatistics.SplitRHat(same));
        Assert.Equal(double.PositiveInfinity, ChainStatistics.SplitRHat(apart));
        Assert.Equal(double.PositiveInfinity, ChainStatistics.SplitRHat([[1, 1, 2, 2]]));
        Assert.Equal(1, ChainStatistics.AutocorrelationTime(same));
        Assert.Equal(double.PositiveInfinity, ChainStatistics.AutocorrelationTime(apart));
        Assert.Equal(8, ChainStatistics.EffectiveSampleSize(same));
        Assert.Equal(2, ChainStatistics.EffectiveSampleSize(apart));
    }

    [Fact]
    public void Unusable_chains_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ChainStatistics.SplitRHat([]));
        Assert.Throws<ArgumentException>(() => ChainStatistics.SplitRHat([[1, 2, 3]]));
        Assert.Throws<ArgumentException>(() => ChainStatistics.SplitRHat([[1, 2, 3, 4], [1, 2, 3, 4, 5]]));
        Assert.Throws<ArgumentException>(() => ChainStatistics.AutocorrelationTime([1, 2, double.NaN, 4]));
    }
}
