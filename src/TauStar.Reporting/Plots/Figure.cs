namespace TauStar.Reporting.Plots;

/// <summary>
/// A figure described once, drawn twice: for print by <see cref="RenderSvg"/> and <see cref="RenderPng"/>,
/// and interactively in the HTML report.
/// </summary>
public sealed record Figure
{
    /// <summary>Resolution of print.</summary>
    public const double PrintResolution = 300;

    /// <summary>Its file name without extension.</summary>
    public required string Name { get; init; }

    /// <summary>Heading in the report.</summary>
    public required string Title { get; init; }

    /// <summary>Two or three sentences for somebody who sees it for the first time.</summary>
    public required string HowToRead { get; init; }

    /// <summary>What to say when there is nothing to draw.</summary>
    public required string EmptyNote { get; init; }

    /// <summary>Its panels, in reading order.</summary>
    public required IReadOnlyList<Panel> Panels { get; init; }

    /// <summary>Panels that are not wide stand this many in a row.</summary>
    public int Columns { get; init; } = 2;

    /// <summary>What the colours of heatmaps mean; null where there are none.</summary>
    public ColorScale? Colors => Panels.SelectMany(panel => panel.Marks).OfType<Heatmap>().FirstOrDefault()?.Colors;

    /// <summary>One mark for each line of the legend: data first, then what they are held against.</summary>
    public IReadOnlyList<Mark> Legend =>
    [
        .. Panels.SelectMany(panel => panel.Marks)
            .Where(mark => mark.Label.Length > 0)
            .OrderBy(mark => mark switch { Curve => mark.Ink == Ink.Model ? 0 : 1, Steps => 1, Place => 2, Level => 3, _ => 4 })
            .DistinctBy(mark => mark.Label),
    ];

    /// <summary>Is there anything to draw?</summary>
    public bool HasData => Panels.Any(panel => panel.HasData);

    /// <summary>The figure as SVG; the same bytes every time. 720 units wide.</summary>
    public string RenderSvg() => FigureRenderer.Svg(this);

    /// <summary>The figure as PNG, 7.5 inches wide at the given resolution in dots an inch.</summary>
    public byte[] RenderPng(double resolution = PrintResolution)
    {
        if (!(resolution is >= 24 and <= 1200))
            throw new ArgumentOutOfRangeException(nameof(resolution), resolution, "Resolution must be 24 to 1200 dots an inch.");
        return FigureRenderer.Png(this, resolution / FigureRenderer.UnitsPerInch);
    }
}
