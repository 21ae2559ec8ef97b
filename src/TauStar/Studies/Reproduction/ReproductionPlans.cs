using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;

namespace TauStar.Studies.Reproduction;

/// <summary>The grids of the paper's figures (arXiv:2512.09152), in full and in the part that takes minutes.</summary>
public static class ReproductionPlans
{
    /// <summary>N of the worked example (figure 2).</summary>
    public const int ExampleStates = 10;

    /// <summary>n_g of the worked example.</summary>
    public const int ExampleGround = 3;

    /// <summary>Delta of the worked example.</summary>
    public const double ExampleGap = 5;

    /// <summary>M of the worked example.</summary>
    public const int ExampleSamples = 5;

    /// <summary>N of appendix C.</summary>
    public const int ToyStates = 100;

    /// <summary>n_g of appendix C.</summary>
    public const int ToyGround = 20;

    /// <summary>M of appendix C, two-level model.</summary>
    public const int ToySamples = 80;

    /// <summary>M of appendix C, Ising model.</summary>
    public const int CrossingSamples = 54;

    /// <summary>T of the data set that figure 3 explains.</summary>
    public const double IsingExampleTemperature = 2.05;

    /// <summary>M of the data set that figure 3 explains.</summary>
    public const int IsingExampleSamples = 71;

    /// <summary>Energy levels of the 4 x 4 lattice.</summary>
    public const int IsingLevels = 15;

    /// <summary>
    /// The 34 temperatures of figure 3: 2.00 to 3.00 by 0.05 (21), 3.05, 3.10, 3.15 (3), 3.2 to 5.0 by 0.2 (10).
    /// </summary>
    public static IReadOnlyList<double> AllTemperatures { get; } =
    [
        .. Enumerable.Range(40, 24).Select(k => k / 20.0),
        .. Enumerable.Range(16, 10).Select(k => k / 5.0),
    ];

    /// <summary>The 17 M of figure 3: every fourth of 50 logarithmically even ones from 50 to 1500, and four larger.</summary>
    public static IReadOnlyList<int> AllSamples { get; } =
    [
        .. Enumerable.Range(0, 50).Where(k => k % 4 == 1).Select(k => (int)Math.Round(Math.Pow(10, Math.Log10(50) + k * Math.Log10(30) / 49))),
        2000, 4667, 7333, 10000,
    ];

    private static readonly int[] LevelSamples = [40, 63, 100, 158, 251, 398, 631, 1000, 1585, 2512, 3981, 6310, 10000];

    /// <summary>The grid of a figure; the worked examples in figures 2 and 3 need none.</summary>
    /// <param name="figure">Which.</param>
    /// <param name="options">Wishes; a list that the figure has no use for is refused.</param>
    /// <returns>A plan that can be run.</returns>
    /// <exception cref="InputException">A value out of range, or a wish that does not fit the figure.</exception>
    public static StudyPlan Of(PaperFigure figure, ReproductionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool twoLevel = figure is PaperFigure.Fig2 or PaperFigure.FigCToy;
        if (!twoLevel && options.Gaps is not null) throw new InputException($"{PaperFigureName.Of(figure)} is of the Ising model, which has no gaps; leave out --gaps");
        if (twoLevel && options.Temperatures is not null)
            throw new InputException($"{PaperFigureName.Of(figure)} is of the two-level model at T = 1; leave out --temperatures");
        if (options.Gaps is not null) CheckGaps(options.Gaps);
        StudyPlan plan = (figure switch
        {
            PaperFigure.Fig2 => TwoLevel(options, ExampleStates, ExampleGround,
                options.Full ? Even(1, 10, 0.5) : Even(1, 9, 1),
                options.Full ? [3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24, 28, 34, 40, 48, 57, 68, 80, 96, 113, 136, 160] : [3, 5, 7, 10, 14, 20, 28, 40, 57, 80, 113, 160],
                options.Full ? 200 : 50),
            PaperFigure.FigCToy => TwoLevel(options, ToyStates, ToyGround, Even(2, 9, options.Full ? 0.25 : 1), [ToySamples], 200),
            PaperFigure.Fig3 => Ising(options,
                options.Full ? AllTemperatures : [2, 2.5, 3, 3.2, 3.6],
                options.Full ? AllSamples : [.. AllSamples.Take(12)], 10),
            PaperFigure.FigCIsing => Ising(options,
                options.Full ? AllTemperatures : [2, 2.4, 2.8, 3, 3.1, 3.2, 3.4, 3.6, 4], [CrossingSamples], options.Full ? 50 : 10),
            PaperFigure.FigD => Ising(options, [2.3, 3.2, 4], options.Full ? LevelSamples : [40, 100, 251, 631, 1585, 3981, 10000], options.Full ? 50 : 10),
            _ => throw new ArgumentOutOfRangeException(nameof(figure), figure, "no such figure"),
        }).Validated();
        if (figure == PaperFigure.FigCToy && plan.Samples.Count > 1)
            throw new InputException($"samples holds {plan.Samples.Count} numbers; {PaperFigureName.Of(figure)} is drawn at one M");
        return plan;
    }

    /// <summary>These wishes without the lists that the figure has no use for: what <c>all</c> means by them.</summary>
    public static ReproductionOptions Fitting(PaperFigure figure, ReproductionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool twoLevel = figure is PaperFigure.Fig2 or PaperFigure.FigCToy;
        return options with
        {
            Gaps = twoLevel ? options.Gaps : null,
            Temperatures = twoLevel ? null : options.Temperatures,
            Samples = figure == PaperFigure.FigCToy ? null : options.Samples,
        };
    }

    private static StudyPlan TwoLevel(ReproductionOptions options, int states, int ground, double[] gaps, int[] samples, int replicates) => new()
    {
        Truths = [.. (options.Gaps ?? gaps).Select(gap => new TwoLevelTruth(states, ground, gap))],
        Temperatures = [1],
        Samples = options.Samples ?? samples,
        Replicates = options.Replicates ?? replicates,
        Fits = [new TwoLevelFitMethod()],
        Seed = options.Seed,
    };

    private static StudyPlan Ising(ReproductionOptions options, IReadOnlyList<double> temperatures, IReadOnlyList<int> samples, int replicates) => new()
    {
        Truths = [new IsingTruth(4, 4)],
        Temperatures = options.Temperatures ?? temperatures,
        Samples = options.Samples ?? samples,
        Replicates = options.Replicates ?? replicates,
        Fits = [new PublishedFit()],
        Seed = options.Seed,
    };

    private static void CheckGaps(IReadOnlyList<double> gaps)
    {
        if (gaps.Count == 0) throw new InputException("gaps is empty");
        foreach (double gap in gaps)
        {
            if (!(gap > 0) || !double.IsFinite(gap)) throw new InputException($"gaps holds {gap}; a gap must be above 0 and finite");
        }
        if (gaps.Distinct().Count() < gaps.Count) throw new InputException($"gaps holds {gaps.GroupBy(g => g).First(g => g.Count() > 1).Key} twice");
    }

    private static double[] Even(double from, double to, double step) =>
        [.. Enumerable.Range(0, (int)Math.Round((to - from) / step) + 1).Select(k => from + k * step)];
}
