using TauStar.Numerics;
using TauStar.Studies.Reproduction;
using Xunit;

namespace TauStar.Tests.Studies;

/// <summary>z-scores and summaries against hand calculation.</summary>
public class ReferenceComparisonTests
{
    private static PhaseDiagram Phase(params (double T, int M, ReplicateMean TauStar, ReplicateMean TauPrime)[] points) =>
        new([.. points.Select(p => new PhasePoint(p.T, p.M, p.TauStar, p.TauPrime, new(Math.Log(p.TauStar.Mean), 0.1)))], []);

    private static ComparisonSummary Summary(ReferenceComparison comparison, string quantity) => comparison.Summaries.Single(s => s.Quantity == quantity);

    [Fact]
    public void A_tau_read_off_a_colour_has_the_error_of_reading_and_our_error_twice()
    {
        ReferenceComparison found = ReferenceComparison.Of(
            new ReproductionData { Fig3 = Phase((2, 54, new(0.70, 0.02), new(1.5, 0.04))) },
            new PublishedNumbers { Fig3 = [new(2, 54, new(0.67), new(1.6))] });
        Assert.Equal(["tau_star", "tau_prime"], found.Rows.Select(r => r.Quantity));
        Assert.Equal(0.03 / Math.Sqrt(0.02 * 0.02 + 2 * 0.02 * 0.02), found.Rows[0].Z, 1e-12);
        Assert.Equal(-0.1 / Math.Sqrt(0.03 * 0.03 + 2 * 0.04 * 0.04), found.Rows[1].Z, 1e-12);
        Assert.Equal(Math.Sqrt(0.0008), found.Rows[0].PublishedError, 1e-12);
    }

    [Theory]
    [InlineData(3.4, 0.0, 1)]
    [InlineData(2.9, -1.0, 1)]
    [InlineData(2.0, -1.0, 0)]
    public void Where_the_colours_end_ours_must_not_be_below(double ours, double sign, int held)
    {
        ReferenceComparison found = ReferenceComparison.Of(
            new ReproductionData { Fig3 = Phase((5, 54, new(ours, 0.1), new(3.3, 0.1)), (2, 54, new(0.7, 0.01), new(1.5, 0.1))) },
            new PublishedNumbers { Fig3 = [new(5, 54, new(3), new(3)), new(2, 54, new(0.7), new(1.5))] });
        ComparisonRow row = found.Rows.Single(r => r.Quantity == "tau_star" && r.Place.Temperature == 5);
        Assert.Equal(ComparisonKind.AtLeast, row.Kind);
        Assert.Equal(sign, Math.Sign(row.Z));
        ComparisonSummary star = Summary(found, "tau_star"), prime = Summary(found, "tau_prime");
        Assert.Equal((1, 1, held), (star.Rows, star.AtLeast, star.AtLeastHeld));
        Assert.Equal(0, star.RmsZ); // the bound is in none of the numbers
        Assert.Equal(0, star.MedianLogRatio);
        Assert.Equal((2, 0), (prime.Rows, prime.AtLeast)); // tau' is a value
    }

    [Fact]
    public void Summaries_count_signs_only_where_they_can_be_read()
    {
        ReferenceComparison found = ReferenceComparison.Of(
            new ReproductionData
            {
                Fig3 = Phase((2, 54, new(0.8, 0.01), new(1, 0.1)), (2, 71, new(1.1, 0.01), new(1, 0.1)), (2, 93, new(0.9, 0.01), new(1, 0.1)), (4, 54, new(1.02, 0.01), new(1, 0.1))),
            },
            new PublishedNumbers { Fig3 = [new(2, 54, new(0.7), new(1)), new(2, 71, new(0.9), new(1)), new(2, 93, new(1.02), new(1)), new(4, 54, new(1.2), new(1)), new(9, 54, new(1), new(1))] });
        ComparisonSummary star = Summary(found, "tau_star");
        Assert.Equal((4, 2, 3), (star.Rows, star.Signs, star.Signed)); // 0.7, 0.9 and 1.2 have a sign; 0.9 is missed; T = 9 was not made
        double[] ratios = [Math.Log(0.8 / 0.7), Math.Log(1.1 / 0.9), Math.Log(1.02 / 0.9), Math.Log(1.2 / 1.02)];
        Assert.Equal(ratios.Order().Skip(1).Take(2).Average(), star.MedianLogRatio, 1e-12);
        double[] z = [.. found.Rows.Where(r => r.Quantity == "tau_star").Select(r => r.Z)];
        Assert.Equal(Math.Sqrt(z.Sum(x => x * x) / 4), star.RmsZ, 1e-12);
        Assert.Equal(z.Max(Math.Abs), star.LargestZ, 1e-12);
    }

