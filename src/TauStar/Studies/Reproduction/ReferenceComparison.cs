using TauStar.Numerics;

namespace TauStar.Studies.Reproduction;

/// <summary>How a row of the comparison counts.</summary>
public enum ComparisonKind
{
    /// <summary>A number against a number.</summary>
    Value,

    /// <summary>What was published says "at least": z is below 0 where ours is lower, and 0 where it is not. Not in the summary's numbers.</summary>
    AtLeast,
}

/// <summary>One number of ours beside the published one.</summary>
/// <param name="Figure">Which figure.</param>
/// <param name="Quantity">Column of its table, without "_mean".</param>
/// <param name="Place">Where in the figure; NaN or -1 in it: no such coordinate.</param>
/// <param name="Ours">Mean and standard error.</param>
/// <param name="Published">As published.</param>
/// <param name="PublishedError">Its standard error, with the error of reading where it was read off a figure.</param>
/// <param name="Kind">How it counts.</param>
/// <param name="Z">Difference over both errors; NaN where ours has none.</param>
public sealed record ComparisonRow(
    PaperFigure Figure, string Quantity, ComparisonPlace Place, ReplicateMean Ours, double Published, double PublishedError,
    ComparisonKind Kind, double Z);

/// <summary>Where in a figure a number stands.</summary>
/// <param name="Gap">Delta; NaN: none.</param>
/// <param name="Temperature">T; NaN: none.</param>
/// <param name="Samples">M.</param>
/// <param name="Level">Energy level; -1: none.</param>
public readonly record struct ComparisonPlace(double Gap, double Temperature, int Samples, int Level = -1);

/// <summary>One quantity of one figure in a few numbers; NaN where there is nothing to say.</summary>
/// <param name="Figure">Which figure.</param>
/// <param name="Quantity">As in the rows.</param>
/// <param name="Rows">Numbers compared, values only, of levels up to <see cref="ReferenceComparison.HighestLevel"/>.</param>
/// <param name="RmsZ">Root mean square of z; about 1 when errors are right and nothing else differs.</param>
/// <param name="LargestZ">Largest |z|.</param>
/// <param name="MedianLogRatio">Median |ln(ours/published)|; for tau, kappa and C, which are positive.</param>
/// <param name="Signs">For tau: how many of those with |ln published| above 0.05 lie on the published side of 1.</param>
/// <param name="Signed">How many those are.</param>
/// <param name="AtLeastHeld">Rows "at least" that hold within two errors.</param>
/// <param name="AtLeast">Rows "at least".</param>
public sealed record ComparisonSummary(
    PaperFigure Figure, string Quantity, int Rows, double RmsZ, double LargestZ, double MedianLogRatio, int Signs, int Signed,
    int AtLeastHeld, int AtLeast);

/// <summary>A place where kappa = C or tau* = 1, ours beside the published one.</summary>
/// <param name="Figure">Which figure.</param>
/// <param name="What">What crosses what.</param>
/// <param name="Samples">M.</param>
/// <param name="Axis">Along what: gap or T.</param>
/// <param name="Ours">Ours; null where there is no crossing within the grid.</param>
/// <param name="Published">
/// Figure C, two-level, and figure 3: from the published numbers, interpolated alike, over the published T, which are far apart;
/// figure C, Ising: the text's "near T = 3.2". Null where there is none, or where its error is above
/// <see cref="ReferenceComparison.LargestCrossingError"/>.
/// </param>
public sealed record ComparisonCrossing(PaperFigure Figure, string What, int Samples, string Axis, Crossing? Ours, Crossing? Published);

