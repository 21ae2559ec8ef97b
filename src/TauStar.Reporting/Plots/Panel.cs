namespace TauStar.Reporting.Plots;

/// <summary>One set of axes and what is drawn in it.</summary>
public sealed record Panel
{
    private const double Margin = 0.06;

    /// <summary>How far points that are not trusted may stretch the axis, in spans of those that are.</summary>
    private const double StretchByUntrusted = 0.6;

    /// <summary>What it shows.</summary>
    public required string Title { get; init; }

    /// <summary>Abscissa.</summary>
    public required Axis X { get; init; }

    /// <summary>Ordinate.</summary>
    public required Axis Y { get; init; }

    /// <summary>What is drawn, from back to front.</summary>
    public required IReadOnlyList<Mark> Marks { get; init; }

    /// <summary>Takes the whole width of the figure.</summary>
    public bool Wide { get; init; }

    /// <summary>Is there anything to see, beyond guides?</summary>
    public bool HasData => Marks.Any(mark => mark is Curve { HasData: true } or Heatmap { Cells.Count: > 0 } || mark is Steps steps && steps.Outline().Count > 0);

    /// <summary>Cells fill their axes.</summary>
    private bool HasHeatmap => Marks.Any(mark => mark is Heatmap);

    /// <summary>Range of the abscissa in drawing coordinates.</summary>
    public (double From, double To) RangeX()
    {
        Span wide = new();
        foreach (Mark mark in Marks)
        {
            if (mark is Curve curve)
            {
                foreach (CurveMarkPoint point in curve.Points)
                    if (double.IsFinite(point.Y)) wide.Add(X.PlaceOf(point.X));
            }
            else if (mark is Steps steps)
            {
                foreach ((double x, _) in steps.Outline()) wide.Add(X.PlaceOf(x));
            }
            else if (mark is Heatmap heatmap)
            {
                foreach (HeatCell cell in heatmap.Cells)
                {
                    wide.Add(X.PlaceOf(cell.Left));
                    wide.Add(X.PlaceOf(cell.Right));
                }
            }
        }
        return Limits(X, wide, HasHeatmap ? 0 : 0.03);
    }

    /// <summary>Range of the ordinate in drawing coordinates, over what is shown of the abscissa.</summary>
    public (double From, double To) RangeY()
    {
        (double left, double right) = RangeX();
        Span trusted = new(), doubtful = new();
        foreach (Mark mark in Marks)
        {
            switch (mark)
            {
                case Curve curve:
                    foreach (CurveMarkPoint point in curve.Points)
                    {
                        double x = X.PlaceOf(point.X);
                        if (!(x >= left && x <= right)) continue;
                        Span span = point.Trusted ? trusted : doubtful;
                        span.Add(Y.PlaceOf(point.Y));
                        if (!point.Trusted) continue;
                        span.Add(Y.PlaceOf(point.Low));
                        span.Add(Y.PlaceOf(point.High));
                    }
                    break;
                case Steps steps:
                    foreach ((_, double y) in steps.Outline()) trusted.Add(Y.PlaceOf(y));
                    break;
                case Heatmap heatmap:
                    foreach (HeatCell cell in heatmap.Cells)
                    {
                        trusted.Add(Y.PlaceOf(cell.Bottom));
                        trusted.Add(Y.PlaceOf(cell.Top));
                    }
                    break;
                case Level level:
                    trusted.Add(Y.PlaceOf(level.Y));
                    break;
            }
        }
        if (trusted.Size > 0)
        {
            double most = StretchByUntrusted * trusted.Size;
            (double low, double high) = (trusted.Low - most, trusted.High + most);
            if (double.IsFinite(doubtful.Low)) trusted.Add(Math.Clamp(doubtful.Low, low, high));
            if (double.IsFinite(doubtful.High)) trusted.Add(Math.Clamp(doubtful.High, low, high));
        }
        else
        {
            trusted.Add(doubtful.Low);
            trusted.Add(doubtful.High);
        }
        return Limits(Y, trusted, HasHeatmap ? 0 : Margin);
    }

    private static (double From, double To) Limits(Axis axis, Span span, double margin)
    {
        double from = span.Low, to = span.High;
        if (axis.Min is double min) from = axis.PlaceOf(min);
        if (axis.Max is double max) to = axis.PlaceOf(max);
        if (axis.InfinityAt is double infinity) to = infinity;
        if (!double.IsFinite(from) || !double.IsFinite(to))
            return (0, 1);
        double pad = to > from ? margin * (to - from) : Math.Max(Math.Abs(to), 1) * 0.1;
        bool atZero = from == 0 && axis.Min == 0;
        return (atZero ? 0 : from - pad, to + pad);
    }

    private sealed class Span
    {
        public double Low { get; private set; } = double.NaN;
        public double High { get; private set; } = double.NaN;
        public double Size => High - Low;

        public void Add(double value)
        {
            if (!double.IsFinite(value)) return;
            Low = double.IsNaN(Low) ? value : Math.Min(Low, value);
            High = double.IsNaN(High) ? value : Math.Max(High, value);
        }
    }
}
