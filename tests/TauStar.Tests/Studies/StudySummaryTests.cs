using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Studies;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Studies;

public sealed class StudySummaryTests
{
    private sealed record NamedTruth(string Name) : GroundTruth
    {
        public override string Id => Name;
    }

    private sealed record NamedFit(string Name) : FitMethod
    {
        public override string Id => Name;
    }

    [Fact]
    public void Averages_within_groups_in_order_of_appearance()
    {
        IReadOnlyList<StudySummary> groups = StudySummary.Of(
        [
            Cell("b", 2, 0, 1, OptimumPlace.UpperEdge, 1), Cell("a", 1, 0, 10, OptimumPlace.Inside, 1), Cell("b", 2, 1, 2, OptimumPlace.LowerEdge, 2),
            Cell("b", 1, 0, 7, OptimumPlace.Inside, 3), Cell("b", 2, 2, 6, OptimumPlace.Inside, 1),
        ]);
        Assert.Equal(new[] { ("b", 2.0, 3), ("a", 1.0, 1), ("b", 1.0, 1) }, groups.Select(g => (g.Truth.Id, g.Temperature, g.Count)));
        StudySummary first = groups[0];
        double error = Math.Sqrt((4 + 1 + 9) / 2.0 / 3); // of 1, 2, 6
        Assert.Equal(new ReplicateMean(3, error), first.TauStar);
        Assert.Equal((2, 1), (first.TauStarAtEdge, first.TauStarSeveralMinima));
        Assert.Equal((0, 3), (first.TauPrimeAtEdge, first.TauPrimeSeveralMinima));
        Assert.Equal(3 + 100, first.TauPrime.Mean);
        Assert.Equal(
            new[] { 3.0 + 1, 3 + 101, 3 + 2, 3 + 3, 3 + 4, 3 + 5, 3 + 6 },
            new[] { first.ReverseAtTauStar, first.ForwardAtTauPrime, first.ReverseAtOne, first.ForwardAtOne, first.KappaAtOne, first.HeatCapacityAtOne, first.EntropyAtOne }.Select(a => a.Mean));
        Assert.Equal(1, first.NotConverged);
        Assert.True(double.IsNaN(groups[1].TauStar.StandardError));
        Assert.Equal(10, groups[1].TauStar.Mean);
        Assert.Empty(StudySummary.Of([]));
    }

    private static CellResult Cell(string truth, double temperature, int replicate, double value, OptimumPlace place, int minima) => new()
    {
        Key = new CellKey(new NamedTruth(truth), temperature, 5, replicate, new NamedFit("f"), 1),
        TauStar = new TemperatureOptimum(value, value + 1, place, minima),
        TauPrime = new TemperatureOptimum(value + 100, value + 101, OptimumPlace.Inside, 2),
        ReverseAtOne = value + 2,
        ForwardAtOne = value + 3,
        KappaAtOne = value + 4,
        HeatCapacityAtOne = value + 5,
        EntropyAtOne = value + 6,
        Iterations = 1,
        Converged = value != 6,
    };
}
