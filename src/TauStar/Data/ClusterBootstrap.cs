using TauStar.Numerics;

namespace TauStar.Data;

/// <summary>Clusters of similar sequences drawn with replacement: relatives are not independent, clusters nearly so.</summary>
internal static class ClusterBootstrap
{
    /// <summary>Weights of the sequences in one draw; zero for those of clusters that were not drawn.</summary>
    /// <param name="folds">The clusters.</param>
    /// <param name="weights">Weights of the sequences in the data as they are.</param>
    /// <param name="source">Randomness.</param>
    public static double[] Draw(Folds folds, double[] weights, RandomSource source)
    {
        int[] draws = new int[folds.Clusters];
        for (int n = 0; n < draws.Length; n++) draws[source.NextInt(draws.Length)]++;
        return [.. weights.Select((w, m) => w * draws[folds.ClusterOf[m]])];
    }
}
