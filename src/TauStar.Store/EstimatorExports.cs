using TauStar.Data;
using TauStar.Studies.Estimators;

namespace TauStar.Store;

/// <summary>The tables of an estimator study as CSV. Their bytes depend on the results and their order alone.</summary>
public static class EstimatorExports
{
    /// <summary>Names of all files, in the order in which they are written.</summary>
    public static IReadOnlyList<string> Files { get; } = ["estimators.csv", "summary.csv"];

    /// <summary>Writes all files, each whole or not at all; what stood under their names is replaced.</summary>
    /// <param name="folder">Has to exist.</param>
    /// <param name="trials">Data sets in this order.</param>
    /// <param name="summaries">What estimators are worth.</param>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<EstimatorTrial> trials, IReadOnlyList<EstimatorSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(summaries);
        StudyExports.WriteCsv(Path.Combine(folder, Files[0]), "Estimates of tau* and tau' from data alone, one row a data set and estimator: p the truth, q the fit",
            EstimatorTables.Rows, trials.SelectMany(trial => trial.Rows()));
        WriteSummary(Path.Combine(folder, Files[1]), summaries);
    }

    /// <summary>What estimators are worth, in any kind of study.</summary>
    internal static void WriteSummary(string path, IReadOnlyList<EstimatorSummary> summaries) =>
        StudyExports.WriteCsv(path, "What estimators of tau* and tau' are worth: over all data sets, and for each T and each M",
            EstimatorTables.Summary, summaries);
}
