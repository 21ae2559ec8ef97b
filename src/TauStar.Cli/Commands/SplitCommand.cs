using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Numerics;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar split ALIGNMENT</c>: a training and a test set that are not near-copies of each other.</summary>
internal static class SplitCommand
{
    private sealed record Settings
    {
        public TuneSettings Reading { get; init; } = new();
        public double Identity { get; init; } = 0.8;
        public double Test { get; init; } = 0.2;
        public ulong Seed { get; init; } = 1;
        public string? Out { get; init; }
    }

    /// <summary>What came of it.</summary>
    private sealed record Outcome
    {
        public required double Identity { get; init; }
        public required double Asked { get; init; }
        public required ulong Seed { get; init; }
        public required int Sequences { get; init; }
        public required int Clusters { get; init; }
        public required int LargestCluster { get; init; }
        public required int TooBig { get; init; }
        public required int TooBigSequences { get; init; }
        public required int Test { get; init; }
        public required int TestClusters { get; init; }
        public required double TestEffective { get; init; }
        public required int Training { get; init; }
        public required double TrainingEffective { get; init; }
        public required double LargestIdentity { get; init; }
        public required double MeanNearestIdentity { get; init; }
        public required string[] Files { get; init; }

        public double Share => (double)Test / Sequences;
    }

    private static readonly Setting<Settings>[] All =
    [
        new("out", "DIR", "folder for train, test and split.csv; new or empty", (s, v) => s with { Out = v }, s => s.Out),
        new("identity", "FRACTION", "no test sequence is so similar, or more, to a training one", (s, v) => s with { Identity = Parse.Real("--identity", v) }, s => Parse.Show(s.Identity)),
        new("test", "SHARE", "share of the sequences that the test set is to have", (s, v) => s with { Test = Parse.Real("--test", v) }, s => Parse.Show(s.Test)),
        new("seed", "N", "seed of the choice of clusters", (s, v) => s with { Seed = Parse.Seed("--seed", v) }, s => $"{s.Seed}"),
        .. TuneSettings.ReadingIn<Settings>(s => s.Reading, (s, reading) => s with { Reading = reading }),
    ];

    private const string Details = """
        Sequences at least so identical (fraction of equal columns, gaps as a letter) are joined into clusters, and clusters stay whole,
        so that a test set says how a model does on sequences that it has not nearly seen. Clusters are taken in random order, each into
        the test set where it still fits; one that is larger than the test set was to be stays in training, which is said. Writes
        train.fasta and test.fasta (tables: .csv) with the match columns, and split.csv.

        Example:
          taustar split examples/fn3.sto --identity 0.5 --out fn3-split
        """;

    private static readonly CsvColumn[] Columns =
    [
        new("name", "of the sequence"), new("part", "train or test"), new("cluster", "number of its cluster, from 1"),
        new("nearest", "of test sequences: identity to the nearest training sequence; else empty"),
    ];

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static Command Create()
    {
        Argument<string> data = new("ALIGNMENT") { Description = "alignment or table of states" };
        Option<bool> json = new("--json") { Description = "print JSON" };
        ExplainedCommand command = new("split", "Split data into training and test sets by cluster.", Details) { data };
        SettingOptions<Settings> options = new(command, All);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            Settings settings = options.Read(parsed, Check);
            Outcome outcome = Split(AlignmentReader.Read(parsed.GetValue(data)!, settings.Reading.Reading), settings);
            Output.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(outcome, Json) : ToText(outcome));
            return 0;
        });
        return command;
    }

    private static void Check(Settings settings)
    {
        OutputFolder.CheckEmpty(settings.Out ?? throw new InputException("--out is missing; name a folder for the two sets"));
    }

    private static Outcome Split(AlignmentFindings found, Settings settings)
    {
        Alignment data = found.Alignment;
        TrainTestSplit split = TrainTestSplit.Of(data, settings.Identity, settings.Test, RandomStream.FromSeed(settings.Seed).Child("split"));
        int[] test = split.Test, training = split.Training;
        double[] nearest = SequenceSimilarity.NearestIdentity(data.Select(training), data.Select(test).States.ToArray());
        double[] weights = SequenceSimilarity.Weights(data, settings.Identity); // near sequences are all in one set, so each set has these weights
        string folder = settings.Out!;
        Dictionary<int, double> nearestOf = test.Zip(nearest).ToDictionary(pair => pair.First, pair => pair.Second);
        string table = Path.Combine(folder, "split.csv");
        string[] files = [];
        OutputFolder.Fill(folder, () =>
        {
            files = [DataFile.Write(Path.Combine(folder, "train"), found, training), DataFile.Write(Path.Combine(folder, "test"), found, test), table];
            CsvWriter.Write(table, FormattableString.Invariant($"taustar split: identity below {settings.Identity}, seed {settings.Seed}"), Columns,
                Enumerable.Range(0, data.Count).Select(m => new object?[] { data.Names[m], split.IsTest[m] ? "test" : "train", split.ClusterOf[m] + 1, nearestOf.TryGetValue(m, out double identity) ? identity : null }));
        });
        return new Outcome
        {
            Identity = settings.Identity,
            Asked = settings.Test,
            Seed = settings.Seed,
            Sequences = data.Count,
            Clusters = split.Clusters,
            LargestCluster = split.LargestCluster,
            TooBig = split.TooBig,
            TooBigSequences = split.TooBigSequences,
            Test = test.Length,
            TestClusters = split.TestClusters,
            TestEffective = test.Sum(m => weights[m]),
            Training = training.Length,
            TrainingEffective = training.Sum(m => weights[m]),
            LargestIdentity = nearest.Max(),
            MeanNearestIdentity = nearest.Average(),
            Files = files,
        };
    }

    private static string ToText(Outcome o) => string.Create(CultureInfo.InvariantCulture, $"""
        clusters at identity {o.Identity}: {o.Clusters} of {o.Sequences} sequences, the largest of {o.LargestCluster}
        training: {o.Training} sequences ({o.TrainingEffective:F1} effective)
        test: {o.Test} sequences ({o.TestEffective:F1} effective) in {o.TestClusters} clusters, {100 * o.Share:F1} %; asked for {100 * o.Asked:0.##} %
        identity of test to nearest training sequence: largest {o.LargestIdentity:F3}, mean {o.MeanNearestIdentity:F3}{(o.TooBig == 0 ? "" : $"\nkept in training, as {(o.TooBig == 1 ? "it is" : "each is")} larger than the test set was to be: {(o.TooBig == 1 ? "1 cluster" : $"{o.TooBig} clusters")} with {100.0 * o.TooBigSequences / o.Sequences:F1} % of all sequences")}
        written: {string.Join(", ", o.Files)}
        """);
}
