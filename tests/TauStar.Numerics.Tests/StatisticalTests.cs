using Xunit;

namespace TauStar.Numerics.Tests;

/// <summary>The limits that other tests rely on, against tabulated values.</summary>
public sealed class StatisticalTests
{
    [Theory]
    [InlineData(1, 1, 0.5)]
    [InlineData(12.7062, 1, 0.05)]
    [InlineData(2.3646, 7, 0.05)]
    [InlineData(5.4079, 7, 0.001)]
    [InlineData(1.9905, 79, 0.05)]
    [InlineData(0, 7, 1)]
    [InlineData(-2.3646, 7, 0.05)]
    public void Student_tail_is_the_table_s(double t, int degrees, double probability) =>
        Statistical.Near(probability, Statistical.StudentTail(t, degrees), 2e-4 * probability);

    [Fact]
    public void Student_tail_with_many_degrees_is_the_normal_one() =>
        Statistical.Near(Statistical.FalseAlarm, Statistical.StudentTail(Statistical.Z, 100_001), 1e-8);

    [Theory]
    [InlineData(10, 0, 1.0 / 1024)]
    [InlineData(10, 10, 1.0 / 1024)]
    [InlineData(10, 1, 11.0 / 1024)]
    public void Binomial_tail_of_a_fair_coin(int count, int k, double probability) =>
        Statistical.Near(probability, Statistical.BinomialTail(count, 0.5, k), 1e-12);

    [Theory]
    [InlineData(10, 4.753424, 46.86)]
    [InlineData(26, 4.753424, 75.55)]
    [InlineData(96, 2.326348, 131.14)]
    [InlineData(96, -2.326348, 66.73)]
    public void Chi_square_limit_is_the_quantile_within_four_per_cent(double degrees, double z, double quantile) =>
        Statistical.Near(quantile, Statistical.ChiSquareLimit(degrees, z), 0.04 * quantile);

    [Fact]
    public void Fisher_s_combination_has_its_mean_for_honest_bars()
    {
        // -2 log p of p = 0.05 and 0.5 by definition.
        Statistical.Near(-2 * Math.Log(0.05 * 0.5), Statistical.Fisher([2.3646, 0.7111], 7), 2e-3);
    }
}
