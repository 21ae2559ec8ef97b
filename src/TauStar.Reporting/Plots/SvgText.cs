using System.Net;
using System.Text.RegularExpressions;

namespace TauStar.Reporting.Plots;

/// <summary>Makes the SVG of Skia repeatable and ready to stand in a page beside others.</summary>
internal static partial class SvgText
{
    /// <summary>
    /// Skia numbers clip paths by a counter of the process: they are numbered anew here, under the figure's name.
    /// A view box (so that it scales), a title for screen readers and a fallback for machines without the font are added.
    /// </summary>
    public static string Normalise(string svg, Figure figure)
    {
        Dictionary<string, string> names = [];
        string text = ClipName().Replace(svg, match =>
        {
            if (!names.TryGetValue(match.Value, out string? name))
                names[match.Value] = name = $"{figure.Name}-clip-{names.Count + 1}";
            return name;
        });
        text = text.Replace("font-family=\"DejaVu Sans\"", "font-family=\"DejaVu Sans, Verdana, sans-serif\"", StringComparison.Ordinal);
        text = Size().Replace(text, "width=\"$1\" height=\"$2\" viewBox=\"0 0 $1 $2\"", 1);
        int body = text.IndexOf('>', text.IndexOf("<svg", StringComparison.Ordinal)) + 1;
        return $"{text[..body]}\n<title>{WebUtility.HtmlEncode(figure.Title)}</title>{text[body..]}";
    }

    [GeneratedRegex("width=\"([0-9.]+)\" height=\"([0-9.]+)\"")]
    private static partial Regex Size();

    [GeneratedRegex("\\bcl_[0-9a-f]+\\b")]
    private static partial Regex ClipName();
}
