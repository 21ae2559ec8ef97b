using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TauStar.Cli.Help;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Formats;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar contacts MODEL</c>: which pairs of sites a model couples most.</summary>
internal static class ContactsCommand
{
    private sealed record Settings
    {
        public Alphabet? Alphabet { get; init; }
        public int Separation { get; init; } = 5;
        public int? Top { get; init; }
        public string? Out { get; init; }
    }

    private static readonly Setting<Settings>[] All =
    [
        new("alphabet", "NAME", "protein, rna, dna, binary, spin, or the letters of the model; default: found from the file",
            (s, v) => s with { Alphabet = AlphabetName.Parse(v) }, s => s.Alphabet?.Name),
        new("separation", "D", "pairs at least so far apart along the chain", (s, v) => s with { Separation = Parse.Whole("--separation", v) }, s => $"{s.Separation}"),
        new("top", "N", "only the N best pairs", (s, v) => s with { Top = Parse.Whole("--top", v) }, s => s.Top is int n ? $"{n}" : null),
        new("out", "FILE", "write a CSV file; default: a table on standard output", (s, v) => s with { Out = v }, s => s.Out),
    ];

    private const string Details = """
        Frobenius norm of the couplings in the zero-sum gauge, the gap left out, with average-product correction (APC), best pairs first.
        Sites count from 1, the model's first column.

        Example:
          taustar contacts model.params.dat.gz --top 50
        """;

    private static readonly CsvColumn[] Columns =
    [
        new("i", "first site, from 1"), new("j", "second site, from 1"), new("score", "Frobenius norm with average-product correction, k_BT"),
        new("frobenius", "without correction, k_BT"),
    ];

    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "a Potts model, in any format that convert reads" };
        Option<bool> json = new("--json") { Description = "print JSON" };
        ExplainedCommand command = new("contacts", "Rank the pairs of sites that a Potts model couples.", Details) { model };
        SettingOptions<Settings> options = new(command, All);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            Settings settings = options.Read(parsed, Check);
            IEnumerable<ContactScore> ranked = ContactScores.Of(ModelFile.Read(parsed.GetValue(model)!, settings.Alphabet))
                .Where(s => s.J - s.I >= settings.Separation).OrderByDescending(s => s.Score);
            ContactScore[] chosen = [.. settings.Top is int top ? ranked.Take(top) : ranked];
            if (settings.Out is string file)
                CsvWriter.Write(file, "Contact scores, best first", Columns, chosen.Select(s => new object?[] { s.I + 1, s.J + 1, s.Score, s.Frobenius }));
            if (parsed.GetValue(json)) Output.WriteLine(JsonSerializer.Serialize(chosen.Select(s => new { i = s.I + 1, j = s.J + 1, score = s.Score, frobenius = s.Frobenius })));
            else if (settings.Out is null) Output.Write(ToText(chosen));
            return 0;
        });
        return command;
    }

    private static void Check(Settings settings)
    {
        if (settings.Separation < 1) throw new InputException($"separation is {settings.Separation}; allowed: at least 1");
        if (settings.Top < 1) throw new InputException($"top is {settings.Top}; allowed: at least 1");
    }

    private static string ToText(ContactScore[] scores) => "i\tj\tscore\n" + string.Concat(scores.Select(s =>
        string.Create(CultureInfo.InvariantCulture, $"{s.I + 1}\t{s.J + 1}\t{s.Score:F4}\n")));
}
