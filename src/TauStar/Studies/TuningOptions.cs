using TauStar.Data;
using TauStar.Fitting;
using TauStar.Sampling;

namespace TauStar.Studies;

/// <summary>Settings of a tuning run; every member has a default that serves protein families of 10^2 to 10^5 sequences.</summary>
public sealed record TuningOptions
{
    /// <summary>Seed of all random streams.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How to compute.</summary>
    public TuningEngine Engine { get; init; }

    /// <summary>The exact engine's fit; null: <see cref="EmpiricalBayesFit"/>. The sampled engine has its <see cref="Training"/>.</summary>
    public PairwiseFitMethod? Fit { get; init; }

    /// <summary>Identity from which sequences share one weight and are kept in one fold; 0: no sharing; null: 0.8 where the
    /// alphabet has a gap (an alignment of relatives), else 0 (independent draws, which weights would distort); always 0 in the exact engine, for on a
    /// few sites all sequences are alike, and weights would flatten what they were drawn from.</summary>
    public double? IdentityThreshold { get; init; }

    /// <summary>The identity threshold for data over an alphabet.</summary>
    public double IdentityFor(Alphabet alphabet)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        return IdentityThreshold ?? (alphabet.HasGap ? 0.8 : 0);
    }

    /// <summary>Weight of the uniform distribution in the frequencies; null: 1 / effective number of sequences.</summary>
    public double? Pseudocount { get; init; }

    /// <summary>Training of the model and of its refits.</summary>
    public BoltzmannOptions Training { get; init; } = new();

    /// <summary>K, refits for the held-out energy.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>The posterior of the truth, from which the sampled engine has tau*; null: tau* is not sought.</summary>
    public ThermostatOptions? Posterior { get; init; } = new();

    /// <summary>With fewer, the noise of the gradient is more than the dynamics bears, and the data sets that the posterior predicts are too few to tell anything.</summary>
    public const int FewestPosteriorChains = 100;

    /// <summary>The tempered run.</summary>
    public ReplicaExchangeOptions Exchange { get; init; } = new();

    /// <summary>Coldest temperature of the curves, below 1.</summary>
    public double TauMin { get; init; } = 0.3;

    /// <summary>Hottest temperature of the curves, above 1.</summary>
    public double TauMax { get; init; } = 3;

    /// <summary>Points of the curves, evenly in log tau.</summary>
    public int CurvePoints { get; init; } = 41;

    /// <summary>Sequences generated at each temperature.</summary>
    public int Sequences { get; init; } = 1000;

    /// <summary>Gibbs sweeps at the wanted temperature before a sequence is kept.</summary>
    public int GenerationSweeps { get; init; } = 50;

    /// <summary>Temperatures besides 1 and tau' at which sequences are written.</summary>
    public IReadOnlyList<double> AtTau { get; init; } = [];

    /// <summary>Bootstrap samples for the intervals.</summary>
    public int Bootstrap { get; init; } = 2000;

    /// <summary>Throws when a setting is out of range.</summary>
    /// <exception cref="InputException">Names the setting, its value and the allowed range.</exception>
    public TuningOptions Validated()
    {
        Training.Validated();
        Posterior?.Validated();
        Require(Posterior?.Chains is null or >= FewestPosteriorChains, "chains of the posterior", Posterior?.Chains ?? 0, $"at least {FewestPosteriorChains}");
        Require(IdentityThreshold is null or (>= 0 and <= 1), "identity threshold", IdentityThreshold ?? 0, "0 (no sharing) to 1");
        Require(Pseudocount is null or (>= 0 and < 1), "pseudocount", Pseudocount ?? 0, "0 to below 1");
        Require(Folds is >= 2 and <= 20, "folds", Folds, "2 to 20");
        Require(Exchange.Systems is >= 4 and <= 10_000 && Exchange.Systems % 2 == 0, "systems", Exchange.Systems, "even numbers, 4 to 10000");
        Require(Exchange.Sweeps >= 8, "tempering sweeps", Exchange.Sweeps, "at least 8");
        Require(Exchange.BurnIn >= 0, "burn-in", Exchange.BurnIn, "0 or above");
        Require(TauMin is >= 0.05 and < 1, "lowest tau", TauMin, "0.05 to below 1");
        Require(TauMax is > 1 and <= 20, "highest tau", TauMax, "above 1, at most 20");
        Require(CurvePoints >= 5, "curve points", CurvePoints, "at least 5");
        Require(Sequences >= 2, "sequences", Sequences, "at least 2");
        Require(GenerationSweeps >= 1, "generation sweeps", GenerationSweeps, "at least 1");
        Require(Bootstrap >= 100, "bootstrap samples", Bootstrap, "at least 100");
        foreach (double tau in AtTau)
            Require(tau >= TauMin && tau <= TauMax, "temperature", tau, $"{TauMin} to {TauMax}, the range of the curves");
        return this;
    }

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds) throw new InputException($"{name} is {value}; allowed: {allowed}");
    }
}