    [Fact]
    public void Printed_errors_are_taken_as_they_are_and_crossings_are_found_alike()
    {
        ResponsePoint Point(double gap, double kappa) => new(gap, 80, new(kappa, 0.003), new(0.4, 0.001), new(0.4 - kappa, 0.003));
        ReferenceComparison found = ReferenceComparison.Of(
            new ReproductionData { FigCToy = new ResponseCurve([Point(5, 0.3), Point(6, 0.5)], [new ResponseCrossing(80, new Crossing(5.5, 0.02))]) },
            new PublishedNumbers { FigCToy = [new(5, new(0.31, 0.004), new(0.4, 0.001)), new(6, new(0.47, 0.004), new(0.4, 0.001))] });
        Assert.Equal(-0.01 / 0.005, found.Rows[0].Z, 1e-6);
        Assert.Equal(0.03 / 0.005, found.Rows[2].Z, 1e-6);
        Assert.Equal(5 + 0.09 / 0.16, found.Crossings[0].Published!.Value.At, 1e-12);
        Assert.Equal(5.5, found.Crossings[0].Ours!.Value.At);
    }

    [Fact]
    public void The_two_level_numbers_were_published_at_one_M()
    {
        ResponsePoint other = new(5, 40, new(0.3, 0.003), new(0.4, 0.001), new(0.1, 0.003));
        ReferenceComparison found = ReferenceComparison.Of(
            new ReproductionData { FigCToy = new ResponseCurve([other], [new ResponseCrossing(40, null)]) },
            new PublishedNumbers { FigCToy = [new(5, new(0.31, 0.004), new(0.4, 0.001))] });
        Assert.Empty(found.Rows);
        Assert.Null(found.Crossings[0].Published);
    }

    [Fact]
    public void Levels_may_be_zero_without_error_and_have_no_ratio()
    {
        ReferenceComparison found = ReferenceComparison.Of(
            new ReproductionData { FigD = new LevelTable([new(2.3, 40, 14, new(0, 0), new(-0.1, 0.03), new(1e-9, 1e-10))]) },
            new PublishedNumbers { FigD = [new(2.3, 40, 14, new(0, 0), new(-0.2, 0.04), new(0, 0))] });
        Assert.Equal(0, found.Rows[0].Z);
        Assert.Equal(2, found.Rows[1].Z, 1e-6);
        Assert.InRange(found.Rows[2].Z, 0, 0.01); // within the rounding of what is printed
        Assert.All(found.Summaries, s => Assert.True(double.IsNaN(s.MedianLogRatio)));
    }

    [Fact]
    public void One_replicate_has_no_z()
    {
        ReferenceComparison found = ReferenceComparison.Of(
            new ReproductionData { Fig3 = Phase((2, 54, new(0.7, double.NaN), new(1.5, double.NaN))) },
            new PublishedNumbers { Fig3 = [new(2, 54, new(0.67), new(1.6))] });
        Assert.All(found.Rows, row => Assert.True(double.IsNaN(row.Z)));
        Assert.True(double.IsNaN(Summary(found, "tau_star").RmsZ));
        Assert.Equal(1, Summary(found, "tau_star").Signs);
    }
}
