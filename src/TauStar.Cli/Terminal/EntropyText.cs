using System.Globalization;
using System.Text;
using TauStar.Numerics;
using TauStar.Studies;
using TauStar.Tempering;

namespace TauStar.Cli.Terminal;

/// <summary>Thermodynamics of a model as a small table and sentences, for a person.</summary>
internal static class EntropyText
{
    private const int NameWidth = 30, ColumnWidth = 22;

    public static string Describe(EntropyResult result)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"τ = {result.Tau}, {result.Sites} sites with {result.States} states; value ± half of the 90 % interval");
        Row("", "log Z", "F = -τ log Z", "<E>", "entropy S");
        foreach (Thermodynamics way in result.Ways) Row(way.Method, Show(way.LogZ), Show(way.FreeEnergy), Show(way.MeanEnergy), Show(way.Entropy));
        Row("  annealed down, lower bound", Show(result.Lower));
        Row("  annealed up, upper bound", Show(result.Upper));
        Estimate entropy = result.Answer.Entropy;
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Entropy a site {entropy.Value / result.Sites:F4} nats of {Math.Log(result.States):F4} at most; effective sequences 10^{entropy.Value / Math.Log(10):F1}");
        if (result.Data is DataLikelihood data)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"Data: {data.Sequences} sequences, mean energy {data.MeanEnergy:F3}; log-likelihood a sequence {Show(data.LogLikelihood)} nats, {data.LogLikelihood.Value / result.Sites:F4} a site (all equally likely: {data.Uniform / result.Sites:F4})");
        }
        text.AppendLine(result.Agree ? "The three ways agree." : "The three ways do not agree.");
        foreach (string warning in result.Warnings) text.Append("Warning: ").AppendLine(warning);
        return text.ToString().ReplaceLineEndings("\n").TrimEnd();

        void Row(string name, params string[] cells) => text.AppendLine(name.PadRight(NameWidth) + string.Concat(cells.Select(c => c.PadLeft(ColumnWidth))));
    }

    private static string Show(Estimate e) => string.Create(CultureInfo.InvariantCulture, $"{e.Value:F4} ± {(e.High - e.Low) / 2:F4}");
}
