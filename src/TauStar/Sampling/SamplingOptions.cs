using TauStar.Data;

namespace TauStar.Sampling;

/// <summary>How configurations are drawn.</summary>
public enum SamplingMethod
{
    /// <summary>Heat-bath sweeps at the temperature.</summary>
    Gibbs,

    /// <summary>Metropolised heat-bath sweeps at the temperature.</summary>
    Metropolis,

    /// <summary>Replica exchange over a ladder that holds all temperatures.</summary>
    Exchange,
}

/// <summary>Settings of <see cref="SequenceSampler"/>.</summary>
public sealed record SamplingOptions
{
    /// <summary>Chains that are run at the least, so that memory can be told from noise.</summary>
    public const int FewestChains = 256;

    /// <summary>How.</summary>
    public SamplingMethod Method { get; init; }

    /// <summary>Configurations wanted at each temperature, at least 1.</summary>
    public int Sequences { get; init; } = 1000;

    /// <summary>Sweeps; null: twice the mixing time.</summary>
    public long? Sweeps { get; init; }

    /// <summary>Sweeps after which a mixing time is waited for no longer.</summary>
    public long MostSweeps { get; init; } = 5000;

    /// <summary>Threads; never changes the result.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Throws when a setting is out of range.</summary>
    /// <exception cref="InputException">Names the setting, its value and the allowed range.</exception>
    public SamplingOptions Validated()
    {
        if (Sequences is < 1 or > 10_000_000) throw new InputException($"sequences is {Sequences}; allowed: 1 to 10000000");
        if (Sweeps is < 1 or > 100_000_000) throw new InputException($"sweeps is {Sweeps}; allowed: 1 to 100000000");
        if (MostSweeps is < 2 or > 100_000_000) throw new InputException($"most sweeps is {MostSweeps}; allowed: 2 to 100000000");
        if (Threads < 1) throw new InputException($"threads is {Threads}; allowed: at least 1");
        return this;
    }
}

/// <summary>Configurations drawn at one temperature.</summary>
/// <param name="Tau">The temperature.</param>
/// <param name="Rows">N x L states, row-major.</param>
/// <param name="Energies">E of each, not divided by tau.</param>
public sealed record SampledSet(double Tau, byte[] Rows, double[] Energies)
{
    /// <summary>Sweeps that each chain made.</summary>
    public required long Sweeps { get; init; }

    /// <summary>Sweeps after which chains had forgotten where they were; null: they had not by the end.</summary>
    public required long? MixingTime { get; init; }

    /// <summary>The last comparison of chains with their past; null: there were too few sweeps for one.</summary>
    public required TwoTimeOverlap? Overlap { get; init; }

    /// <summary>True when chains forgot their start before the configurations were taken.</summary>
    public bool Mixed => MixingTime is not null;
}
