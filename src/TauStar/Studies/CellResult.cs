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

    /// <summary>False where the fit stopped at its limit of steps.</summary>
    public required bool Converged { get; init; }

    /// <summary>States that a two-level fit takes for low; null for other fits.</summary>
    public int? GroundHat { get; init; }

    /// <summary>Gap of a two-level fit; null for other fits.</summary>
    public double? GapHat { get; init; }

    /// <summary>Contributions by energy level of the truth, lowest first; empty where the truth has no few levels.</summary>
    public IReadOnlyList<LevelContribution> Levels { get; init; } = [];
}

/// <summary>
/// What one energy level of the truth adds to the divergences at tau = 1: d(a||b)_l = sum over its states of a ln(a/b), in
/// nats. Contributions may be negative; over all levels they sum to the divergence.
/// </summary>
/// <param name="Level">Number of the level, 0 the ground.</param>
/// <param name="Energy">E of its states.</param>
/// <param name="Degeneracy">How many states it has.</param>
/// <param name="EmpiricalTruth">(empirical||truth).</param>
/// <param name="EmpiricalFit">(empirical||fit).</param>
/// <param name="FitTruth">(fit||truth).</param>
/// <param name="TruthFit">(truth||fit).</param>
public sealed record LevelContribution(
    int Level, double Energy, long Degeneracy, double EmpiricalTruth, double EmpiricalFit, double FitTruth, double TruthFit);
