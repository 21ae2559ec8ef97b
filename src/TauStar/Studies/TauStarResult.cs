using TauStar.Diagnosis;
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

    /// <summary>What every estimator says about tau* and tau', those that decide first; empty in the sampled engine.</summary>
    public required IReadOnlyList<TemperatureEstimate> Estimates { get; init; }

    /// <summary>Whether the truth may be in the family; null in the sampled engine.</summary>
    public ModelClassCheck? ClassCheck { get; init; }

    /// <summary>Strength of the prior on fields that the data chose, against M samples; NaN in the sampled engine.</summary>
    public double L2Fields { get; init; } = double.NaN;

    /// <summary>The same for couplings.</summary>
    public double L2Couplings { get; init; } = double.NaN;

    /// <summary>The verdict on tau*; null in the sampled engine.</summary>
    public TuningAdvice? Fidelity { get; init; }

    /// <summary>The verdict on tau'; null in the sampled engine.</summary>
    public TuningAdvice? Diversity { get; init; }

    /// <summary>The place of a tau* that was not computed.</summary>
    public static TauStarResult NotComputed(string why) =>
        new() { TauStar = Estimate.NotComputed(why), Gain = Estimate.NotComputed(why), Estimates = [] };
}
