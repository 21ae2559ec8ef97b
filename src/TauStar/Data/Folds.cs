using TauStar.Numerics;

namespace TauStar.Data;

/// <summary>
/// A split of the sequences into K folds that keeps clusters of similar sequences whole, so that near-copies never sit on both
/// sides of a held-out test.
/// </summary>
/// <param name="FoldOf">For each sequence its fold, 0..K-1.</param>
/// <param name="ClusterOf">For each sequence its cluster.</param>
/// <param name="Clusters">Number of clusters.</param>
/// <param name="Threshold">Identity at which sequences were joined.</param>
public sealed record Folds(int[] FoldOf, int[] ClusterOf, int Clusters, double Threshold)
{
    /// <summary>
    /// A cluster may hold at most this share of a fold's fair weight before the threshold is raised. A hair above 1: weights
    /// are fractions 1/n, and as many equal clusters as folds must not be torn apart because their sums round.
    /// </summary>
    private const double LargestShare = 1 + 1e-9;

    /// <summary>Splits into folds of nearly equal weight: clusters in random order, heaviest first, each to the lightest fold.</summary>
    /// <param name="alignment">The sequences.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="folds">K, at least 2.</param>
    /// <param name="threshold">Identity that joins two sequences into a cluster; raised in steps of 0.05 while single linkage
    /// chains so many sequences together that one cluster outweighs a fold. 0: every sequence is a cluster of its own.</param>
    /// <param name="stream">Randomness of the order.</param>
    /// <exception cref="InputException">Fewer clusters than folds even among distinct sequences.</exception>
    public static Folds Split(Alignment alignment, double[] weights, int folds, double threshold, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        ArgumentNullException.ThrowIfNull(weights);
        if (folds < 2) throw new InputException($"folds is {folds}; allowed: at least 2");
        while (true)
        {
            int[] cluster = SequenceSimilarity.Clusters(alignment, threshold);
            double[] weight = new double[cluster.Max() + 1];
            for (int m = 0; m < cluster.Length; m++) weight[cluster[m]] += weights[m];
            bool balanced = weight.Length >= folds && weight.Max() <= LargestShare * weights.Sum() / folds;
            if (!balanced && threshold is > 0 and < 1)
            {
                threshold = Math.Min(1, Math.Round(threshold + 0.05, 2));
                continue;
            }
            if (weight.Length < folds)
                throw new InputException(
                    $"{weight.Length} distinct sequences cannot be split into {folds} folds; give more data or fewer folds");
            return new Folds(Assign(cluster, weight, folds, stream), cluster, weight.Length, threshold);
        }
    }

    /// <summary>Rows of a fold (held out), in order.</summary>
    public int[] HeldOut(int fold) => [.. Enumerable.Range(0, FoldOf.Length).Where(m => FoldOf[m] == fold)];

    /// <summary>Rows of all other folds (training), in order.</summary>
    public int[] Training(int fold) => [.. Enumerable.Range(0, FoldOf.Length).Where(m => FoldOf[m] != fold)];

    private static int[] Assign(int[] cluster, double[] weight, int folds, RandomStream stream)
    {
        int[] order = [.. Enumerable.Range(0, weight.Length)];
        stream.Open().Shuffle(order.AsSpan());
        order = [.. order.OrderByDescending(c => weight[c])]; // stable: equal weights stay in random order
        double[] load = new double[folds];
        int[] foldOfCluster = new int[weight.Length];
        foreach (int c in order)
        {
            int lightest = Array.IndexOf(load, load.Min());
            foldOfCluster[c] = lightest;
            load[lightest] += weight[c];
        }
        return [.. cluster.Select(c => foldOfCluster[c])];
    }
}
