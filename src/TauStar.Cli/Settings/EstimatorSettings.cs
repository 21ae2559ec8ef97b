using TauStar.Studies.Estimators;

namespace TauStar.Cli.Settings;

/// <summary>All settings of <c>study estimators</c>.</summary>
internal sealed record EstimatorSettings
{
    private const string Everything = "all";

    public EstimatorPlan Plan { get; init; } = new() { Landscapes = [] };
    public string? Out { get; init; }
    public int Threads { get; init; } = Environment.ProcessorCount;

    public static IReadOnlyList<Setting<EstimatorSettings>> All { get; } =
    [
        new("landscape", "NAME,...", $"known truths: {string.Join(", ", EstimatorLandscape.All)}, or {Everything}",
            (s, v) => s with { Plan = s.Plan with { Landscapes = Landscapes(v) } }, s => string.Join(',', s.Plan.Landscapes))
        {
            Choices = [.. EstimatorLandscape.All.Select(landscape => landscape.Name), Everything],
        },
        new("temperatures", "T,...", "temperatures of the truth, instead of the landscape's own",
            (s, v) => s with { Plan = s.Plan with { Temperatures = Parse.Reals("--temperatures", v) } }, s => s.Plan.Temperatures is null ? null : Parse.Show(s.Plan.Temperatures)),
        new("samples", "M,...", $"numbers of samples, at least {EstimatorPlan.FewestSamples}",
            (s, v) => s with { Plan = s.Plan with { Samples = Parse.Wholes("--samples", v) } }, s => string.Join(',', s.Plan.Samples)),
        new("replicates", "R", "data sets for each truth, T and M", (s, v) => s with { Plan = s.Plan with { Replicates = Parse.Whole("--replicates", v) } }, s => $"{s.Plan.Replicates}"),
        new("fit", "NAME,...", "early-stop (as published), ml (maximum likelihood), l2 (penalty chosen by the data)",
            (s, v) => s with { Plan = s.Plan with { Fits = [.. Names(v).Select(EstimatorFit.Named)] } }, s => string.Join(',', s.Plan.Fits))
        {
            Choices = [.. EstimatorFit.All.Select(fit => fit.Name)],
        },
        new("seed", "N", "seed of everything; same seed, same bits", (s, v) => s with { Plan = s.Plan with { Seed = Parse.Seed("--seed", v) } }, s => $"{s.Plan.Seed}"),
        ThreadsSetting.Of<EstimatorSettings>(s => s.Threads, (s, n) => s with { Threads = n }),
        new("out", "DIR", "folder of the study; a study that is in it goes on", (s, v) => s with { Out = v }, s => s.Out),
    ];

    private static IReadOnlyList<EstimatorLandscape> Landscapes(string text) =>
        text == Everything ? EstimatorLandscape.All : [.. Names(text).Select(EstimatorLandscape.Named)];

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
