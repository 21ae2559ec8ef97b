using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Studies;
using TauStar.Studies.Estimators;
using TauStar.Tempering;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Studies;

public sealed class EstimatorStudyTests
{
    private static readonly EstimatorPlan Plan = new()
    {
        Landscapes = [EstimatorLandscape.Named("ising4x4"), EstimatorLandscape.Named("hopfield")],
        Temperatures = [1.5],
        Samples = [15],
        Replicates = 2,
        Fits = [EstimatorFit.Named("l2")],
        Seed = 5,
    };

    private static readonly EstimatorKey Key = new(EstimatorLandscape.Named("spin-glass"), 1, 30, 0, EstimatorFit.Named("l2"), 9);

    private static IReadOnlyList<EstimatorResult> Run(EstimatorPlan plan, int threads)
    {
        using MemoryStudyStore<EstimatorKey, EstimatorResult> store = new(result => result.Key);
        return StudyRunner.Run(plan.Cells(), new EstimatorCells().Run, store, threads, new StudyRun(null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Results_do_not_depend_on_threads_or_on_what_else_is_in_the_plan()
    {
        IReadOnlyList<EstimatorResult> one = Run(Plan, 1), many = Run(Plan, 4);
        Assert.Equal(Plan.Cells(), one.Select(result => result.Key));
        foreach ((EstimatorResult a, EstimatorResult b) in one.Zip(many)) AssertSame(a, b);
        AssertSame(one[3], new EstimatorCells().Run(one[3].Key));
    }

    private static void AssertSame(EstimatorResult expected, EstimatorResult actual)
    {
        Assert.Equal(expected.Key, actual.Key);
        Assert.Equal(expected.Findings.Outcomes, actual.Findings.Outcomes);
        Assert.Equal(expected.Findings with { Outcomes = [] }, actual.Findings with { Outcomes = [] });
    }

    [Fact]
    public void Divergences_are_those_of_the_listed_distributions()
    {
        EstimatorResult result = new EstimatorCells().Run(Key);
        PairwiseCell cell = new StudyCells().Open(Key.Cell);
        EnumeratedDistribution p = cell.Truth, q = cell.Fit.Features.Enumerate(cell.Fit.Theta);
        Near(EnumeratedDistribution.ReverseDivergence(p, q), result.Findings.Fidelity.AtOne, 1e-12);
        Near(EnumeratedDistribution.ForwardDivergence(p, q), result.Findings.Diversity.AtOne, 1e-12);
        Assert.All(result.Trial.Rows(), row =>
        {
            EnumeratedDistribution turned = q.At(row.HasAnswer ? row.Estimate.Tau.Value : 1);
            bool reverse = row.Estimate.Goal == TuningGoal.Fidelity;
            Near(reverse ? EnumeratedDistribution.ReverseDivergence(p, turned) : EnumeratedDistribution.ForwardDivergence(p, turned), row.Divergence, 1e-10);
            Assert.True(row.Regret > -1e-10 && row.OracleGain > -1e-10, $"{row.Estimate.Estimator}: {row.Regret} {row.OracleGain}"); // the optimum is one
        });
    }

    [Fact]
    public void Truths_and_data_are_the_same_for_every_fit_and_new_in_every_data_set()
    {
        Assert.Equal(Key.Cell.Truth, (Key with { Fit = EstimatorFit.Named("ml") }).Cell.Truth);
        Assert.Equal(Key.Cell.DataStream, (Key with { Fit = EstimatorFit.Named("ml") }).Cell.DataStream);
        foreach (EstimatorKey other in new[] { Key with { Replicate = 1 }, Key with { Samples = 31 }, Key with { Temperature = 1.5 }, Key with { Seed = 8 } })
            Assert.NotEqual(Key.Cell.Truth, other.Cell.Truth);
        EstimatorKey ising = Key with { Landscape = EstimatorLandscape.Named("ising4x4") };
        Assert.NotEqual(ising.Cell.DataStream, (ising with { Replicate = 1 }).Cell.DataStream); // one truth, other data
    }

    [Fact]
    public void A_plan_has_the_temperatures_of_its_landscapes_unless_told()
    {
        Assert.Equal(4, Plan.Validated().Cells().Count);
        EstimatorPlan own = Plan with { Temperatures = null };
        Assert.Equal((6 + 5) * 2, own.Validated().Cells().Count);
        Assert.Equal([2.05, 2.6, 3.0, 3.4, 4.0, 4.6], own.Cells().Where(key => key.Landscape.Name == "ising4x4").Select(key => key.Temperature).Distinct());
    }

    [Fact]
    public void What_cannot_run_is_refused()
    {
        void Refused(EstimatorPlan plan, string why) => Assert.Contains(why, Assert.Throws<InputException>(plan.Validated).Message, StringComparison.Ordinal);
        Refused(Plan with { Landscapes = [] }, "landscape is empty");
        Refused(Plan with { Fits = [] }, "fit is empty");
        Refused(Plan with { Temperatures = [] }, "temperatures is empty");
        Refused(Plan with { Temperatures = [0] }, "above 0");
        Refused(Plan with { Temperatures = [double.NaN] }, "above 0");
        Refused(Plan with { Samples = [9] }, "samples holds 9; allowed: 10");
        Refused(Plan with { Samples = [int.MaxValue] }, "samples holds 2147483647");
        Refused(Plan with { Replicates = 0 }, "replicates is 0");
        Refused(Plan with { Replicates = int.MaxValue }, "at most 1,000,000");
    }
}
