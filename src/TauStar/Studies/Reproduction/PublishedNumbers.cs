namespace TauStar.Studies.Reproduction;

/// <summary>A published number.</summary>
/// <param name="Value">As printed, or as read off a figure.</param>
/// <param name="StandardError">As printed; NaN where it was not.</param>
public readonly record struct Published(double Value, double StandardError = double.NaN);

/// <summary>Published kappa(1) and C(1) of the two-level model of appendix C at a gap.</summary>
public sealed record PublishedResponse(double Gap, Published Kappa, Published HeatCapacity);

/// <summary>Published tau* and tau' of the 4 x 4 Ising model at (T, M), read off colours.</summary>
public sealed record PublishedPhase(double Temperature, int Samples, Published TauStar, Published TauPrime);

/// <summary>Published contributions of one energy level at (T, M), in nats.</summary>
public sealed record PublishedLevel(
    double Temperature, int Samples, int Level, Published EmpiricalTruth, Published EmpiricalFit, Published FitTruth);

/// <summary>What was published, for comparison and never for fitting; a list is empty where there is no table.</summary>
public sealed record PublishedNumbers
{
    /// <summary>Appendix C, two-level model.</summary>
    public IReadOnlyList<PublishedResponse> FigCToy { get; init; } = [];

    /// <summary>Figure 3.</summary>
    public IReadOnlyList<PublishedPhase> Fig3 { get; init; } = [];

    /// <summary>Appendix D.</summary>
    public IReadOnlyList<PublishedLevel> FigD { get; init; } = [];
}
