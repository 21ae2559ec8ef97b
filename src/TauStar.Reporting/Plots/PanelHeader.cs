using SkiaSharp;

namespace TauStar.Reporting.Plots;

/// <summary>Letter, title and legend of a panel, set above its axes.</summary>
internal static class PanelHeader
{
    private const float TitleSize = 13;
    private const float TitleLine = 22;
    private const float LegendSize = 11.5f;
    private const float LegendLine = 17;
    private const float Swatch = 24;
    private const float SwatchGap = 6;
    private const float ItemGap = 16;
    private const float BelowLegend = 4;

    public static float Height(Panel panel, float width) => TitleLine + Lines(panel, width).Count * LegendLine + BelowLegend;

    public static float TextWidth(string text, float size, bool bold)
    {
        using SKFont font = new(Typography.Face(bold), size);
        return font.MeasureText(text);
    }

    public static void Draw(SKCanvas canvas, Panel panel, string letter, SKRect area)
    {
        float left = area.Left;
        if (letter.Length > 0)
        {
            Write(canvas, letter, left, area.Top + 15, TitleSize + 1, bold: true);
            left += TextWidth(letter, TitleSize + 1, bold: true) + 8;
        }
        Write(canvas, panel.Title, left, area.Top + 15, TitleSize, bold: true);
        float y = area.Top + TitleLine;
        foreach (Mark[] line in Lines(panel, area.Width))
        {
            float x = area.Left;
            foreach (Mark mark in line)
            {
                Sample(canvas, mark, SKRect.Create(x, y, Swatch, LegendLine));
                Write(canvas, mark.Label, x + Swatch + SwatchGap, y + 12.5f, LegendSize, bold: false);
                x += ItemWidth(mark) + ItemGap;
            }
            y += LegendLine;
        }
    }

    private static float ItemWidth(Mark mark) => Swatch + SwatchGap + TextWidth(mark.Label, LegendSize, bold: false);

    private static List<Mark[]> Lines(Panel panel, float width)
    {
        List<Mark[]> lines = [];
        List<Mark> line = [];
        float used = 0;
        foreach (Mark mark in panel.Marks.Where(mark => mark.Label.Length > 0).DistinctBy(mark => mark.Label))
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
        bool banded = mark switch
        {
            Curve curve => curve.Points.Any(p => p.Trusted && double.IsFinite(p.Low + p.High)),
            Steps steps => steps.Filled,
            Level level => level.High > level.Low,
            Place place => place.High > place.Low,
            _ => true,
        };
        SKColor fill = mark is Region ? Palette.Doubt.ToSKColor() : Palette.Of(mark.Ink).WithAlpha(Palette.BandOpacity).ToSKColor();
        using SKPaint paint = new() { IsAntialias = true };
        if (banded)
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
        if (mark is Place)
            canvas.DrawLine(area.MidX, middle - 6, area.MidX, middle + 6, paint);
        else
            canvas.DrawLine(area.Left, middle, area.Left + Swatch, middle, paint);
        if (mark is Curve { Dots: true })
        {
            paint.PathEffect = null;
            paint.Style = SKPaintStyle.Fill;
            canvas.DrawCircle(area.MidX, middle, 2.75f, paint);
        }
    }

    private static void Write(SKCanvas canvas, string text, float x, float baseline, float size, bool bold)
    {
        using SKFont font = new(Typography.Face(bold), size) { Subpixel = true };
        using SKPaint paint = new() { IsAntialias = true, Color = Palette.Text.ToSKColor() };
        canvas.DrawText(text, x, baseline, font, paint);
    }
}
