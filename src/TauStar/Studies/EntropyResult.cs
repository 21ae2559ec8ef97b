using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>How far two ways are apart.</summary>
/// <param name="First">One way.</param>
/// <param name="Second">The other.</param>
/// <param name="LogZ">Difference of log Z in its standard errors.</param>
/// <param name="MeanEnergy">Difference of &lt;E&gt; in its standard errors.</param>
public sealed record Agreement(string First, string Second, double LogZ, double MeanEnergy)
{
    /// <summary>Standard errors beyond which two ways disagree.</summary>
    public const double Within = 4;

    /// <summary>True where neither quantity is further apart.</summary>
    public bool Holds => Math.Abs(LogZ) <= Within && Math.Abs(MeanEnergy) <= Within;
}

/// <summary>How likely data are under a model.</summary>
/// <param name="Sequences">M.</param>
/// <param name="MeanEnergy">Mean E of the data, k_B T.</param>
/// <param name="LogLikelihood">Mean log p_tau of a sequence, nats; its interval is that of log Z.</param>
/// <param name="Uniform">The same if all sequences were equally likely: -L log q.</param>
public sealed record DataLikelihood(int Sequences, double MeanEnergy, Estimate LogLikelihood, double Uniform);

/// <summary>log Z, free energy, mean energy and entropy of a model at one temperature, by three ways.</summary>
public sealed record EntropyResult
{
    /// <summary>The temperature.</summary>
    public required double Tau { get; init; }

    /// <summary>L.</summary>
    public required int Sites { get; init; }

    /// <summary>q.</summary>
    public required int States { get; init; }

    /// <summary>Seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Inverse temperatures of the ladder, cold to hot.</summary>
    public required IReadOnlyList<double> Ladder { get; init; }

    /// <summary>What to use: that of replica exchange, marked unreliable where a check failed.</summary>
    public required Thermodynamics Answer { get; init; }

    /// <summary>All three.</summary>
    public required IReadOnlyList<Thermodynamics> Ways { get; init; }

    /// <summary>log Z from forward annealing alone, a lower bound in expectation.</summary>
    public required Estimate Lower { get; init; }

    /// <summary>log Z from reverse annealing alone, an upper bound in expectation.</summary>
    public required Estimate Upper { get; init; }

    /// <summary>Every pair of ways.</summary>
    public required IReadOnlyList<Agreement> Agreements { get; init; }

    /// <summary>Whether all pairs agree.</summary>
    public bool Agree => Agreements.All(a => a.Holds);

    /// <summary>Whether replica exchange mixed from infinite temperature down to this one.</summary>
    public required bool Mixed { get; init; }

    /// <summary>The data given, or null.</summary>
    public DataLikelihood? Data { get; init; }

    /// <summary>Why not to rely on it; empty when nothing speaks against it.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
