namespace TauStar.Studies.Reproduction;

/// <summary>One data set of the 4 x 4 Ising model, explained: the example in figure 3.</summary>
public sealed record IsingExample
{
    /// <summary>T.</summary>
    public required double Temperature { get; init; }

    /// <summary>M.</summary>
    public required int Samples { get; init; }

    /// <summary>tau*.</summary>
    public required double TauStar { get; init; }

    /// <summary>tau'.</summary>
    public required double TauPrime { get; init; }

    /// <summary>Divergences over tau, increasing: <see cref="ReproductionExamples.Taus"/>.</summary>
    public required IReadOnlyList<DivergencePoint> Curve { get; init; }

    /// <summary>Probabilities by energy level of the truth, lowest first.</summary>
    public required IReadOnlyList<LevelProbability> Levels { get; init; }
}

/// <summary>Both divergences at one tau; nats.</summary>
/// <param name="Tau">tau.</param>
/// <param name="Reverse">D(q_tau||p).</param>
/// <param name="Forward">D(p||q_tau).</param>
public sealed record DivergencePoint(double Tau, double Reverse, double Forward);

/// <summary>Probability of an energy level, all its states together.</summary>
/// <param name="Level">Number of the level, 0 the ground.</param>
/// <param name="Energy">E of its states.</param>
/// <param name="Degeneracy">How many states it has.</param>
/// <param name="Truth">Under p.</param>
/// <param name="Data">Fraction of the data.</param>
/// <param name="FitAtOne">Under q.</param>
/// <param name="FitAtTauStar">Under q_tau at tau*.</param>
public sealed record LevelProbability(
    int Level, double Energy, long Degeneracy, double Truth, double Data, double FitAtOne, double FitAtTauStar);
