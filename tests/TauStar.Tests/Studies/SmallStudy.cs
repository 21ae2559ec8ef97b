using System.Text.Json;
using System.Text.Json.Serialization;
using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Studies;
using Xunit;

namespace TauStar.Tests.Studies;

/// <summary>A planted truth that can be listed (4^8 configurations) and tuning runs on its samples that take a second.</summary>
internal static class SmallStudy
{
    public const int Sites = 8, States = 4;

    public static readonly TuningOptions Options = new()
    {
        Seed = 7,
        Engine = TuningEngine.Sampled,
        Training = new() { Chains = 200, Sweeps = 1, TargetPearson = 0.9, MaxUpdates = 40, LearningRate = 0.2, Threads = 2 },
        Exchange = new() { Systems = 16, BurnIn = 20, Sweeps = 60, SnapshotEvery = 10, Threads = 2 },
        Posterior = new() { Chains = 200, BurnIn = 10, Steps = 30, Threads = 2 },
        Folds = 3,
        TauMin = 0.5,
        TauMax = 2.5,
        CurvePoints = 5,
        Sequences = 60,
        GenerationSweeps = 3,
        Bootstrap = 100,
        AtTau = [0.8],
    };

    public static EnumeratedDistribution Truth(ulong seed, PlantedRegime regime = PlantedRegime.Warm) => EnumeratedDistribution.Create(
        PlantedPotts.Create(new() { Sites = Sites, States = States, Regime = regime }, RandomStream.FromSeed(seed).Child("truth")).Model);

    public static AlignmentFindings Source(Alignment data) => new()
    {
        Alignment = data,
        Path = "planted.fasta",
        Format = "FASTA",
        Sha256 = new string('0', 64),
        SequencesRead = data.Count,
        ColumnsRead = data.Sites,
        Distinct = Enumerable.Range(0, data.Count).Select(data.Text).Distinct().Count(),
        GapFraction = 0,
        Findings = [],
    };

    public static AlignmentFindings Sample(ulong seed, int count = 200) =>
        Source(Truth(seed).Sample(count, RandomStream.FromSeed(seed).Child("sample")));

    public static TuningOutcome Run(AlignmentFindings source, TuningOptions options, TuningContext? context = null, PottsModel? given = null) =>
        Tuning.Run(source, options, given, context ?? new());

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true, // so that a difference shows as a line
    };

    /// <summary>Every number of an outcome, in text that keeps every bit.</summary>
    public static string Print(TuningOutcome outcome) => JsonSerializer.Serialize(new
    {
        outcome.Result,
        outcome.Model.Fields,
        outcome.Model.Couplings,
        outcome.History,
        outcome.Generated,
    }, Json);
}

/// <summary>Keeps checkpoints in memory.</summary>
internal sealed class MemoryStore : ICheckpointStore
{
    private readonly Dictionary<string, byte[]> parts = [];

    public IEnumerable<string> Parts => parts.Keys;

    public Stream? OpenRead(string part) => parts.TryGetValue(part, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : null;

    public void Write(string part, Action<Stream> write)
    {
        using MemoryStream memory = new();
        write(memory);
        Assert.True(memory.CanWrite, "the stream is the store's to close: it has to be flushed to disk first");
        parts[part] = memory.ToArray();
    }
}

/// <summary>Acts on the n-th report, at once and on the reporting thread (System.Progress would post it).</summary>
internal sealed class ActOn(int report, Action act) : IProgress<TuningProgress>
{
    public int Reports { get; private set; }

    public List<TuningProgress> Seen { get; } = [];

    public void Report(TuningProgress value)
    {
        Seen.Add(value);
        if (++Reports == report) act();
    }
}
