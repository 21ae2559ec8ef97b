using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar energies MODEL DATA</c>: the energy of every sequence under a model.</summary>
internal static partial class EnergiesCommand
{
    private const string Details = """
        Energies are in k_BT at tau = 1, E = -sum h - sum J: the lower, the more probable. Prints a table (name, energy), or with --out
        writes one; a name that ends in .fasta (or .fasta.gz) gets the sequences, with "DCAenergy: E" in their headers.

        Example:
          taustar energies model.params.dat.gz examples/fn3.sto --out energies.csv
        """;

    private static readonly CsvColumn[] Columns = [new("name", "of the sequence"), new("energy", "E = -sum h - sum J, k_BT at tau = 1")];

    // Findings that make the sequences scored others than those of the file.
    private static readonly string[] Changes = ["unknown-letters", "gappy-sequences"];

    // Of another model, or of this one before.
    [GeneratedRegex(@"\s*\|\s*DCAenergy:\s*\S+")]
    private static partial Regex EnergyInName { get; }

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> model = new("MODEL") { Description = "a Potts model, in any format that convert reads" };
        Argument<string> data = new("DATA") { Description = "alignment or table of states" };
        Option<string?> target = new("--out") { HelpName = "FILE", Description = "where to write; default standard output" };
        Option<bool> json = new("--json") { Description = "print JSON" };
        ExplainedCommand command = new("energies", "Score sequences with a Potts model.", Details) { model, data };
        SettingOptions<TuneSettings> settings = new(command, [.. TuneSettings.ReadingIn<TuneSettings>(s => s, (_, s) => s)]);
        command.Options.Add(target);
        OutputFiles files = new(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            TuneSettings chosen = settings.Read(parsed, s => s.Tuning.Validated());
            files.Check(parsed, [parsed.GetValue(model), parsed.GetValue(data)], [parsed.GetValue(target)]);
            (AlignmentFindings found, PottsModel potts) = ModelInput.Read(parsed.GetValue(model)!, parsed.GetValue(data)!, chosen.Reading);
            Alignment rows = found.Alignment;
            cancellation.ThrowIfCancellationRequested();
            double[] energies = potts.Energies(rows);
            cancellation.ThrowIfCancellationRequested(); // half a file is never seen, so that between computing and writing is where to stop
            foreach (Finding change in found.Findings.Where(finding => Changes.Contains(finding.Key))) Console.Error.WriteLine($"taustar: {found.Path}: {change.Text}");
            if (parsed.GetValue(target) is string file) Write(file, rows, energies);
            if (parsed.GetValue(json)) Output.WriteLine(ToJson(rows, energies));
            else if (parsed.GetValue(target) is null) Output.Write(ToText(rows, energies));
            return 0;
        });
        return command;
    }

    private static void Write(string file, Alignment data, double[] energies)
    {
        string name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        if (name.EndsWith(".fasta", StringComparison.OrdinalIgnoreCase))
        {
            FastaWriter.Write(file, data.Alphabet, Enumerable.Range(0, data.Count).Select(m =>
                new FastaRecord(string.Create(CultureInfo.InvariantCulture, $"{EnergyInName.Replace(data.Names[m], "")} | DCAenergy: {energies[m]:F3}"), data.Row(m).ToArray())));
            return;
        }
        CsvWriter.Write(file, "Energies of sequences under a Potts model", Columns, energies.Select((e, m) => new object?[] { data.Names[m], e }));
    }

    private static string ToText(Alignment data, double[] energies) => "name\tenergy\n" + string.Concat(energies.Select((e, m) =>
        string.Create(CultureInfo.InvariantCulture, $"{data.Names[m]}\t{e:F4}\n")));

    private static string ToJson(Alignment data, double[] energies) =>
        JsonSerializer.Serialize(energies.Select((energy, m) => new { name = data.Names[m], energy }));
}
