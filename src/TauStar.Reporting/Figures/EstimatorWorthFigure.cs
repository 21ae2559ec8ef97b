using TauStar.Reporting.Plots;
using TauStar.Studies.Estimators;

namespace TauStar.Reporting.Figures;

/// <summary>What estimators are worth, a line each: regret fractions, and how often intervals cover the truth.</summary>
public static class EstimatorWorthFigure
{
    private const double LeastRegret = 0.01, MostRegret = 10;

    // Families of one estimator stand this far apart, in lines, but never further than to the middle between two estimators.
    private const double Step = 0.2, MostSpread = 0.7;

    private readonly record struct Worth(EstimatorGroup Group, double Value, double Error);

    /// <summary>Pooled regret fractions.</summary>
    /// <param name="summaries">Over all data sets.</param>
    public static Figure DescribeRegret(IReadOnlyList<EstimatorSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        Axis x = new("Pooled regret fraction \u00B1 s.e.") { Scale = AxisScale.Logarithmic, Min = LeastRegret, Max = MostRegret };
        return new Figure
        {
            Name = "estimators-regret",
            Title = "Regret fraction of every estimator",
            HowToRead = "Of what could be gained over \u03C4 = 1, the part that is lost: 0 is perfect, 1 no better than \u03C4 = 1, more is harmful. "
                + "Bars are jackknife errors over data sets; what lies beyond the axis stands at its edge.",
            EmptyNote = "Nothing could be gained.",
            Panels = Panels([.. summaries.Select(row => new Worth(row.Group, row.PooledRegret.Mean, row.PooledRegret.StandardError))], x,
                new Place("no better than \u03C4 = 1", Ink.Guide, 1) { Stroke = Stroke.Dotted }),
        };
    }

    /// <summary>Coverage of 90 % intervals.</summary>
    /// <param name="summaries">Over all data sets.</param>
    public static Figure DescribeCoverage(IReadOnlyList<EstimatorSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        return new Figure
        {
            Name = "estimators-coverage",
            Title = "Coverage of the 90 % intervals",
            HowToRead = "How often the interval of an estimate holds the true optimum; 0.9 is right. Bars are binomial errors.",
            EmptyNote = "No estimator has intervals.",
            Panels = Panels([.. summaries.Where(row => row.Coverage.Of > 0).Select(row => new Worth(row.Group, row.Coverage.Value, row.Coverage.Error))],
                new Axis("Share of intervals that hold the optimum \u00B1 s.e.") { Min = 0, Max = 1 }, new Place("0.9", Ink.Guide, 0.9) { Stroke = Stroke.Dotted }),
        };
    }

    private static Panel[] Panels(IReadOnlyList<Worth> all, Axis x, Place reference)
    {
        IReadOnlyDictionary<EstimatorParts.Family, Ink> inks = EstimatorParts.InksOf(all.Select(row => EstimatorParts.Of(row.Group)));
        EstimatorParts.Family[] families = [.. inks.Keys];
        double step = Math.Min(Step, MostSpread / families.Length);
        return
        [
            .. all.GroupBy(row => row.Group.Goal).Select(goal =>
            {
                string[] names = [.. goal.Select(row => row.Group.Estimator).Distinct().Reverse()]; // the first on top
                double Line(Worth row) => Array.IndexOf(names, row.Group.Estimator)
                    + step * ((families.Length - 1) / 2.0 - Array.IndexOf(families, EstimatorParts.Of(row.Group)));
                double Inside(double value) => Math.Clamp(value, x.Min!.Value, x.Max!.Value);
                return new Panel
                {
                    Title = EstimatorParts.Symbol(goal.Key),
                    X = x,
                    Y = new Axis("") { Names = names, Min = -0.5, Max = names.Length - 0.5 },
                    Wide = true,
                    Marks =
                    [
                        .. goal.GroupBy(row => EstimatorParts.Of(row.Group)).SelectMany(family => (Mark[])
                        [
                            new Curve("", inks[family.Key],
                            [
                                .. family.Where(row => double.IsFinite(row.Value + row.Error)).SelectMany(row => (CurveMarkPoint[])
                                [
                                    ReproductionParts.At(Inside(row.Value - row.Error), Line(row)),
                                    ReproductionParts.At(Inside(row.Value + row.Error), Line(row)),
                                    ReproductionParts.At(double.NaN, double.NaN), // lifts the pen
                                ]),
                            ]),
                            new Curve(family.Key.Label, inks[family.Key],
                                [.. family.Where(row => double.IsFinite(row.Value)).Select(row => ReproductionParts.At(Inside(row.Value), Line(row)))])
                            { Joined = false, Dots = true },
                        ]),
                        reference, // last: ScottPlot would draw dots with the dashes of the line before
                    ],
                };
            }),
        ];
    }
}
