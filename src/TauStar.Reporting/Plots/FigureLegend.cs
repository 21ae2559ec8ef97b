using SkiaSharp;

namespace TauStar.Reporting.Plots;

/// <summary>The legend of a figure: one for all panels, above them, so that it cannot cover data.</summary>
internal static class FigureLegend
{
    private const float TextSize = 11.5f;
    private const float Line = 18;
    private const float Swatch = 30;
    private const float SwatchGap = 6;
    private const float ItemGap = 18;
    private const float BarLine = 40;
    private const float BarWidth = 330;
    private const float BarHeight = 12;
    private const int BarSteps = 110;

    public static float Height(Figure figure, float width) => (figure.Colors is null ? 0 : BarLine) + Lines(figure, width).Count * Line;

    public static void Draw(SKCanvas canvas, Figure figure, SKRect area)
    {
        float y = area.Top;
        if (figure.Colors is ColorScale colors)
        {
            Bar(canvas, colors, area);
            y += BarLine;
        }
        foreach (Mark[] line in Lines(figure, area.Width))
        {
            float x = area.Left;
            foreach (Mark mark in line)
            {
                Sample(canvas, mark, SKRect.Create(x, y, Swatch, Line));
                Typography.Write(canvas, mark.Label, x + Swatch + SwatchGap, y + 13, TextSize, bold: false);
                x += ItemWidth(mark) + ItemGap;
            }
            y += Line;
        }
    }

    /// <summary>The colour bar: label to the left, values below.</summary>
    private static void Bar(SKCanvas canvas, ColorScale colors, SKRect area)
    {
        Typography.Write(canvas, colors.Label, area.Left, area.Top + 11, TextSize, bold: false);
        float left = area.Left + Typography.TextWidth(colors.Label, TextSize, bold: false) + 14, top = area.Top + 1;
        using SKPaint paint = new() { IsAntialias = false };
        const float step = BarWidth / BarSteps;
        for (int k = 0; k < BarSteps; k++)
        {
            paint.Color = SKColor.Parse(ColorScale.HexAt((k + 0.5) / BarSteps));
            canvas.DrawRect(SKRect.Create(left + k * step, top, k == BarSteps - 1 ? step : step + 0.5f, BarHeight), paint);
        }
        using SKPaint frame = new() { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 0.8f, Color = Palette.Text.ToSKColor() };
        canvas.DrawPath(Rectangle(SKRect.Create(left, top, BarWidth, BarHeight)), frame);
        foreach (double tick in colors.Ticks)
        {
            float x = left + BarWidth * (float)colors.PlaceOf(tick);
            using SKPath mark = new();
            mark.MoveTo(x, top + BarHeight);
            mark.LineTo(x, top + BarHeight + 4);
            canvas.DrawPath(mark, frame);
            string text = (tick == colors.Lowest ? "\u2264\u2009" : tick == colors.Highest ? "\u2265\u2009" : "") + Numbers.Setting(tick);
            Typography.Write(canvas, text, x - Typography.TextWidth(text, TextSize, bold: false) / 2, top + BarHeight + 16, TextSize, bold: false);
        }
    }

    private static SKPath Rectangle(SKRect area)
    {
        SKPath path = new();
        path.AddRect(area);
        return path;
    }

    private static float ItemWidth(Mark mark) => Swatch + SwatchGap + Typography.TextWidth(mark.Label, TextSize, bold: false);

    private static List<Mark[]> Lines(Figure figure, float width)
    {
        List<Mark[]> lines = [];
        List<Mark> line = [];
        float used = 0;
        foreach (Mark mark in figure.Legend)
        {
            float item = ItemWidth(mark);
            if (line.Count > 0 && used + item > width)
            {
                lines.Add([.. line]);
                line.Clear();
                used = 0;
            }
            line.Add(mark);
            used += item + ItemGap;
        }
        if (line.Count > 0)
            lines.Add([.. line]);
        return lines;
    }

    private static void Sample(SKCanvas canvas, Mark mark, SKRect area)
    {
        SKColor ink = Palette.Of(mark.Ink).ToSKColor();
        float middle = area.MidY;
        SKColor fill = mark is Region ? Palette.Doubt.ToSKColor() : Palette.Of(mark.Ink).WithAlpha(Palette.BandOpacity).ToSKColor();
        using SKPaint paint = new() { IsAntialias = true };
        if (mark.HasBand)
        {
            paint.Color = fill;
            canvas.DrawRect(SKRect.Create(area.Left, middle - 5, Swatch, 10), paint);
        }
        if (mark is Region)
        {
            paint.Style = SKPaintStyle.Stroke;
            paint.StrokeWidth = 0.7f;
            paint.Color = new SKColor(0xC8, 0xC8, 0xC8);
            canvas.DrawRect(SKRect.Create(area.Left, middle - 5, Swatch, 10), paint);
            return;
        }
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = 1.8f;
        paint.Color = ink;
        using SKPathEffect? pattern = mark.Stroke == Stroke.Solid ? null : Palette.Pattern(mark.Stroke).GetPathEffect();
        paint.PathEffect = pattern;
        if (mark is Curve { Joined: false })
        {
            paint.Style = SKPaintStyle.Fill;
            canvas.DrawCircle(area.MidX, middle, 2.75f, paint);
            return;
        }
        using SKPath line = new(); // a path, because Skia's SVG knows no dashes on bare lines
        line.MoveTo(mark is Place ? new SKPoint(area.MidX, middle - 6) : new SKPoint(area.Left, middle));
        line.LineTo(mark is Place ? new SKPoint(area.MidX, middle + 6) : new SKPoint(area.Left + Swatch, middle));
        canvas.DrawPath(line, paint);
        if (mark is Curve { Dots: true })
        {
            paint.PathEffect = null;
            paint.Style = SKPaintStyle.Fill;
            canvas.DrawCircle(area.MidX, middle, 2.75f, paint);
        }
    }
}
