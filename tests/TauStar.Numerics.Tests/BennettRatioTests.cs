using Xunit;

namespace TauStar.Numerics.Tests;

/// <summary>Bennett's ratio on Gaussian work, where all is known: a ~ N(l - s^2/2, s^2), b ~ N(l + s^2/2, s^2) fulfil Crooks's relation.</summary>
public sealed class BennettRatioTests(ITestOutputHelper output)
{
    private const double LogRatio = 3.7;

    private static double[] Draw(int count, double deviation, int sign, RandomStream stream)
    {
        RandomSource random = stream.Open();
        return [.. Enumerable.Range(0, count).Select(_ => LogRatio + sign * deviation * deviation / 2 + deviation * random.NextNormal())];
    }

    [Theory]
    [InlineData(0.5, 400, 400)]
    [InlineData(2, 400, 400)]
    [InlineData(2, 150, 600)]
    public void It_finds_the_ratio_with_the_error_that_its_linking_draws_promise(double deviation, int forward, int reverse)
    {
        const int runs = 200;
        double[] found = new double[runs], promised = new double[runs], below = new double[runs], above = new double[runs];
        for (int r = 0; r < runs; r++)
        {
            RandomStream stream = RandomStream.FromSeed(1).Child(r);
            double[] a = Draw(forward, deviation, -1, stream.Child("a")), b = Draw(reverse, deviation, 1, stream.Child("b"));
            found[r] = BennettRatio.Solve(a, b);
            // Shirts et al., equation 13: 1/sum p(1-p) - 1/n_a - 1/n_b.
            promised[r] = 1 / BennettRatio.LinkingDraws(a, b, found[r]) - 1.0 / forward - 1.0 / reverse;
            below[r] = BennettRatio.Forward(a);
            above[r] = BennettRatio.Reverse(b);
        }
        double variance = found.Average(x => (x - LogRatio) * (x - LogRatio));
        output.WriteLine($"mean {found.Average():f4}, variance {variance:g3}, promised {promised.Average():g3}; one way {below.Average():f3}, other way {above.Average():f3}");
        Statistical.Near(LogRatio, found.Average(), Statistical.Z * Math.Sqrt(variance / runs));
        Assert.InRange(variance / promised.Average(), Statistical.ChiSquareLimit(runs, -4.9) / runs * 0.95, Statistical.ChiSquareLimit(runs, 4.9) / runs * 1.05);
        Assert.True(below.Average() < LogRatio + 1e-3 && above.Average() > LogRatio - 1e-3);
        if (deviation > 1) Assert.True(above.Average() - below.Average() > 0.02); // Jensen's gap, some (e^4 - 1)/n
    }

    [Fact]
    public void Reversing_the_ends_turns_the_sign_and_a_constant_moves_it()
    {
        double[] a = Draw(50, 1, -1, RandomStream.FromSeed(2)), b = Draw(70, 1, 1, RandomStream.FromSeed(3));
        double ratio = BennettRatio.Solve(a, b);
        Statistical.Near(-ratio, BennettRatio.Solve(Array.ConvertAll(b, x => -x), Array.ConvertAll(a, x => -x)), 1e-8);
        Statistical.Near(ratio + 1e4, BennettRatio.Solve(Array.ConvertAll(a, x => x + 1e4), Array.ConvertAll(b, x => x + 1e4)), 1e-7);
        Statistical.Near(5, BennettRatio.Solve([5, 5], [5]), 1e-9); // without dissipation it is exact
        Assert.Throws<ArgumentException>(() => BennettRatio.Solve([], [1.0]));
    }

    [Fact]
    public void Ways_that_do_not_meet_have_no_linking_draws()
    {
        double[] a = Draw(400, 12, -1, RandomStream.FromSeed(4)), b = Draw(400, 12, 1, RandomStream.FromSeed(5));
        Assert.True(BennettRatio.LinkingDraws(a, b, BennettRatio.Solve(a, b)) < EnergyReweighting.FewestLinkingDraws);
    }

    [Theory] // t at 0.95, tables of Student's distribution
    [InlineData(3, 2.353363)]
    [InlineData(7, 1.894579)]
    [InlineData(15, 1.753050)]
    [InlineData(1000, 1.646379)]
    public void Quantiles_of_Student(int degrees, double quantile) => Statistical.Near(quantile, Estimate.StudentNinetyPercent(degrees), 0.002);
}
