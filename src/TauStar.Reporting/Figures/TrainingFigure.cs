using TauStar.Fitting;
using TauStar.Reporting.Plots;
using TauStar.Studies;

namespace TauStar.Reporting.Figures;

/// <summary>How training went: correlations, gradient and the memory of the chains against parameter updates.</summary>
public static class TrainingFigure
{
    /// <summary>Describes the figure of a tuning run.</summary>
    public static Figure Describe(TuningResult result) => Describe(result.Training.History, result.Training.Stop == "given"
        ? "The model was trained elsewhere and given to TauStar, so there is no history to show."
        : "No history was recorded.");

    /// <summary>Describes the figure of any training.</summary>
    /// <param name="history">One record an update.</param>
    /// <param name="emptyNote">What to say where there is none.</param>
    public static Figure Describe(IReadOnlyList<TrainingRecord> history, string emptyNote)
    {
        Panel Of(string title, Axis y, Func<TrainingRecord, double> quantity, params Mark[] levels) => new()
        {
            Title = title,
            X = new Axis("Parameter updates"),
            Y = y,
            Marks =
            [
                .. levels,
                new Curve("training", Ink.Model, [.. history.Select(record => new CurveMarkPoint(record.Update, quantity(record), double.NaN, double.NaN, true,
                    $"update {Numbers.Count(record.Update)}: {Numbers.Significant(quantity(record))}"))]),
            ],
        };
        return new Figure
        {
            Name = "training",
            Title = "How training went",
            HowToRead = "Pearson and slope compare the pair correlations of the training chains with those of the data; both should approach 1 and "
                + "the gradient should fall. The overlap compares a chain with its own past: near 0, the chains forget where they were; "
                + "where it rises, they are stuck, and what the model learned from them is in doubt.",
            EmptyNote = emptyNote,
            Panels =
            [
                Of("Correlations: Pearson", new Axis("Pearson"), record => record.Pearson),
                Of("Correlations: slope", new Axis("Slope, chains on data"), record => record.Slope,
                    new Level("goal", Ink.Natural, 1) { Stroke = Stroke.Dashed }),
                Of("Gradient", new Axis("RMS over couplings") { Scale = AxisScale.Logarithmic }, record => record.Gradient),
                Of("Memory of the chains", new Axis("Overlap with own past"), record => record.Overlap,
                    new Level("goal", Ink.Natural, 0) { Stroke = Stroke.Dashed }),
            ],
        };
    }
}
