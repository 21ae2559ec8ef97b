using TauStar.Data;
using TauStar.Landscapes;

namespace TauStar.Fitting;

/// <summary>Which elements J_ij(a, b) of a Potts model may differ from zero: 1 where one is there, 0 where not.</summary>
public sealed class CouplingGraph
{
    private readonly float[] mask;

    /// <summary>No coupling at all.</summary>
    /// <param name="sites">L.</param>
    /// <param name="states">q.</param>
    public CouplingGraph(int sites, int states)
    {
        (Sites, States) = (sites, states);
        mask = new float[(long)SitePairs.Count(sites) * states * states];
    }

    /// <summary>The couplings of a model that are not zero.</summary>
    public static CouplingGraph Of(PottsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        CouplingGraph graph = new(model.Sites, model.States);
        for (int n = 0; n < graph.mask.Length; n++) graph[n] = model.Couplings[n] != 0;
        return graph;
    }

    /// <summary>All elements of the given pairs of sites.</summary>
    /// <param name="sites">L.</param>
    /// <param name="states">q.</param>
    /// <param name="pairs">Pairs of different sites, in any order.</param>
    /// <exception cref="InputException">A site outside 0..L-1, or paired with itself.</exception>
    public static CouplingGraph OfPairs(int sites, int states, IEnumerable<(int I, int J)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        CouplingGraph graph = new(sites, states);
        foreach ((int a, int b) in pairs)
        {
            if (a < 0 || b < 0 || a >= sites || b >= sites || a == b) throw new InputException($"{a} and {b} are no pair of the {sites} sites, which are counted from 0");
            int at = SitePairs.Index(sites, Math.Min(a, b), Math.Max(a, b)) * states * states;
            for (int n = at; n < at + states * states; n++) graph[n] = true;
        }
        return graph;
    }

    /// <summary>All couplings.</summary>
    public static CouplingGraph Full(int sites, int states)
    {
        CouplingGraph graph = new(sites, states);
        Array.Fill(graph.mask, 1);
        graph.Count = graph.mask.Length;
        return graph;
    }

    /// <summary>L.</summary>
    public int Sites { get; }

    /// <summary>q.</summary>
    public int States { get; }

    /// <summary>Elements that are there.</summary>
    public long Count { get; private set; }

    /// <summary>Their share of all q^2 L (L - 1) / 2.</summary>
    public double Density => mask.Length == 0 ? 0 : (double)Count / mask.Length;

    /// <summary>Whether an element is there, by its place in <see cref="PottsModel.Couplings"/>.</summary>
    public bool this[int element]
    {
        get => mask[element] != 0;
        set
        {
            if (value != this[element]) Count += value ? 1 : -1;
            mask[element] = value ? 1 : 0;
        }
    }

    /// <summary>1 or 0 for every element: a factor of its steps.</summary>
    internal ReadOnlySpan<float> Mask => mask;

    /// <summary>A copy that may go its own way.</summary>
    public CouplingGraph Clone()
    {
        CouplingGraph copy = new(Sites, States) { Count = Count };
        mask.CopyTo(copy.mask, 0);
        return copy;
    }

    internal void Save(BinaryWriter writer) => Numerics.BinaryArrays.WriteArray<float>(writer, mask);

    internal void Load(BinaryReader reader)
    {
        Numerics.BinaryArrays.ReadArray<float>(reader, mask);
        Count = mask.LongCount(m => m != 0);
    }
}
