using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>tau*, and what the data say about turning the temperature at all (theory: section 6).</summary>
public sealed record TauStarResult
{
    /// <summary>tau* by the posterior mean, with its 90 % interval.</summary>
    public required Estimate TauStar { get; init; }

    /// <summary>Predicted D(q_1||p) - D(q_tau*||p), nats.</summary>
    public required Estimate Gain { get; init; }

    /// <summary>What every estimator says about tau* and tau', those that decide first; empty where tau* was not sought.</summary>
    public required IReadOnlyList<TemperatureEstimate> Estimates { get; init; }

    /// <summary>Whether the truth may be in the family; null where tau* was not sought.</summary>
    public ModelClassCheck? ClassCheck { get; init; }

    /// <summary>Whether the sequences are relatives beyond what weights take away; null in the exact engine and where tau* was not sought.</summary>
    public DescentCheck? Descent { get; init; }

    /// <summary>Strength of the prior on fields that the data chose, against M samples; NaN where tau* was not sought.</summary>
    public double L2Fields { get; init; } = double.NaN;

    /// <summary>The same for couplings.</summary>
    public double L2Couplings { get; init; } = double.NaN;

    /// <summary>The verdict on tau*; null where it was not sought.</summary>
    public TuningAdvice? Fidelity { get; init; }

    /// <summary>The verdict on tau'; null in the sampled engine.</summary>
    public TuningAdvice? Diversity { get; init; }

    /// <summary>How the posterior was sampled; null in the exact engine and where tau* was not sought.</summary>
    public PosteriorSummary? Posterior { get; init; }

    /// <summary>The place of a tau* that was not computed.</summary>
    public static TauStarResult NotComputed(string why) =>
        new() { TauStar = Estimate.NotComputed(why), Gain = Estimate.NotComputed(why), Estimates = [] };
}

/// <summary>How the posterior of the truth was sampled, and whether that went well (theory: section 7).</summary>
public sealed record PosteriorSummary
{
    /// <summary>Steps of the dynamics.</summary>
    public required int Steps { get; init; }
    /// <summary>Persistent chains.</summary>
    public required int Chains { get; init; }
    /// <summary>Reading of the thermostat over the later two thirds of the steps; 1 is right.</summary>
    public required double Thermostat { get; init; }
    /// <summary>tau* by the earlier half of those steps.</summary>
    public required double EarlierTauStar { get; init; }
    /// <summary>tau* by the later half.</summary>
    public required double LaterTauStar { get; init; }
    /// <summary>The most that the difference costs in the eyes of either half, nats.</summary>
    public required double DriftLoss { get; init; }
    /// <summary>True where thermostat and halves agree.</summary>
    public required bool Settled { get; init; }
    /// <summary>The share of the couplings that the data determine; the prior determines the others.</summary>
    public required double DeterminedShare { get; init; }
    /// <summary>Held-out pseudo-likelihood for each penalty on couplings that was tried; the prior's strength is half the best penalty.</summary>
    public required IReadOnlyList<PenaltyLoss> Penalties { get; init; }
}
