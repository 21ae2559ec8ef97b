using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Tempering;

namespace TauStar.Diagnosis;

/// <summary>What a two-level explanation is asked about; change with <c>with</c>.</summary>
public sealed record TwoLevelQuestion
{
    /// <summary>Most samples; four times as many are drawn to say what more data would do.</summary>
    public const int MostSamples = 100_000_000;

    /// <summary>Most data sets.</summary>
    public const int MostReplicates = 100_000;

    /// <summary>The landscape, its gap in k_B T.</summary>
    public TwoLevelTruth Truth { get; init; } = new(100, 20, 5);

    /// <summary>M, 2 to <see cref="MostSamples"/>.</summary>
    public int Samples { get; init; } = 80;

    /// <summary>R, independent data sets to average over: 2 to <see cref="MostReplicates"/>.</summary>
    public int Replicates { get; init; } = 1000;

    /// <summary>Fixes all data sets.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Where optima are looked for; holds tau = 1.</summary>
    public TemperatureRange Range { get; init; } = TemperatureRange.Published;

    /// <summary>The question itself, when it can be answered.</summary>
    /// <exception cref="InputException">A member out of range, in one line.</exception>
    public TwoLevelQuestion Validated()
    {
        _ = Truth.Validated();
        if (Samples is < 2 or > MostSamples) throw new InputException($"samples is {Samples}; allowed: 2 to {MostSamples}");
        if (Replicates is < 2 or > MostReplicates) throw new InputException($"replicates is {Replicates}; allowed: 2 to {MostReplicates}");
        if (!(Range.Lowest > 0 && Range.Lowest < 1 && Range.Highest > 1) || !double.IsFinite(Range.Highest))
            throw new InputException(FormattableString.Invariant($"the range of tau is {Range.Lowest:R} to {Range.Highest:R}; it must hold 1 inside"));
        return this;
    }
}
