using ScottPlot;
using SkiaSharp;

namespace TauStar.Reporting.Plots;

/// <summary>The cells of a heatmap as rectangles under one clip, for ScottPlot.</summary>
/// <param name="cells">Places in drawing coordinates, and colours.</param>
internal sealed class HeatCells(IReadOnlyList<(CoordinateRect Area, Color Color)> cells) : IPlottable
{
    /// <summary>Cells overlap by this much, or seams would show where two smooth edges meet.</summary>
    private const float Overlap = 0.3f;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using SKPaint paint = new() { IsAntialias = true };
        foreach ((CoordinateRect area, Color color) in cells)
        {
            PixelRect place = Axes.GetPixelRect(area);
            paint.Color = color.ToSKColor();
            rp.Canvas.DrawRect(
                SKRect.Create(place.Left - Overlap, place.Top - Overlap, place.Width + 2 * Overlap, place.Height + 2 * Overlap), paint);
        }
    }
}
