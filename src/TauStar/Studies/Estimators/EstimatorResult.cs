using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies.Estimators;

/// <summary>One data set of an estimator study.</summary>
/// <param name="Key">Which.</param>
/// <param name="Findings">What came out.</param>
public sealed record EstimatorResult(EstimatorKey Key, EstimatorFindings Findings)
{
    /// <summary>The name under which the verdicts stand among the estimators.</summary>
    public const string Verdict = "verdict";

    /// <summary>What is true of a goal.</summary>
    public EstimatorTarget Target(TuningGoal goal) => goal == TuningGoal.Fidelity ? Findings.Fidelity : Findings.Diversity;

    /// <summary>A row an estimator, and at the end one for each verdict, whose tau is 1 unless it says to turn.</summary>
    public IReadOnlyList<EstimatorRow> Rows() =>
    [
        .. Findings.Outcomes.Select(outcome => new EstimatorRow(this, outcome.Estimate, outcome.Divergence)),
        VerdictRow(TuningGoal.Fidelity), VerdictRow(TuningGoal.Diversity),
    ];

    private EstimatorRow VerdictRow(TuningGoal goal)
    {
        Estimate tau = new(Target(goal).Advice.Tau, double.NaN, double.NaN);
        return new EstimatorRow(this, new TemperatureEstimate(Verdict, goal, tau, Estimate.NotComputed("a verdict")), Target(goal).AtAdvice);
    }
}

/// <summary>One estimator on one data set.</summary>
/// <param name="Result">All of the data set.</param>
/// <param name="Estimate">What it said.</param>
/// <param name="Divergence">Exact divergence there, nats.</param>
public sealed record EstimatorRow(EstimatorResult Result, TemperatureEstimate Estimate, double Divergence)
{
    /// <summary>What is true.</summary>
    public EstimatorTarget Target => Result.Target(Estimate.Goal);

    /// <summary>What could be gained over tau = 1, nats: at least 0 up to rounding.</summary>
    public double OracleGain => Target.AtOne - Target.Optimum.Divergence;

    /// <summary>What is lost against the optimum, nats: at least 0 up to rounding.</summary>
    public double Regret => Divergence - Target.Optimum.Divergence;

    /// <summary>Whether it has an answer.</summary>
    public bool HasAnswer => IsAnswer(Estimate.Tau.Value);

    /// <summary>A temperature at which one can sample.</summary>
    public static bool IsAnswer(double tau) => tau > 0 && double.IsFinite(tau);
}
