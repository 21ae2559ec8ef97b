using System.Globalization;
using System.Text;
using TauStar.Studies.Estimators;
using TauStar.Tempering;

namespace TauStar.Cli.Terminal;

/// <summary>What estimators are worth as a short table: a block for each landscape, fit and goal, a line an estimator.</summary>
internal static class EstimatorText
{
    /// <param name="summaries">Of all data sets, and of parts of them.</param>
    /// <param name="files">Where tables and figures are.</param>
    public static string Describe(IReadOnlyList<EstimatorSummary> summaries, string files)
    {
        StringBuilder text = new();
        EstimatorSummary[] whole = [.. summaries.Where(row => row.Temperature is null && row.Samples is null)];
        foreach (var block in whole.GroupBy(row => row.Group with { Estimator = "" }))
        {
            (string tau, string divergence) = block.Key.Goal == TuningGoal.Fidelity ? ("tau*", "D(q_tau||p)") : ("tau'", "D(p||q_tau)");
            EstimatorSummary first = block.First();
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{block.Key.Landscape}, {block.Key.Fit}, {tau}: {first.Sets} data {(first.Sets == 1 ? "set" : "sets")}; {divergence} {first.AtOne.Mean:G4} at 1, {first.AtOptimum.Mean:G4} at best");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {"estimator",-22}{"regret",18}{"median",9}{"sign",7}{"harm",7}{"covered",9}");
            foreach (EstimatorSummary row in block)
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"  {row.Group.Estimator,-22}{Regret(row),18}{Show(row.MedianRegret),9}{Percent(row.SignRight),7}{Percent(row.Harm),7}{Percent(row.Coverage),9}{Verdicts(row)}");
            }
        }
        text.Append("Tables and figures: ").Append(files);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Regret(EstimatorSummary row) =>
        Show(row.PooledRegret.Mean) + (double.IsNaN(row.PooledRegret.StandardError) ? "" : $" ± {Show(row.PooledRegret.StandardError)}");

    private static string Percent(Share share) => share.Of == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100 * share.Value:F0} %");

    // Where next to nothing can be gained, fractions are huge.
    private static string Show(double value) => double.IsNaN(value) ? "-" : value.ToString(Math.Abs(value) < 100 ? "F3" : "G3", CultureInfo.InvariantCulture);

    private static string Verdicts(EstimatorSummary row) => row.Verdicts is not VerdictCounts v ? ""
        : string.Create(CultureInfo.InvariantCulture, $"  {v.Lower} lower, {v.Raise} raise, {v.Leave} leave, {v.Undetermined} undetermined; {v.Wrong.Count} wrong");
}
