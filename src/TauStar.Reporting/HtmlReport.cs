using System.Text;
using System.Text.RegularExpressions;
using TauStar.Reporting.Figures;
using TauStar.Reporting.Html;
using TauStar.Reporting.Plots;
using TauStar.Studies;

namespace TauStar.Reporting;

/// <summary>
/// The report of a tuning run: one HTML file that needs no network, with interactive figures on screen and
/// drawn ones on paper. Equal results give equal text.
/// </summary>
public static partial class HtmlReport
{
    /// <summary>Renders the report. All text of the result is taken as untrusted and encoded.</summary>
    public static string Render(TuningResult result)
    {
        IReadOnlyList<Figure> figures = FigureSet.Describe(result);
        Dictionary<string, string> parts = new()
        {
            ["title"] = Markup.Text(result.Data.File),
            ["style"] = Resources.Text("report.css"),
            ["summary"] = Markup.Text(Summary(result.Data)),
            ["verdict"] = Markup.Paragraphs(result.Verdict),
            ["cards"] = Cards(result),
            ["warnings"] = Warnings(result.Warnings),
            ["figures"] = string.Concat(figures.Select(Section)),
            ["contents"] = string.Concat(figures.Select(figure => $"<li><a href=\"#{figure.Name}\">{Markup.Text(figure.Title)}</a></li>\n")),
            ["data"] = DataTable(result.Data),
            ["training"] = TrainingTable(result),
            ["estimators"] = EstimatorTable(result.TauStar),
            ["folds"] = FoldTable(result.TauPrime),
            ["ladder"] = LadderTable(result.Ladder),
            ["curves"] = CurveTable(result),
            ["quality"] = QualityTable(result),
            ["provenance"] = Provenance(result),
            ["payload"] = FigureJson.Write(figures.Where(figure => figure.HasData)),
            ["plotly"] = Resources.Text("plotly-cartesian.min.js"),
            ["script"] = Resources.Text("report.js"),
        };
        // One pass, so that braces in the data are never taken for a place in the template.
        return Slot().Replace(Resources.Text("report.html"), match => parts[match.Groups[1].Value]);
    }

    private static string Section(Figure figure)
    {
        StringBuilder html = new();
        html.Append($"<section class=\"figure\" id=\"{figure.Name}\">\n<h2>{Markup.Text(figure.Title)}</h2>\n");
        html.Append($"<p class=\"how\">{Markup.Text(figure.HowToRead)}</p>\n");
        if (!figure.HasData)
            return html.Append($"<p class=\"empty\">{Markup.Text(figure.EmptyNote)}</p>\n</section>\n").ToString();
        html.Append("<div class=\"interactive\">\n").Append(Markup.Legend(figure)).Append("<div class=\"panels\">\n");
        for (int panel = 0; panel < figure.Panels.Count; panel++)
        {
            bool alone = figure.Panels.Count == 1;
            html.Append($"<figure class=\"{(figure.Panels[panel].Wide ? "panel wide" : "panel")}\">");
            html.Append($"<figcaption>{(alone ? "" : $"<b>{(char)('a' + panel)}</b> ")}{Markup.Text(figure.Panels[panel].Title)}</figcaption>");
            html.Append($"<div class=\"plot\" data-figure=\"{figure.Name}\" data-panel=\"{panel}\"></div></figure>\n");
        }
        html.Append("</div>\n</div>\n");
        string svg = figure.RenderSvg();
        html.Append("<div class=\"drawn\">").Append(svg.AsSpan(svg.IndexOf("<svg", StringComparison.Ordinal))).Append("</div>\n");
        return html.Append("</section>\n").ToString();
    }

    private static string Warnings(IReadOnlyList<string> warnings) => warnings.Count == 0
        ? ""
        : $"<section class=\"warnings\" aria-label=\"Warnings\">\n<h2>Before you trust these numbers</h2>\n{Markup.Bullets(warnings)}</section>\n";

    private static string Summary(DataSummary data) =>
        $"{data.Format}, {data.Alphabet}: {Numbers.Count(data.Sequences)} sequences of {Numbers.Count(data.Sites)} sites, "
        + $"worth {Numbers.Count(data.EffectiveSequences)} independent ones";

    [GeneratedRegex(@"\{\{([a-z]+)\}\}")]
    private static partial Regex Slot();
}
