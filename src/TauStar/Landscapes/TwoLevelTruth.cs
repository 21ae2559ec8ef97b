using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// The two-level landscape: N states, the first n_g of which have energy 0 and the others energy Delta (arXiv:2512.09152,
/// the paper's first laboratory). All that matters of it can be written down, so it explains where tau* and tau' come from.
/// </summary>
/// <param name="States">N, 2 to <see cref="MostStates"/>.</param>
/// <param name="Ground">n_g, the low states: 1 to N - 1.</param>
/// <param name="Gap">Delta in k_B T at T = 1; above 0, up to <see cref="MostGap"/>.</param>
public sealed record TwoLevelTruth(int States, int Ground, double Gap) : GroundTruth
{
    /// <summary>The largest N.</summary>
    public const int MostStates = 1_000_000;

    /// <summary>The largest Delta (and Delta/T); the high states are never seen long before it.</summary>
    public const double MostGap = 1e6;

    /// <inheritdoc/>
    public override string Id => FormattableString.Invariant($"two-level states={States} ground={Ground} gap={Gap:R}");

    /// <summary>n_e = N - n_g, the high states.</summary>
    public int Excited => States - Ground;

    /// <summary>What the high states hold together of p at T = 1: 0 to 1.</summary>
    public double WeightOfExcited => 1 / (1 + Math.Exp(Gap - Math.Log((double)Excited / Ground)));

    /// <summary>The landscape itself, when its members are in range.</summary>
    /// <exception cref="InputException">A member out of range, in one line.</exception>
    public TwoLevelTruth Validated()
    {
        Check();
        return this;
    }

    /// <inheritdoc/>
    public override void Check()
    {
        if (States is < 2 or > MostStates) throw new InputException($"states is {States}; allowed: 2 to {MostStates}");
        if (Ground < 1 || Ground >= States) throw new InputException($"ground is {Ground}; allowed: 1 to states - 1 = {States - 1}");
        if (!(Gap > 0 && Gap <= MostGap)) throw new InputException(FormattableString.Invariant($"gap is {Gap:R}; allowed: above 0, up to {MostGap}"));
    }

    /// <summary>The same landscape at another temperature, seen from T = 1: only Delta/T matters, so the gap is divided.</summary>
    /// <param name="temperature">T, above 0.</param>
    /// <exception cref="InputException">T or a member out of range, or a gap Delta/T that no number can hold.</exception>
    public TwoLevelTruth At(double temperature)
    {
        if (!(temperature > 0) || !double.IsFinite(temperature))
            throw new InputException(FormattableString.Invariant($"temperature is {temperature:R}; allowed: above 0 and finite"));
        _ = Validated();
        double effective = Gap / temperature;
        if (!(effective > 0 && effective <= MostGap))
            throw new InputException(FormattableString.Invariant($"gap/temperature is {effective:R}; allowed: above 0, up to {MostGap}"));
        return this with { Gap = effective };
    }

    /// <summary>Independent draws from p at T = 1: the level first, then a state of it; O(N + M).</summary>
    /// <param name="samples">M, at least 1.</param>
    /// <param name="stream">Fixes the draws.</param>
    /// <returns>How often each state was drawn: N counts that sum to M.</returns>
    /// <exception cref="InputException">M or a member out of range.</exception>
    public int[] Draw(int samples, RandomStream stream)
    {
        if (samples < 1) throw new InputException($"samples is {samples}; allowed: at least 1");
        _ = Validated();
        double excited = WeightOfExcited;
        RandomSource random = stream.Open();
        int[] counts = new int[States];
        for (int m = 0; m < samples; m++)
        {
            bool high = random.NextDouble() < excited;
            counts[high ? Ground + random.NextInt(Excited) : random.NextInt(Ground)]++;
        }
        return counts;
    }
}
