using System.Globalization;
using System.Text;
using TauStar.Studies.Learning;

namespace TauStar.Cli.Terminal;

/// <summary>A training in words.</summary>
internal static class LearningText
{
    public static string Describe(LearningResult r, string directory)
    {
        StringBuilder text = new();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"{r.Model} of {r.Sequences} sequences ({r.EffectiveSequences:F1} effective), {r.Sites} sites, {r.Alphabet.Length} states");
        if (r.Model != "profile")
        {
            Line($"{r.Updates} updates of {r.Chains} chains, ended by {Ending(r.Stop)}: Pearson {r.Pearson:F3}, slope {r.Slope:F2}");
            if (r.Density < 1) Line($"couplings left: {100 * r.Density:F2} %");
        }
        foreach (IndependentSample s in r.Check)
        {
            string mixed = s.MixingTime is long t ? string.Create(CultureInfo.InvariantCulture, $"mixing time {t} sweeps") : "not mixed";
            Line($"independent sample from {(s.Start == "data" ? "the data" : "random states")}: Pearson {s.Pearson:F3}, slope {s.Slope:F2}, mean energy {s.MeanEnergy:F2} +- {s.MeanEnergyError:F2}, {mixed}");
        }
        foreach (string warning in r.Warnings) Line($"warning: {warning}");
        Line($"model: {Path.Combine(directory, "model.params.dat.gz")}");
        return text.ToString().TrimEnd();
    }

    private static string Ending(string stop) => stop switch
    {
        "pearson" => "its target",
        "limit" => "the limit of updates",
        _ => "a plateau",
    };
}
