using TauStar.Data;
using TauStar.Fitting;
using TauStar.Studies.Learning;

namespace TauStar.Cli.Settings;

/// <summary>Which couplings a training is to have.</summary>
internal enum TrainedModel
{
    BmDca,
    EaDca,
    EdDca,
    Fixed,
    Profile,
}

/// <summary>All settings of <c>train</c>; names as users of adabmDCA know them stand as aliases.</summary>
internal sealed record TrainSettings
{
    private static readonly Dictionary<string, TrainedModel> Models = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bmDCA"] = TrainedModel.BmDca,
        ["eaDCA"] = TrainedModel.EaDca,
        ["edDCA"] = TrainedModel.EdDca,
        ["fixed"] = TrainedModel.Fixed,
        ["profile"] = TrainedModel.Profile,
    };

    public TuneSettings Reading { get; init; } = new();
    public LearningOptions Learning { get; init; } = new();
    public TrainedModel Model { get; init; }
    public string? Graph { get; init; }
    public GraphRule.Activation Activation { get; init; } = new();
    public GraphRule.Decimation Decimation { get; init; } = new();
    public string? Weights { get; init; }
    public string? Init { get; init; }
    public string? Out { get; init; }

    private TrainSettings Train(Func<BoltzmannOptions, BoltzmannOptions> change) => this with { Learning = Learning with { Boltzmann = change(Learning.Boltzmann) } };

    /// <summary>The training's options, with the graph that the settings name.</summary>
    public LearningOptions Complete(Func<string, CouplingGraph> readGraph)
    {
        if (Model == TrainedModel.Fixed && Graph is null) throw new InputException("--model fixed needs --graph FILE, the pairs that are coupled");
        Activation.Validate();
        Decimation.Validate();
        if (Model != TrainedModel.Fixed && Graph is not null) throw new InputException("--graph is for --model fixed only; add that, or leave --graph out");
        if (Model == TrainedModel.Profile && Init is not null) throw new InputException("--init has no effect with --model profile, which is not trained; leave it out");
        GraphRule rule = Model switch
        {
            TrainedModel.EaDca => Activation,
            TrainedModel.EdDca => Decimation,
            TrainedModel.Fixed => new GraphRule.Fixed(readGraph(Graph!)),
            _ => GraphRule.Dense,
        };
        return (Learning with
        {
            Profile = Model == TrainedModel.Profile,
            IdentityThreshold = Reading.Tuning.IdentityThreshold,
            Boltzmann = Learning.Boltzmann with { Graph = rule },
        }).Validated();
    }

    private static TrainedModel ParseModel(string text) => Models.TryGetValue(text, out TrainedModel model) ? model
        : throw new InputException($"--model '{text}' is not known; choose one of {string.Join(", ", Models.Keys)}");

    private static string Name(TrainedModel model) => Models.Single(m => m.Value == model).Key;

    /// <summary>All settings, in the order of help.</summary>
    public static IReadOnlyList<Setting<TrainSettings>> All { get; } =
    [
        new("out", "DIR", "run directory; default out/NAME of the data", (s, v) => s with { Out = v }, s => s.Out) { MayChangeOnResume = true, Alias = "output" },
        new("model", "bmDCA|eaDCA|edDCA|fixed|profile", "all couplings; sparse by activation; sparse by decimation; those of --graph; fields only",
            (s, v) => s with { Model = ParseModel(v) }, s => Name(s.Model)) { Choices = [.. Models.Keys] },
        new("graph", "FILE", "coupled pairs for --model fixed: lines 'i j', sites from 0, or a model whose couplings that are not 0 count",
            (s, v) => s with { Graph = v }, s => s.Graph),
        new("init", "FILE", "model to start from, in any format that convert reads, of the same sites and letters; default: independent sites",
            (s, v) => s with { Init = v }, s => s.Init) { Alias = "path_params" },
        new("target", "PEARSON", "stop at this Pearson of connected two-site correlations",
            (s, v) => s.Train(t => t with { TargetPearson = Parse.Real("--target", v) }), s => Parse.Show(s.Learning.Boltzmann.TargetPearson)),
        new("slope", "TOLERANCE", "and where their slope is this near to 1",
            (s, v) => s.Train(t => t with { SlopeTolerance = Parse.Real("--slope", v) }), s => Parse.Show(s.Learning.Boltzmann.SlopeTolerance)),
        new("chains", "N", $"persistent chains; default {LearningOptions.FewestChains}, or as many as the target needs, more for edDCA",
            (s, v) => s.Train(t => t with { Chains = Parse.Whole("--chains", v) }), s => s.Learning.Boltzmann.Chains is int n ? $"{n}" : null) { Alias = "nchains" },
        new("sweeps", "N", "Gibbs sweeps between two updates",
            (s, v) => s.Train(t => t with { Sweeps = Parse.Whole("--sweeps", v) }), s => $"{s.Learning.Boltzmann.Sweeps}") { Alias = "nsweeps" },
        new("optimiser", "natural|plain", "natural: divided by the frequencies of states, at a rate that adapts; plain: along the gradient, as adabmDCA does it",
            (s, v) => s.Train(t => t with { Optimiser = Parse.Choice<TrainingOptimiser>("--optimiser", v) }),
            s => s.Learning.Boltzmann.Optimiser.ToString().ToLowerInvariant()) { Choices = ["natural", "plain"] },
        new("lr", "ETA", "length of a step, as a factor of its direction; default 0.05 at first (natural) or 0.01 (plain)",
            (s, v) => s.Train(t => t with { LearningRate = Parse.Real("--lr", v) }), s => s.Learning.Boltzmann.LearningRate is double r ? Parse.Show(r) : null) { Alias = "learning-rate" },
        new("epochs", "N", "updates at most",
            (s, v) => s.Train(t => t with { MaxUpdates = Parse.Whole("--epochs", v) }), s => $"{s.Learning.Boltzmann.MaxUpdates}") { Alias = "nepochs" },
        new("plateau", "N", "stop when Pearson has not risen over this many updates; 0: never",
            (s, v) => s.Train(t => t with { Plateau = Parse.Whole("--plateau", v) }), s => $"{s.Learning.Boltzmann.Plateau}"),
        new("l2-fields", "LAMBDA", "L2 strength on fields (per sequence: log-likelihood - lambda/2 |h|²); default 0",
            (s, v) => s.Train(t => t with { FieldPenalty = Parse.Real("--l2-fields", v) }), s => s.Learning.Boltzmann.FieldPenalty is double l ? Parse.Show(l) : null),
        new("l2-couplings", "LAMBDA", "L2 strength on couplings; default 0",
            (s, v) => s.Train(t => t with { CouplingPenalty = Parse.Real("--l2-couplings", v) }), s => s.Learning.Boltzmann.CouplingPenalty is double l ? Parse.Show(l) : null),
        new("gsteps", "N", "eaDCA: updates between two activations",
            (s, v) => s with { Activation = s.Activation with { Updates = Parse.Whole("--gsteps", v) } }, s => $"{s.Activation.Updates}"),
        new("factivate", "FRACTION", "eaDCA: share of all couplings that joins at a time",
            (s, v) => s with { Activation = s.Activation with { Fraction = Parse.Real("--factivate", v) } }, s => Parse.Show(s.Activation.Fraction)),
        new("density", "FRACTION", "edDCA: share of all couplings to be left",
            (s, v) => s with { Decimation = s.Decimation with { Density = Parse.Real("--density", v) } }, s => Parse.Show(s.Decimation.Density)),
        new("drate", "FRACTION", "edDCA: share of the couplings left that goes at a time",
            (s, v) => s with { Decimation = s.Decimation with { Rate = Parse.Real("--drate", v) } }, s => Parse.Show(s.Decimation.Rate)),
        new("weights", "FILE", "weights of the sequences, one a line, in place of --seqid", (s, v) => s with { Weights = v }, s => s.Weights),
        new("pseudocount", "ALPHA", "weight of the uniform distribution in the frequencies; default 1/Meff",
            (s, v) => s with { Learning = s.Learning with { Pseudocount = Parse.Real("--pseudocount", v) } }, s => s.Learning.Pseudocount is double p ? Parse.Show(p) : null),
        new("check-sweeps", "N", "sweeps after which the independent samples at the end wait no longer for mixing; 0: none are drawn",
            (s, v) => s with { Learning = s.Learning with { CheckSweeps = Parse.Whole("--check-sweeps", v) } }, s => $"{s.Learning.CheckSweeps}"),
        new("seed", "N", "seed of all randomness; same seed, same bits",
            (s, v) => s with { Learning = s.Learning with { Seed = Parse.Seed("--seed", v) } }, s => $"{s.Learning.Seed}"),
        ThreadsSetting.Of<TrainSettings>(s => s.Learning.Boltzmann.Threads, (s, n) => s.Train(t => t with { Threads = n })) with { Alias = "nthreads" },
        .. TuneSettings.OfReading.Select(setting => setting.Of<TrainSettings>(s => s.Reading, (s, reading) => s with { Reading = reading })),
    ];
}
