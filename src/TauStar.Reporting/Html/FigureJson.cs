using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TauStar.Reporting.Plots;

namespace TauStar.Reporting.Html;

/// <summary>
/// Figures as JSON for Assets/report.js. Positions are drawing coordinates (axes already applied); what is no number is null;
/// every character that could end the surrounding script element is escaped.
/// </summary>
internal static class FigureJson
{
    private const int MostTicksX = 9;
    private const int MostTicksY = 7;

    public static string Write(IEnumerable<Figure> figures)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartArray();
            foreach (Figure figure in figures)
            {
                json.WriteStartObject();
                json.WriteString("name", figure.Name);
                json.WriteStartArray("panels");
                foreach (Panel panel in figure.Panels)
                    WritePanel(json, panel);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WritePanel(Utf8JsonWriter json, Panel panel)
    {
        json.WriteStartObject();
        WriteAxis(json, "x", panel.X, panel.RangeX(), panel.Wide ? MostTicksX + 4 : MostTicksX);
        WriteAxis(json, "y", panel.Y, panel.RangeY(), MostTicksY);
        json.WriteStartArray("marks");
        foreach (Mark mark in panel.Marks)
        {
            json.WriteStartObject();
            json.WriteString("kind", mark.GetType().Name.ToLowerInvariant());
            json.WriteString("label", mark.Label);
            json.WriteString("ink", mark.Ink.ToString().ToLowerInvariant());
            json.WriteString("stroke", mark.Stroke.ToString().ToLowerInvariant());
            WriteShape(json, panel, mark);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAxis(Utf8JsonWriter json, string name, Axis axis, (double From, double To) range, int most)
    {
        json.WriteStartObject(name);
        json.WriteString("label", axis.Label);
        Numbers(json, "range", [range.From, range.To]);
        IReadOnlyList<AxisTick> ticks = axis.Ticks(range.From, range.To, most);
        Numbers(json, "at", ticks.Select(tick => tick.Position));
        Texts(json, "ticks", ticks.Select(tick => tick.Label));
        json.WriteBoolean("even", axis.Scale == AxisScale.Linear);
        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, Panel panel, Mark mark)
    {
        switch (mark)
        {
            case Curve curve:
                json.WriteBoolean("dots", curve.Dots);
                json.WriteBoolean("joined", curve.Joined);
                Numbers(json, "x", curve.Points.Select(point => panel.X.PlaceOf(point.X)));
                Numbers(json, "y", curve.Points.Select(point => panel.Y.PlaceOf(point.Y)));
                Numbers(json, "low", curve.Points.Select(point => panel.Y.PlaceOf(point.Low)));
                Numbers(json, "high", curve.Points.Select(point => panel.Y.PlaceOf(point.High)));
                json.WriteStartArray("trusted");
                foreach (CurveMarkPoint point in curve.Points)
                    json.WriteBooleanValue(point.Trusted);
                json.WriteEndArray();
                Texts(json, "hover", curve.Points.Select(point => point.Hover));
                break;
            case Heatmap heatmap:
                HeatCell[] cells = [.. heatmap.Cells.Where(cell => double.IsFinite(cell.Value))];
                Numbers(json, "left", cells.Select(cell => panel.X.PlaceOf(cell.Left)));
                Numbers(json, "right", cells.Select(cell => panel.X.PlaceOf(cell.Right)));
                Numbers(json, "bottom", cells.Select(cell => panel.Y.PlaceOf(cell.Bottom)));
                Numbers(json, "top", cells.Select(cell => panel.Y.PlaceOf(cell.Top)));
                Texts(json, "fill", cells.Select(cell => heatmap.Colors.Hex(cell.Value)));
                Texts(json, "hover", cells.Select(cell => cell.Hover));
                break;
            case Level level:
                Number(json, "at", panel.Y.PlaceOf(level.Y));
                Number(json, "low", panel.Y.PlaceOf(level.Low));
                Number(json, "high", panel.Y.PlaceOf(level.High));
                json.WriteString("hover", $"{level.Label}: {Reporting.Numbers.Value(new Numerics.Estimate(level.Y, level.Low, level.High))}");
                break;
            case Place place:
                Number(json, "at", panel.X.PlaceOf(place.X));
                Number(json, "low", panel.X.PlaceOf(place.Low));
                Number(json, "high", panel.X.PlaceOf(place.High));
                json.WriteString("hover", place.Label);
                break;
            case Region region:
                Number(json, "low", panel.X.PlaceOf(region.From));
                Number(json, "high", panel.X.PlaceOf(region.To));
                break;
            case Steps steps:
                IReadOnlyList<(double X, double Y)> outline = steps.Outline();
                json.WriteBoolean("filled", steps.Filled);
                Numbers(json, "x", outline.Select(corner => panel.X.PlaceOf(corner.X)));
                Numbers(json, "y", outline.Select(corner => panel.Y.PlaceOf(corner.Y)));
                Texts(json, "hover", outline.Select(corner => $"{steps.Label}: {Reporting.Numbers.Significant(corner.Y)} at E = {Reporting.Numbers.Significant(corner.X)}"));
                break;
        }
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
                json.WriteNumberValue(Short(value));
            else
                json.WriteNullValue();
        }
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, Short(value));
        else
            json.WriteNull(name);
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>Single precision is ample for a screen and halves the payload.</summary>
    private static decimal Short(double value) => Math.Abs(value) < 1e20 ? (decimal)(float)value : 0;
}
