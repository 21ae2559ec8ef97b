using TauStar.Diagnosis;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>What was found in one cell. Divergences in nats; p the truth, q the fit, q_tau the fit at tau.</summary>
public sealed record CellResult
{
    /// <summary>Which cell.</summary>
    public required CellKey Key { get; init; }

    /// <summary>Minimum of D(q_tau||p).</summary>
    public required TemperatureOptimum TauStar { get; init; }

    /// <summary>Minimum of D(p||q_tau).</summary>
    public required TemperatureOptimum TauPrime { get; init; }

    /// <summary>D(q||p) at tau = 1.</summary>
    public required double ReverseAtOne { get; init; }

    /// <summary>D(p||q) at tau = 1.</summary>
    public required double ForwardAtOne { get; init; }

    /// <summary>kappa = Cov_q(E/T, E^) at tau = 1.</summary>
    public required double KappaAtOne { get; init; }

    /// <summary>C = Var_q(E^) at tau = 1.</summary>
    public required double HeatCapacityAtOne { get; init; }

    /// <summary>Entropy of the fit at tau = 1, in nats.</summary>
    public required double EntropyAtOne { get; init; }

    /// <summary>Steps that the fit took; 1 for a closed form.</summary>
    public required int Iterations { get; init; }

    /// <summary>False where the fit did not end by its own rule: at its limit of steps, or, for Newton, where the maximum lies at infinity.</summary>
    public required bool Converged { get; init; }

    /// <summary>States that a two-level fit takes for low; null for other fits.</summary>
    public int? GroundHat { get; init; }

    /// <summary>Gap of a two-level fit; null for other fits.</summary>
    public double? GapHat { get; init; }

    /// <summary>Contributions by energy level of the truth, lowest first; empty where the truth has no few levels.</summary>
    public IReadOnlyList<LevelContribution> Levels { get; init; } = [];
}
