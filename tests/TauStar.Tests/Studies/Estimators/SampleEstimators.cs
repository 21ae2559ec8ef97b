using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Studies.Estimators;
using TauStar.Tempering;

namespace TauStar.Tests.Studies;

/// <summary>Results of estimator studies that nobody computed: a good estimator, a poor one and one without intervals or answers.</summary>
internal static class SampleEstimators
{
    public static EstimatorPlan Plan { get; } = new()
    {
        Landscapes = [EstimatorLandscape.Named("ising4x4"), EstimatorLandscape.Named("rna")],
        Samples = [54, 250],
        Replicates = 3,
        Seed = ulong.MaxValue,
    };

    public static EstimatorResult[] Results() => [.. Plan.Cells().Select(Of)];

    public static EstimatorTrial[] Trials() => [.. Results().Select(result => result.Trial)];

    public static EstimatorResult Of(EstimatorKey key)
    {
        RandomSource random = key.Cell.DataStream.Child("sample").Open();
        double wide = Math.Sqrt(54.0 / key.Samples);
        double star = Math.Exp(wide * (key.Temperature - 2.5) / 5), prime = Math.Exp(0.3 * wide);
        EstimatorOutcome Says(string name, TuningGoal goal, double error, bool hasInterval = true)
        {
            double truth = goal == TuningGoal.Fidelity ? star : prime, log = Math.Log(truth) + error * wide * random.NextNormal();
            Estimate tau = new(Math.Exp(log), hasInterval ? Math.Exp(log - 1.6 * error) : double.NaN, hasInterval ? Math.Exp(log + 1.6 * error) : double.NaN);
            return new EstimatorOutcome(new TemperatureEstimate(name, goal, tau, Estimate.NotComputed("a sample")), Divergence(truth, tau.Value));
        }
        EstimatorTarget Target(TuningGoal goal, double truth) => new(
            new TemperatureOptimum(truth, Divergence(truth, truth), OptimumPlace.Inside, 1), Divergence(truth, 1),
            new TuningAdvice(goal, truth < 1 ? TuningDirection.Lower : TuningDirection.Raise, truth, "it is a sample"), Divergence(truth, truth));
        return new EstimatorResult(key, new EstimatorFindings
        {
            Fidelity = Target(TuningGoal.Fidelity, star),
            Diversity = Target(TuningGoal.Diversity, prime),
            Outcomes =
            [
                Says("posterior-mean", TuningGoal.Fidelity, 0.05), Says("held-out", TuningGoal.Diversity, 0.03), Says("half-split", TuningGoal.Fidelity, 0.5),
                Says("one-loop", TuningGoal.Diversity, 0.2, hasInterval: false),
                new EstimatorOutcome(new("aic", TuningGoal.Diversity, Estimate.NotComputed("no answer"), Estimate.NotComputed("no answer")), Divergence(prime, 1)),
            ],
            ClassCheck = new ModelClassCheck("three-body moments", random.NextNormal(), 40),
            Strengths = new L2Strengths(double.NaN, 3.3),
            Iterations = 7,
            Converged = true,
        });
    }

    private static double Divergence(double best, double tau) => 0.3 + 2 * Math.Pow(Math.Log(tau / best), 2);
}
