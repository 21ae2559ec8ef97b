using TauStar.Data;
using TauStar.Studies.Estimators;
using TauStar.Studies.Planted;

namespace TauStar.Store;

/// <summary>The tables of a planted study as CSV. Their bytes depend on the results and their order alone.</summary>
public static class PlantedExports
{
    /// <summary>Names of all files, in the order in which they are written.</summary>
    public static IReadOnlyList<string> Files { get; } = ["planted.csv", "summary.csv"];

    /// <summary>Writes all files, each whole or not at all; what stood under their names is replaced.</summary>
    /// <param name="folder">Has to exist.</param>
    /// <param name="results">Data sets in this order.</param>
    /// <param name="summaries">What estimators are worth.</param>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<PlantedResult> results, IReadOnlyList<EstimatorSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(summaries);
        StudyExports.WriteCsv(Path.Combine(folder, Files[0]),
            "Estimates of tau* and tau' from data alone, one row a data set and estimator: p a planted truth, q the trained model. "
            + "Chains know divergences only against that at tau = 1, so kl_1 is 0, and kl_opt and kl_est are changes",
            PlantedTables.Rows, results.SelectMany(result => result.Rows()));
        EstimatorExports.WriteSummary(Path.Combine(folder, Files[1]), summaries);
    }
}
