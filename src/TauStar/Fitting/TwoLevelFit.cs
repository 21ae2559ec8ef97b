using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>
/// The two-level model that makes data likeliest (arXiv:2512.09152): which states are low, and the gap to the others. A
/// model that puts all data into its low level would have an infinite gap; it is held finite by counting one of the M
/// samples as high, Q = 1 - 1/M.
/// </summary>
/// <param name="States">N.</param>
/// <param name="GapHat">Delta^ in k_B T, at least 0; 0 when no division of the states is likelier than the uniform distribution.</param>
/// <param name="Loss">
/// -ln N less the mean log-likelihood of a sample, in nats: minus the divergence of (Q, 1 - Q) from (n^/N, 1 - n^/N), never above 0.
/// </param>
/// <param name="Low">The n^_g states that are low, increasing.</param>
public sealed record TwoLevelFit(int States, double GapHat, double Loss, IReadOnlyList<int> Low)
{
    /// <summary>Losses closer than this are equal but for rounding; the smaller low level is taken then.</summary>
    private const double EqualLosses = 1e-12;

    /// <summary>The smallest M: one sample alone would have an infinite gap.</summary>
    public const int FewestSamples = 2;

    /// <summary>n^_g, 1 to N - 1.</summary>
    public int GroundHat => Low.Count;

    /// <summary>Fits a model; O(N log N).</summary>
    /// <remarks>
    /// States are ordered by count, ties at random, and the n first are tried as low level, n = 1..N-1. Within a run of equal
    /// counts the loss is concave in n, so a tie is split only where the rule for Q = 1 acts: there the rarest of the states
    /// that were seen, chosen at random among its equals, is left in the high level. Of equal losses the smallest n wins.
    /// Whole-number counts are compared, so a gap of 0 is exactly 0. Where the rule for Q = 1 makes Q less than n/N, the n first
    /// would be the high states and the gap would change sign; but then the N - n first alone are at least as likely, and fewer,
    /// so a fit never ends there. One sample alone would give Q = 0 and an infinite gap: it is refused.
    /// </remarks>
    /// <param name="counts">How often each of the N states was seen; at least 0.</param>
    /// <param name="ties">Fixes the order of states seen equally often.</param>
    /// <exception cref="InputException">Fewer than 2 states or 2 samples, a negative count, or more samples than an int holds.</exception>
    public static TwoLevelFit Of(ReadOnlySpan<int> counts, RandomStream ties)
    {
        int states = counts.Length;
        long samples = 0;
        foreach (int count in counts)
        {
            if (count < 0) throw new InputException($"a count is {count}; allowed: at least 0");
            samples += count;
        }
        if (states < 2) throw new InputException($"a two-level fit to {states} states; it needs at least 2");
        if (samples < FewestSamples) throw new InputException($"a two-level fit to {samples} samples; it needs at least {FewestSamples}");
        if (samples > int.MaxValue) throw new InputException($"a two-level fit to {samples} samples; allowed: up to {int.MaxValue}");

        int[] order = Order(counts, ties);
        int best = 0;
        long seen = 0, bestInside = 0;
        double least = double.PositiveInfinity;
        for (int n = 1; n < states; n++)
        {
            seen += counts[order[n - 1]];
            long inside = Math.Min(seen, samples - 1); // Q = 1 becomes 1 - 1/M
            double loss = LossOf((double)inside / samples, (double)n / states);
            if (loss < least - EqualLosses) (least, best, bestInside) = (loss, n, inside);
        }
        // Products of two ints fit a long. The levels would swap for low < high: the paper's rule, which costs nothing to keep.
        long low = bestInside * (states - best), high = (samples - bestInside) * best;
        int[] members = low >= high ? order[..best] : order[best..];
        Array.Sort(members);
        return new TwoLevelFit(states, Math.Abs(Math.Log((double)low / high)), Math.Min(least, 0), members);
    }

    /// <summary>How the model's levels and those of a truth share the states.</summary>
    /// <exception cref="ArgumentException">They have different numbers of states.</exception>
    public TwoLevelOverlap Overlap(TwoLevelTruth truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        if (truth.States != States) throw new ArgumentException($"{truth.States} states against {States}", nameof(truth));
        int found = Low.Count(state => state < truth.Ground), falsely = GroundHat - found;
        return new TwoLevelOverlap(found, truth.Ground - found, truth.Excited - falsely, falsely);
    }

    /// <summary>Minus the divergence of (Q, 1 - Q) from (f, 1 - f), f = n/N; Q inside (0, 1) or 0.</summary>
    private static double LossOf(double q, double f) =>
        (q > 0 ? q * Math.Log(f / q) : 0) + (1 - q) * Math.Log((1 - f) / (1 - q));

    /// <summary>States by count, largest first. They are shuffled first, so that equal counts stand in random order.</summary>
    private static int[] Order(ReadOnlySpan<int> counts, RandomStream ties)
    {
        int[] shuffled = [.. Enumerable.Range(0, counts.Length)];
        ties.Open().Shuffle(shuffled.AsSpan());
        // No two keys are equal, so that any correct sort gives the same order.
        long[] keys = new long[shuffled.Length];
        for (int place = 0; place < keys.Length; place++) keys[place] = ((long)(int.MaxValue - counts[shuffled[place]]) << 32) | (uint)place;
        Array.Sort(keys);
        return Array.ConvertAll(keys, key => shuffled[(int)(key & uint.MaxValue)]);
    }
}
