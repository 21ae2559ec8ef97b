using System.Globalization;
using System.Text;
using TauStar.Studies.Reproduction;

namespace TauStar.Cli.Terminal;

/// <summary>A comparison with published numbers as a short table, for the terminal and for comparison.txt.</summary>
internal static class ComparisonText
{
    public static string Describe(ReferenceComparison comparison)
    {
        StringBuilder text = new();
        if (comparison.Summaries.Count > 0)
        {
            text.Append(Line("figure", "quantity", "rows", "rms z", "max |z|", "med |ln r|", "sign agrees", ">= holds"));
            foreach (ComparisonSummary s in comparison.Summaries)
            {
                text.Append(Line(PaperFigureName.Of(s.Figure), s.Quantity, $"{s.Rows}", Number(s.RmsZ, "F2"), Number(s.LargestZ, "F2"), Number(s.MedianLogRatio, "F4"),
                    s.Signed > 0 ? $"{s.Signs} of {s.Signed}" : "-", s.AtLeast > 0 ? $"{s.AtLeastHeld} of {s.AtLeast}" : "-"));
            }
            ComparisonRow? worst = comparison.Rows.Where(row => row.Kind == ComparisonKind.Value && row.Place.Level <= ReferenceComparison.HighestLevel && double.IsFinite(row.Z)).MaxBy(row => Math.Abs(row.Z));
            if (worst is not null)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"farthest: {PaperFigureName.Of(worst.Figure)} {worst.Quantity} at {Place(worst.Place)}: {worst.Ours.Mean:G4} +- {worst.Ours.StandardError:G2}, published {worst.Published:G4} +- {worst.PublishedError:G2}, z = {worst.Z:F2}\n");
            }
            if (comparison.Rows.Any(row => row.Kind == ComparisonKind.Value && double.IsNaN(row.Z))) text.Append("one replicate has no error: such rows have no z\n");
        }
        if (comparison.Rows.Any(row => row.Place.Level > ReferenceComparison.HighestLevel))
            text.Append(CultureInfo.InvariantCulture, $"levels above {ReferenceComparison.HighestLevel} are in comparison.csv only: too few data sets visit them for z to be normal\n");
        if (comparison.Crossings.Count > 0)
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"{"figure",-11}{"crossing",-11}{"M",6}  {"at",-5}{"ours",-18}published\n");
            foreach (ComparisonCrossing c in comparison.Crossings)
                text.Append(CultureInfo.InvariantCulture, $"{PaperFigureName.Of(c.Figure),-11}{c.What,-11}{c.Samples,6}  {c.Axis,-5}{Where(c.Ours),-18}{Where(c.Published)}\n");
        }
        return text.ToString();
    }

    private static string Line(params string[] cells) => string.Create(CultureInfo.InvariantCulture,
        $"{cells[0],-11}{cells[1],-10}{cells[2],6}{cells[3],8}{cells[4],9}{cells[5],12}{cells[6],13}{cells[7],11}\n");

    private static string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "-";

    private static string Where(Crossing? found) => found is not Crossing crossing ? "-" : string.Create(CultureInfo.InvariantCulture,
        $"{crossing.At:F3}{(double.IsFinite(crossing.StandardError) ? $" +- {crossing.StandardError:F3}" : "")}");

    private static string Place(ComparisonPlace place) => string.Join(", ", new[]
    {
        double.IsNaN(place.Gap) ? null : string.Create(CultureInfo.InvariantCulture, $"gap = {place.Gap}"),
        double.IsNaN(place.Temperature) ? null : string.Create(CultureInfo.InvariantCulture, $"T = {place.Temperature}"),
        $"M = {place.Samples}", place.Level < 0 ? null : $"level {place.Level}",
    }.OfType<string>());
}
