using System.Globalization;
using TauStar.Tempering;

namespace TauStar.Diagnosis;

/// <summary>Another estimate of the temperature that a verdict is about.</summary>
/// <param name="Estimate">Where it would go.</param>
/// <param name="GainThere">What it predicts to be gained where the decisive estimate would go, nats; NaN: it predicts none.</param>
public sealed record SecondOpinion(TemperatureEstimate Estimate, double GainThere)
{
    /// <summary>What it says against the decisive estimate: that it lies on the other side of 1, or sees a loss where that would go; null: nothing.</summary>
    public string? Objection(TemperatureEstimate decisive)
    {
        ArgumentNullException.ThrowIfNull(decisive);
        string places = string.Create(CultureInfo.InvariantCulture,
            $"{decisive.Tau.Value:F2} by the {decisive.Estimator}, {Estimate.Tau.Value:F2} by {Estimate.Estimator}");
        return (Estimate.Tau.Value - 1) * (decisive.Tau.Value - 1) < 0 ? places
            : GainThere < 0 ? string.Create(CultureInfo.InvariantCulture, $"{places}, which predicts a loss of {-GainThere:F3} nats at the former")
            : null;
    }
}
