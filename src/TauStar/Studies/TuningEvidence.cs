using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Sampling;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>All that the long computations of a tuning run leave for the analysis.</summary>
/// <param name="Source">The data as read.</param>
/// <param name="Options">Settings.</param>
/// <param name="Weights">Sequence weights.</param>
/// <param name="Folds">Folds and clusters.</param>
/// <param name="Pseudocount">As used.</param>
/// <param name="Frequencies">Of all data, pseudocount included.</param>
internal sealed record TuningEvidence(
    AlignmentFindings Source, TuningOptions Options, double[] Weights, Folds Folds, double Pseudocount, PairFrequencies Frequencies)
{
    /// <summary>The user's model.</summary>
    public required PottsModel Model { get; init; }

    /// <summary>Its training; null for a model trained elsewhere.</summary>
    public required BoltzmannLearning? Training { get; init; }

    /// <summary>How it was trained, or would have been: the settings of the refits.</summary>
    public required BoltzmannOptions TrainingOptions { get; init; }

    /// <summary>Energies of the refits; null where there were none, for a model trained elsewhere cannot be refitted.</summary>
    public required HeldOutEnergy? HeldOut { get; init; }

    /// <summary>The refits in summary; empty where there were none.</summary>
    public required IReadOnlyList<FoldSummary> FoldSummaries { get; init; }

    /// <summary>The tempered run.</summary>
    public required ReplicaExchange Run { get; init; }

    /// <summary>Where a model may be tempered to; null where tau* is not sought.</summary>
    public FidelityOptimum? Fidelity { get; init; }

    /// <summary>The posterior of the truth; null where tau* is not sought.</summary>
    public TauStarPosterior? Posterior { get; init; }

    /// <summary>The penalty of its prior, from held-out sequences; null where tau* is not sought.</summary>
    public HeldOutPenalty? Penalty { get; init; }

    /// <summary>Where the posterior's dynamics started: the pseudo-likelihood fit with that penalty.</summary>
    public PottsModel? Start { get; init; }

    /// <summary>The posterior mean by the kernel shift; null where that cannot be had.</summary>
    public PottsModel? Check { get; init; }
}
