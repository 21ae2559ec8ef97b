using System.Text;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace TauStar.Reporting.Plots;

/// <summary>
/// Draws figures for print. ScottPlot draws what is inside the axes; titles and legends are set above the axes by our own
/// hand, so that they can never cover data. Units are CSS pixels, 96 an inch.
/// </summary>
internal static class FigureRenderer
{
    public const double UnitsPerInch = 96;

    private const float PageWidth = 720;
    private const float Gutter = 20;
    private const float Edge = 8;
    private const float TallAxes = 285;
    private const float ShortAxes = 235;
    private const float SmallAxes = 195;
    private const float NarrowGutter = 6;
    private const float TitleSize = 12.5f;
    private const float TitleLine = 22;
    private const float BelowLegend = 8;
    private const float TickSize = 12;
    private const float LabelGap = 5;
    private const float AxisLabelSize = 12;
    private const float RightPad = 16;
    private const float TopPad = 6;
    private const float BottomPad = 48;

    // ScottPlot keeps fonts in static state: one drawing at a time.
    private static readonly Lock Gate = new();

    static FigureRenderer() => Typography.Register();

    public static string Svg(Figure figure)
    {
        lock (Gate)
        {
            Sheet sheet = Arrange(figure);
            using MemoryStream stream = new();
            using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(PageWidth, sheet.Height), stream))
                Draw(canvas, sheet);
            return SvgText.Normalise(Encoding.UTF8.GetString(stream.ToArray()), figure);
        }
    }

    public static byte[] Png(Figure figure, double scale)
    {
        lock (Gate)
        {
            Sheet sheet = Arrange(figure);
            SKImageInfo size = new((int)Math.Round(PageWidth * scale), (int)Math.Round(sheet.Height * scale));
            using SKSurface surface = SKSurface.Create(size)
                ?? throw new InvalidOperationException($"No memory for an image of {size.Width} by {size.Height} pixels.");
            surface.Canvas.Scale((float)scale);
            Draw(surface.Canvas, sheet);
            using SKImage image = surface.Snapshot();
            using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
            return data.ToArray();
        }
    }

    private sealed record Cell(Panel Panel, string Letter, SKPoint Title, SKRect Axes);

    private sealed record Sheet(Figure Figure, SKRect Legend, IReadOnlyList<Cell> Cells, float Height);

    /// <summary>The legend, then rows of one wide panel or of several narrow ones.</summary>
    private static Sheet Arrange(Figure figure)
    {
        List<Cell> cells = [];
        SKRect legend = SKRect.Create(Edge, Edge, PageWidth - 2 * Edge, FigureLegend.Height(figure, PageWidth - 2 * Edge));
        float top = legend.Bottom + BelowLegend;
        for (int next = 0; next < figure.Panels.Count;)
        {
            Panel[] narrow = [.. figure.Panels.Skip(next).Take(figure.Columns).TakeWhile(panel => !panel.Wide)];
            Panel[] row = narrow.Length > 1 ? narrow : [figure.Panels[next]];
            float gutter = row.Length > 2 ? NarrowGutter : Gutter;
            float width = (PageWidth - 2 * Edge - (row.Length - 1) * gutter) / row.Length;
            float axes = row.Length switch { 1 => TallAxes, 2 => ShortAxes, _ => SmallAxes };
            for (int column = 0; column < row.Length; column++)
            {
                float left = Edge + column * (width + gutter);
                string letter = figure.Panels.Count > 1 ? ((char)('a' + next + column)).ToString() : "";
                cells.Add(new Cell(row[column], letter, new SKPoint(left, top), SKRect.Create(left, top + TitleLine, width, axes)));
            }
            top += TitleLine + axes + Gutter / 2;
            next += row.Length;
        }
        return new Sheet(figure, legend, cells, top);
    }

    private static void Draw(SKCanvas canvas, Sheet sheet)
    {
        canvas.Clear(SKColors.White);
        FigureLegend.Draw(canvas, sheet.Figure, sheet.Legend);
        foreach (Cell cell in sheet.Cells)
        {
            using Plot plot = Build(cell.Panel, cell.Axes);
            PixelRect area = new(cell.Axes.Left, cell.Axes.Right, cell.Axes.Bottom, cell.Axes.Top);
            // ScottPlot draws twice when its axes are new, which would double every transparent area: once for nothing, then for good.
            using (SKNoDrawCanvas nothing = new((int)PageWidth, (int)Math.Ceiling(sheet.Height)))
                plot.Render(nothing, area);
            plot.Render(canvas, area);
            float left = cell.Title.X;
            if (cell.Letter.Length > 0)
            {
                Typography.Write(canvas, cell.Letter, left, cell.Title.Y + 14, TitleSize, bold: true);
                left += Typography.TextWidth(cell.Letter, TitleSize, bold: true) + 9;
            }
            Typography.Write(canvas, cell.Panel.Title, left, cell.Title.Y + 14, TitleSize, bold: true);
        }
    }

    private static Plot Build(Panel panel, SKRect area)
    {
        Plot plot = new();
        plot.RenderManager.ClearCanvasBeforeEachRender = false; // it would wipe the panels drawn before
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        (double left, double right) = panel.RangeX();
        (double bottom, double top) = panel.RangeY();
        foreach (Mark mark in panel.Marks)
            AddArea(plot, panel, mark, (left, right));
        foreach (Mark mark in panel.Marks)
            AddLines(plot, panel, mark, (left, right), (bottom, top));
        plot.Axes.SetLimits(left, right, bottom, top);

        AxisTick[] ticksY = [.. panel.Y.Ticks(bottom, top, (int)(area.Height / (area.Height > SmallAxes ? 38 : 32)))];
        float widest = ticksY.Length > 0 ? ticksY.Max(tick => Typography.TextWidth(tick.Label, TickSize, bold: false)) : 0, leftPad = Math.Max(widest + 34, 62);
        AxisTick[] ticksX = TicksBelow(panel.X, (left, right), area.Width - leftPad - RightPad, (int)(area.Width / 42));
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. ticksX.Select(t => t.Position)], [.. ticksX.Select(t => t.Label)]);
        plot.Axes.Left.TickGenerator = new NumericManual([.. ticksY.Select(t => t.Position)], [.. ticksY.Select(t => t.Label)]);
        plot.Axes.Bottom.Label.Text = panel.X.Label;
        plot.Axes.Left.Label.Text = panel.Y.Label;
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.Label.FontName = Typography.Family;
            axis.Label.FontSize = AxisLabelSize;
            axis.Label.Bold = false;
            axis.Label.ForeColor = Palette.Text;
            axis.TickLabelStyle.FontName = Typography.Family;
            axis.TickLabelStyle.FontSize = TickSize;
            axis.TickLabelStyle.ForeColor = Palette.Text;
            axis.MajorTickStyle.Color = Palette.Text;
            axis.MajorTickStyle.Length = 4;
            axis.MajorTickStyle.Width = 0.8f;
            axis.FrameLineStyle.Color = Palette.Text;
            axis.FrameLineStyle.Width = 0.8f;
        }
        plot.Axes.Left.TickLabelStyle.OffsetY = 2;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Palette.Grid;
        plot.Grid.MajorLineWidth = 0.7f;
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.HideLegend();
        plot.Layout.Fixed(new PixelPadding(leftPad, RightPad, BottomPad, TopPad));
        return plot;
    }

    /// <summary>Ticks of the lower axis, at most so many, and no more than leave room between their labels.</summary>
    internal static AxisTick[] TicksBelow(Axis axis, (double From, double To) range, float width, int most)
    {
        while (true)
        {
            AxisTick[] ticks = [.. axis.Ticks(range.From, range.To, most)];
            if (most-- <= 2 || !ticks.Zip(ticks.Skip(1)).Any(pair => Touch(pair.First, pair.Second))) return ticks;
        }

        bool Touch(AxisTick a, AxisTick b) => (b.Position - a.Position) / (range.To - range.From) * width < LabelGap + (TextWidth(a) + TextWidth(b)) / 2;
        float TextWidth(AxisTick tick) => Typography.TextWidth(tick.Label, TickSize, bold: false);
    }

    /// <summary>Areas that reach from edge to edge. They come first: ScottPlot would draw them with the dashes of the line before.</summary>
    private static void AddArea(Plot plot, Panel panel, Mark mark, (double From, double To) rangeX)
    {
        Color fill = Palette.Of(mark.Ink).WithAlpha(Palette.BandOpacity);
        switch (mark)
        {
            case Region region:
                AddSpan(plot, Math.Max(panel.X.PlaceOf(region.From), rangeX.From), Math.Min(panel.X.PlaceOf(region.To), rangeX.To), Palette.Doubt);
                break;
            case Place { HasBand: true } place:
                AddSpan(plot, panel.X.PlaceOf(place.Low), panel.X.PlaceOf(place.High), fill);
                break;
            case Heatmap heatmap:
                AddCells(plot, panel, heatmap);
                break;
            case Level { HasBand: true } level:
                plot.Add.VerticalSpan(panel.Y.PlaceOf(level.Low), panel.Y.PlaceOf(level.High), fill).LineWidth = 0;
                break;
        }
    }

    private static void AddLines(Plot plot, Panel panel, Mark mark, (double From, double To) rangeX, (double From, double To) rangeY)
    {
        Color ink = Palette.Of(mark.Ink);
        switch (mark)
        {
            case Place place when double.IsFinite(panel.X.PlaceOf(place.X)):
                double x = panel.X.PlaceOf(place.X);
                AddLine(plot, new Coordinates(x, rangeY.From), new Coordinates(x, rangeY.To), ink, place.Stroke);
                break;
            case Level level when double.IsFinite(panel.Y.PlaceOf(level.Y)):
                double y = panel.Y.PlaceOf(level.Y);
                AddLine(plot, new Coordinates(rangeX.From, y), new Coordinates(rangeX.To, y), ink, level.Stroke);
                break;
            case Steps steps:
                AddSteps(plot, panel, steps, ink);
                break;
            case Curve curve:
                AddCurve(plot, panel, curve, ink);
                break;
        }
    }

    private static void AddCells(Plot plot, Panel panel, Heatmap heatmap) => plot.PlottableList.Add(new HeatCells(
    [
        .. heatmap.Cells.Where(cell => double.IsFinite(cell.Value)).Select(cell => (
            new CoordinateRect(panel.X.PlaceOf(cell.Left), panel.X.PlaceOf(cell.Right), panel.Y.PlaceOf(cell.Bottom), panel.Y.PlaceOf(cell.Top)),
            Color.FromHex(heatmap.Colors.Hex(cell.Value)))),
    ]));

    private static void AddSpan(Plot plot, double from, double to, Color fill)
    {
        if (!(to > from))
            return;
        plot.Add.HorizontalSpan(from, to, fill).LineWidth = 0;
    }

    /// <summary>As a path: Skia's SVG draws ScottPlot's own axis lines without their dashes.</summary>
    private static void AddLine(Plot plot, Coordinates from, Coordinates to, Color ink, Stroke stroke)
    {
        Scatter line = plot.Add.ScatterLine(new Coordinates[] { from, to }, ink);
        line.LineWidth = 1.4f;
        line.LinePattern = Palette.Pattern(stroke);
    }

    private static void AddSteps(Plot plot, Panel panel, Steps steps, Color ink)
    {
        Coordinates[] outline = [.. steps.Outline().Select(corner => new Coordinates(panel.X.PlaceOf(corner.X), panel.Y.PlaceOf(corner.Y)))];
        if (outline.Length == 0)
            return;
        if (steps.Filled)
        {
            Polygon area = plot.Add.Polygon(outline);
            area.FillColor = ink.WithAlpha(Palette.BandOpacity);
            area.LineWidth = 0;
        }
        Scatter line = plot.Add.ScatterLine(outline, ink);
        line.LineWidth = 1.6f;
        line.LinePattern = Palette.Pattern(steps.Stroke);
    }

    /// <summary>Bands below, then lines: unbroken where trusted, grey dashes to, from and between points that are not.</summary>
    private static void AddCurve(Plot plot, Panel panel, Curve curve, Color ink)
    {
        CurveMarkPoint[] placed = [.. curve.Points.Select(point => point with
        {
            X = panel.X.PlaceOf(point.X),
            Y = panel.Y.PlaceOf(point.Y),
            Low = panel.Y.PlaceOf(point.Low),
            High = panel.Y.PlaceOf(point.High),
        })];
        foreach (CurveMarkPoint[] run in Runs(placed, p => p.Trusted && double.IsFinite(p.X + p.Low + p.High)))
        {
            if (curve.Bars)
            {
                ErrorBar bars = new([.. run.Select(p => p.X)], [.. run.Select(p => p.Y)], null, null,
                    [.. run.Select(p => p.Y - p.Low)], [.. run.Select(p => p.High - p.Y)])
                { Color = ink, LineWidth = 1.1f, CapSize = 3 };
                plot.PlottableList.Add(bars);
                continue;
            }
            if (run.Length < 2)
                continue;
            FillY band = plot.Add.FillY([.. run.Select(p => p.X)], [.. run.Select(p => p.Low)], [.. run.Select(p => p.High)]);
            band.FillColor = ink.WithAlpha(Palette.BandOpacity);
            band.LineWidth = 0;
            band.MarkerSize = 0;
        }
        foreach (CurveMarkPoint[] run in Runs(placed, p => double.IsFinite(p.X + p.Y)))
        {
            for (int start = 0; curve.Joined && start < run.Length;)
            {
                bool trusted = start + 1 >= run.Length ? run[start].Trusted : run[start].Trusted && run[start + 1].Trusted;
                int end = start + 1;
                while (end < run.Length && (run[end - 1].Trusted && run[end].Trusted) == trusted) end++;
                Scatter line = plot.Add.ScatterLine(
                    run[start..end].Select(p => new Coordinates(p.X, p.Y)).ToArray(), trusted ? ink : Palette.Faded(ink));
                line.LineWidth = trusted ? 1.8f : 1.3f;
                line.LinePattern = trusted ? Palette.Pattern(curve.Stroke) : LinePattern.DenselyDashed;
                start = end < run.Length ? end - 1 : end;
            }
            if (!curve.Dots)
                continue;
            foreach (CurveMarkPoint point in run)
            {
                Marker dot = plot.Add.Marker(point.X, point.Y, point.Trusted ? MarkerShape.FilledCircle : MarkerShape.OpenCircle, 5.5f,
                    point.Trusted ? ink : Palette.Faded(ink));
                dot.LineWidth = 1.1f;
            }
        }
    }

    private static IEnumerable<CurveMarkPoint[]> Runs(CurveMarkPoint[] points, Func<CurveMarkPoint, bool> belongs)
    {
        int start = 0;
        for (int i = 0; i <= points.Length; i++)
        {
            if (i < points.Length && belongs(points[i]))
                continue;
            if (i > start)
                yield return points[start..i];
            start = i + 1;
        }
    }
}
