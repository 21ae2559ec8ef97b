using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Diagnosis;
using TauStar.Formats;
using TauStar.Landscapes;
using TauStar.Reporting.Figures;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar explain</c>: which way to turn the temperature on the two-level landscape, and why.</summary>
internal static class ExplainCommand
{
    private sealed record Settings
    {
        public TwoLevelQuestion Question { get; init; } = new();
        public int Threads { get; init; } = Environment.ProcessorCount;
        public string? Out { get; init; }

        public Settings With(Func<TwoLevelTruth, TwoLevelTruth> change) => this with { Question = Question with { Truth = change(Question.Truth) } };
    }

    private static readonly Setting<Settings>[] All =
    [
        new("states", "N", "states", (s, v) => s.With(t => t with { States = Parse.Whole("--states", v) }), s => $"{s.Question.Truth.States}"),
        new("ground", "N", "how many of them are low", (s, v) => s.With(t => t with { Ground = Parse.Whole("--ground", v) }), s => $"{s.Question.Truth.Ground}"),
        new("gap", "E", "energy of the others, in k_B T", (s, v) => s.With(t => t with { Gap = Parse.Real("--gap", v) }), s => Parse.Show(s.Question.Truth.Gap)),
        new("samples", "M", "samples that a model learns from", (s, v) => s with { Question = s.Question with { Samples = Parse.Whole("--samples", v) } }, s => $"{s.Question.Samples}"),
        new("replicates", "R", "data sets to average over", (s, v) => s with { Question = s.Question with { Replicates = Parse.Whole("--replicates", v) } }, s => $"{s.Question.Replicates}"),
        new("seed", "N", "seed of the data sets", (s, v) => s with { Question = s.Question with { Seed = Parse.Seed("--seed", v) } }, s => $"{s.Question.Seed}"),
        ThreadsSetting.Of<Settings>(s => s.Threads, (s, n) => s with { Threads = n }),
        new("out", "DIR", "also write explain.svg, explain.png and explain.csv there", (s, v) => s with { Out = v }, s => s.Out),
    ];

    private const string Details = """
        A truth with a few low states below a gap, models fitted to a few samples of it, and everything about them known
        exactly: whether to lower or raise the temperature for fidelity and for diversity, what the models get wrong, what
        more data would do. From few samples, a wide gap wants the model cooled for fidelity; a narrow one, heated.

        Example:
          taustar explain --states 100 --ground 20 --gap 8 --samples 80 --out explain
        """;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private const string Table = "explain.csv";

    private static readonly string[] Written = ["explain.svg", "explain.png", Table];

    private static readonly CsvColumn[] Columns =
    [
        new("tau", "sampling temperature"),
        new("reverse", "D(q_tau||p) in nats, mean over data sets"), new("reverse_error", "its standard error"),
        new("forward", "D(p||q_tau) in nats, mean over data sets"), new("forward_error", "its standard error"),
        new("kappa", "Cov_{q_tau}(E/T, E^)/tau, mean over data sets"), new("kappa_error", "its standard error"),
        new("heat_capacity", "Var_{q_tau}(E^)/tau^2, mean over data sets"), new("heat_capacity_error", "its standard error"),
        .. new[] { "reverse", "forward" }.SelectMany(of => new CsvColumn[]
        {
            new($"{of}_found_low", "what states low in truth and model add to it, in nats"),
            new($"{of}_missed_low", "what states low in the truth only add to it"),
            new($"{of}_high", "what states high in truth and model add to it"),
            new($"{of}_falsely_low", "what states low in the model only add to it"),
        }),
    ];

    public static Command Create(CancellationToken cancellation)
    {
        ExplainedCommand command = new("explain", "Say why and which way to turn the temperature, on a landscape with one gap.", Details);
        SettingOptions<Settings> options = new(command, All);
        OutputFiles files = new(command);
        Option<bool> json = new("--json") { Description = "print JSON" };
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            Settings settings = options.Read(parsed, Check);
            if (settings.Out is string place) files.Check(parsed, [], Written.Select(name => Path.Combine(place, name)));
            TwoLevelExplanation explanation = TwoLevelExplanation.Of(settings.Question, settings.Threads, cancellation);
            if (settings.Out is string folder) OutputFolder.Fill(folder, () => Write(explanation, folder));
            Output.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(explanation, Json) : ExplanationText.Describe(explanation));
            return 0;
        });
        return command;
    }

    private static void Check(Settings settings)
    {
        _ = settings.Question.Validated();
        if (settings.Out is string folder) OutputFolder.Check(folder);
    }

    private static void Write(TwoLevelExplanation explanation, string folder)
    {
        IReadOnlyList<FigureFile> files = FigureSet.Files(TwoLevelFigure.Describe(explanation));
        foreach (FigureFile file in files) AtomicFile.Write(Path.Combine(folder, file.FileName), stream => stream.Write(file.Content));
        TwoLevelQuestion q = explanation.Question;
        CsvWriter.Write(Path.Combine(folder, Table),
            FormattableString.Invariant($"taustar explain: {q.Truth.Id} samples={q.Samples} replicates={q.Replicates} seed={q.Seed}"),
            Columns, explanation.Curve.Select(Row));
    }

    private static object?[] Row(TwoLevelCurvePoint p) =>
    [
        p.Tau, p.Reverse.Mean, p.Reverse.StandardError, p.Forward.Mean, p.Forward.StandardError,
        p.Kappa.Mean, p.Kappa.StandardError, p.HeatCapacity.Mean, p.HeatCapacity.StandardError,
        p.ReverseParts.FoundLow, p.ReverseParts.MissedLow, p.ReverseParts.High, p.ReverseParts.FalselyLow,
        p.ForwardParts.FoundLow, p.ForwardParts.MissedLow, p.ForwardParts.High, p.ForwardParts.FalselyLow,
    ];
}
