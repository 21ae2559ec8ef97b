using TauStar.Studies.Estimators;
using TauStar.Tempering;

namespace TauStar.Store;

/// <summary>The columns of estimator studies, documented in docs/file-formats.md.</summary>
internal static class EstimatorTables
{
    /// <summary>What identifies a data set in the store.</summary>
    public static IReadOnlyList<StudyColumn<EstimatorKey>> Key { get; } = KeyOf<EstimatorKey>(key => key.Label, key => key.Fit.Method.Id);

    /// <summary>A row for each data set and estimator.</summary>
    public static IReadOnlyList<StudyColumn<EstimatorRow>> Rows { get; } =
    [
        .. KeyOf<EstimatorRow>(row => row.Trial.Label, row => row.Trial.Label.Fit),
        new TextColumn<EstimatorRow>("estimator", "who says it; verdict: what all of them together advise", row => row.Estimate.Estimator),
        new TextColumn<EstimatorRow>("direction", "reverse: tau*, smallest D(q_tau||p); forward: tau', smallest D(p||q_tau)", row => Direction(row.Estimate.Goal)),
        new ValueColumn<EstimatorRow, double>("tau_est", "the temperature, from data alone; NaN: no answer", row => row.Estimate.Tau.Value),
        new ValueColumn<EstimatorRow, double>("tau_low", "lower end of its 90 % interval; NaN: none", row => row.Estimate.Tau.Low),
        new ValueColumn<EstimatorRow, double>("tau_high", "upper end", row => row.Estimate.Tau.High),
        new TextColumn<EstimatorRow>("status", "how far the estimator itself trusts it", row => Word(row.Estimate.Tau.Status)),
        new ValueColumn<EstimatorRow, double>("tau_opt", "the true optimum", row => row.Target.Optimum.Tau),
        new TextColumn<EstimatorRow>("tau_opt_place", "inside the range searched, or at its lower_edge or upper_edge", row => StudyTables.PlaceName(row.Target.Optimum.Place)),
        new ValueColumn<EstimatorRow, int>("tau_opt_minima", "local minima in the range", row => row.Target.Optimum.Minima),
        new ValueColumn<EstimatorRow, double>("kl_1", "divergence of the direction at tau = 1, nats", row => row.Target.AtOne),
        new ValueColumn<EstimatorRow, double>("kl_est", "the same at tau_est; at 1 where there is no answer", row => row.Divergence),
        new ValueColumn<EstimatorRow, double>("kl_opt", "the same at tau_opt", row => row.Target.Optimum.Divergence),
        new ValueColumn<EstimatorRow, double>("predicted_gain", "kl_1 - kl_est as the estimator predicts it, nats; NaN: it does not", row => row.Estimate.Gain.Value),
        new ValueColumn<EstimatorRow, double>("predicted_gain_low", "lower end of its 90 % interval", row => row.Estimate.Gain.Low),
        new ValueColumn<EstimatorRow, double>("predicted_gain_high", "upper end", row => row.Estimate.Gain.High),
        new TextColumn<EstimatorRow>("verdict", "on this direction: lower, raise, leave or undetermined", row => Word(row.Target.Advice.Direction)),
        new ValueColumn<EstimatorRow, double>("verdict_tau", "where the verdict says to sample", row => row.Target.Advice.Tau),
        new ValueColumn<EstimatorRow, double>("class_z", "standard deviations by which the data lie outside the family; above 3 warns", row => row.Trial.Findings.ClassCheck.Z),
        new ValueColumn<EstimatorRow, bool>("in_class", "whether the truth is in the family", row => row.Trial.Label.InClass),
        new ValueColumn<EstimatorRow, double>("l2_fields", "strength of the prior of fields that the estimators took", row => row.Trial.Findings.Strengths.Fields),
        new ValueColumn<EstimatorRow, double>("l2_couplings", "the same for couplings", row => row.Trial.Findings.Strengths.Couplings),
        new ValueColumn<EstimatorRow, int>("iterations", "steps that the fit took", row => row.Trial.Findings.Iterations),
        new ValueColumn<EstimatorRow, bool>("converged", "false where the fit did not end by its own rule", row => row.Trial.Findings.Converged),
    ];

