using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>What a temperature is turned for.</summary>
public enum TuningGoal
{
    /// <summary>What is generated looks real: D(q_tau||p), smallest at tau*.</summary>
    Fidelity,

    /// <summary>What is real is covered: D(p||q_tau), smallest at tau'.</summary>
    Diversity,
}

/// <summary>What one estimator says, from data alone, about the temperature that serves a goal best.</summary>
/// <param name="Estimator">Its name, e.g. <c>posterior-mean</c>.</param>
/// <param name="Goal">Fidelity: tau*. Diversity: tau'.</param>
/// <param name="Tau">The temperature; interval NaN where the estimator has none, <see cref="EstimateStatus.OutOfRange"/> at an edge of the range searched.</param>
/// <param name="Gain">Predicted divergence at 1 minus that at <paramref name="Tau"/>, nats; <see cref="EstimateStatus.Unavailable"/> where the estimator has none.</param>
public sealed record TemperatureEstimate(string Estimator, TuningGoal Goal, Estimate Tau, Estimate Gain);
