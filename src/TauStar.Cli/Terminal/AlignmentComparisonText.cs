using System.Globalization;
using System.Text;
using TauStar.Diagnosis;
using TauStar.Numerics;

namespace TauStar.Cli.Terminal;

/// <summary>A comparison of two sets of sequences: what B against A gives, beside what two halves of A give.</summary>
internal static class AlignmentComparisonText
{
    private const int NameWidth = 36, ColumnWidth = 11, WideColumn = 19;

    private static readonly (string Name, Func<AlignmentAgreement, CorrelationFit?> Of)[] Fits =
    [
        ("one-site frequencies", x => x.OneSite), ("two-site frequencies", x => x.TwoSite), ("connected two-site correlations", x => x.TwoSiteConnected),
        ("three-site frequencies", x => x.ThreeSite?.Frequencies), ("connected three-site correlations", x => x.ThreeSite?.Connected),
    ];

    private static readonly (string Name, Func<AlignmentAgreement, SampleComparison?> Of)[] Samples =
    [
        ("principal axis 1", x => x.Axis1), ("principal axis 2", x => x.Axis2), ("energy", x => x.Energy),
        ("identity to the nearest of A", x => x.Nearest), ("identity of two of one set", x => x.PairIdentity),
    ];

    /// <summary>One number a row: what it is, of B against A, of halves.</summary>
    public static IEnumerable<(string Name, double Value, double Halves)> Rows(AlignmentComparison comparison)
    {
        foreach ((string name, CorrelationFit value, CorrelationFit halves) in FitsOf(comparison))
        {
            yield return ($"{name}: Pearson", value.Pearson, halves.Pearson);
            yield return ($"{name}: slope", value.Slope, halves.Slope);
        }
        foreach ((string name, SampleComparison value, SampleComparison halves) in SamplesOf(comparison))
        {
            yield return ($"{name}: mean of A", value.FirstMean, halves.FirstMean);
            yield return ($"{name}: mean of B", value.SecondMean, halves.SecondMean);
            yield return ($"{name}: deviation of A", value.FirstDeviation, halves.FirstDeviation);
            yield return ($"{name}: deviation of B", value.SecondDeviation, halves.SecondDeviation);
            yield return ($"{name}: Kolmogorov-Smirnov", value.KolmogorovSmirnov, halves.KolmogorovSmirnov);
        }
    }

    public static string Describe(AlignmentComparison comparison)
    {
        StringBuilder text = new();
        Line("", ColumnWidth, "Pearson", "halves", "slope", "halves");
        foreach ((string name, CorrelationFit value, CorrelationFit halves) in FitsOf(comparison))
            Line(name, ColumnWidth, Show(value.Pearson), Show(halves.Pearson), Show(value.Slope), Show(halves.Slope));
        text.Append('\n');
        Line("", WideColumn, "A", "B", "Kolm.-Smirnov", "halves");
        foreach ((string name, SampleComparison value, SampleComparison halves) in SamplesOf(comparison))
        {
            Line(name, WideColumn, $"{Show(value.FirstMean)} ± {Show(value.FirstDeviation)}", $"{Show(value.SecondMean)} ± {Show(value.SecondDeviation)}",
                Show(value.KolmogorovSmirnov), Show(halves.KolmogorovSmirnov));
        }
        return text.ToString().TrimEnd();

        void Line(string name, int width, params string[] cells) => text.Append(name.PadRight(NameWidth)).AppendJoin("", cells.Select(cell => cell.PadLeft(width))).Append('\n');
    }

    private static IEnumerable<(string, CorrelationFit, CorrelationFit)> FitsOf(AlignmentComparison comparison)
    {
        foreach ((string name, Func<AlignmentAgreement, CorrelationFit?> of) in Fits)
        {
            if (of(comparison.Agreement) is CorrelationFit value && of(comparison.Halves) is CorrelationFit halves) yield return (name, value, halves);
        }
    }

    private static IEnumerable<(string, SampleComparison, SampleComparison)> SamplesOf(AlignmentComparison comparison)
    {
        foreach ((string name, Func<AlignmentAgreement, SampleComparison?> of) in Samples)
        {
            if (of(comparison.Agreement) is SampleComparison value && of(comparison.Halves) is SampleComparison halves) yield return (name, value, halves);
        }
    }

    private static string Show(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
