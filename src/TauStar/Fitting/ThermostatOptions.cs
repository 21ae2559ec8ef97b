using TauStar.Data;

namespace TauStar.Fitting;

/// <summary>Settings of <see cref="CouplingThermostat"/>; the defaults serve families of 10^2 to 10^5 sequences.</summary>
public sealed record ThermostatOptions
{
    private const double ChainsASequence = 4;
    private const int FewestChains = 1000, MostChains = 10_000;
    private const double MostSequencesAChain = 20; // with fewer chains the data sets that the posterior predicts would be too few to tell anything

    /// <summary>N, persistent chains; null: four an effective sequence, between 1000 and 10,000, so that the noise of the gradient stays well below that
    /// which the dynamics needs.</summary>
    public int? Chains { get; init; }

    /// <summary>Gibbs sweeps a step.</summary>
    public int Sweeps { get; init; } = 2;

    /// <summary>Sweeps of the chains under the starting model before the first step.</summary>
    public int BurnIn { get; init; } = 100;

    /// <summary>Steps until means are looked at for the first time, a multiple of 3; the first third is dropped.</summary>
    public int Steps { get; init; } = 900;

    /// <summary>a: friction whose noise is injected, in (0, 0.5).</summary>
    public double Injected { get; init; } = 0.1;

    /// <summary>Collective directions are treated by themselves if one is so many times stiffer than independent sites would be.</summary>
    internal double StiffFrom { get; init; } = 50;

    /// <summary>Threads; never changes the result.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>N for M (effective) sequences: never below M/20.</summary>
    public int ChainsFor(double samples) => Math.Max(Chains ?? (int)Math.Clamp(Math.Ceiling(ChainsASequence * samples), FewestChains, MostChains),
        (int)Math.Ceiling(samples / MostSequencesAChain));

    /// <summary>Throws when a setting is out of range.</summary>
    /// <exception cref="InputException">Names the setting, its value and the allowed range.</exception>
    public ThermostatOptions Validated()
    {
        BoltzmannOptions.Require(Chains is null or >= 2, "chains of the posterior", Chains ?? 0, "at least 2");
        BoltzmannOptions.Require(Sweeps >= 1, "sweeps of the posterior", Sweeps, "at least 1");
        BoltzmannOptions.Require(BurnIn >= 0, "burn-in of the posterior", BurnIn, "0 or above");
        BoltzmannOptions.Require(Steps >= 30 && Steps % 3 == 0, "steps of the posterior", Steps, "multiples of 3 from 30");
        BoltzmannOptions.Require(Injected is > 0 and < 0.5, "injected friction", Injected, "above 0, below 0.5");
        BoltzmannOptions.Require(Threads >= 1, "threads", Threads, "at least 1");
        return this;
    }
}
