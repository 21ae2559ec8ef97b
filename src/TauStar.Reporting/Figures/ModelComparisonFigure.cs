using TauStar.Diagnosis;
using TauStar.Reporting.Plots;

namespace TauStar.Reporting.Figures;

/// <summary>Parameters of two models in the zero-sum gauge.</summary>
public static class ModelComparisonFigure
{
    /// <summary>Describes the figure.</summary>
    public static Figure Describe(ModelComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        int sites = comparison.First.Sites;
        List<(double, double)> norms = [];
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++) norms.Add((ModelComparison.Norm(comparison.First, i, j), ModelComparison.Norm(comparison.Second, i, j)));
        }
        return new Figure
        {
            Name = "compare",
            Title = "Two models",
            HowToRead = "Parameters in the zero-sum gauge; on the dotted line both models have the same.",
            EmptyNote = "Nothing was compared.",
            Panels =
            [
                AlignmentComparisonFigure.Scatter("Fields", "h (kT) in ", AlignmentComparisonFigure.Even([.. comparison.First.Fields.Zip(comparison.Second.Fields, (x, y) => ((double)x, (double)y))])),
                .. norms.Count == 0 ? (Panel[])[] : [AlignmentComparisonFigure.Scatter("Couplings of a pair of sites", "Frobenius norm (kT) in ", AlignmentComparisonFigure.Even([.. norms]))],
            ],
        };
    }
}
