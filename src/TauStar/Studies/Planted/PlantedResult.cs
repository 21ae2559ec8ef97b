using TauStar.Studies.Estimators;
using TauStar.Tempering;

namespace TauStar.Studies.Planted;

/// <summary>Monte Carlo standard errors of what is true of a goal.</summary>
/// <param name="LogTau">Of log tau at the optimum.</param>
/// <param name="AtOptimum">Of the divergence there, nats.</param>
/// <param name="AtAdvice">Of the divergence where the verdict says to sample, nats.</param>
public sealed record TrueValueErrors(double LogTau, double AtOptimum, double AtAdvice);

/// <summary>How the long computations went.</summary>
/// <param name="Pearson">Connected two-site correlations of model and data at the end of the training.</param>
/// <param name="Thermostat">Reading of the posterior's thermostat; 1 is right.</param>
/// <param name="Drift">|log tau*| between the halves of the posterior's steps.</param>
/// <param name="Steps">Steps of the posterior.</param>
/// <param name="EffectiveSamples">What the samples weigh.</param>
/// <param name="DescentZ">How much nearer to one another they are than independent ones, in standard deviations (<see cref="Diagnosis.DescentCheck"/>).</param>
public sealed record PlantedHealth(double Pearson, double Thermostat, double Drift, int Steps, double EffectiveSamples, double DescentZ);

/// <summary>
/// What every estimator said of one planted data set, held against what is true. Divergences are those less that at tau = 1: chains do not know
/// their origin, and nothing of what an estimate is worth depends on it.
/// </summary>
public sealed record PlantedFindings
{
    /// <summary>As in any study of estimators.</summary>
    public required EstimatorFindings Estimators { get; init; }

    /// <summary>Errors of what is true of tau*.</summary>
    public required TrueValueErrors Fidelity { get; init; }

    /// <summary>The same of tau'.</summary>
    public required TrueValueErrors Diversity { get; init; }

    /// <summary>Monte Carlo standard error of each outcome's divergence, nats.</summary>
    public required IReadOnlyList<double> OutcomeErrors { get; init; }

    /// <summary>How the runs went.</summary>
    public required PlantedHealth Health { get; init; }
}

/// <summary>One data set of a planted study.</summary>
/// <param name="Key">Which.</param>
/// <param name="Findings">What came out.</param>
public sealed record PlantedResult(PlantedKey Key, PlantedFindings Findings)
{
    /// <summary>What a landscape is called in summaries that takes all truths together.</summary>
    public const string AllTruths = "all";

    /// <summary>As tables and figures see it.</summary>
    public EstimatorTrial Trial => new(Key.Label, Findings.Estimators);

    /// <summary>The rows of the trial, with errors: one an estimator, at the end one for each verdict.</summary>
    public IEnumerable<PlantedRow> Rows() => Trial.Rows().Select((row, n) =>
    {
        TrueValueErrors errors = row.Estimate.Goal == TuningGoal.Fidelity ? Findings.Fidelity : Findings.Diversity;
        return new PlantedRow(this, row, errors, n < Findings.OutcomeErrors.Count ? Findings.OutcomeErrors[n] : errors.AtAdvice);
    });

    /// <summary>What estimators are worth on each kind of truth, and, where there are several, on all of them together.</summary>
    public static IReadOnlyList<EstimatorSummary> Summarise(IReadOnlyList<PlantedResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        EstimatorTrial[] trials = [.. results.Select(result => result.Trial)];
        bool several = trials.Select(trial => trial.Label.Landscape).Distinct().Count() > 1;
        return EstimatorSummary.Of([.. trials, .. several ? trials.Select(trial => trial with { Label = trial.Label with { Landscape = AllTruths } }) : []]);
    }
}

/// <summary>One estimator on one planted data set.</summary>
/// <param name="Result">All of the data set.</param>
/// <param name="Row">As in any study of estimators.</param>
/// <param name="Errors">Of what is true of its goal.</param>
/// <param name="ErrorAtEstimate">Monte Carlo standard error of the divergence at the estimate, nats.</param>
public sealed record PlantedRow(PlantedResult Result, EstimatorRow Row, TrueValueErrors Errors, double ErrorAtEstimate);
