using TauStar.Data;
using TauStar.Fitting;
using TauStar.Formats;
using TauStar.Sampling;
using TauStar.Studies;

namespace TauStar.Cli.Settings;

/// <summary>All settings of <c>tune</c>: how to read, how to compute, where to write.</summary>
internal sealed record TuneSettings
{
    public AlignmentReaderOptions Reading { get; init; } = new();
    public TuningOptions Tuning { get; init; } = new();
    public string? Alphabet { get; init; }
    public string? Model { get; init; }
    public string? Out { get; init; }

    private TuneSettings Train(Func<BoltzmannOptions, BoltzmannOptions> change) => this with { Tuning = Tuning with { Training = change(Tuning.Training) } };

    private TuneSettings Temper(Func<ReplicaExchangeOptions, ReplicaExchangeOptions> change) => this with { Tuning = Tuning with { Exchange = change(Tuning.Exchange) } };

    private TuneSettings Infer(Func<ThermostatOptions, ThermostatOptions> change) =>
        this with { Tuning = Tuning with { Posterior = Tuning.Posterior is ThermostatOptions posterior ? change(posterior) : null } };

    /// <summary>Refuses settings that the engine would not read: better than to ignore them.</summary>
    /// <exception cref="InputException">Names the first of them.</exception>
    public void RequireFor(TuningEngine engine)
    {
        TuneSettings defaults = new();
        if (engine == TuningEngine.Exact && OfSampling.FirstOrDefault(s => s.Show(this) != s.Show(defaults)) is Setting<TuneSettings> stray)
            throw new InputException($"--{stray.Name} has no effect in the exact engine, which is for systems as small as this; leave it out, or add --engine sampled");
        if (Model is not null && Tuning.Posterior is not null && OfSampling.FirstOrDefault(s => OfTraining.Contains(s.Name) && s.Show(this) != s.Show(defaults)) is Setting<TuneSettings> training)
            throw new InputException($"--{training.Name} has no effect on a model that is given, which is not trained and not refitted; leave it out");
    }

    /// <summary>Settings of the sampled engine that training alone reads.</summary>
    private static readonly string[] OfTraining =
        ["l2-fields", "l2-couplings", "chains", "train-sweeps", "optimiser", "learning-rate", "momentum", "target", "max-updates", "plateau"];

    /// <summary>Settings of reading alone, as part of another record of settings.</summary>
    public static IEnumerable<Setting<T>> ReadingIn<T>(Func<T, TuneSettings> get, Func<T, TuneSettings, T> set) =>
        OfReading.Where(setting => setting.Name != "seqid").Select(setting => setting.Of(get, set));

    /// <summary>Settings of reading, shared with <c>inspect</c>.</summary>
    public static IReadOnlyList<Setting<TuneSettings>> OfReading { get; } =
    [
        new("alphabet", "NAME|LETTERS", "protein, rna, dna, binary, spin, or the letters themselves, gap first; detected by default",
            (s, v) => s with { Alphabet = v, Reading = s.Reading with { Alphabet = AlphabetName.Parse(v) } }, s => s.Alphabet)
            { Choices = ["protein", "rna", "dna", "binary", "spin"] },
        new("unknown", "gap|remove|error", "letters such as X, B, Z: read as gap, remove the sequence, or stop",
            (s, v) => s with { Reading = s.Reading with { Unknown = Parse.Choice<UnknownLetters>("--unknown", v) } },
            s => s.Reading.Unknown.ToString().ToLowerInvariant()) { Choices = ["gap", "remove", "error"] },
        new("match-columns", "auto|all", "auto: drop insertion columns; all: keep every column",
            (s, v) => s with { Reading = s.Reading with { MatchColumns = Parse.Choice<MatchColumns>("--match-columns", v) } },
            s => s.Reading.MatchColumns.ToString().ToLowerInvariant()) { Choices = ["auto", "all"] },
        new("max-gaps", "FRACTION", "remove sequences with a larger fraction of gaps",
            (s, v) => s with { Reading = s.Reading with { MaxGaps = Parse.Real("--max-gaps", v) } }, s => Parse.Show(s.Reading.MaxGaps)),
        new("seqid", "FRACTION", "identity from which sequences share one weight and stay in one fold; default 0.8, or 0 (no sharing) for alphabets without a gap and in the exact engine",
            (s, v) => s with { Tuning = s.Tuning with { IdentityThreshold = Parse.Real("--seqid", v) } }, s => s.Tuning.IdentityThreshold is double t ? Parse.Show(t) : null),
    ];

