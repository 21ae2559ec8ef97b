using System.CommandLine;
using System.Text.Json;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar convert IN OUT</c>: a model from one file format to another.</summary>
internal static class ConvertCommand
{
    private sealed record Settings
    {
        public ModelFormat? From { get; init; }
        public ModelFormat? To { get; init; }
        public Alphabet? Alphabet { get; init; }
        public string Gauge { get; init; } = "keep";
        public double Temperature { get; init; } = 1;
        public string? History { get; init; }
    }

    private const double SmallestNormal = 1.1754943508222875e-38; // of 32-bit numbers

    private static readonly string[] FormatNames = [.. ModelFormat.All.Select(format => format.Name)];

    private static readonly Setting<Settings>[] All =
    [
        new("from", "FORMAT", "format of IN; default: found from its content", (s, v) => s with { From = ModelFormat.Parse(v) }, s => s.From?.Name) { Choices = FormatNames },
        new("to", "FORMAT", "format of OUT; default: by the ending of its name", (s, v) => s with { To = ModelFormat.Parse(v) }, s => s.To?.Name) { Choices = FormatNames },
        new("alphabet", "NAME|LETTERS", "protein, rna, dna, binary, spin, or the letters themselves, gap first: what the states of IN are, where it does not say so",
            (s, v) => s with { Alphabet = AlphabetName.Parse(v) }, s => s.Alphabet?.Name) { Choices = ["protein", "rna", "dna", "binary", "spin"] },
        new("gauge", "GAUGE", $"{string.Join(", ", GaugeName.Choices)}: the gauge of OUT", (s, v) =>
        {
            GaugeName.Parse(v);
            return s with { Gauge = v };
        }, s => s.Gauge) { Choices = GaugeName.Choices },
        new("temperature", "TAU", "divide all parameters by it, so that any program samples at this temperature", (s, v) => s with { Temperature = Parse.Real("--temperature", v) },
            s => Parse.Show(s.Temperature)),
        new("history", "FILE", "history.csv of the run that trained the model, to be kept in HDF5", (s, v) => s with { History = v }, s => s.History),
    ];

    private static readonly string Details = $"""
        Formats: {string.Join(", ", ModelFormat.All.Select(format => $"{format.Name} ({string.Join(' ', format.Extensions)})"))}.
        Prints sign, numbering, states and gauge of both files. Energies stay as they are, or change by one constant that is named; parameters are kept as
        32-bit numbers. A file whose states are mere numbers needs --alphabet where the other has letters. bmdca-binary is two files: name
        the one of the fields, as in model_h.bin. Files are packed where the name ends in .gz, but for npz, HDF5 and bmdca-binary.
        docs/file-formats.md has every layout.

        Example:
          taustar convert model.params.dat.gz model.h5 --gauge zero-sum
        """;

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> from = new("IN") { Description = "a model" };
        Argument<string> to = new("OUT") { Description = "where to write it" };
        Option<bool> force = new("--force") { Description = "overwrite OUT" };
        Option<bool> json = new("--json") { Description = "print JSON" };
        ExplainedCommand command = new("convert", "Convert a Potts model from one file format to another.", Details) { from, to };
        SettingOptions<Settings> options = new(command, All);
        command.Options.Add(force);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            Settings settings = options.Read(parsed, Check);
            ModelConversion conversion = Convert(parsed.GetValue(from)!, parsed.GetValue(to)!, settings, parsed.GetValue(force), cancellation);
            Output.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(ConversionText.ForPrograms(conversion)) : ConversionText.Describe(conversion));
            return 0;
        });
        return command;
    }

    private static void Check(Settings settings)
    {
        if (settings.Temperature <= 0) throw new InputException($"temperature is {settings.Temperature}; allowed: above 0");
    }

    private static ModelConversion Convert(string from, string to, Settings settings, bool force, CancellationToken cancellation)
    {
        ModelFormat format = settings.To ?? ModelFormat.OfName(to);
        OutputFiles.Check([from], format.PathsFor(to), force);
        ModelFindings found = ModelFile.ReadWithFindings(from, settings.Alphabet, settings.From);
        if (found.LettersFrom == LetterSource.Unknown && format.WritesLetters)
        {
            throw new InputException($"{from}: has the states {found.FirstState ?? 0} to {found.Document.Model.States - 1 + (found.FirstState ?? 0)} and does not say which letters they are, "
                + $"but {format.Title} has letters; name them in order with --alphabet");
        }
        GaugedModel gauged = PottsGauges.To(Cool(found.Document.Model, settings.Temperature), GaugeName.Parse(settings.Gauge));
        ModelDocument document = found.Document with
        {
            Model = gauged.Model,
            Temperature = found.Document.Temperature * settings.Temperature,
            History = settings.History is string history ? HistoryFile.Read(history) : found.Document.History,
            Provenance =
            [
                .. found.Document.Provenance.Where(entry => entry.Key is not ("program" or "source" or "source_format" or "source_sha256")),
                new("program", $"TauStar {Manifest.ProgramVersion}"), new("source", Path.GetFileName(from)),
                new("source_format", found.Format.Name), new("source_sha256", found.Sha256),
            ],
        };
        cancellation.ThrowIfCancellationRequested(); // half a file is never seen, so that between reading and writing is where to stop
        return new ModelConversion(found, ModelFile.Write(to, document, format), document, gauged.EnergyShift, settings.Temperature);
    }

    /// <summary>All parameters divided by the temperature.</summary>
    private static PottsModel Cool(PottsModel model, double temperature)
    {
        if (temperature == 1) return model;
        PottsModel cooled = model.Clone();
        float Largest(PottsModel of) => of.Fields.Concat(of.Couplings).Max(MathF.Abs);
        if (Largest(model) / temperature < SmallestNormal && Largest(model) > 0) throw new InputException($"temperature is {temperature}; divided by it, parameters vanish");
        foreach (float[] values in new[] { cooled.Fields, cooled.Couplings })
        {
            for (int k = 0; k < values.Length; k++) values[k] = (float)(values[k] / temperature);
            if (Array.Exists(values, value => !float.IsFinite(value)))
                throw new InputException($"temperature is {temperature}; divided by it, parameters exceed 32-bit numbers");
        }
        return cooled;
    }
}
