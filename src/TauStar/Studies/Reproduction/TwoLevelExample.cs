using TauStar.Diagnosis;

namespace TauStar.Studies.Reproduction;

/// <summary>The two-level worked example of figure 2, all that is drawn and written of it.</summary>
public sealed record TwoLevelExample
{
    /// <summary>The N states, the truly low ones first.</summary>
    public required IReadOnlyList<TwoLevelState> States { get; init; }

    /// <summary>n^_g.</summary>
    public required int GroundHat { get; init; }

    /// <summary>Delta^.</summary>
    public required double GapHat { get; init; }

    /// <summary>tau*.</summary>
    public required double TauStar { get; init; }

    /// <summary>tau'.</summary>
    public required double TauPrime { get; init; }

    /// <summary>D(q||p) at tau = 1.</summary>
    public required double ReverseAtOne { get; init; }

    /// <summary>D(q_tau||p) at tau*.</summary>
    public required double ReverseAtTauStar { get; init; }

    /// <summary>D(p||q) at tau = 1.</summary>
    public required double ForwardAtOne { get; init; }

    /// <summary>D(p||q_tau) at tau'.</summary>
    public required double ForwardAtTauPrime { get; init; }

    /// <summary>kappa(1).</summary>
    public required double KappaAtOne { get; init; }

    /// <summary>C(1).</summary>
    public required double HeatCapacityAtOne { get; init; }

    /// <summary>Divergences over tau, increasing: <see cref="ReproductionExamples.Taus"/>.</summary>
    public required IReadOnlyList<TwoLevelDivergences> Curve { get; init; }
}

/// <summary>One state of the worked example.</summary>
/// <param name="State">Number, from 1.</param>
/// <param name="TruthEnergy">E: 0 or Delta.</param>
/// <param name="FitEnergy">E^: 0 or Delta^.</param>
/// <param name="Truth">p.</param>
/// <param name="Data">f, the fraction of the data in it.</param>
/// <param name="Fit">q at tau = 1.</param>
public sealed record TwoLevelState(int State, double TruthEnergy, double FitEnergy, double Truth, double Data, double Fit);

/// <summary>Both divergences at one tau, part by part; nats.</summary>
/// <param name="Tau">tau.</param>
/// <param name="Reverse">Parts of D(q_tau||p).</param>
/// <param name="Forward">Parts of D(p||q_tau).</param>
public sealed record TwoLevelDivergences(double Tau, TwoLevelParts Reverse, TwoLevelParts Forward);
