using TauStar.Landscapes;
using TauStar.Studies.Estimators;
using TauStar.Studies.Planted;

namespace TauStar.Cli.Settings;

/// <summary>All settings of <c>study planted</c>.</summary>
internal sealed record PlantedSettings
{
    private static readonly string[] Truths = [.. Enum.GetNames<PlantedRegime>().Select(name => name.ToLowerInvariant())];

    public PlantedPlan Plan { get; init; } = new();
    public string? Out { get; init; }
    public int Threads { get; init; } = Environment.ProcessorCount;

    public static IReadOnlyList<Setting<PlantedSettings>> All { get; } =
    [
        new("sites", "L", "sites", (s, v) => s with { Plan = s.Plan with { Sites = Parse.Whole("--sites", v) } }, s => $"{s.Plan.Sites}"),
        new("states", "Q", "states of a site, 2 to 21", (s, v) => s with { Plan = s.Plan with { States = Parse.Whole("--states", v) } }, s => $"{s.Plan.States}"),
        new("truth", "NAME,...", "how rugged truths are: warm, mid, cold",
            (s, v) => s with { Plan = s.Plan with { Truths = [.. Names(v).Select(name => Parse.Choice<PlantedRegime>("--truth", name))] } },
            s => string.Join(',', s.Plan.Truths).ToLowerInvariant())
        {
            Choices = Truths,
        },
        new("samples", "M,...", $"numbers of samples, at least {EstimatorPlan.FewestSamples}",
            (s, v) => s with { Plan = s.Plan with { Samples = Parse.Wholes("--samples", v) } }, s => string.Join(',', s.Plan.Samples)),
        new("replicates", "R", "data sets for each truth and M", (s, v) => s with { Plan = s.Plan with { Replicates = Parse.Whole("--replicates", v) } }, s => $"{s.Plan.Replicates}"),
        new("user", "NAME,...", "pcd (no penalty, to Pearson 0.95), l2 (the penalties of tune, until Pearson no longer rises)",
            (s, v) => s with { Plan = s.Plan with { Users = [.. Names(v).Select(PlantedUser.Named)] } }, s => string.Join(',', s.Plan.Users))
        {
            Choices = [.. PlantedUser.All.Select(user => user.Name)],
        },
        new("fields", "SD", "standard deviation of the truths' fields, 0 to 10; above 2, sites are conserved as those of proteins are",
            (s, v) => s with { Plan = s.Plan with { Fields = Parse.Real("--fields", v) } }, s => Parse.Show(s.Plan.Fields)),
        new("tree", "DEPTH", "samples evolve along a tree this deep, in sweeps from root to leaf, as 'simulate planted --tree' makes them; 0: independent draws",
            (s, v) => s with { Plan = s.Plan with { Tree = Parse.Real("--tree", v) } }, s => Parse.Show(s.Plan.Tree)),
        new("seqid", "X", "samples at least this similar share a weight; 0: all count",
            (s, v) => s with { Plan = s.Plan with { Identity = Parse.Real("--seqid", v) } }, s => Parse.Show(s.Plan.Identity)),
        new("seed", "N", "seed of everything; same seed, same bits", (s, v) => s with { Plan = s.Plan with { Seed = Parse.Seed("--seed", v) } }, s => $"{s.Plan.Seed}"),
        ThreadsSetting.Of<PlantedSettings>(s => s.Threads, (s, n) => s with { Threads = n }, "data sets at a time"),
        new("out", "DIR", "folder of the study; a study that is in it goes on", (s, v) => s with { Out = v }, s => s.Out),
    ];

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
