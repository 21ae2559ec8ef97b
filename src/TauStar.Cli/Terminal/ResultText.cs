using System.Text;
using TauStar.Studies;

namespace TauStar.Cli.Terminal;

/// <summary>The end of a run in words.</summary>
internal static class ResultText
{
    public static string Describe(TuningResult result, string folder)
    {
        StringBuilder text = new();
        foreach (string sentence in result.Verdict) text.AppendLine(sentence);
        foreach (string warning in result.Warnings) text.Append("Warning: ").AppendLine(warning);
        text.Append("Report: ").Append(Path.Combine(folder, "report.html"));
        return text.ToString();
    }
}
