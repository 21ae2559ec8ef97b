using System.Globalization;
using System.Text;
using TauStar.Data;

namespace TauStar.Cli.Terminal;

/// <summary>What reading found, as lines for a person.</summary>
internal static class FindingsText
{
    public static string Describe(AlignmentFindings found, double? effective)
    {
        StringBuilder text = new();
        Alignment a = found.Alignment;
        text.AppendLine(CultureInfo.InvariantCulture, $"{found.Path}: {found.Format}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  read       {found.SequencesRead} sequences x {found.ColumnsRead} columns");
        text.AppendLine(CultureInfo.InvariantCulture, $"  used       {a.Count} sequences x {a.Sites} sites, {found.Distinct} distinct{(effective is double e ? $", {e:F1} effective" : "")}");
        text.Append(CultureInfo.InvariantCulture, $"  alphabet   {a.Alphabet.Name}, q = {a.Alphabet.Size}: {a.Alphabet.Letters}");
        if (a.Alphabet.HasGap) text.Append(CultureInfo.InvariantCulture, $"; {100 * found.GapFraction:F1} % gaps");
        foreach (Finding finding in found.Findings) text.AppendLine().Append("  - ").Append(finding.Text);
        return text.ToString();
    }
}
