using System.Text;
using TauStar.Reporting.Plots;
using TauStar.Studies.Estimators;
using TauStar.Tempering;

namespace TauStar.Reporting.Figures;

/// <summary>All figures of an estimator study.</summary>
public static class EstimatorFigureSet
{
    /// <summary>Estimates against the truth for both goals, then what they are worth.</summary>
    /// <param name="trials">Data sets.</param>
    /// <param name="summaries">Of them.</param>
    public static IReadOnlyList<Figure> Describe(IReadOnlyList<EstimatorTrial> trials, IReadOnlyList<EstimatorSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(summaries);
        EstimatorSummary[] whole = [.. summaries.Where(row => row.Temperature is null && row.Samples is null)];
        return
        [
            EstimatorScatterFigure.Describe(trials, TuningGoal.Fidelity), EstimatorScatterFigure.Describe(trials, TuningGoal.Diversity),
            EstimatorWorthFigure.DescribeRegret(whole), EstimatorWorthFigure.DescribeCoverage(whole),
        ];
    }

    /// <summary>The same, as SVG and as PNG of print quality; figures without data are left out.</summary>
    public static IReadOnlyList<FigureFile> Render(IReadOnlyList<EstimatorTrial> trials, IReadOnlyList<EstimatorSummary> summaries) =>
        [.. Describe(trials, summaries).Where(figure => figure.HasData).SelectMany(figure => (FigureFile[])
        [
            new(figure.Name + ".svg", Encoding.UTF8.GetBytes(figure.RenderSvg())),
            new(figure.Name + ".png", figure.RenderPng()),
        ])];
}
