using TauStar.Numerics;
using TauStar.Reporting.Plots;
using TauStar.Studies.Reproduction;

namespace TauStar.Reporting.Figures;

/// <summary>What several of the paper's figures share.</summary>
internal static class ReproductionParts
{
    public const string TauStar = "\u03C4*";
    public const string TauPrime = "\u03C4\u2032";
    public const string Reverse = "D(q\u2009\u2016\u2009p)";
    public const string Forward = "D(p\u2009\u2016\u2009q)";

    /// <summary>One scale for all optimal temperatures, so that panels and figures can be compared.</summary>
    public static ColorScale Colors { get; } = new("Mean \u03C4* or \u03C4\u2032", 0.5, 3) { Ticks = [0.5, 0.6, 0.7, 0.85, 1, 1.25, 1.6, 2.2, 3] };

    /// <summary>The axis of M.</summary>
    public static Axis Samples { get; } = new("Samples M") { Scale = AxisScale.Logarithmic };

    /// <summary>The axis of tau for figures of models that are fitted to samples of a truth.</summary>
    public static Axis Tau(double from, double to) => new("Sampling temperature \u03C4") { Scale = AxisScale.Logarithmic, Min = from, Max = to };

    /// <summary>A mean with a bar of one standard error on each side.</summary>
    public static CurveMarkPoint At(double x, ReplicateMean y) => new(
        x, y.Mean, y.Mean - y.StandardError, y.Mean + y.StandardError, true,
        $"{Numbers.Setting(x)}: {Numbers.Significant(y.Mean)} \u00B1 {Numbers.Significant(y.StandardError, 2)}");

    /// <summary>A number.</summary>
    public static CurveMarkPoint At(double x, double y) => new(x, y, double.NaN, double.NaN, true, $"{Numbers.Setting(x)}: {Numbers.Significant(y)}");

    /// <summary>Means of one optimum over a grid.</summary>
    public static Panel Phase(PhaseDiagram phase, string title, Axis x, Func<PhasePoint, ReplicateMean> optimum, bool withLine)
    {
        List<Mark> marks =
        [
            Heatmap.Around([.. phase.Points.Select(p => (p.X, (double)p.Samples, optimum(p).Mean,
                $"{Numbers.Setting(p.X)}, M = {Numbers.Count(p.Samples)}: {Numbers.Significant(optimum(p).Mean)} \u00B1 {Numbers.Significant(optimum(p).StandardError, 2)}"))],
                x, Samples, Colors),
        ];
        // A place that is not known to a tenth of the grid is no place to draw a line through.
        double known = 0.1 * (phase.Points.Max(point => point.X) - phase.Points.Min(point => point.X));
        CurveMarkPoint[] line =
        [
            .. phase.UnitLine.Select(unit => unit.Crossing is Crossing crossing && !(crossing.StandardError > known)
                ? At(crossing.At, unit.Samples) : At(double.NaN, double.NaN)),
        ];
        if (withLine && line.Any(point => double.IsFinite(point.X))) marks.Add(new Curve($"line {TauStar} = 1", Ink.Natural, line));
        return new Panel { Title = title, X = x, Y = Samples, Marks = marks };
    }

    /// <summary>A curve that ends where it leaves the values shown, on the line between its points there and outside.</summary>
    public static IReadOnlyList<CurveMarkPoint> Clipped(IReadOnlyList<(double X, double Y)> points, double least, double most)
    {
        List<CurveMarkPoint> shown = [];
        for (int k = 0; k < points.Count; k++)
        {
            (double x, double y) = points[k];
            bool inside = y >= least && y <= most;
            if (k > 0 && inside != (points[k - 1].Y >= least && points[k - 1].Y <= most))
            {
                (double x0, double y0) = points[k - 1];
                double edge = (inside ? y0 : y) > most ? most : least;
                CurveMarkPoint end = At(x0 + (edge - y0) / (y - y0) * (x - x0), edge);
                if (inside) shown.Add(end with { Y = double.NaN }); // a gap before it
                shown.Add(end);
            }
            if (inside) shown.Add(At(x, y));
        }
        return shown;
    }

    /// <summary>The fit as it is, tau = 1.</summary>
    public static Place AsFitted => new("\u03C4 = 1", Ink.Guide, 1) { Stroke = Stroke.Dotted };
}
