using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// Sequences that are related as those of a family are: an ancestor drawn from the model evolves along a tree (<see cref="YuleTree"/>) in continuous time, every site
/// drawn anew from its conditional distribution (heat bath) at rate 1. Each leaf by itself is a draw from the model; together they are not independent.
/// </summary>
public sealed class PhylogeneticSampler
{
    /// <summary>The deepest tree.</summary>
    public const double Deepest = 1e5;

    private readonly PottsModel model;
    private readonly PottsKernel kernel;
    private readonly double depth;

    /// <summary>Prepares to draw.</summary>
    /// <param name="model">The truth.</param>
    /// <param name="depth">Time from the root to a leaf in sweeps, the mean number of draws of a site; 0 to <see cref="Deepest"/>. 0: all leaves are the ancestor.</param>
    /// <exception cref="Data.InputException">A depth out of range.</exception>
    public PhylogeneticSampler(PottsModel model, double depth)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(depth >= 0 && depth <= Deepest)) throw new Data.InputException($"the tree is {depth} sweeps deep; allowed: 0 to {Deepest}");
        (this.model, this.depth) = (model, depth);
        kernel = new PottsKernel(model);
    }

    /// <summary>count x L states, row-major: the leaves of a tree whose ancestor is a draw from the model.</summary>
    /// <param name="count">M, at least 1.</param>
    /// <param name="threads">Threads for the draw of the ancestor; never change the result.</param>
    /// <param name="stream">All randomness.</param>
    /// <param name="cancellation">Stops between branches.</param>
    public byte[] Draw(int count, int threads, RandomStream stream, CancellationToken cancellation) => Evolve(
        YuleTree.Grow(count, stream.Child("tree")), GroundTruthSampler.Draw(model, 1, threads, stream.Child("ancestor"), cancellation), stream.Child("branches"), cancellation);

    /// <summary>The leaves of a tree, M x L states row-major in the order of the nodes.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="ancestor">L states of the root.</param>
    /// <param name="stream">Randomness of the branches, each its own.</param>
    /// <param name="cancellation">Stops between branches.</param>
    public byte[] Evolve(YuleTree tree, ReadOnlySpan<byte> ancestor, RandomStream stream, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (ancestor.Length != model.Sites) throw new ArgumentException($"an ancestor of {ancestor.Length} sites for a model of {model.Sites}", nameof(ancestor));
        int sites = model.Sites, nodes = tree.Parents.Count;
        byte[] states = new byte[nodes * sites];
        ancestor.CopyTo(states);
        for (int node = 1; node < nodes; node++)
        {
            cancellation.ThrowIfCancellationRequested();
            int parent = tree.Parents[node];
            Span<byte> row = states.AsSpan(node * sites, sites);
            states.AsSpan(parent * sites, sites).CopyTo(row);
            Evolve(row, depth * (tree.Times[node] - tree.Times[parent]), stream.Child(node).Open());
        }
        return states[((nodes - tree.Leaves) * sites)..];
    }

    private void Evolve(Span<byte> row, double sweeps, RandomSource random)
    {
        Span<float> fields = stackalloc float[kernel.Width];
        for (double now = Wait(); now < sweeps; now += Wait())
        {
            int i = random.NextInt(row.Length);
            GibbsSampler.FieldsPlain(kernel, row, i, fields);
            row[i] = (byte)GibbsSampler.Choose(fields[..kernel.States], 1, (float)random.NextDouble());
        }

        double Wait() => -Math.Log(random.NextDouble()) / model.Sites;
    }
}
