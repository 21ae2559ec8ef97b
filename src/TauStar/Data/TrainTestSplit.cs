using TauStar.Numerics;

namespace TauStar.Data;

/// <summary>
/// A training and a test set of whole clusters: no test sequence is as close as the threshold to a training one. Clusters are those of
/// single linkage, so this is the finest split that keeps the promise.
/// </summary>
/// <param name="IsTest">For each sequence whether it is in the test set.</param>
/// <param name="ClusterOf">For each sequence its cluster.</param>
public sealed record TrainTestSplit(bool[] IsTest, int[] ClusterOf)
{
    /// <summary>Clusters, in all.</summary>
    public int Clusters => ClusterOf.Max() + 1;

    /// <summary>Clusters of the test set.</summary>
    public int TestClusters => Test.Select(m => ClusterOf[m]).Distinct().Count();

    /// <summary>Sequences of the largest cluster.</summary>
    public int LargestCluster => Sizes(ClusterOf).Max();

    /// <summary>Clusters that alone are larger than the test set was to be; they stay in training.</summary>
    public required int TooBig { get; init; }

    /// <summary>Sequences in them.</summary>
    public required int TooBigSequences { get; init; }

    /// <summary>Rows of the test set, in order.</summary>
    public int[] Test => [.. Enumerable.Range(0, IsTest.Length).Where(m => IsTest[m])];

    /// <summary>Rows of the training set, in order.</summary>
    public int[] Training => [.. Enumerable.Range(0, IsTest.Length).Where(m => !IsTest[m])];

    /// <summary>
    /// Takes clusters in random order, each into the test set where it still fits. The test set is never larger than asked for, and
    /// no cluster that was left out would fit.
    /// </summary>
    /// <param name="alignment">The sequences.</param>
    /// <param name="threshold">Identity (fraction of equal sites, gaps as a letter) that test and training stay below, in (0, 1].</param>
    /// <param name="share">Share of the sequences that the test set is to have, in (0, 1).</param>
    /// <param name="stream">Randomness of the order.</param>
    /// <exception cref="InputException">A number out of range, or no cluster fits into the test set.</exception>
    public static TrainTestSplit Of(Alignment alignment, double threshold, double share, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        if (!(threshold is > 0 and <= 1)) throw new InputException($"identity is {threshold}; allowed: above 0, up to 1");
        if (!(share is > 0 and < 1)) throw new InputException($"test share is {share}; allowed: between 0 and 1");
        int[] cluster = SequenceSimilarity.Clusters(alignment, threshold), sizes = Sizes(cluster);
        int most = Math.Max(1, (int)Math.Round(share * alignment.Count)), left = most;
        if (sizes.Min() > most || sizes.Length == 1)
        {
            throw new InputException($"at identity {threshold} the {alignment.Count} sequences form {(sizes.Length == 1 ? "one cluster" : $"{sizes.Length} clusters, the smallest of {sizes.Min()}")}, "
                + $"so that no test set of {most} keeps away from training; raise --identity or --test, or give more diverse data");
        }
        int[] order = [.. Enumerable.Range(0, sizes.Length)];
        stream.Open().Shuffle(order.AsSpan());
        bool[] chosen = new bool[sizes.Length];
        foreach (int c in order)
        {
            if (sizes[c] > left) continue;
            chosen[c] = true;
            left -= sizes[c];
        }
        return new TrainTestSplit([.. cluster.Select(c => chosen[c])], cluster)
        {
            TooBig = sizes.Count(size => size > most),
            TooBigSequences = sizes.Where(size => size > most).Sum(),
        };
    }

    private static int[] Sizes(int[] cluster)
    {
        int[] sizes = new int[cluster.Max() + 1];
        foreach (int c in cluster) sizes[c]++;
        return sizes;
    }
}
