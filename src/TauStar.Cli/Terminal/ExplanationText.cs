using System.Globalization;
using System.Text;
using TauStar.Diagnosis;
using TauStar.Numerics;

namespace TauStar.Cli.Terminal;

/// <summary>A two-level explanation as sentences and a small table, for a person.</summary>
internal static class ExplanationText
{
    private const int NameWidth = 30, ColumnWidth = 18;

    public static string Describe(TwoLevelExplanation explanation)
    {
        StringBuilder text = new();
        foreach (string sentence in explanation.Reasons) text.AppendLine(sentence);
        TwoLevelAim fidelity = explanation.Fidelity, diversity = explanation.Diversity;
        text.AppendLine();
        Row("", "fidelity D(q‖p)", "diversity D(p‖q)");
        Row("at τ = 1", Show(fidelity.AtOne), Show(diversity.AtOne));
        Row("  found low", Show(fidelity.PartsAtOne.FoundLow), Show(diversity.PartsAtOne.FoundLow));
        Row("  missed low", Show(fidelity.PartsAtOne.MissedLow), Show(diversity.PartsAtOne.MissedLow));
        Row("  high", Show(fidelity.PartsAtOne.High), Show(diversity.PartsAtOne.High));
        Row("  falsely low", Show(fidelity.PartsAtOne.FalselyLow), Show(diversity.PartsAtOne.FalselyLow));
        Row("best common τ", Show(fidelity.Common.Tau), Show(diversity.Common.Tau));
        Row("  there", Show(fidelity.Common.Divergence), Show(diversity.Common.Divergence));
        Row("each data set at its own best", Show(fidelity.AtOwnOptimum), Show(diversity.AtOwnOptimum));
        Row("  own best τ: median", Show(fidelity.Taus.Median), Show(diversity.Taus.Median));
        Row("  nine in ten from", Show(fidelity.Taus.Lowest5), Show(diversity.Taus.Lowest5));
        Row("  to", Show(fidelity.Taus.Highest5), Show(diversity.Taus.Highest5));
        Row("  none inside the range", Percent(fidelity.Taus), Percent(diversity.Taus));
        return text.ToString().TrimEnd();

        void Row(string name, string left, string right) => text.AppendLine($"{name.PadRight(NameWidth)}{left.PadLeft(ColumnWidth)}{right.PadLeft(ColumnWidth)}");
    }

    private static string Show(ReplicateMean value) => string.Create(CultureInfo.InvariantCulture, $"{value.Mean:F4} ± {value.StandardError:F4}");

    private static string Show(double value) => (Math.Round(value, 4) + 0.0).ToString("F4", CultureInfo.InvariantCulture);

    private static string Percent(TauDistribution taus) => string.Create(CultureInfo.InvariantCulture, $"{100 * (taus.AtLowerEdge + taus.AtUpperEdge):0.#} %");
}
