using TauStar.Data;
using TauStar.Fitting;

namespace TauStar.Studies.Learning;

/// <summary>Settings of a training: what the field's tools have as defaults, but for the steps.</summary>
public sealed record LearningOptions
{
    /// <summary>Chains where fewer would do.</summary>
    public const int FewestChains = 2000;

    private const int MostChains = 50_000;

    // How far above the target a perfect model should come, of the way to 1. Decimation goes on while a model of few couplings, which is far from perfect, reaches the target:
    // the less of the way the chains' noise takes, the further it comes (benchmarks/results/potts.md).
    private const double Dense = 0.5, Sparse = 0.8;

    /// <summary>Fields only: h = log f, exactly, without any training.</summary>
    public bool Profile { get; init; }

    /// <summary>The training. Chains null: 2,000, or as many as the target needs (<see cref="ChainNoise"/>), more for decimation; penalties null: 0.</summary>
    public BoltzmannOptions Boltzmann { get; init; } = new() { Sweeps = 10, MaxUpdates = 50_000, Plateau = 300, SlopeTolerance = 0.1 };

    /// <summary>Identity from which sequences share one weight, in [0, 1]; 0: every sequence has weight 1; null: 0.8, or 0 for alphabets without a gap.</summary>
    public double? IdentityThreshold { get; init; }

    /// <summary>Weight of the uniform distribution in the data's frequencies, in [0, 1]; null: 1/Meff.</summary>
    public double? Pseudocount { get; init; }

    /// <summary>Sweeps after which the independent samples wait no longer for mixing; 0: none are drawn.</summary>
    public int CheckSweeps { get; init; } = 5000;

    /// <summary>Seed of all randomness.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The training with everything set that depends on the data.</summary>
    public BoltzmannOptions For(PairFrequencies data)
    {
        ArgumentNullException.ThrowIfNull(data);
        double target = Math.Min(Boltzmann.TargetPearson, 0.999);
        return Boltzmann with
        {
            Chains = Boltzmann.Chains ?? Math.Clamp(ChainNoise.Enough(data, target, Boltzmann.Graph is GraphRule.Decimation ? Sparse : Dense), FewestChains, MostChains),
            FieldPenalty = Boltzmann.FieldPenalty ?? 0,
            CouplingPenalty = Boltzmann.CouplingPenalty ?? 0,
        };
    }

    /// <summary>Throws when a setting is out of range.</summary>
    /// <exception cref="InputException">Names the setting, its value and the allowed range.</exception>
    public LearningOptions Validated()
    {
        Boltzmann.Validated();
        BoltzmannOptions.Require(IdentityThreshold is null or (>= 0 and <= 1), "identity threshold", IdentityThreshold ?? 0, "0 to 1");
        BoltzmannOptions.Require(Pseudocount is null or (>= 0 and <= 1), "pseudocount", Pseudocount ?? 0, "0 to 1");
        BoltzmannOptions.Require(CheckSweeps is 0 or >= 2, "sweeps of the check", CheckSweeps, "0, or at least 2");
        return this;
    }
}
