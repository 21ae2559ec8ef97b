using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Formats;
using TauStar.Landscapes;
using TauStar.Reporting.Figures;
using TauStar.Reporting.Plots;
using TauStar.Studies;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar compare A B</c>: two sets of sequences, or two models.</summary>
internal static class CompareCommand
{
    private sealed record Settings
    {
        public TuneSettings Reading { get; init; } = new();
        public ComparisonOptions Options { get; init; } = new();
        public double? Identity { get; init; }
        public string? Model { get; init; }
        public string? Out { get; init; }

        public Settings With(Func<ComparisonOptions, ComparisonOptions> change) => this with { Options = change(Options) };
    }

    /// <summary>How to speak, and when to stop.</summary>
    private sealed record Manner(bool Json, bool Quiet, CancellationToken Cancellation);

    private static readonly Setting<Settings>[] All =
    [
        new("model", "FILE", "also compare energies under this model", (s, v) => s with { Model = v }, s => s.Model),
        new("out", "DIR", "also write tables and figures there; new or empty", (s, v) => s with { Out = v }, s => s.Out),
        new("seqid", "FRACTION", "identity from which sequences of A share a weight in frequencies; default 0.8, or 0 (none) for alphabets without a gap",
            (s, v) => s with { Identity = Parse.Real("--seqid", v) }, s => s.Identity is double t ? Parse.Show(t) : null),
        new("seqid-b", "FRACTION", "the same for B; 0: every sequence counts in full, as for generated ones",
            (s, v) => s.With(o => o with { SecondIdentity = Parse.Real("--seqid-b", v) }), s => Parse.Show(s.Options.SecondIdentity)),
        new("triples", "N", "random triples of sites for three-site statistics", (s, v) => s.With(o => o with { Triples = Parse.Whole("--triples", v) }), s => $"{s.Options.Triples}"),
        new("pairs", "N", "random pairs of sequences for the identity within a set; all pairs where there are no more",
            (s, v) => s.With(o => o with { Pairs = Parse.Whole("--pairs", v) }), s => $"{s.Options.Pairs}"),
        new("seed", "N", "seed of triples, pairs and halves", (s, v) => s.With(o => o with { Seed = Parse.Seed("--seed", v) }), s => $"{s.Options.Seed}"),
        .. TuneSettings.ReadingIn<Settings>(s => s.Reading, (s, reading) => s with { Reading = reading }),
    ];

