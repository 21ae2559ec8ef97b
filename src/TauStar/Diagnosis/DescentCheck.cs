using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>
/// Whether sequences are nearer to one another than independent draws would be: relatives by descent. What they share by descent looks like fields and couplings,
/// and tau* comes out too low for it; sequence weights take only near copies away (docs/validation.md, "Relatives").
/// </summary>
/// <param name="NearestIdentity">Mean identity to the nearest other sequence, 0 to 1, in the data thinned by their weights.</param>
/// <param name="Expected">The same in data sets of as many independent sequences that the posterior predicts.</param>
/// <param name="Z">How many standard deviations of such sets the data lie above.</param>
public sealed record DescentCheck(double NearestIdentity, double Expected, double Z)
{
    /// <summary>z above which sequences are called relatives.</summary>
    public const double LargestZ = 3;

    private const int MostSets = 40, Thinnings = 4;

    /// <summary>True where the sequences are relatives beyond what weights take away.</summary>
    public bool Warns => Z > LargestZ;

    /// <summary>Compares.</summary>
    /// <param name="data">M rows.</param>
    /// <param name="weights">Their weights, at most 1: the chance to be among those compared, so that near copies count once.</param>
    /// <param name="predicted">At least 4 sets of as many rows as the weights add up to.</param>
    /// <param name="stream">Thins the data.</param>
    public static DescentCheck Of(Alignment data, double[] weights, IReadOnlyList<byte[]> predicted, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentOutOfRangeException.ThrowIfLessThan(predicted.Count, 4);
        int sites = data.Sites, count = predicted[0].Length / sites;
        double[] drawn = [.. predicted.Take(MostSets).Select(rows => Nearest(rows, sites))];
        double[] thinned = [.. Enumerable.Range(0, Thinnings).Select(n => Nearest(Thin(data, weights, count, stream.Child(n)), sites))];
        double mean = drawn.Average(), deviation = Math.Sqrt(drawn.Sum(x => (x - mean) * (x - mean)) / (drawn.Length - 1));
        // Identities are multiples of 1/L, and sets may all be alike: never less than that of one site in one sequence.
        return new DescentCheck(thinned.Average(), mean, (thinned.Average() - mean) / Math.Max(deviation, 1.0 / (sites * (double)count)));
    }

    private static byte[] Thin(Alignment data, double[] weights, int count, RandomStream stream)
    {
        // Without replacement, by the largest of u^(1/w) (Efraimidis, Spirakis 2006).
        RandomSource random = stream.Open();
        int[] chosen = [.. Enumerable.Range(0, data.Count).Select(m => (m, key: Math.Log(random.NextDouble()) / weights[m])).OrderByDescending(x => x.key).Take(count).Select(x => x.m)];
        byte[] rows = new byte[chosen.Length * data.Sites];
        for (int n = 0; n < chosen.Length; n++) data.Row(chosen[n]).CopyTo(rows.AsSpan(n * data.Sites));
        return rows;
    }

    private static double Nearest(byte[] rows, int sites)
    {
        int count = rows.Length / sites;
        int[] best = new int[count];
        Cores.For(count, n =>
        {
            ReadOnlySpan<byte> row = rows.AsSpan(n * sites, sites);
            for (int m = 0; m < count; m++)
            {
                if (m != n) best[n] = Math.Max(best[n], SequenceSimilarity.Agreements(row, rows.AsSpan(m * sites, sites)));
            }
        });
        return best.Average() / sites;
    }
}
