using TauStar.Reporting.Plots;
using TauStar.Studies.Estimators;
using TauStar.Tempering;

namespace TauStar.Reporting.Figures;

/// <summary>What estimators say against what is true, a panel each and a dot a data set.</summary>
public static class EstimatorScatterFigure
{
    /// <summary>For one goal.</summary>
    public static Figure Describe(IReadOnlyList<EstimatorTrial> trials, TuningGoal goal)
    {
        ArgumentNullException.ThrowIfNull(trials);
        // Verdicts are left out: they are the estimate that decides, or 1.
        EstimatorRow[] rows =
            [.. trials.SelectMany(trial => trial.Rows()).Where(row => row.Estimate.Goal == goal && row.HasAnswer && row.Estimate.Estimator != EstimatorTrial.Verdict)];
        IReadOnlyDictionary<EstimatorParts.Family, Ink> inks = EstimatorParts.InksOf(trials.Select(trial => EstimatorParts.Of(trial.Label)));
        string symbol = EstimatorParts.Symbol(goal);
        // One pair of axes for all panels, so that they can be compared. It ends where truths end, with room: wild estimates are cut off at its edge.
        double[] truths = [.. rows.Select(row => row.Target.Optimum.Tau)];
        double low = truths.Length == 0 ? 0.5 : Math.Min(truths.Min(), 0.9) / 1.25, high = truths.Length == 0 ? 2 : Math.Max(truths.Max(), 1.1) * 1.25;
        Axis Tau(string label) => new(label) { Scale = AxisScale.Logarithmic, Min = low, Max = high };
        return new Figure
        {
            Name = goal == TuningGoal.Fidelity ? "estimators-tau-star" : "estimators-tau-prime",
            Title = $"{symbol} from data alone against the true {symbol}",
            HowToRead = $"Every dot is a data set. On the line an estimate is the true optimum; on the wrong side of 1 it turns the temperature the wrong way. "
                + "Estimates beyond the axis stand at its edge.",
            EmptyNote = "No estimator has an answer.",
            Columns = 3,
            Panels =
            [
                .. rows.GroupBy(row => row.Estimate.Estimator).Select(estimator => new Panel
                {
                    Title = estimator.Key,
                    X = Tau($"{symbol}, true"),
                    Y = Tau($"{symbol}, estimate"),
                    Marks =
                    [
                        .. estimator.GroupBy(row => EstimatorParts.Of(row.Trial.Label)).Select(family => new Curve(family.Key.Label, inks[family.Key],
                            [.. family.Select(row => ReproductionParts.At(row.Target.Optimum.Tau, Math.Clamp(row.Estimate.Tau.Value, low, high)))])
                        { Joined = false, Dots = true }),
                        // Behind all dots in this list: ScottPlot would draw them with the dashes of the line before.
                        new Curve("estimate = truth", Ink.Guide, [ReproductionParts.At(low, low), ReproductionParts.At(high, high)]) { Stroke = Stroke.Dotted },
                        new Place("", Ink.Guide, 1) { Stroke = Stroke.Dotted },
                        new Level("", Ink.Guide, 1) { Stroke = Stroke.Dotted },
                    ],
                }),
            ],
        };
    }
}
