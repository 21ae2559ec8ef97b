using System.Numerics;
using System.Runtime.Intrinsics;
using TauStar.Numerics;

namespace TauStar.Data;

/// <summary>Who resembles whom: sequence weights and clusters from the fraction of identical sites.</summary>
public static class SequenceSimilarity
{
    /// <summary>
    /// Weights w_m = 1 / #{n : identity(m, n) &gt;= threshold}, the sequence itself included (Morcos et al. 2011), so that copies
    /// share one vote. Their sum is the effective number of sequences.
    /// </summary>
    /// <param name="alignment">M x L.</param>
    /// <param name="threshold">
    /// Fraction of identical sites (gaps count as a letter), in (0, 1]; a value of 1 shares only among copies. 0: no sharing,
    /// for independent draws such as spins: there a copy is how a probable configuration shows, and every row counts in full.
    /// </param>
    /// <param name="threads">Threads; null: all cores. They never change the result.</param>
    /// <returns>M weights in (0, 1]. Cost O(M^2) comparisons of 64 bytes where few pairs are similar.</returns>
    public static double[] Weights(Alignment alignment, double threshold, int? threads = null)
    {
        int[] sizes = new int[Checked(alignment, threshold).Count];
        Array.Fill(sizes, 1);
        foreach (int[] neighbours in Similar(alignment, threshold, threads, () => new int[sizes.Length], (own, m, n) =>
        {
            own[m]++;
            own[n]++;
        }))
        {
            for (int m = 0; m < sizes.Length; m++) sizes[m] += neighbours[m];
        }
        return [.. sizes.Select(k => 1.0 / k)];
    }

    /// <summary>
    /// Single-linkage clusters: two sequences at least as identical as the threshold are always in one cluster, so a fold that
    /// keeps clusters whole never has near-copies on both sides. At threshold 0, as for the weights, every row is its own.
    /// </summary>
    /// <param name="alignment">M x L.</param>
    /// <param name="threshold">As for the weights.</param>
    /// <param name="threads">Threads; null: all cores. They never change the result.</param>
    /// <returns>For each sequence the number of its cluster, 0-based, in order of first appearance.</returns>
    public static int[] Clusters(Alignment alignment, double threshold, int? threads = null)
    {
        int[] parent = [.. Enumerable.Range(0, Checked(alignment, threshold).Count)];
        foreach (int[] own in Similar(alignment, threshold, threads, () => Enumerable.Range(0, parent.Length).ToArray(), Join))
        {
            for (int m = 0; m < parent.Length; m++) Join(parent, m, Root(own, m));
        }
        Dictionary<int, int> numbers = [];
        int[] cluster = new int[parent.Length];
        for (int m = 0; m < parent.Length; m++)
        {
            int root = Root(parent, m);
            if (!numbers.TryGetValue(root, out int number)) numbers[root] = number = numbers.Count;
            cluster[m] = number;
        }
        return cluster;
    }

    /// <summary>Number of sites at which two rows of equal length agree.</summary>
    public static int Agreements(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int agree = 0, k = 0;
        for (; k + 32 <= a.Length; k += 32)
        {
            Vector256<byte> equal = Vector256.Equals(Vector256.Create(a[k..]), Vector256.Create(b[k..]));
            agree += BitOperations.PopCount(equal.ExtractMostSignificantBits());
        }
        for (; k < a.Length; k++) agree += a[k] == b[k] ? 1 : 0;
        return agree;
    }

    /// <summary>For each row of <paramref name="rows"/> (R x L) the largest identity with a row of the alignment, in [0, 1].</summary>
    /// <param name="alignment">The M rows to be near to.</param>
    /// <param name="rows">R x L states, row-major.</param>
    /// <param name="skipSelf">When the rows are the alignment's own: leave out the comparison of row r with row r.</param>
    public static double[] NearestIdentity(Alignment alignment, byte[] rows, bool skipSelf = false)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        ArgumentNullException.ThrowIfNull(rows);
        int sites = alignment.Sites;
        double[] nearest = new double[rows.Length / sites];
        Cores.For(nearest.Length, r =>
        {
            ReadOnlySpan<byte> row = rows.AsSpan(r * sites, sites);
            int best = 0;
            for (int m = 0; m < alignment.Count; m++)
            {
                if (!(skipSelf && m == r)) best = Math.Max(best, Agreements(row, alignment.Row(m)));
            }
            nearest[r] = (double)best / sites;
        });
        return nearest;
    }

    private static Alignment Checked(Alignment alignment, double threshold)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        if (!(threshold >= 0 && threshold <= 1))
            throw new InputException($"identity threshold {threshold} is outside [0, 1]");
        return alignment;
    }

    private static int Root(int[] parent, int m)
    {
        while (parent[m] != m) m = parent[m] = parent[parent[m]];
        return m;
    }

    private static void Join(int[] parent, int m, int n)
    {
        int a = Root(parent, m), b = Root(parent, n);
        if (a != b) parent[Math.Max(a, b)] = Math.Min(a, b);
    }

    private static IReadOnlyCollection<T> Similar<T>(Alignment alignment, double threshold, int? threads, Func<T> create, Action<T, int, int> found)
    {
        if (threshold == 0) return [];
        // A hair below the product, so that 0.8 * 85 = 68.00000000000001 still admits 68.
        int needed = (int)Math.Ceiling(threshold * alignment.Sites - 1e-9);
        return new SimilarPairs(alignment).Find(needed, threads ?? Cores.Free, create, found);
    }
}