/// <summary>Ours held against what was published.</summary>
/// <param name="Rows">Number by number.</param>
/// <param name="Summaries">Quantity by quantity.</param>
/// <param name="Crossings">Crossing by crossing.</param>
public sealed record ReferenceComparison(
    IReadOnlyList<ComparisonRow> Rows, IReadOnlyList<ComparisonSummary> Summaries, IReadOnlyList<ComparisonCrossing> Crossings)
{
    /// <summary>Error of a tau that was read off a colour, below 1.</summary>
    public const double ReadingErrorBelowOne = 0.02;

    /// <summary>The same at 1 and above.</summary>
    public const double ReadingErrorAboveOne = 0.03;

    /// <summary>Where the published colours of tau* end: such a value says "at least".</summary>
    public const double ColoursEnd = 3;

    /// <summary>|ln tau| below which a sign is within the error of reading.</summary>
    public const double SmallestSigned = 0.05;

    /// <summary>A published crossing that is known no better says nothing: the published T of figure 3 are 0.2 to 0.5 apart.</summary>
    public const double LargestCrossingError = 0.3;

    /// <summary>
    /// Summaries of levels stop here: above, so few data sets visit a level that its mean over replicates is not normal, and z
    /// says little.
    /// </summary>
    public const int HighestLevel = 8;

    /// <summary>Replicates behind a published tau.</summary>
    private const int PublishedReplicates = 10;

    /// <summary>Half a unit in the last of the six printed decimals: the error of numbers printed as 0.000000 +- 0.000000.</summary>
    private const double Rounding = 5e-7;

    /// <summary>A bound holds when ours is not this many errors below it.</summary>
    private const double BoundErrors = 2;

    /// <summary>The paper's text on appendix C, Ising model at M = 54: "near T = 3.2".</summary>
    private const double PublishedIsingCrossing = 3.2;

    /// <summary>Compares whatever was both computed and published.</summary>
    public static ReferenceComparison Of(ReproductionData ours, PublishedNumbers published)
    {
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(published);
        ComparisonRow[] rows = [.. Toy(ours, published), .. Phase(ours, published), .. Levels(ours, published)];
        return new ReferenceComparison(rows,
            [.. rows.GroupBy(row => (row.Figure, row.Quantity)).Select(group => Summarise(group.Key.Figure, group.Key.Quantity, [.. group]))],
            [.. CrossingsOf(ours, published)]);
    }

    private static IEnumerable<ComparisonRow> Toy(ReproductionData ours, PublishedNumbers published)
    {
        foreach (PublishedResponse theirs in published.FigCToy)
        {
            // Published at one M, which its table does not say.
            if (ours.FigCToy?.Points.FirstOrDefault(p => Same(p.X, theirs.Gap) && p.Samples == ReproductionPlans.ToySamples) is not ResponsePoint point) continue;
            ComparisonPlace place = new(theirs.Gap, double.NaN, point.Samples);
            yield return Row(PaperFigure.FigCToy, "kappa", place, point.Kappa, theirs.Kappa);
            yield return Row(PaperFigure.FigCToy, "C", place, point.HeatCapacity, theirs.HeatCapacity);
        }
    }

    private static IEnumerable<ComparisonRow> Phase(ReproductionData ours, PublishedNumbers published)
    {
        foreach (PublishedPhase theirs in published.Fig3)
        {
            if (ours.Fig3?.Points.FirstOrDefault(p => Same(p.X, theirs.Temperature) && p.Samples == theirs.Samples) is not PhasePoint point) continue;
            ComparisonPlace place = new(double.NaN, theirs.Temperature, theirs.Samples);
            double spread = Math.Sqrt((double)point.Replicates / PublishedReplicates);
            yield return Tau("tau_star", place, point.TauStar, (theirs.TauStar, spread * point.TauStar.StandardError), theirs.TauStar.Value >= ColoursEnd);
            yield return Tau("tau_prime", place, point.TauPrime, (theirs.TauPrime, spread * point.TauPrime.StandardError), atLeast: false);
        }
    }

    private static IEnumerable<ComparisonRow> Levels(ReproductionData ours, PublishedNumbers published)
    {
        foreach (PublishedLevel theirs in published.FigD)
        {
            if (ours.FigD?.Rows.FirstOrDefault(r => Same(r.Temperature, theirs.Temperature) && r.Samples == theirs.Samples && r.Level == theirs.Level)
                is not LevelRow row) continue;
            ComparisonPlace place = new(double.NaN, theirs.Temperature, theirs.Samples, theirs.Level);
            yield return Row(PaperFigure.FigD, "emp_p", place, row.EmpiricalTruth, theirs.EmpiricalTruth);
            yield return Row(PaperFigure.FigD, "emp_q", place, row.EmpiricalFit, theirs.EmpiricalFit);
            yield return Row(PaperFigure.FigD, "q_p", place, row.FitTruth, theirs.FitTruth);
        }
    }

    private static ComparisonRow Row(PaperFigure figure, string quantity, ComparisonPlace place, ReplicateMean ours, Published theirs)
    {
        double error = Math.Sqrt(theirs.StandardError * theirs.StandardError + Rounding * Rounding);
        return new ComparisonRow(figure, quantity, place, ours, theirs.Value, error, ComparisonKind.Value, Z(ours, theirs.Value, error));
    }

    /// <summary>The published mean has no error printed: its scatter is that of 10 of our replicates.</summary>
    private static ComparisonRow Tau(string quantity, ComparisonPlace place, ReplicateMean ours, (Published Read, double Scatter) theirs, bool atLeast)
    {
        double value = theirs.Read.Value;
        double error = double.Hypot(value < 1 ? ReadingErrorBelowOne : ReadingErrorAboveOne, theirs.Scatter);
        double z = Z(ours, value, error);
        return new ComparisonRow(PaperFigure.Fig3, quantity, place, ours, value, error,
            atLeast ? ComparisonKind.AtLeast : ComparisonKind.Value, atLeast ? Math.Min(z, 0) : z);
    }

    private static double Z(ReplicateMean ours, double theirs, double error) =>
        (ours.Mean - theirs) / Math.Sqrt(ours.StandardError * ours.StandardError + error * error);

    private static ComparisonSummary Summarise(PaperFigure figure, string quantity, ComparisonRow[] rows)
    {
        ComparisonRow[] values = [.. rows.Where(row => row.Kind == ComparisonKind.Value && row.Place.Level <= HighestLevel)], bounds = [.. rows.Where(row => row.Kind == ComparisonKind.AtLeast)];
        double[] z = [.. values.Select(row => row.Z).Where(double.IsFinite)];
        bool positive = figure != PaperFigure.FigD;
        double[] ratios = positive ? [.. values.Select(row => Math.Abs(Math.Log(row.Ours.Mean / row.Published))).Where(double.IsFinite).Order()] : [];
        ComparisonRow[] signed = figure == PaperFigure.Fig3 ? [.. values.Where(row => Math.Abs(Math.Log(row.Published)) > SmallestSigned)] : [];
        return new ComparisonSummary(figure, quantity, values.Length,
            z.Length > 0 ? Math.Sqrt(z.Average(x => x * x)) : double.NaN,
            z.Length > 0 ? z.Max(Math.Abs) : double.NaN,
            ratios.Length > 0 ? (ratios[(ratios.Length - 1) / 2] + ratios[ratios.Length / 2]) / 2 : double.NaN,
            signed.Count(row => Math.Sign(Math.Log(row.Ours.Mean)) == Math.Sign(Math.Log(row.Published))), signed.Length,
            bounds.Count(row => row.Z > -BoundErrors || row.Ours.Mean >= row.Published), bounds.Length);
    }

    private static IEnumerable<ComparisonCrossing> CrossingsOf(ReproductionData ours, PublishedNumbers published)
    {
        foreach (ResponseCrossing crossing in ours.FigCToy?.Crossings ?? [])
        {
            // The published means of kappa and C come from the same data sets, but how they vary together was not printed.
            Crossing? theirs = crossing.Samples == ReproductionPlans.ToySamples
                ? Crossing.Upward([.. published.FigCToy.OrderBy(p => p.Gap).Select(p => (p.Gap, new ReplicateMean(
                    p.Kappa.Value - p.HeatCapacity.Value, double.Hypot(p.Kappa.StandardError, p.HeatCapacity.StandardError))))])
                : null;
            yield return new ComparisonCrossing(PaperFigure.FigCToy, "kappa = C", crossing.Samples, "gap", crossing.Crossing, theirs);
        }
        foreach (ResponseCrossing crossing in ours.FigCIsing?.Crossings ?? [])
        {
            bool theirs = crossing.Samples == ReproductionPlans.CrossingSamples;
            yield return new ComparisonCrossing(PaperFigure.FigCIsing, "kappa = C", crossing.Samples, "T", crossing.Crossing,
                theirs ? new Crossing(PublishedIsingCrossing, double.NaN) : null);
        }
        foreach (UnitPoint unit in ours.Fig3?.UnitLine ?? [])
        {
            (double, ReplicateMean)[] theirs =
            [
                .. published.Fig3.Where(p => p.Samples == unit.Samples).OrderBy(p => p.Temperature)
                    .Select(p => (p.Temperature, new ReplicateMean(Math.Log(p.TauStar.Value), p.TauStar.Value < 1 ? ReadingErrorBelowOne : ReadingErrorAboveOne))),
            ];
            Crossing? crossing = Crossing.Upward(theirs);
            yield return new ComparisonCrossing(PaperFigure.Fig3, "tau* = 1", unit.Samples, "T", unit.Crossing, crossing?.StandardError > LargestCrossingError ? null : crossing);
        }
    }

    private static bool Same(double a, double b) => Math.Abs(a - b) < 1e-9;
}
