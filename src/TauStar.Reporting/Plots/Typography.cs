using ScottPlot;
using SkiaSharp;

namespace TauStar.Reporting.Plots;

/// <summary>DejaVu Sans from inside the assembly, so that figures look the same on machines without fonts.</summary>
internal static class Typography
{
    public const string Family = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> RegularFace = new(() => Load("DejaVuSans.ttf"));
    private static readonly Lazy<SKTypeface> BoldFace = new(() => Load("DejaVuSans-Bold.ttf"));

    /// <summary>The face itself.</summary>
    public static SKTypeface Face(bool bold) => bold ? BoldFace.Value : RegularFace.Value;

    /// <summary>Makes the family known to ScottPlot, whose list of resolvers is static: only <see cref="FigureRenderer"/> calls this, once.</summary>
    public static void Register() => Fonts.FontResolvers.Insert(0, new EmbeddedResolver());

    public static float TextWidth(string text, float size, bool bold)
    {
        using SKFont font = Font(size, bold);
        return font.MeasureText(text);
    }

    public static void Write(SKCanvas canvas, string text, float x, float baseline, float size, bool bold)
    {
        using SKFont font = Font(size, bold);
        using SKPaint paint = new() { IsAntialias = true, Color = Palette.Text.ToSKColor() };
        canvas.DrawText(text, x, baseline, font, paint);
    }

    /// <summary>Unhinted, so that letters stand at the same places at every resolution.</summary>
    private static SKFont Font(float size, bool bold) =>
        new(Face(bold), size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };

    private static SKTypeface Load(string file)
    {
        using SKData data = SKData.CreateCopy(Resources.Bytes(file));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The embedded font '{file}' cannot be read.");
    }

    private sealed class EmbeddedResolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            fontName == Family ? Face(bold) : null;
    }
}
