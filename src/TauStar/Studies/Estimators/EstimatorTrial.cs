using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies.Estimators;

/// <summary>What tables and figures call a data set on which estimators were tried, whatever kind of study it is from.</summary>
/// <param name="Landscape">Where the truth is from.</param>
/// <param name="Fit">How the model is fitted.</param>
/// <param name="Temperature">T of the truth.</param>
/// <param name="Samples">M.</param>
/// <param name="Replicate">Number of the data set, from 0.</param>
/// <param name="Seed">Seed of truth, data, fit and estimators.</param>
public sealed record EstimatorLabel(string Landscape, string Fit, double Temperature, int Samples, int Replicate, ulong Seed)
{
    /// <summary>Whether the truth is in the family of models that is fitted.</summary>
    public required bool InClass { get; init; }
}

/// <summary>One data set on which estimators were tried.</summary>
/// <param name="Label">Which.</param>
/// <param name="Findings">What came out.</param>
public sealed record EstimatorTrial(EstimatorLabel Label, EstimatorFindings Findings)
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
/// <param name="Trial">All of the data set.</param>
/// <param name="Estimate">What it said.</param>
/// <param name="Divergence">True divergence there, nats, counted from the same origin as the target's.</param>
public sealed record EstimatorRow(EstimatorTrial Trial, TemperatureEstimate Estimate, double Divergence)
{
    /// <summary>What is true.</summary>
    public EstimatorTarget Target => Trial.Target(Estimate.Goal);

    /// <summary>What could be gained over tau = 1, nats: at least 0 up to rounding.</summary>
    public double OracleGain => Target.AtOne - Target.Optimum.Divergence;

    /// <summary>What is lost against the optimum, nats: at least 0 up to rounding.</summary>
    public double Regret => Divergence - Target.Optimum.Divergence;

    /// <summary>Whether it has an answer.</summary>
    public bool HasAnswer => IsAnswer(Estimate.Tau.Value);

    /// <summary>A temperature at which one can sample.</summary>
    public static bool IsAnswer(double tau) => tau > 0 && double.IsFinite(tau);
}
