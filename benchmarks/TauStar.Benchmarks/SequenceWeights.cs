using BenchmarkDotNet.Attributes;
using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Benchmarks;

/// <summary>
/// What do weights at 80 % identity cost, beside plain loops? 100 sites, q = 21, 10,000 sequences in families (a hundred times the pairs of 1,000; 100,000 sequences
/// cost a hundred times as much again); one thread, times are per pair.
/// </summary>
public class SequenceWeights
{
    private const int Sites = 100, Count = 10_000, PlainCount = 1000;
    private const int Pairs = Count / 2 * (Count - 1), PlainPairs = PlainCount / 2 * (PlainCount - 1);
    private const double Threshold = 0.8;

    private Alignment data = null!, few = null!;

    [GlobalSetup]
    public void Prepare()
    {
        data = Families(Count);
        few = data.Select([.. Enumerable.Range(0, PlainCount)]);
        if (!Plain().SequenceEqual(SequenceSimilarity.Weights(few, Threshold))) throw new InvalidOperationException("weights differ from plain loops");
    }

    /// <summary>Conserved and variable sites; every sequence is an earlier one with changes, from a few to nearly all.</summary>
    internal static Alignment Families(int count)
    {
        RandomSource random = RandomStream.FromSeed(1).Child("families").Open();
        byte[] rows = new byte[count * Sites];
        for (int m = 0; m < count; m++)
        {
            int parent = m == 0 ? 0 : random.NextInt(m);
            double share = random.NextDouble();
            for (int i = 0; i < Sites; i++)
            {
                bool conserved = i % 4 == 0;
                rows[m * Sites + i] = random.NextDouble() < share * (conserved ? 0.2 : 1) ? (byte)random.NextInt(21) : rows[parent * Sites + i];
            }
        }
        return new Alignment(Alphabet.Protein, [.. Enumerable.Range(1, count).Select(m => $"{m}")], rows);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = PlainPairs, Description = "plain: all sites of all pairs, one by one")]
    public double[] Plain()
    {
        int[] similar = new int[few.Count];
        Array.Fill(similar, 1);
        for (int m = 0; m < few.Count; m++)
        {
            for (int n = m + 1; n < few.Count; n++)
            {
                ReadOnlySpan<byte> a = few.Row(m), b = few.Row(n);
                int agree = 0;
                for (int i = 0; i < a.Length; i++) agree += a[i] == b[i] ? 1 : 0;
                if (agree < Threshold * Sites - 1e-9) continue;
                similar[m]++;
                similar[n]++;
            }
        }
        return [.. similar.Select(k => 1.0 / k)];
    }

    [Benchmark(OperationsPerInvoke = Pairs, Description = "weights")]
    public double[] Weights() => SequenceSimilarity.Weights(data, Threshold, threads: 1);

    [Benchmark(OperationsPerInvoke = Pairs, Description = "clusters")]
    public int[] Clusters() => SequenceSimilarity.Clusters(data, Threshold, threads: 1);
}
