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

    /// <inheritdoc/>
    public override bool HasBand => Points.Any(point => point.Trusted && double.IsFinite(point.Low + point.High));

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
