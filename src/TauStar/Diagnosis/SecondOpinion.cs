using TauStar.Tempering;

namespace TauStar.Diagnosis;

/// <summary>Another estimate of the temperature that a verdict is about.</summary>
/// <param name="Estimate">Where it would go.</param>
/// <param name="GainThere">What it predicts to be gained where the decisive estimate would go, nats; NaN: it predicts none.</param>
public sealed record SecondOpinion(TemperatureEstimate Estimate, double GainThere)
{
    /// <summary>Whether it lies on the other side of 1, or sees a loss where the decisive estimate would go.</summary>
    public bool Contradicts(TemperatureEstimate decisive)
    {
        ArgumentNullException.ThrowIfNull(decisive);
        return (Estimate.Tau.Value - 1) * (decisive.Tau.Value - 1) < 0 || GainThere < 0;
    }
}
