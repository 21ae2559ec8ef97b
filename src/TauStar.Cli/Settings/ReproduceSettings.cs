using TauStar.Studies.Reproduction;

namespace TauStar.Cli.Settings;

/// <summary>All settings of <c>reproduce</c>.</summary>
internal sealed record ReproduceSettings
{
    public ReproductionOptions Plan { get; init; } = new();
    public int Threads { get; init; } = Environment.ProcessorCount;
    public string Out { get; init; } = Path.Combine("out", "reproduce");
    public string? Reference { get; init; }

    public static IReadOnlyList<Setting<ReproduceSettings>> All { get; } =
    [
        new("out", "DIR", "where figures, tables and finished cells go", (s, v) => s with { Out = v }, s => s.Out),
        new("reference", "DIR", "folder of published numbers; default ../shared/reference if it is there", (s, v) => s with { Reference = v }, s => s.Reference),
        new("gaps", "DELTA,...", "gaps of two-level truths (fig2, figC-toy), instead of the figure's",
            (s, v) => s with { Plan = s.Plan with { Gaps = Parse.Reals("--gaps", v) } }, s => s.Plan.Gaps is null ? null : Parse.Show(s.Plan.Gaps)),
        new("temperatures", "T,...", "temperatures of Ising truths (fig3, figC-ising, figD), instead of the figure's",
            (s, v) => s with { Plan = s.Plan with { Temperatures = Parse.Reals("--temperatures", v) } }, s => s.Plan.Temperatures is null ? null : Parse.Show(s.Plan.Temperatures)),
        new("samples", "M,...", "numbers of samples, instead of the figure's; figC-toy takes one, and in 'all' keeps its own",
            (s, v) => s with { Plan = s.Plan with { Samples = Parse.Wholes("--samples", v) } }, s => s.Plan.Samples is null ? null : string.Join(',', s.Plan.Samples)),
        new("replicates", "R", "data sets for each point, instead of the figure's",
            (s, v) => s with { Plan = s.Plan with { Replicates = Parse.Whole("--replicates", v) } }, s => s.Plan.Replicates is int r ? $"{r}" : null),
        new("seed", "N", "seed of everything; same seed, same bits", (s, v) => s with { Plan = s.Plan with { Seed = Parse.Seed("--seed", v) } }, s => $"{s.Plan.Seed}"),
        ThreadsSetting.Of<ReproduceSettings>(s => s.Threads, (s, n) => s with { Threads = n }),
    ];
}
