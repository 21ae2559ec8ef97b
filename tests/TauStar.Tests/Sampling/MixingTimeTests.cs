using TauStar.Data;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Sampling;

/// <summary>Two-time overlaps against plain loops, and mixing times against chains whose memory is known in closed form.</summary>
public sealed class MixingTimeTests(ITestOutputHelper output)
{
    private const int Sites = 4, Chains = 2000;

    /// <summary>Independent two-state sites that flip with one probability: what two times share decays as (1 - 2 flip)^(t - s)/2.</summary>
    private static IEnumerable<byte[]> Flipping(double flip, ulong seed)
    {
        RandomSource random = RandomStream.FromSeed(seed).Open();
        byte[] rows = new byte[Chains * Sites];
        foreach (ref byte s in rows.AsSpan()) s = (byte)random.NextInt(2);
        while (true)
        {
            foreach (ref byte s in rows.AsSpan())
            {
                if (random.NextDouble() < flip) s ^= 1;
            }
            yield return rows;
        }
    }

    private static MixingTime Watch(double flip, ulong seed, long until)
    {
        MixingTime mixing = new(Sites, 2);
        long sweep = 0;
        foreach (byte[] rows in Flipping(flip, seed))
        {
            if (++sweep > until) break;
            if (sweep == mixing.Next) mixing.Observe(rows);
        }
        return mixing;
    }

    [Fact]
    public void Overlaps_are_those_of_plain_loops()
    {
        const int chains = 9, states = 3;
        RandomSource random = RandomStream.FromSeed(4).Open();
        byte[] past = new byte[chains * Sites], now = new byte[chains * Sites];
        foreach (byte[] rows in new[] { past, now })
        {
            foreach (ref byte s in rows.AsSpan()) s = (byte)random.NextInt(states);
        }
        double own = 0, others = 0;
        for (int c = 0; c < chains; c++)
        {
            for (int d = 0; d < chains; d++)
            {
                double agree = SequenceSimilarity.Agreements(past.AsSpan(c * Sites, Sites), now.AsSpan(d * Sites, Sites)) / (double)Sites;
                if (c == d) own += agree / chains;
                else others += agree / (chains * (chains - 1));
            }
        }
        TwoTimeOverlap overlap = TwoTimeOverlap.Measure(past, now, Sites, states, (3, 6));
        Statistical.Near(own, overlap.Own, 1e-12);
        Statistical.Near(others, overlap.Others, 1e-12);
        Assert.Equal((3, 6), (overlap.Past, overlap.Now));
        Assert.Throws<ArgumentException>(() => TwoTimeOverlap.Measure(past, now.AsSpan(Sites), Sites, states, (1, 2)));
        Assert.Throws<ArgumentException>(() => TwoTimeOverlap.Measure(past.AsSpan(0, Sites), now.AsSpan(0, Sites), Sites, states, (1, 2)));
    }

    [Fact]
    public void Memory_of_two_state_chains_decays_as_it_must_and_its_error_is_honest()
    {
        // z of every comparison of 12 runs; those of one run share pictures, so a run counts once, by its worst.
        const double flip = 0.05;
        double worst = 0, sumSquares = 0;
        int count = 0;
        for (ulong seed = 1; seed <= 12; seed++)
        {
            foreach (TwoTimeOverlap o in Watch(flip, seed, 32).Overlaps)
            {
                double exact = Math.Pow(1 - 2 * flip, o.Now - o.Past) / 2, z = (o.Memory - exact) / o.StandardError;
                worst = Math.Max(worst, Math.Abs(z));
                sumSquares += z * z;
                count++;
            }
        }
        output.WriteLine($"{count} comparisons, worst z {worst:f2}, mean square {sumSquares / count:f2}");
        Assert.True(worst < 5.7); // normal limit of one in a million over 100 comparisons
        Assert.InRange(sumSquares / count, 0.4, 1.9); // chi-square of some 60 independent ones, one in a million either way
    }

    [Theory]
    [InlineData(0.5, 2, 12)] // forgets at once
    [InlineData(0.1, 16, 192)] // (1 - 2 flip)^(t/2)/2 meets two errors, 0.0112, at t = 34
    [InlineData(0.02, 96, 768)] // at t = 186
    public void The_mixing_time_is_where_memory_meets_its_error(double flip, long from, long to)
    {
        // A stop before would need a fluctuation of 10 errors; one after, four misses in a row of 6 % or less each.
        long?[] found = [.. Enumerable.Range(1, 5).Select(seed => Watch(flip, (ulong)seed, 1024).Sweeps)];
        output.WriteLine(string.Join(" ", found));
        Assert.All(found, t => Assert.InRange(t!.Value, from, to));
    }

    [Fact]
    public void Frozen_chains_never_mix()
    {
        MixingTime frozen = Watch(0, 1, 400); // negative control
        Assert.Null(frozen.Sweeps);
        Assert.All(frozen.Overlaps, o => Assert.Equal(1, o.Own));
        Assert.True(frozen.Overlaps.Count > 10);
    }

    [Fact]
    public void The_grid_holds_every_half()
    {
        MixingTime mixing = new(1, 2);
        List<long> seen = [];
        for (int n = 0; n < 14; n++)
        {
            seen.Add(mixing.Next);
            mixing.Observe([0, 1, 0]);
        }
        Assert.Equal([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128], seen);
        Assert.Equal(seen.Where(t => t % 2 == 0), mixing.Overlaps.Select(o => o.Now));
        Assert.All(mixing.Overlaps, o => Assert.Equal(o.Now, 2 * o.Past));
    }
}
