using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Reporting.Plots;

namespace TauStar.Reporting.Figures;

/// <summary>Two sets of sequences beside each other: frequencies, correlations, principal axes, identities, energies.</summary>
public static class AlignmentComparisonFigure
{
    private const string FirstName = "A", SecondName = "B";

    /// <summary>Dots of a panel and set at most, evenly taken from all.</summary>
    private const int MostDots = 1500;

    private const int Bins = 40;

    /// <summary>Describes the figure.</summary>
    public static Figure Describe(AlignmentComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        SeenSample a = comparison.First, b = comparison.Second;
        string Percent(int axis) => Numbers.Percent(comparison.AxisShares[axis], 0);
        return new Figure
        {
            Name = "compare",
            Title = "Two sets of sequences",
            HowToRead = "On the dotted line B has what A has. Of connected correlations, the largest and a few of all are drawn. Axes are those along which A varies most; "
                + "the nearest sequence is one of A, for sequences of A another one.",
            EmptyNote = "Nothing was compared.",
            Panels =
            [
                Scatter("One-site frequencies", "f(a) in ", Even([.. a.Sample.Frequencies.Single.Zip(b.Sample.Frequencies.Single, (x, y) => ((double)x, (double)y))])),
                .. a.Sample.Alignment.Sites > 1 ? [Scatter("Connected correlations", "C(a, b) in ", Correlations(a.Sample.Frequencies, b.Sample.Frequencies))] : (Panel[])[],
                new Panel
                {
                    Title = "Principal axes of A",
                    X = new Axis($"Axis 1 ({Percent(0)} of the variance)"),
                    Y = new Axis($"Axis 2 ({Percent(1)})"),
                    Marks =
                    [
                        Dots(FirstName, Ink.Natural, Even([.. a.Axis1.Zip(a.Axis2)])),
                        Dots(SecondName, Ink.Model, Even([.. b.Axis1.Zip(b.Axis2)])),
                    ],
                },
                Histograms("To the nearest sequence of A", "Identity", a.Nearest, b.Nearest, a.Sample.Alignment.Sites),
                Histograms("Two sequences of one set", "Identity", a.PairIdentities, b.PairIdentities, a.Sample.Alignment.Sites),
                .. a.Energies is double[] energies ? [Histograms("Energies", "E (kT at \u03C4 = 1)", energies, b.Energies!, int.MaxValue)] : (Panel[])[],
            ],
        };
    }

    internal static Panel Scatter(string title, string label, IReadOnlyList<(double X, double Y)> points)
    {
        double low = points.Min(p => Math.Min(p.X, p.Y)), high = points.Max(p => Math.Max(p.X, p.Y));
        return new Panel
        {
            Title = title,
            X = new Axis(label + FirstName),
            Y = new Axis(label + SecondName),
            Marks =
            [
                Dots("", Ink.Model, points),
                new Curve("B = A", Ink.Guide, [ReproductionParts.At(low, low), ReproductionParts.At(high, high)]) { Stroke = Stroke.Dotted },
            ],
        };
    }

    internal static IReadOnlyList<(double X, double Y)> Even((double X, double Y)[] points)
    {
        int step = Math.Max(1, (points.Length + MostDots - 1) / MostDots);
        return [.. points.Where((_, n) => n % step == 0)];
    }

    private static Curve Dots(string label, Ink ink, IReadOnlyList<(double X, double Y)> points) =>
        new(label, ink, [.. points.Select(p => ReproductionParts.At(p.X, p.Y))]) { Joined = false, Dots = true };

    /// <summary>The largest in both sets together, and every so many-th of all, since the largest alone would leave the middle empty.</summary>
    private static List<(double X, double Y)> Correlations(PairFrequencies a, PairFrequencies b)
    {
        int q = a.States, step = Math.Max(1, a.Pair.Length / MostDots), index = 0;
        List<(double X, double Y)> points = [];
        PriorityQueue<(double X, double Y), double> largest = new();
        for (int i = 0; i < a.Sites; i++)
        {
            for (int j = i + 1; j < a.Sites; j++)
            {
                ReadOnlySpan<float> f = a.Block(i, j), g = b.Block(i, j);
                for (int n = 0; n < q * q; n++)
                {
                    int x = i * q + n / q, y = j * q + n % q;
                    (double X, double Y) point = (f[n] - (double)a.Single[x] * a.Single[y], g[n] - (double)b.Single[x] * b.Single[y]);
                    double size = point.X * point.X + point.Y * point.Y;
                    if (largest.Count < MostDots) largest.Enqueue(point, size);
                    else if (largest.TryPeek(out _, out double least) && size > least) largest.EnqueueDequeue(point, size);
                    if (index++ % step == 0) points.Add(point);
                }
            }
        }
        return [.. points.Concat(largest.UnorderedItems.Select(item => item.Element)).Distinct().Order()];
    }

    private static Panel Histograms(string title, string label, double[] a, double[] b, int steps)
    {
        double low = Math.Min(a.Min(), b.Min()), high = Math.Max(a.Max(), b.Max());
        // Identities are multiples of 1/L: a bin holds a whole number of them.
        double width = steps == int.MaxValue ? (high - low) / Bins : Math.Ceiling((high - low) * steps / Bins) / steps;
        if (!(width > 0)) width = 1;
        double start = steps == int.MaxValue ? low : low - 0.5 / steps;
        int bins = (int)((high - start) / width) + 1;
        Steps Of(string name, Ink ink, double[] values)
        {
            double[] heights = new double[bins];
            foreach (double value in values) heights[Math.Clamp((int)((value - start) / width), 0, bins - 1)] += 1 / (values.Length * width);
            return new Steps(name, ink, start, width, heights) { Filled = ink == Ink.Natural };
        }
        return new Panel
        {
            Title = title,
            X = new Axis(label),
            Y = new Axis("Probability density") { Min = 0 },
            Marks = [Of(FirstName, Ink.Natural, a), Of(SecondName, Ink.Model, b)],
        };
    }
}
