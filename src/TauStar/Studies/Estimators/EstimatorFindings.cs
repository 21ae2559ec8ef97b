using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Tempering;

namespace TauStar.Studies.Estimators;

/// <summary>What is true of one goal on a data set, and what the verdict made of it. Divergences of the goal's direction, in nats.</summary>
/// <param name="Optimum">The true optimum over the range that is searched.</param>
/// <param name="AtOne">Divergence at tau = 1.</param>
/// <param name="Advice">The verdict, from data alone.</param>
/// <param name="AtAdvice">Divergence where the verdict says to sample.</param>
public sealed record EstimatorTarget(TemperatureOptimum Optimum, double AtOne, TuningAdvice Advice, double AtAdvice);

/// <summary>What one estimator said, and what became of it.</summary>
/// <param name="Estimate">From data alone.</param>
/// <param name="Divergence">True divergence at its tau, nats; at tau = 1 where it has no answer.</param>
public sealed record EstimatorOutcome(TemperatureEstimate Estimate, double Divergence);

/// <summary>What every estimator said of one data set, held against what is true.</summary>
public sealed record EstimatorFindings
{
    /// <summary>tau*: D(q_tau||p).</summary>
    public required EstimatorTarget Fidelity { get; init; }

    /// <summary>tau': D(p||q_tau).</summary>
    public required EstimatorTarget Diversity { get; init; }

    /// <summary>All estimators; those that decide first.</summary>
    public required IReadOnlyList<EstimatorOutcome> Outcomes { get; init; }

    /// <summary>Whether the truth seemed to be in the family.</summary>
    public required ModelClassCheck ClassCheck { get; init; }

    /// <summary>Strength of the prior that the estimators took.</summary>
    public required L2Strengths Strengths { get; init; }

    /// <summary>Steps that the fit took.</summary>
    public required int Iterations { get; init; }

    /// <summary>False where the fit did not end by its own rule.</summary>
    public required bool Converged { get; init; }
}
