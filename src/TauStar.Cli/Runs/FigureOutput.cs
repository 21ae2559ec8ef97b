using System.Text;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Reporting.Plots;

namespace TauStar.Cli.Runs;

/// <summary>One figure to a file whose name says the format.</summary>
internal static class FigureOutput
{
    /// <summary>Refuses names that say no format, before anything is computed.</summary>
    /// <exception cref="InputException">Neither .svg nor .png.</exception>
    public static void Check(string option, string? path)
    {
        if (path is not null && !IsSvg(path) && !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new InputException($"{option} '{path}' has to end in .svg or .png");
    }

    public static void Write(string path, Figure figure)
    {
        if (!figure.HasData) throw new InputException($"cannot draw {path}: {figure.EmptyNote}");
        byte[] content = IsSvg(path) ? Encoding.UTF8.GetBytes(figure.RenderSvg()) : figure.RenderPng();
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    private static bool IsSvg(string path) => path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);
}
