namespace TauStar.Reporting.Plots;

/// <summary>Something drawn in a panel. Coordinates are data values; the axes place them.</summary>
/// <param name="Label">Its line in the legend; empty for none.</param>
/// <param name="Ink">What its colour stands for.</param>
public abstract record Mark(string Label, Ink Ink)
{
    /// <summary>How lines are drawn.</summary>
    public Stroke Stroke { get; init; } = Stroke.Solid;

    /// <summary>Is an area drawn with the line?</summary>
    public abstract bool HasBand { get; }
}

/// <summary>One point of a curve.</summary>
/// <param name="X">Abscissa.</param>
/// <param name="Y">Ordinate; NaN leaves a gap.</param>
/// <param name="Low">Lower end of the 90 % interval, or NaN.</param>
/// <param name="High">Upper end, or NaN.</param>
/// <param name="Trusted">False where the number is not to be relied on: drawn grey and dashed.</param>
/// <param name="Hover">What the interactive report says at this point.</param>
public readonly record struct CurveMarkPoint(double X, double Y, double Low, double High, bool Trusted, string Hover);

/// <summary>A curve with its error band.</summary>
public sealed record Curve(string Label, Ink Ink, IReadOnlyList<CurveMarkPoint> Points) : Mark(Label, Ink)
{
    /// <summary>Draw a dot at every point.</summary>
    public bool Dots { get; init; }

    /// <summary>Join the points by lines.</summary>
    public bool Joined { get; init; } = true;

    /// <summary>Draw Low to High as a bar at each point, not as a band.</summary>
    public bool Bars { get; init; }

    /// <inheritdoc/>
    public override bool HasBand => !Bars && Points.Any(point => point.Trusted && double.IsFinite(point.Low + point.High));

    /// <summary>Does any point have a number?</summary>
    public bool HasData => Points.Any(point => double.IsFinite(point.Y));
}

/// <summary>A horizontal line at a reference value, with its 90 % band if it has one.</summary>
public sealed record Level(string Label, Ink Ink, double Y, double Low = double.NaN, double High = double.NaN) : Mark(Label, Ink)
{
    /// <inheritdoc/>
    public override bool HasBand => High > Low;
}

/// <summary>A vertical line at a place on the abscissa, with its 90 % band if it has one.</summary>
public sealed record Place(string Label, Ink Ink, double X, double Low = double.NaN, double High = double.NaN) : Mark(Label, Ink)
{
    /// <inheritdoc/>
    public override bool HasBand => High > Low;
}

/// <summary>A stretch of the abscissa that is greyed out.</summary>
public sealed record Region(string Label, double From, double To) : Mark(Label, Ink.Guide)
{
    /// <inheritdoc/>
    public override bool HasBand => true;
}

/// <summary>One cell of a heatmap.</summary>
/// <param name="Left">Left edge, a data value.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Lower edge.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Value">What its colour says; NaN: not drawn.</param>
/// <param name="Hover">What an interactive figure says of it.</param>
public readonly record struct HeatCell(double Left, double Right, double Bottom, double Top, double Value, string Hover);

/// <summary>A quantity over a plane, cell by cell; all heatmaps of a figure share one scale, which stands above them.</summary>
public sealed record Heatmap(IReadOnlyList<HeatCell> Cells, ColorScale Colors) : Mark("", Ink.Guide)
{
    /// <inheritdoc/>
    public override bool HasBand => false;

    /// <summary>
    /// Cells around points of an irregular grid: each edge is halfway to the next point, as the axes measure.
    /// </summary>
    public static Heatmap Around(IReadOnlyList<(double X, double Y, double Value, string Hover)> points, Axis x, Axis y, ColorScale colors)
    {
        Dictionary<double, (double From, double To)> columns = Edges(points.Select(p => p.X), x), rows = Edges(points.Select(p => p.Y), y);
        return new Heatmap([.. points.Select(p => new HeatCell(columns[p.X].From, columns[p.X].To, rows[p.Y].From, rows[p.Y].To, p.Value, p.Hover))], colors);
    }

    private static Dictionary<double, (double From, double To)> Edges(IEnumerable<double> values, Axis axis)
    {
        double[] all = [.. values.Distinct().Order()], places = [.. all.Select(axis.PlaceOf)];
        // A point alone has a cell of some width.
        double Middle(int k) => places.Length == 1 ? places[0] + (k == 0 ? -0.1 : 0.1)
            : k == 0 ? places[0] - (places[1] - places[0]) / 2
            : k == places.Length ? places[^1] + (places[^1] - places[^2]) / 2
            : (places[k - 1] + places[k]) / 2;
        return Enumerable.Range(0, all.Length).ToDictionary(k => all[k], k => (axis.ValueAt(Middle(k)), axis.ValueAt(Middle(k + 1))));
    }
}

/// <summary>A histogram, drawn as its outline.</summary>
public sealed record Steps(string Label, Ink Ink, double Start, double BinWidth, IReadOnlyList<double> Heights) : Mark(Label, Ink)
{
    /// <summary>Fill the area below.</summary>
    public bool Filled { get; init; }

    /// <inheritdoc/>
    public override bool HasBand => Filled;

    /// <summary>Corners of the outline, from the foot of the first bin with content to that of the last.</summary>
    public IReadOnlyList<(double X, double Y)> Outline()
    {
        int first = 0, last = Heights.Count - 1;
        while (first <= last && !(Heights[first] > 0)) first++;
        while (last >= first && !(Heights[last] > 0)) last--;
        List<(double, double)> corners = [];
        if (first > last)
            return corners;
        corners.Add((Start + first * BinWidth, 0));
        for (int bin = first; bin <= last; bin++)
        {
            double height = double.IsFinite(Heights[bin]) ? Heights[bin] : 0;
            corners.Add((Start + bin * BinWidth, height));
            corners.Add((Start + (bin + 1) * BinWidth, height));
        }
        corners.Add((Start + (last + 1) * BinWidth, 0));
        return corners;
    }
}
