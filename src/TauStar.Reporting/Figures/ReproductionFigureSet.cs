using System.Text;
using TauStar.Reporting.Plots;
using TauStar.Studies.Reproduction;

namespace TauStar.Reporting.Figures;

/// <summary>All figures of a reproduction.</summary>
public static class ReproductionFigureSet
{
    /// <summary>Every figure whose data are there, in the order of the paper.</summary>
    public static IReadOnlyList<Figure> Describe(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        List<Figure> figures = [];
        if (data.Fig2 is not null || data.Fig2Example is not null) figures.Add(ReproductionTwoLevelFigure.Describe(data.Fig2Example, data.Fig2));
        if (data.Fig3 is not null) figures.Add(ReproductionPhaseFigure.Describe(data.Fig3, data.Fig3Example));
        if (data.FigCToy is not null) figures.Add(ReproductionResponseFigure.DescribeToy(data.FigCToy));
        if (data.FigCIsing is not null) figures.Add(ReproductionResponseFigure.DescribeIsing(data.FigCIsing));
        if (data.FigD is not null) figures.Add(ReproductionLevelFigure.Describe(data.FigD));
        return figures;
    }

    /// <summary>The same, as SVG and as PNG of print quality.</summary>
    public static IReadOnlyList<FigureFile> Render(ReproductionData data) =>
        [.. Describe(data).Where(figure => figure.HasData).SelectMany(figure => (FigureFile[])
        [
            new(figure.Name + ".svg", Encoding.UTF8.GetBytes(figure.RenderSvg())),
            new(figure.Name + ".png", figure.RenderPng()),
        ])];
}
