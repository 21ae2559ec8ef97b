using TauStar.Fitting;
using TauStar.Landscapes;

namespace TauStar.Studies.Learning;

/// <summary>An independent sample of the trained model: chains that had no part in the training, from a start of their own.</summary>
/// <param name="Start">"random" states or "data".</param>
/// <param name="Pearson">Of connected two-site correlations, sample against data.</param>
/// <param name="Slope">Regression slope of the same.</param>
/// <param name="MeanEnergy">k_B T.</param>
/// <param name="MeanEnergyError">Its standard error, chains taken as independent.</param>
/// <param name="Sweeps">Sweeps that each chain made.</param>
/// <param name="MixingTime">Sweeps after which chains had forgotten their start; null: not by the end.</param>
public sealed record IndependentSample(string Start, double Pearson, double Slope, double MeanEnergy, double MeanEnergyError, long Sweeps, long? MixingTime);

/// <summary>What a training found; written as train.json.</summary>
public sealed record LearningResult
{
    /// <summary>Raised when a key changes its name or meaning.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The schema of the keys.</summary>
    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Seed of all randomness.</summary>
    public required ulong Seed { get; init; }

    /// <summary>"bmDCA", "eaDCA", "edDCA", "fixed" or "profile".</summary>
    public required string Model { get; init; }

    /// <summary>M: sequences trained on.</summary>
    public required int Sequences { get; init; }

    /// <summary>Meff: sum of their weights.</summary>
    public required double EffectiveSequences { get; init; }

    /// <summary>L.</summary>
    public required int Sites { get; init; }

    /// <summary>Letters of the states, gap first.</summary>
    public required string Alphabet { get; init; }

    /// <summary>Persistent chains.</summary>
    public required int Chains { get; init; }

    /// <summary>The Pearson that so many independent draws of a perfect model would show (<see cref="ChainNoise"/>).</summary>
    public required double BestPearson { get; init; }

    /// <summary>Parameter updates made.</summary>
    public required int Updates { get; init; }

    /// <summary>Why it ended: "pearson", "limit", "plateau", or "none" for a profile.</summary>
    public required string Stop { get; init; }

    /// <summary>Pearson of connected two-site correlations, training chains against data.</summary>
    public required double Pearson { get; init; }

    /// <summary>Regression slope of the same.</summary>
    public required double Slope { get; init; }

    /// <summary>Identity of chains with their own past less that of different chains, at the end; near 0 when they forget.</summary>
    public required double Overlap { get; init; }

    /// <summary>Share of all couplings that there are.</summary>
    public required double Density { get; init; }

    /// <summary>From random states and from the data; empty where none were drawn.</summary>
    public required IReadOnlyList<IndependentSample> Check { get; init; }

    /// <summary>What to beware of, sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>What a training leaves.</summary>
/// <param name="Result">All numbers.</param>
/// <param name="Fitted">The model.</param>
/// <param name="History">Every update.</param>
/// <param name="ChainStates">The persistent chains at the end, R x L, row-major; of a profile independent draws.</param>
public sealed record LearningOutcome(LearningResult Result, PottsModel Fitted, IReadOnlyList<TrainingRecord> History, byte[] ChainStates);
