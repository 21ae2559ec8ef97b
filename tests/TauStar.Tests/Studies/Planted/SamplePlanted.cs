using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Studies.Estimators;
using TauStar.Studies.Planted;
using TauStar.Tempering;

namespace TauStar.Tests.Studies;

/// <summary>Results of planted studies that nobody computed.</summary>
internal static class SamplePlanted
{
    public static PlantedPlan Plan { get; } = new() { Samples = [100, 400], Replicates = 2, Users = PlantedUser.All, Seed = ulong.MaxValue };

    public static PlantedResult[] Results() => [.. Plan.Cells().Select(Of)];

    public static PlantedResult Of(PlantedKey key)
    {
        RandomSource random = key.Stream.Child("sample").Open();
        EstimatorTarget Target(TuningGoal goal, double tau) => new(
            new TemperatureOptimum(tau, -0.2, OptimumPlace.Inside, 1), 0, new TuningAdvice(goal, TuningDirection.Lower, 0.85, "it is a sample"), -0.15);
        return new PlantedResult(key, new PlantedFindings
        {
            Estimators = new EstimatorFindings
            {
                Fidelity = Target(TuningGoal.Fidelity, 0.8),
                Diversity = Target(TuningGoal.Diversity, 0.9),
                Outcomes =
                [
                    new EstimatorOutcome(new("posterior-mean", TuningGoal.Fidelity, new(0.85, 0.7, 0.9 + 0.01 * random.NextDouble()), new(0.1, 0.05, 0.15)), -0.15),
                    new EstimatorOutcome(new("held-out", TuningGoal.Diversity, Estimate.NotComputed("no answer"), Estimate.NotComputed("no answer")), 0),
                ],
                ClassCheck = new ModelClassCheck("three-body moments", random.NextNormal(), 40),
                Strengths = new L2Strengths(2, 4.5),
                Iterations = 40,
                Converged = true,
            },
            Fidelity = new TrueValueErrors(0.001, 0.002, 0.003),
            Diversity = new TrueValueErrors(0.004, 0.005, 0.006),
            OutcomeErrors = [0.007, 0],
            Health = new PlantedHealth(0.95, 1.001, 0.01, 900, key.Samples, 0.5),
        });
    }
}
