using System.CommandLine;
using System.Globalization;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar simulate TRUTH</c>: data drawn from a ground truth that is known.</summary>
internal static class SimulateCommand
{
    private sealed record Settings
    {
        public int Rows { get; init; } = 4;
        public int Columns { get; init; } = 4;
        public double Coupling { get; init; } = 1;
        public double Temperature { get; init; } = 2.5;
        public PlantedPottsOptions Planted { get; init; } = new();
        public double? Tree { get; init; }
        public int Samples { get; init; } = 200;
        public ulong Seed { get; init; } = 1;
        public int Threads { get; init; } = Environment.ProcessorCount;
        public string? Out { get; init; }
        public string? ModelOut { get; init; }
    }

    private static readonly Setting<Settings>[] Common =
    [
        new("samples", "M", "configurations to draw", (s, v) => s with { Samples = Parse.Whole("--samples", v) }, s => $"{s.Samples}"),
        new("seed", "N", "seed of the truth and of the draws", (s, v) => s with { Seed = Parse.Seed("--seed", v) }, s => $"{s.Seed}"),
        ThreadsSetting.Of<Settings>(s => s.Threads, (s, n) => s with { Threads = n }),
        new("out", "FILE", "where to write; default standard output", (s, v) => s with { Out = v }, s => s.Out),
        new("model-out", "FILE", "also write the truth as adabmDCA params.dat", (s, v) => s with { ModelOut = v }, s => s.ModelOut),
    ];

    private const string Details = """
        The truth is known, so what tune finds can be held against it; --model-out writes it down.

        Example:
          taustar simulate planted --sites 20 --states 4 --samples 400 --out planted.fasta
        """;

    private const double LargestCoupling = 1000;
    private const int MostSites = 1000;

    private const string IsingDetails = """
        Example:
          taustar simulate ising --temperature 2.3 --samples 200 --out spins.csv
        """;

    private const string PlantedDetails = """
        Example:
          taustar simulate planted --truth cold --samples 400 --out planted.fasta

        With --tree the sequences are relatives, as those of real families are: an ancestor drawn
        from the truth evolves along a random tree (Yule's: all lineages split at one rate), every
        site drawn anew from its conditional distribution once a sweep on average, DEPTH sweeps from
        the root to every leaf. Each sequence by itself is a draw from the truth. The smaller DEPTH,
        the closer the relatives; a large one leaves but a few of them related.

        Example:
          taustar simulate planted --truth mid --samples 400 --tree 5 --out family.fasta
        """;

    public static Command Create(CancellationToken cancellation)
    {
        ExplainedCommand command = new("simulate", "Draw data from a built-in ground truth.", Details);
        command.Subcommands.Add(Truth(new("ising", "Spins of an Ising model on a square lattice, as CSV of -1 and 1.", IsingDetails),
        [
            new("rows", "N", "lattice rows", (s, v) => s with { Rows = Parse.Whole("--rows", v) }, s => $"{s.Rows}"),
            new("columns", "N", "lattice columns", (s, v) => s with { Columns = Parse.Whole("--columns", v) }, s => $"{s.Columns}"),
            new("coupling", "J", "coupling of nearest neighbours", (s, v) => s with { Coupling = Parse.Real("--coupling", v) }, s => Parse.Show(s.Coupling)),
            new("temperature", "T", "temperature", (s, v) => s with { Temperature = Parse.Real("--temperature", v) }, s => Parse.Show(s.Temperature)),
        ], s => IsingLattice.Create(s.Rows, s.Columns, s.Coupling, s.Temperature), cancellation));
        command.Subcommands.Add(Truth(new("planted", "Sequences of a planted sparse Potts model, as FASTA.", PlantedDetails),
        [
            new("sites", "L", "sites", (s, v) => s with { Planted = s.Planted with { Sites = Parse.Whole("--sites", v) } }, s => $"{s.Planted.Sites}"),
            new("states", "Q", "states of a site, 2 to 21", (s, v) => s with { Planted = s.Planted with { States = Parse.Whole("--states", v) } }, s => $"{s.Planted.States}"),
            new("truth", "warm|mid|cold", "how rough the landscape is", (s, v) => s with { Planted = s.Planted with { Regime = Parse.Choice<PlantedRegime>("--truth", v) } },
                s => s.Planted.Regime.ToString().ToLowerInvariant()) { Choices = ["warm", "mid", "cold"] },
            new("tree", "DEPTH", "relatives: sweeps from the root of a tree to its leaves; default none", (s, v) => s with { Tree = Parse.Real("--tree", v) },
                s => s.Tree is double depth ? Parse.Show(depth) : null),
        ], s => PlantedPotts.Create(s.Planted, RandomStream.FromSeed(s.Seed).Child("truth")).Model, cancellation));
        return command;
    }

    private static Command Truth(ExplainedCommand command, IReadOnlyList<Setting<Settings>> own, Func<Settings, PottsModel> create, CancellationToken cancellation)
    {
        SettingOptions<Settings> options = new(command, [.. own, .. Common]);
        OutputFiles files = new(command);
        command.SetAction(parsed =>
        {
            Settings settings = options.Read(parsed, Check);
            files.Check(parsed, [], [settings.Out, settings.ModelOut]);
            PottsModel truth = create(settings);
            RandomStream draws = RandomStream.FromSeed(settings.Seed).Child("draws");
            byte[] rows = settings.Tree is double depth
                ? new PhylogeneticSampler(truth, depth).Draw(settings.Samples, settings.Threads, draws, cancellation)
                : GroundTruthSampler.Draw(truth, settings.Samples, settings.Threads, draws, cancellation);
            if (settings.ModelOut is string model) AdabmDcaModel.Write(model, truth);
            string[] names = [.. Enumerable.Range(1, settings.Samples).Select(m => string.Create(CultureInfo.InvariantCulture, $"sample{m}"))];
            Put(settings.Out, DataFile.ToText(new Alignment(truth.Alphabet, names, rows)));
            if (settings.Out is string written) Console.Error.WriteLine($"next: taustar tune {written} --alphabet {(truth.Alphabet.Name == "custom" ? truth.Alphabet.Letters : truth.Alphabet.Name)}");
            return 0;
        });
        return command;
    }

    private static void Check(Settings settings)
    {
        if (settings.Samples < 1) throw new InputException($"samples is {settings.Samples}; allowed: at least 1");
        if (settings.Temperature > 0 && Math.Abs(settings.Coupling) / settings.Temperature > LargestCoupling)
            throw new InputException($"coupling/temperature is {Math.Abs(settings.Coupling) / settings.Temperature:G3}; allowed: up to {LargestCoupling}, where everything is frozen");
        if (settings.Rows > MostSites || settings.Columns > MostSites || (long)settings.Rows * settings.Columns > MostSites)
            throw new InputException($"a lattice of {settings.Rows} x {settings.Columns} is too large; allowed: {MostSites} sites");
        if (settings.Planted.Sites > MostSites) throw new InputException($"sites is {settings.Planted.Sites}; allowed: up to {MostSites}");
    }

    private static void Put(string? path, string text)
    {
        if (path is null) Output.Write(text);
        else AtomicFile.Write(path, text);
    }
}
