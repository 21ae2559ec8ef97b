using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// A random tree of descent (Yule, Phil. Trans. R. Soc. B 213, 21, 1925): every lineage splits in two at the same rate, from one ancestor at time 0 to M leaves at time 1.
/// A parent's number is below those of its children; the leaves are the last M nodes.
/// </summary>
/// <param name="Parents">For each node its parent; -1 for the root, node 0.</param>
/// <param name="Times">For each node when it split or, of leaves, 1: the same distance from the root.</param>
/// <param name="Leaves">M.</param>
public sealed record YuleTree(IReadOnlyList<int> Parents, IReadOnlyList<double> Times, int Leaves)
{
    /// <summary>Grows a tree. The ancestor splits at once; one leaf alone hangs on the root.</summary>
    /// <param name="leaves">M, at least 1.</param>
    /// <param name="stream">Fixes it.</param>
    public static YuleTree Grow(int leaves, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(leaves, 1);
        RandomSource random = stream.Open();
        List<int> parents = [-1], lineages = leaves == 1 ? [0] : [0, 0]; // of a lineage, the node that it came from
        List<double> times = [0];
        double now = 0;
        double Wait() => -Math.Log(random.NextDouble()) / lineages.Count;
        for (int node = 1; lineages.Count < leaves; node++)
        {
            now += Wait();
            int split = random.NextInt(lineages.Count);
            parents.Add(lineages[split]);
            times.Add(now);
            lineages[split] = node;
            lineages.Add(node);
        }
        now += Wait();
        foreach (int parent in lineages)
        {
            parents.Add(parent);
            times.Add(now);
        }
        return new YuleTree(parents, [.. times.Select(t => t / now)], leaves);
    }
}
