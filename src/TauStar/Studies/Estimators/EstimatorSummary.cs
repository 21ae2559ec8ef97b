using TauStar.Diagnosis;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies.Estimators;

/// <summary>What is taken together: one estimator of one goal on one landscape under one fit.</summary>
/// <param name="Landscape">Where truths are from.</param>
/// <param name="Fit">How models were fitted.</param>
/// <param name="Estimator">Its name.</param>
/// <param name="Goal">tau* or tau'.</param>
public sealed record EstimatorGroup(string Landscape, string Fit, string Estimator, TuningGoal Goal);

/// <summary>How often verdicts were given, and how often they were wrong with confidence.</summary>
/// <param name="Lower">To lower tau.</param>
/// <param name="Raise">To raise it.</param>
/// <param name="Leave">To leave it at 1.</param>
/// <param name="Undetermined">That the data do not say.</param>
/// <param name="Wrong">Of those to lower or to raise: where the divergence is larger at the verdict's tau than at 1.</param>
public sealed record VerdictCounts(int Lower, int Raise, int Leave, int Undetermined, Share Wrong);

/// <summary>
/// What an estimator is worth over many data sets. The yardstick is the regret fraction [D(estimate) - D(optimum)]/[D(1) - D(optimum)]: 0 is
/// perfect, 1 no better than tau = 1, above 1 harmful. An estimator without an answer leaves tau at 1.
/// </summary>
public sealed record EstimatorSummary
{
    /// <summary>Sign: where |log tau_opt| is above this, there is a way to turn.</summary>
    public const double LeastLogTau = 0.05;

    /// <summary>Harm: where turning could gain more than this, nats.</summary>
    public const double LeastGain = 0.01;

    // Below it, nats, a regret fraction is rounding over rounding.
    private const double Rounding = 1e-6;

    /// <summary>Whose.</summary>
    public required EstimatorGroup Group { get; init; }

    /// <summary>T of the data sets; null: all.</summary>
    public required double? Temperature { get; init; }

    /// <summary>M of the data sets; null: all.</summary>
    public required int? Samples { get; init; }

    /// <summary>n: data sets, at least 1.</summary>
    public required int Sets { get; init; }

    /// <summary>Of them, those where the estimator has an answer.</summary>
    public required int Answers { get; init; }

    /// <summary>Of them, those whose optimum lies at an edge of the range searched: true optima lie beyond.</summary>
    public required int OptimumAtEdge { get; init; }

    /// <summary>sum of regrets / sum of what could be gained, with the jackknife error over data sets; NaN where nothing can be gained.</summary>
    public required ReplicateMean PooledRegret { get; init; }

    /// <summary>Median of the regret fractions of data sets where more than 1e-6 nats can be gained; NaN without one.</summary>
    public required double MedianRegret { get; init; }

    /// <summary>tau_est on the side of 1 where tau_opt is, among data sets with |log tau_opt| above <see cref="LeastLogTau"/>.</summary>
    public required Share SignRight { get; init; }

    /// <summary>D(estimate) above D(1), among data sets where more than <see cref="LeastGain"/> can be gained.</summary>
    public required Share Harm { get; init; }

    /// <summary>The same where estimates that predict to gain less than <see cref="TuningAdvice.SmallestGain"/> leave tau at 1, as every verdict does.</summary>
    public required Share HarmOfMoves { get; init; }

    /// <summary>tau_opt within the 90 % interval, among data sets with one whose tau_opt lies inside the range searched.</summary>
    public required Share Coverage { get; init; }

    /// <summary>Mean divergence at the estimate, nats.</summary>
    public required ReplicateMean AtEstimate { get; init; }

    /// <summary>Mean divergence at tau = 1, nats.</summary>
    public required ReplicateMean AtOne { get; init; }

    /// <summary>Mean divergence at the optimum, nats.</summary>
    public required ReplicateMean AtOptimum { get; init; }

    /// <summary>What the verdicts were; null for estimators.</summary>
    public VerdictCounts? Verdicts { get; init; }