    /// <summary>Settings that the sampled engine alone reads.</summary>
    private static IReadOnlyList<Setting<TuneSettings>> OfSampling { get; } =
    [
        new("pseudocount", "ALPHA", "weight of the uniform distribution in the frequencies; default 1/Meff",
            (s, v) => s with { Tuning = s.Tuning with { Pseudocount = Parse.Real("--pseudocount", v) } },
            s => s.Tuning.Pseudocount is double p ? Parse.Show(p) : null),
        new("l2-fields", "LAMBDA", "L2 strength on fields (per sequence: log-likelihood - lambda/2 |h|²); default 1/Meff",
            (s, v) => s.Train(t => t with { FieldPenalty = Parse.Real("--l2-fields", v) }),
            s => s.Tuning.Training.FieldPenalty is double l ? Parse.Show(l) : null),
        new("l2-couplings", "LAMBDA", "L2 strength on couplings; default 10/Meff; 0 with --target 0.95 is the field's early-stopped habit",
            (s, v) => s.Train(t => t with { CouplingPenalty = Parse.Real("--l2-couplings", v) }),
            s => s.Tuning.Training.CouplingPenalty is double l ? Parse.Show(l) : null),
        new("chains", "N", "persistent chains in training; default 2 Meff, between 800 and 5000",
            (s, v) => s.Train(t => t with { Chains = Parse.Whole("--chains", v) }),
            s => s.Tuning.Training.Chains is int n ? $"{n}" : null),
        new("train-sweeps", "N", "Gibbs sweeps between two updates",
            (s, v) => s.Train(t => t with { Sweeps = Parse.Whole("--train-sweeps", v) }), s => $"{s.Tuning.Training.Sweeps}"),
        new("optimiser", "natural|plain", "natural: divided by the frequencies of states, at a rate that adapts; plain: along the gradient, as the field does it",
            (s, v) => s.Train(t => t with { Optimiser = Parse.Choice<TrainingOptimiser>("--optimiser", v) }),
            s => s.Tuning.Training.Optimiser.ToString().ToLowerInvariant()) { Choices = ["natural", "plain"] },
        new("learning-rate", "ETA", "length of a step, as a factor of its direction; default 0.05 at first (natural) or 0.01 (plain)",
            (s, v) => s.Train(t => t with { LearningRate = Parse.Real("--learning-rate", v) }), s => s.Tuning.Training.LearningRate is double r ? Parse.Show(r) : null),
        new("momentum", "MU", "part of the last direction that is taken again",
            (s, v) => s.Train(t => t with { Momentum = Parse.Real("--momentum", v) }), s => Parse.Show(s.Tuning.Training.Momentum)),
        new("target", "PEARSON", "stop training at this Pearson of connected two-site correlations",
            (s, v) => s.Train(t => t with { TargetPearson = Parse.Real("--target", v) }), s => Parse.Show(s.Tuning.Training.TargetPearson)),
        new("max-updates", "N", "stop training after this many updates at the latest",
            (s, v) => s.Train(t => t with { MaxUpdates = Parse.Whole("--max-updates", v) }), s => $"{s.Tuning.Training.MaxUpdates}"),
        new("plateau", "N", "stop training when Pearson has not risen over this many updates; 0: never",
            (s, v) => s.Train(t => t with { Plateau = Parse.Whole("--plateau", v) }), s => $"{s.Tuning.Training.Plateau}"),
        new("systems", "N", "independent replica-exchange systems, half from random and half from natural starts",
            (s, v) => s.Temper(t => t with { Systems = Parse.Whole("--systems", v) }), s => $"{s.Tuning.Exchange.Systems}"),
        new("sweeps", "N", "recorded sweeps of the replica-exchange run",
            (s, v) => s.Temper(t => t with { Sweeps = Parse.Whole("--sweeps", v) }), s => $"{s.Tuning.Exchange.Sweeps}"),
        new("burn-in", "N", "sweeps dropped before that",
            (s, v) => s.Temper(t => t with { BurnIn = Parse.Whole("--burn-in", v) }), s => $"{s.Tuning.Exchange.BurnIn}"),
        new("tau-star", "yes|no", "yes: also find tau* for fidelity, by the posterior of the couplings, which takes as long again as all the rest; no: tau' alone",
            (s, v) => s with { Tuning = s.Tuning with { Posterior = v switch
            {
                "yes" => s.Tuning.Posterior ?? new() { Threads = s.Tuning.Training.Threads },
                "no" => null,
                _ => throw new InputException($"--tau-star '{v}' is unknown; choose yes or no"),
            } } }, s => s.Tuning.Posterior is null ? "no" : "yes") { Choices = ["yes", "no"] },
        new("posterior-chains", "N", $"persistent chains of the posterior, at least {TuningOptions.FewestPosteriorChains} and never below Meff/20; default 4 Meff, between 1000 and 10000",
            (s, v) => s.Tuning.Posterior is null ? throw new InputException("--posterior-chains needs --tau-star yes")
                : s.Infer(p => p with { Chains = Parse.Whole("--posterior-chains", v) }), s => s.Tuning.Posterior?.Chains is int n ? $"{n}" : null),
        new("bootstrap", "N", "bootstrap samples for the intervals",
            (s, v) => s with { Tuning = s.Tuning with { Bootstrap = Parse.Whole("--bootstrap", v) } }, s => $"{s.Tuning.Bootstrap}"),
    ];