    /// <summary>What estimators are worth.</summary>
    public static IReadOnlyList<StudyColumn<EstimatorSummary>> Summary { get; } =
    [
        new TextColumn<EstimatorSummary>("landscape", "where truths are from", row => row.Group.Landscape),
        new TextColumn<EstimatorSummary>("fit", "how models were fitted", row => row.Group.Fit),
        new TextColumn<EstimatorSummary>("estimator", "who says it; verdict: what all of them together advise", row => row.Group.Estimator),
        new TextColumn<EstimatorSummary>("direction", "reverse: tau*; forward: tau'", row => Direction(row.Group.Goal)),
        new ValueColumn<EstimatorSummary, double>("temperature", "T; empty: all", row => row.Temperature, optional: true),
        new ValueColumn<EstimatorSummary, int>("samples", "M; empty: all", row => row.Samples, optional: true),
        new ValueColumn<EstimatorSummary, int>("sets", "data sets", row => row.Sets),
        new ValueColumn<EstimatorSummary, int>("answers", "of them, with an answer", row => row.Answers),
        new ValueColumn<EstimatorSummary, int>("optimum_at_edge", "of them, with tau_opt at an edge of the range searched", row => row.OptimumAtEdge),
        new ValueColumn<EstimatorSummary, double>("pooled_regret", "sum(kl_est - kl_opt)/sum(kl_1 - kl_opt); 0 perfect, 1 no better than tau = 1", row => row.PooledRegret.Mean),
        new ValueColumn<EstimatorSummary, double>("pooled_regret_error", "its standard error, jackknife over data sets", row => row.PooledRegret.StandardError),
        new ValueColumn<EstimatorSummary, double>("median_regret", "median of the fractions of data sets where kl_1 - kl_opt is above 1e-6 nats", row => row.MedianRegret),
        .. ShareOf("sign_right", "tau_est on the side of 1 where tau_opt is, where |log tau_opt| > 0.05", row => row.SignRight),
        .. ShareOf("harm", "kl_est above kl_1, where kl_1 - kl_opt > 0.01 nats", row => row.Harm),
        .. ShareOf("harm_of_moves", "the same where estimates that predict to gain less than 0.01 nats leave tau at 1", row => row.HarmOfMoves),
        .. ShareOf("coverage", "tau_opt within the 90 % interval, where there is one and tau_opt lies inside the range searched", row => row.Coverage),
        new ValueColumn<EstimatorSummary, double>("kl_est_mean", "mean divergence at the estimate, nats", row => row.AtEstimate.Mean),
        new ValueColumn<EstimatorSummary, double>("kl_est_error", "its standard error", row => row.AtEstimate.StandardError),
        new ValueColumn<EstimatorSummary, double>("kl_1_mean", "mean divergence at tau = 1, nats", row => row.AtOne.Mean),
        new ValueColumn<EstimatorSummary, double>("kl_opt_mean", "mean divergence at the optimum, nats", row => row.AtOptimum.Mean),
        new ValueColumn<EstimatorSummary, int>("lower", "verdicts to lower; these five for the verdict only", row => row.Verdicts?.Lower, optional: true),
        new ValueColumn<EstimatorSummary, int>("raise", "verdicts to raise", row => row.Verdicts?.Raise, optional: true),
        new ValueColumn<EstimatorSummary, int>("leave", "verdicts to leave tau at 1", row => row.Verdicts?.Leave, optional: true),
        new ValueColumn<EstimatorSummary, int>("undetermined", "verdicts that the data do not say", row => row.Verdicts?.Undetermined, optional: true),
        new ValueColumn<EstimatorSummary, int>("wrong", "of lower and raise, those whose tau is worse than 1", row => row.Verdicts?.Wrong.Count, optional: true),
    ];

    private static StudyColumn<TRow>[] KeyOf<TRow>(Func<TRow, EstimatorLabel> label, Func<TRow, string> fit) =>
    [
        new TextColumn<TRow>("landscape", "where the truth is from", row => label(row).Landscape),
        new ValueColumn<TRow, double>("temperature", "T, above 0", row => label(row).Temperature, key: true),
        new ValueColumn<TRow, int>("samples", "M", row => label(row).Samples),
        new ValueColumn<TRow, int>("replicate", "number of the data set, from 0", row => label(row).Replicate),
        new TextColumn<TRow>("fit", "how the model is fitted", fit),
        new ValueColumn<TRow, ulong>("seed", "seed of truth, data, fit and estimators", row => label(row).Seed),
    ];

    private static StudyColumn<EstimatorSummary>[] ShareOf(string name, string meaning, Func<EstimatorSummary, Share> share) =>
    [
        new ValueColumn<EstimatorSummary, double>(name, $"share of data sets: {meaning}", row => share(row).Value),
        new ValueColumn<EstimatorSummary, double>($"{name}_error", "its binomial standard error", row => share(row).Error),
        new ValueColumn<EstimatorSummary, int>($"{name}_sets", "data sets that count for it", row => share(row).Of),
    ];

    private static string Direction(TuningGoal goal) => goal == TuningGoal.Fidelity ? "reverse" : "forward";

    // As in result.json: a small first letter.
    private static string Word<T>(T value) where T : struct, Enum
    {
        string name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
