using System.Numerics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Benchmarks;

/// <summary>
/// What do all two-site counts of 10,000 chains cost, L = 96, q = 21, one thread? By a histogram of every pair of sites, which is what training does, and by one
/// bit mask a site and state, AND and population count.
/// </summary>
public class PairCounts
{
    private const int Sites = 96, States = 21, Chains = 10_000, Words = (Chains + 63) / 64;

    private readonly PairHistogram histogram = new(States);
    private readonly int[] counts = new int[States * States];
    private readonly ulong[] masks = new ulong[Sites * States * Words];
    private byte[] bySite = [];

    /// <summary>Every site in one state, where increments wait for each other; or all states alike.</summary>
    [Params(false, true)]
    public bool Conserved { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        RandomSource random = RandomStream.FromSeed(1).Open();
        bySite = [.. Enumerable.Range(0, Sites * Chains).Select(n => (byte)(Conserved ? n / Chains % States : random.NextInt(States)))];
        MakeMasks();
        for (int i = 0; i < Sites; i += 5)
        {
            for (int j = i + 1; j < Sites; j += 7)
            {
                CountPlain(i, j);
                int[] plain = [.. counts];
                CountMasks(i, j);
                if (!plain.SequenceEqual(counts) || !histogram.Count(Site(i), Site(j)).SequenceEqual(plain)) throw new InvalidOperationException($"counts of {i} and {j} differ");
            }
        }
    }

    [Benchmark(Baseline = true, Description = "plain loop over chains")]
    public int Plain() => ForAllPairs(CountPlain);

    [Benchmark(Description = "histograms (training)")]
    public int Histograms() => ForAllPairs((i, j) => histogram.Count(Site(i), Site(j)));

    [Benchmark(Description = "masks, AND, population count")]
    public int Masks()
    {
        MakeMasks();
        return ForAllPairs(CountMasks);
    }

    private ReadOnlySpan<byte> Site(int i) => bySite.AsSpan(i * Chains, Chains);

    private int ForAllPairs(Action<int, int> count)
    {
        for (int i = 0; i < Sites; i++)
        {
            for (int j = i + 1; j < Sites; j++) count(i, j);
        }
        return counts[0];
    }

    private void CountPlain(int i, int j)
    {
        Array.Clear(counts);
        ReadOnlySpan<byte> si = Site(i), sj = Site(j);
        for (int c = 0; c < si.Length; c++) counts[si[c] * States + sj[c]]++;
    }

    private void MakeMasks()
    {
        Array.Clear(masks);
        for (int i = 0; i < Sites; i++)
        {
            ReadOnlySpan<byte> site = Site(i);
            for (int c = 0; c < site.Length; c++) masks[(i * States + site[c]) * Words + c / 64] |= 1UL << c;
        }
    }

    private ReadOnlySpan<ulong> Mask(int i, int a) => masks.AsSpan((i * States + a) * Words, Words);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountMasks(int i, int j)
    {
        for (int a = 0; a < States; a++)
        {
            ReadOnlySpan<ulong> x = Mask(i, a);
            for (int b = 0; b < States; b++)
            {
                ReadOnlySpan<ulong> y = Mask(j, b)[..x.Length];
                int even = 0, odd = 0, w = 0;
                for (; w + 1 < x.Length; w += 2)
                {
                    even += BitOperations.PopCount(x[w] & y[w]);
                    odd += BitOperations.PopCount(x[w + 1] & y[w + 1]);
                }
                if (w < x.Length) even += BitOperations.PopCount(x[w] & y[w]);
                counts[a * States + b] = even + odd;
            }
        }
    }
}