    /// <summary>
    /// For every estimator and goal on every landscape under every fit, in the order of first appearance: all data sets, then those of each T,
    /// then those of each M.
    /// </summary>
    public static IReadOnlyList<EstimatorSummary> Of(IReadOnlyList<EstimatorTrial> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        List<EstimatorSummary> summaries = [];
        foreach (var group in trials.SelectMany(trial => trial.Rows()).GroupBy(GroupOf))
        {
            summaries.Add(Of([.. group], null, null));
            summaries.AddRange(group.GroupBy(row => row.Trial.Label.Temperature).OrderBy(part => part.Key).Select(part => Of([.. part], part.Key, null)));
            summaries.AddRange(group.GroupBy(row => row.Trial.Label.Samples).OrderBy(part => part.Key).Select(part => Of([.. part], null, part.Key)));
        }
        return summaries;
    }

    private static EstimatorGroup GroupOf(EstimatorRow row) =>
        new(row.Trial.Label.Landscape, row.Trial.Label.Fit, row.Estimate.Estimator, row.Estimate.Goal);

    private static EstimatorSummary Of(EstimatorRow[] rows, double? temperature, int? samples)
    {
        ReplicateMean Mean(Func<EstimatorRow, double> quantity) => ReplicateMean.Of(rows.Select(quantity));
        EstimatorRow[] Where(Func<EstimatorRow, bool> condition) => [.. rows.Where(condition)];
        return new EstimatorSummary
        {
            Group = GroupOf(rows[0]),
            Temperature = temperature,
            Samples = samples,
            Sets = rows.Length,
            Answers = rows.Count(row => row.HasAnswer),
            OptimumAtEdge = rows.Count(row => row.Target.Optimum.Place != OptimumPlace.Inside),
            PooledRegret = Pooled(rows),
            MedianRegret = Median([.. rows.Where(row => row.OracleGain > Rounding).Select(row => row.Regret / row.OracleGain).Order()]),
            SignRight = Share.Among(Where(row => Math.Abs(Math.Log(row.Target.Optimum.Tau)) > LeastLogTau), IsSignRight),
            Harm = Share.Among(Where(row => row.OracleGain > LeastGain), row => row.Divergence > row.Target.AtOne),
            HarmOfMoves = Share.Among(Where(row => row.OracleGain > LeastGain), row => row.Divergence > row.Target.AtOne && !(row.Estimate.Gain.Value < TuningAdvice.SmallestGain)),
            Coverage = Share.Among(Where(HasIntervalToTest), IsCovered),
            AtEstimate = Mean(row => row.Divergence),
            AtOne = Mean(row => row.Target.AtOne),
            AtOptimum = Mean(row => row.Target.Optimum.Divergence),
            Verdicts = rows[0].Estimate.Estimator == EstimatorTrial.Verdict ? Count(rows) : null,
        };
    }

    private static ReplicateMean Pooled(EstimatorRow[] rows)
    {
        double regret = rows.Sum(row => row.Regret), gain = rows.Sum(row => row.OracleGain);
        double Fraction(double part, double whole) => whole > Rounding ? part / whole : double.NaN;
        double error = rows.Length < 2 ? double.NaN
            : Jackknife.StandardError([.. rows.Select(row => Fraction(regret - row.Regret, gain - row.OracleGain))]);
        return new ReplicateMean(Fraction(regret, gain), error);
    }

    private static double Median(double[] sorted) => sorted.Length == 0 ? double.NaN
        : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static bool IsSignRight(EstimatorRow row) =>
        row.HasAnswer && Math.Sign(Math.Log(row.Estimate.Tau.Value)) == Math.Sign(Math.Log(row.Target.Optimum.Tau));

    // An optimum at an edge stands for one beyond, and an estimate that was clipped to the same edge would hold it without merit.
    private static bool HasIntervalToTest(EstimatorRow row) =>
        double.IsFinite(row.Estimate.Tau.Low + row.Estimate.Tau.High) && row.Target.Optimum.Place == OptimumPlace.Inside;

    private static bool IsCovered(EstimatorRow row) =>
        row.Estimate.Tau.Low <= row.Target.Optimum.Tau && row.Target.Optimum.Tau <= row.Estimate.Tau.High;

    private static VerdictCounts Count(EstimatorRow[] rows)
    {
        int Said(TuningDirection direction) => rows.Count(row => row.Target.Advice.Direction == direction);
        EstimatorRow[] turned = [.. rows.Where(row => row.Target.Advice.Direction is TuningDirection.Lower or TuningDirection.Raise)];
        return new VerdictCounts(
            Said(TuningDirection.Lower), Said(TuningDirection.Raise), Said(TuningDirection.Leave), Said(TuningDirection.Undetermined),
            Share.Among(turned, row => row.Divergence > row.Target.AtOne));
    }
}
