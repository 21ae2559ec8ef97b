using System.Text;
using TauStar.Numerics;
using TauStar.Reporting.Plots;
using TauStar.Studies;

namespace TauStar.Reporting.Figures;

/// <summary>A file in memory; the caller writes it.</summary>
/// <param name="FileName">Name without folders.</param>
/// <param name="Content">Its bytes.</param>
public sealed record FigureFile(string FileName, byte[] Content);

/// <summary>All figures of a result.</summary>
public static class FigureSet
{
    /// <summary>Every figure that the run has, also those without data (see <see cref="Figure.HasData"/>), in the order of the report.</summary>
    public static IReadOnlyList<Figure> Describe(TuningResult result) =>
    [
        .. result.TauStar.TauStar.Status == EstimateStatus.Unavailable ? (Figure[])[] : [DivergenceFigure.Reverse(result)],
        DivergenceFigure.Forward(result),
        ThermodynamicsFigure.Describe(result),
        FidelityDiversityFigure.Describe(result),
        EnergyFigure.Describe(result),
        .. Exact(result) ? (Figure[])[] : [ReplicaExchangeFigure.Describe(result), TrainingFigure.Describe(result)],
    ];

    private static bool Exact(TuningResult result) => result.Engine == TuningEngine.Exact;

    /// <summary>Every figure that has data, as SVG and as PNG of print quality.</summary>
    public static IReadOnlyList<FigureFile> Render(TuningResult result) =>
        [.. Describe(result).Where(figure => figure.HasData).SelectMany(Files)];

    /// <summary>One figure as SVG and as PNG of print quality, under its name.</summary>
    public static IReadOnlyList<FigureFile> Files(Figure figure) =>
    [
        new(figure.Name + ".svg", Encoding.UTF8.GetBytes(figure.RenderSvg())),
        new(figure.Name + ".png", figure.RenderPng()),
    ];
}