    private const string Details = """
        Two sets of sequences: B (generated, say) is held against A (natural, say) in frequencies and connected correlations of one, two and
        three sites (Pearson and slope; of three sites over random triples, all letters), along the two axes on which A varies most, by
        identity to the nearest sequence of A and of two sequences of one set, and by energy under --model. Beside each number stands what two
        random halves of A give, one against the other: about what a faithful B could reach. Frequencies are weighted (--seqid, --seqid-b); all
        else counts sequences. Kolmogorov-Smirnov is the largest difference of two distribution functions, 0 to 1.

        Two models: Pearson, slope and root mean squares of couplings and fields in the zero-sum gauge.

        Example:
          taustar compare examples/fn3.sto out/fn3/sequences/tau-prime.fasta --model out/fn3/model.params.dat.gz --out compared
        """;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> first = new("A") { Description = "alignment or table of states, or a model" };
        Argument<string> second = new("B") { Description = "the same, held against A" };
        Option<bool> json = new("--json") { Description = "print JSON" }, quiet = new("--quiet", "-q") { Description = "no progress" };
        ExplainedCommand command = new("compare", "Hold one set of sequences against another, or one model against another.", Details) { first, second };
        SettingOptions<Settings> options = new(command, All);
        command.Options.Add(quiet);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            Settings settings = options.Read(parsed, Check);
            string a = parsed.GetValue(first)!, b = parsed.GetValue(second)!;
            Manner manner = new(parsed.GetValue(json), parsed.GetValue(quiet), cancellation);
            switch (ModelFile.Recognises(a), ModelFile.Recognises(b))
            {
                case (true, true):
                    Models(a, b, settings, manner);
                    break;
                case (false, false):
                    Sequences(a, b, settings, manner);
                    break;
                default:
                    throw new InputException($"{(ModelFile.Recognises(a) ? a : b)} is a model and the other is none; give two alignments or two models (--model gives energies)");
            }
            return 0;
        });
        return command;
    }

    private static void Check(Settings settings)
    {
        _ = (settings.Options with { FirstIdentity = settings.Identity ?? 0 }).Validated();
        if (settings.Out is string folder) OutputFolder.CheckEmpty(folder);
    }

    private static void Sequences(string a, string b, Settings settings, Manner manner)
    {
        AlignmentFindings first = AlignmentReader.Read(a, settings.Reading.Reading);
        // B may lack what a column of A has: then its columns of gaps only stay.
        AlignmentFindings second = AlignmentReader.Read(b, settings.Reading.Reading with { Alphabet = first.Alignment.Alphabet, Sites = first.Alignment.Sites });
        if (second.Alignment.Sites != first.Alignment.Sites) throw new InputException($"{a} has {first.Alignment.Sites} sites, but {b} has {second.Alignment.Sites}; give sets of the same sites");
        PottsModel? model = settings.Model is string file ? ModelInput.Read(file, first) : null;
        ComparisonOptions chosen = settings.Options with { FirstIdentity = settings.Identity ?? (first.Alignment.Alphabet.HasGap ? 0.8 : 0) };
        AlignmentComparison found = ProgressDisplay.Run(manner.Quiet, progress => AlignmentComparison.Of(first.Alignment, second.Alignment, model, chosen, (part, what) =>
        {
            manner.Cancellation.ThrowIfCancellationRequested();
            progress.Report(new TuningProgress(part < 1 ? "comparing" : "done", part, part, what));
        }));
        string title = string.Create(CultureInfo.InvariantCulture, $"A: {a}, {Describe(found.First, chosen.FirstIdentity)}; B: {b}, {Describe(found.Second, chosen.SecondIdentity)}; {found.Triples} triples of sites");
        if (settings.Out is string folder) OutputFolder.Fill(folder, () => Write(folder, title, found));
        Output.WriteLine(manner.Json
            ? JsonSerializer.Serialize(new { A = a, B = b, SequencesA = first.Alignment.Count, SequencesB = second.Alignment.Count, Options = chosen, found.Triples, found.AxisShares, found.Agreement, found.Halves }, Json)
            : $"{title.Replace("; ", "\n", StringComparison.Ordinal)}\n{AlignmentComparisonText.Describe(found)}");
    }

    private static string Describe(SeenSample sample, double identity) => string.Create(CultureInfo.InvariantCulture,
        $"{sample.Sample.Alignment.Count} sequences{(identity > 0 ? $" of weight {sample.Sample.Weights.Sum():F1} at identity {identity}" : "")}");

    private static void Write(string folder, string title, AlignmentComparison found)
    {
        string At(string name) => Path.Combine(folder, name);
        CsvWriter.Write(At("compare.csv"), title,
            [new CsvColumn("measure", "what is compared"), new CsvColumn("value", "B against A"), new CsvColumn("halves", "two random halves of A, one against the other")],
            AlignmentComparisonText.Rows(found).Select(row => new object?[] { row.Name, row.Value, row.Halves }));
        CsvWriter.Write(At("sequences.csv"), title,
            [
                new CsvColumn("set", "A or B"), new CsvColumn("name", "of the sequence"), new CsvColumn("axis1", "coordinate on the first principal axis of A"),
                new CsvColumn("axis2", "on the second"), new CsvColumn("nearest", "identity to the nearest sequence of A (of A: to another one)"), new CsvColumn("energy", "under the model, k_BT; empty without one"),
            ],
            Sequences("A", found.First).Concat(Sequences("B", found.Second)));
        Alignment data = found.First.Sample.Alignment;
        int q = data.Alphabet.Size;
        CsvWriter.Write(At("sites.csv"), title,
            [new CsvColumn("site", "from 1"), new CsvColumn("letter", "its state"), new CsvColumn("a", "frequency in A"), new CsvColumn("b", "frequency in B")],
            found.First.Sample.Frequencies.Single.Select((f, n) => new object?[] { n / q + 1, $"{data.Alphabet.Letters[n % q]}", f, found.Second.Sample.Frequencies.Single[n] }));
        Draw(folder, AlignmentComparisonFigure.Describe(found));
    }

    private static IEnumerable<object?[]> Sequences(string set, SeenSample sample) => Enumerable.Range(0, sample.Sample.Alignment.Count).Select(m =>
        new object?[] { set, sample.Sample.Alignment.Names[m], sample.Axis1[m], sample.Axis2[m], sample.Nearest[m], sample.Energies?[m] });

    private static void Models(string a, string b, Settings settings, Manner manner)
    {
        if (settings.Model is not null) throw new InputException("--model gives energies of two alignments; it has no effect on two models, leave it out");
        PottsModel first = ModelInput.Read(a, settings.Reading.Reading.Alphabet), second = ModelInput.Read(b, settings.Reading.Reading.Alphabet ?? first.Alphabet);
        ModelComparison found = ModelComparison.Of(first, second);
        if (settings.Out is string folder) OutputFolder.Fill(folder, () => Write(folder, $"A: {a}; B: {b}; zero-sum gauge", found));
        Output.WriteLine(manner.Json
            ? JsonSerializer.Serialize(new { A = a, B = b, found.Couplings, found.Fields, found.Norms }, Json)
            : string.Join('\n', [$"{"",-12}{"Pearson",10}{"slope",10}{"rms B-A",10}{"rms A",10}{"rms B",10}", Line("couplings", found.Couplings), Line("fields", found.Fields), Line("norms", found.Norms)]));
    }

    private static string Line(string name, ParameterAgreement p) =>
        string.Create(CultureInfo.InvariantCulture, $"{name,-12}{p.Pearson,10:F4}{p.Slope,10:F4}{p.RmsDifference,10:F4}{p.RmsFirst,10:F4}{p.RmsSecond,10:F4}");

    private static void Write(string folder, string title, ModelComparison found)
    {
        int sites = found.First.Sites, q = found.First.States;
        CsvWriter.Write(Path.Combine(folder, "fields.csv"), title,
            [new CsvColumn("site", "from 1"), new CsvColumn("letter", "its state"), new CsvColumn("a", "field in A, k_BT"), new CsvColumn("b", "field in B, k_BT")],
            found.First.Fields.Select((h, n) => new object?[] { n / q + 1, $"{found.First.Alphabet.Letters[n % q]}", h, found.Second.Fields[n] }));
        CsvWriter.Write(Path.Combine(folder, "pairs.csv"), title,
            [new CsvColumn("i", "first site, from 1"), new CsvColumn("j", "second site"), new CsvColumn("a", "Frobenius norm of the couplings in A, all states, k_BT"), new CsvColumn("b", "in B, k_BT")],
            Enumerable.Range(0, sites).SelectMany(i => Enumerable.Range(i + 1, sites - i - 1).Select(j =>
                new object?[] { i + 1, j + 1, ModelComparison.Norm(found.First, i, j), ModelComparison.Norm(found.Second, i, j) })));
        Draw(folder, ModelComparisonFigure.Describe(found));
    }

    private static void Draw(string folder, Figure figure)
    {
        foreach (FigureFile file in FigureSet.Files(figure)) AtomicFile.Write(Path.Combine(folder, file.FileName), stream => stream.Write(file.Content));
    }
}
