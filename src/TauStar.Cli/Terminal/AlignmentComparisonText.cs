using System.Globalization;
using System.Text;
using TauStar.Diagnosis;
using TauStar.Numerics;

namespace TauStar.Cli.Terminal;

/// <summary>A comparison of two sets of sequences as rows of a table: what B against A gives, and what two halves of A give.</summary>
internal static class AlignmentComparisonText
{
    private const int NameWidth = 44, ColumnWidth = 14;

    /// <summary>Rows: what it is, of B against A, of halves.</summary>
    public static IEnumerable<(string Name, double Value, double Halves)> Rows(AlignmentComparison comparison)
    {
        AlignmentAgreement b = comparison.Agreement, halves = comparison.Halves;
        foreach ((string name, Func<AlignmentAgreement, CorrelationFit?> fit) in new (string, Func<AlignmentAgreement, CorrelationFit?>)[]
        {
            ("one-site frequencies", x => x.OneSite), ("two-site frequencies", x => x.TwoSite), ("connected two-site correlations", x => x.TwoSiteConnected),
            ("three-site frequencies", x => x.ThreeSite?.Frequencies), ("connected three-site correlations", x => x.ThreeSite?.Connected),
        })
        {
            if (fit(b) is not CorrelationFit value || fit(halves) is not CorrelationFit scale) continue;
            yield return ($"{name}: Pearson", value.Pearson, scale.Pearson);
            yield return ($"{name}: slope", value.Slope, scale.Slope);
        }
        foreach ((string name, Func<AlignmentAgreement, SampleComparison?> sample) in new (string, Func<AlignmentAgreement, SampleComparison?>)[]
        {
            ("principal axis 1", x => x.Axis1), ("principal axis 2", x => x.Axis2), ("energy", x => x.Energy),
            ("identity to the nearest of A", x => x.Nearest), ("identity of two of one set", x => x.PairIdentity),
        })
        {
            if (sample(b) is not SampleComparison value || sample(halves) is not SampleComparison scale) continue;
            yield return ($"{name}: mean of A", value.FirstMean, scale.FirstMean);
            yield return ($"{name}: mean of B", value.SecondMean, scale.SecondMean);
            yield return ($"{name}: deviation of A", value.FirstDeviation, scale.FirstDeviation);
            yield return ($"{name}: deviation of B", value.SecondDeviation, scale.SecondDeviation);
            yield return ($"{name}: Kolmogorov-Smirnov", value.KolmogorovSmirnov, scale.KolmogorovSmirnov);
        }
    }

    public static string Describe(AlignmentComparison comparison)
    {
        StringBuilder text = new();
        text.Append("".PadRight(NameWidth)).Append("B against A".PadLeft(ColumnWidth)).AppendLine("halves of A".PadLeft(ColumnWidth));
        foreach ((string name, double value, double halves) in Rows(comparison))
            text.Append(name.PadRight(NameWidth)).Append(Show(value)).AppendLine(Show(halves));
        return text.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private static string Show(double value) => value.ToString("F4", CultureInfo.InvariantCulture).PadLeft(ColumnWidth);
}
