using System.Net;
using System.Text;
using TauStar.Numerics;
using TauStar.Reporting.Plots;

namespace TauStar.Reporting.Html;

/// <summary>Small pieces of HTML. Whatever comes in as text goes out encoded; only results of these methods are markup.</summary>
internal static class Markup
{
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    public static string Paragraphs(IEnumerable<string> texts) => string.Concat(texts.Select(text => $"<p>{Text(text)}</p>\n"));

    public static string Bullets(IEnumerable<string> texts) => $"<ul>\n{string.Concat(texts.Select(text => $"<li>{Text(text)}</li>\n"))}</ul>\n";

    /// <summary>Names and values; values are markup.</summary>
    public static string Definitions(params (string Name, string Value)[] rows) =>
        $"<dl>\n{string.Concat(rows.Select(row => $"<div><dt>{Text(row.Name)}</dt><dd>{row.Value}</dd></div>\n"))}</dl>\n";

    /// <summary>A table of numbers; cells are markup, rows may be marked as doubtful, and a last row (markup) may follow.</summary>
    public static string Table(IReadOnlyList<string> heads, IEnumerable<(bool Doubtful, string[] Cells)> rows, string lastRow = "")
    {
        StringBuilder html = new("<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (string head in heads)
            html.Append("<th scope=\"col\">").Append(Text(head)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach ((bool doubtful, string[] cells) in rows)
        {
            html.Append(doubtful ? "<tr class=\"doubtful\">" : "<tr>");
            foreach (string cell in cells)
                html.Append("<td>").Append(cell).Append("</td>");
            html.Append("</tr>\n");
        }
        return html.Append(lastRow).Append("</tbody></table></div>\n").ToString();
    }

    /// <summary>What is folded away until somebody asks for it.</summary>
    public static string Details(string summary, string content) => $"<details><summary>{Text(summary)}</summary>\n{content}</details>\n";

    /// <summary>A word on how far to trust a number.</summary>
    public static string Badge(EstimateStatus status) => status switch
    {
        EstimateStatus.Ok => "<span class=\"badge ok\">checks passed</span>",
        EstimateStatus.Unreliable => "<span class=\"badge doubt\">not reliable</span>",
        EstimateStatus.OutOfRange => "<span class=\"badge doubt\">out of range</span>",
        _ => "<span class=\"badge none\">not available</span>",
    };

    /// <summary>An estimate within running text or a table: value, interval, and a badge unless all is well.</summary>
    public static string Inline(Estimate estimate, string unit = "")
    {
        if (estimate.Status == EstimateStatus.Unavailable)
            return Badge(estimate.Status) + Note(estimate);
        string interval = Numbers.Interval(estimate) is string range ? $" <span class=\"interval\">({range})</span>" : "";
        string value = $"{Numbers.Value(estimate)}{(unit.Length > 0 ? " " + Text(unit) : "")}";
        return estimate.Status == EstimateStatus.Ok
            ? value + interval
            : $"<span class=\"doubtful\">{value}{interval}</span> {Badge(estimate.Status)}{Note(estimate)}";
    }

    /// <summary>The note of an estimate as a small line; empty when there is none.</summary>
    public static string Note(Estimate estimate) =>
        string.IsNullOrWhiteSpace(estimate.Note) ? "" : $"<span class=\"note\">{Text(Sentence(estimate.Note))}</span>";

    /// <summary>Legend of a figure, with samples drawn by the style sheet.</summary>
    public static string Legend(Figure figure) =>
        $"<ul class=\"legend\">{string.Concat(figure.Legend.Select(mark =>
            $"<li><span class=\"swatch {Classes(mark)}\"></span>{Text(mark.Label)}</li>"))}</ul>\n";

    private static string Classes(Mark mark) => string.Join(' ',
        mark.GetType().Name.ToLowerInvariant(),
        "ink-" + mark.Ink.ToString().ToLowerInvariant(),
        mark.Stroke.ToString().ToLowerInvariant(),
        mark.HasBand ? "band" : "",
        mark is Curve { Dots: true } ? "dots" : "").TrimEnd();

    private static string Sentence(string note) => char.ToUpperInvariant(note[0]) + note[1..];
}
