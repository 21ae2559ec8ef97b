using TauStar.Data;
using TauStar.Formats;

namespace TauStar.Cli.Settings;

/// <summary>Settings of commands that take a model and draw from it.</summary>
internal abstract record ModelSettings
{
    public Alphabet? Alphabet { get; init; }
    public ulong Seed { get; init; } = 1;

    /// <summary>Only threads may differ without a change of the result.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    public static IReadOnlyList<Setting<T>> Of<T>() where T : ModelSettings =>
    [
        new("alphabet", "NAME", "protein, rna, dna, binary, spin, or the letters of the model; default: found from the file",
            (s, v) => s with { Alphabet = AlphabetName.Parse(v) }, s => s.Alphabet?.Name) { Choices = ["protein", "rna", "dna", "binary", "spin"] },
        new("seed", "N", "seed of all randomness; same seed, same bits", (s, v) => s with { Seed = Parse.Seed("--seed", v) }, s => $"{s.Seed}"),
        ThreadsSetting.Of<T>(s => s.Threads, (s, n) => s with { Threads = n }),
    ];
}
