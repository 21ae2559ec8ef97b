using TauStar.Data;

namespace TauStar.Studies;

/// <summary>Settings of <see cref="EntropyRun"/>.</summary>
public sealed record EntropyOptions
{
    /// <summary>Systems come in multiples of this, so that every group of the jackknife holds systems of both starts.</summary>
    public const int SystemUnit = 32;

    /// <summary>The temperature.</summary>
    public double Tau { get; init; } = 1;

    /// <summary>Independent replica-exchange systems.</summary>
    public int Systems { get; init; } = SystemUnit;

    /// <summary>Recorded sweeps of replica exchange.</summary>
    public int Sweeps { get; init; } = 1000;

    /// <summary>Sweeps dropped before that.</summary>
    public int BurnIn { get; init; } = 500;

    /// <summary>Annealed chains each way.</summary>
    public int Chains { get; init; } = 512;

    /// <summary>Temperatures on the annealed way.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Threads; never changes the result.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Throws when a setting is out of range.</summary>
    /// <exception cref="InputException">Names the setting, its value and the allowed range.</exception>
    public EntropyOptions Validated()
    {
        Require(Tau is >= 0.01 and <= 1000, "temperature", Tau, "0.01 to 1000");
        Require(Systems is >= SystemUnit and <= 3200 && Systems % SystemUnit == 0, "systems", Systems, $"multiples of {SystemUnit}, to 3200");
        Require(Sweeps is >= 100 and <= 10_000_000, "sweeps", Sweeps, "100 to 10000000");
        Require(BurnIn is >= 0 and <= 10_000_000, "burn-in", BurnIn, "0 to 10000000");
        Require(Chains is >= 64 and <= 1_000_000 && Chains % 16 == 0, "chains", Chains, "multiples of 16, 64 to 1000000");
        Require(Steps is >= 10 and <= 10_000_000, "steps", Steps, "10 to 10000000");
        Require(Threads >= 1, "threads", Threads, "at least 1");
        return this;
    }

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds) throw new InputException(FormattableString.Invariant($"{name} is {value}; allowed: {allowed}"));
    }
}