    /// <summary>All settings, in the order of help.</summary>
    public static IReadOnlyList<Setting<TuneSettings>> All { get; } =
    [
        new("out", "DIR", "run directory; default out/NAME of the data", (s, v) => s with { Out = v }, s => s.Out) { MayChangeOnResume = true },
        new("model", "FILE", "tune this model, in any format that convert reads, instead of training one; it is not refitted, so the posterior alone says tau'", (s, v) => s with { Model = v }, s => s.Model),
        new("engine", "auto|exact|sampled", "exact: sums over all configurations, at most 2^20; sampled: Markov chains; auto: exact where it can be",
            (s, v) => s with { Tuning = s.Tuning with { Engine = Parse.Choice<TuningEngine>("--engine", v) } },
            s => s.Tuning.Engine.ToString().ToLowerInvariant()) { Choices = ["auto", "exact", "sampled"] },
        new("fit", "early-stop|ml|l2", "fit of the exact engine: the paper's early-stopped ascent, maximum likelihood, or L2 of a strength that the data choose; default l2",
            (s, v) => s with { Tuning = s.Tuning with { Fit = FitChoice.Parse("--fit", v) } }, s => FitChoice.Show(s.Tuning.Fit)) { Choices = FitChoice.Names },
        new("at", "TAU,...", "also write sequences at these temperatures",
            (s, v) => s with { Tuning = s.Tuning with { AtTau = Parse.Reals("--at", v) } }, s => s.Tuning.AtTau.Count > 0 ? Parse.Show(s.Tuning.AtTau) : null),
        new("seed", "N", "seed of all randomness; same seed, same bits",
            (s, v) => s with { Tuning = s.Tuning with { Seed = Parse.Seed("--seed", v) } }, s => $"{s.Tuning.Seed}"),
        ThreadsSetting.Of<TuneSettings>(s => s.Tuning.Training.Threads,
            (s, n) => s.Train(t => t with { Threads = n }).Temper(t => t with { Threads = n }).Infer(p => p with { Threads = n })),
        .. OfReading,
        new("folds", "K", "refits for the held-out energy",
            (s, v) => s with { Tuning = s.Tuning with { Folds = Parse.Whole("--folds", v) } }, s => $"{s.Tuning.Folds}"),
        new("tau-min", "TAU", "coldest temperature of the curves",
            (s, v) => s with { Tuning = s.Tuning with { TauMin = Parse.Real("--tau-min", v) } }, s => Parse.Show(s.Tuning.TauMin)),
        new("tau-max", "TAU", "hottest temperature of the curves",
            (s, v) => s with { Tuning = s.Tuning with { TauMax = Parse.Real("--tau-max", v) } }, s => Parse.Show(s.Tuning.TauMax)),
        new("sequences", "N", "sequences generated at each temperature",
            (s, v) => s with { Tuning = s.Tuning with { Sequences = Parse.Whole("--sequences", v) } }, s => $"{s.Tuning.Sequences}"),
        .. OfSampling,
    ];
}
