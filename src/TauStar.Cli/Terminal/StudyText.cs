using System.Globalization;
using System.Text;
using TauStar.Numerics;
using TauStar.Studies;

namespace TauStar.Cli.Terminal;

/// <summary>A finished study as a short table: a block for each truth and fit, a line for each T and M.</summary>
internal static class StudyText
{
    private const int MostLines = 40;

    public static string Describe(IReadOnlyList<CellResult> results, string folder)
    {
        IReadOnlyList<StudySummary> rows = StudySummary.Of(results);
        StringBuilder text = new();
        int lines = 0;
        foreach (var block in rows.GroupBy(row => (row.Truth, row.Fit)))
        {
            if (lines >= MostLines) break;
            text.AppendLine(CultureInfo.InvariantCulture, $"{block.Key.Truth}; {block.Key.Fit}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{"T",10}{"M",9}{"n",6}{"tau*",18}{"tau'",18}{"kappa",10}{"C",10}");
            foreach (StudySummary row in block)
            {
                if (lines++ >= MostLines) break;
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"{row.Temperature,10:G5}{row.Samples,9}{row.Count,6}{Show(row.TauStar),18}{Show(row.TauPrime),18}{row.KappaAtOne.Mean,10:G4}{row.HeatCapacityAtOne.Mean,10:G4}{Remarks(row)}");
            }
        }
        if (rows.Count > MostLines) text.AppendLine(CultureInfo.InvariantCulture, $"and {rows.Count - MostLines} lines more in summary.csv");
        text.Append("Tables: ").Append(folder).Append(": summary, cells and levels, as CSV and Parquet; study.sqlite");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Show(ReplicateMean average) => double.IsNaN(average.StandardError)
        ? string.Create(CultureInfo.InvariantCulture, $"{average.Mean:F3}        ")
        : string.Create(CultureInfo.InvariantCulture, $"{average.Mean:F3} ± {average.StandardError:F3}");

    /// <summary>What a mean alone would hide.</summary>
    private static string Remarks(StudySummary row)
    {
        List<string> remarks = [];
        void Add(int count, string what)
        {
            if (count > 0) remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {what}"));
        }
        Add(row.TauStarAtEdge, "tau* at an edge");
        Add(row.TauStarSeveralMinima, "tau* of several minima");
        Add(row.TauPrimeAtEdge, "tau' at an edge");
        Add(row.TauPrimeSeveralMinima, "tau' of several minima");
        Add(row.NotConverged, "not converged");
        return remarks.Count == 0 ? "" : "  " + string.Join(", ", remarks);
    }
}
