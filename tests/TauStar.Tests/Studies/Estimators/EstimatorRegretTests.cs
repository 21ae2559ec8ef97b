using TauStar.Studies;
using TauStar.Studies.Estimators;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Studies;

/// <summary>What docs/validation.md shows at length, on a few data sets: the estimators that decide come near the exact optima, naive ones do not.</summary>
public sealed class EstimatorRegretTests(ITestOutputHelper output)
{
    /// <summary>
    /// Limits stand five jackknife errors above what 20 data sets of another seed gave: 0.04 +- 0.01 and 0.06 +- 0.02 for tau*, 0.08 +- 0.03 and 0.05 +- 0.02 for
    /// tau'. The control is a stand-in for the truth that lost 0.68 +- 0.04 there (plug-in, cold) and 5.6 +- 0.7 (half-split, hot).
    /// </summary>
    [Theory]
    [InlineData(2.05, "plug-in")] // to be cooled
    [InlineData(4, "half-split")] // to be heated
    public void The_deciding_estimators_lose_little_of_the_gain_and_a_naive_one_much(double temperature, string control)
    {
        const double mostStar = 0.2, mostPrime = 0.25, leastControl = 0.4;
        EstimatorPlan plan = new() { Landscapes = [EstimatorLandscape.Named("ising4x4")], Temperatures = [temperature], Samples = [54, 120], Replicates = 8, Seed = 41 };
        using MemoryStudyStore<EstimatorKey, EstimatorResult> store = new(result => result.Key);
        IReadOnlyList<EstimatorSummary> rows = EstimatorSummary.Of([.. StudyRunner.Run(
            plan.Cells(), new EstimatorCells().Run, store, 2, new StudyRun(null, TestContext.Current.CancellationToken)).Select(result => result.Trial)]);
        double Pooled(string name, TuningGoal goal)
        {
            EstimatorSummary row = rows.Single(r => r.Group.Estimator == name && r.Group.Goal == goal && r.Temperature is null && r.Samples is null);
            output.WriteLine($"T = {temperature}, {name}, {goal}: {row.PooledRegret.Mean:F3} +- {row.PooledRegret.StandardError:F3}");
            return row.PooledRegret.Mean;
        }
        Assert.InRange(Pooled("posterior-mean", TuningGoal.Fidelity), 0, mostStar);
        Assert.InRange(Pooled("combined", TuningGoal.Diversity), 0, mostPrime);
        Assert.InRange(Pooled(control, TuningGoal.Fidelity), leastControl, double.PositiveInfinity);
    }
}
