using System.CommandLine;
using System.Text.Json;
using TauStar.Cli.Help;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Formats;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar inspect DATA</c>: what reading finds, and nothing else.</summary>
internal static class InspectCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    private const string Details = """
        Prints format, alphabet, sizes, and all that was removed, replaced or merged, as tune would read the data.

        Example:
          taustar inspect examples/fn3.sto
        """;

    public static Command Create()
    {
        Argument<string> data = new("DATA") { Description = "alignment (FASTA, A2M, A3M, Stockholm) or table of states (CSV, NumPy), plain or gzip" };
        Option<bool> json = new("--json") { Description = "print JSON" };
        ExplainedCommand command = new("inspect", "Read data, say what was found, and stop.", Details) { data };
        SettingOptions<TuneSettings> settings = new(command, TuneSettings.OfReading);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            TuneSettings chosen = settings.Read(parsed, s => s.Tuning.Validated());
            AlignmentFindings found = AlignmentReader.Read(parsed.GetValue(data)!, chosen.Reading);
            double[] weights = SequenceSimilarity.Weights(found.Alignment, chosen.Tuning.IdentityFor(found.Alignment.Alphabet));
            Output.WriteLine(parsed.GetValue(json) ? ToJson(found, weights.Sum()) : FindingsText.Describe(found, weights.Sum()));
            return 0;
        });
        return command;
    }

    private static string ToJson(AlignmentFindings found, double effective) => JsonSerializer.Serialize(new
    {
        found.Path,
        found.Format,
        found.Sha256,
        found.SequencesRead,
        found.ColumnsRead,
        Alphabet = found.Alignment.Alphabet.Name,
        found.Alignment.Alphabet.Letters,
        Sequences = found.Alignment.Count,
        found.Alignment.Sites,
        found.Distinct,
        EffectiveSequences = effective,
        found.GapFraction,
        found.Findings,
    }, Json);
}
