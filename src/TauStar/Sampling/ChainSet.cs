using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// R chains of L sites that advance together, each at its own inverse temperature. Energies follow the moves; call
/// <see cref="Recompute"/> after the model has changed and now and then against rounding drift.
/// </summary>
public sealed class ChainSet
{
    /// <summary>All chains in state 0 at beta = 1; energies 0.</summary>
    /// <param name="count">R, at least 1.</param>
    /// <param name="sites">L.</param>
    /// <param name="alphabet">q.</param>
    public ChainSet(int count, int sites, int alphabet)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        Sites = sites;
        Alphabet = alphabet;
        States = new byte[count * sites];
        Betas = new float[count];
        Betas.AsSpan().Fill(1f);
        Energies = new double[count];
    }

    /// <summary>R.</summary>
    public int Count { get; }

    /// <summary>L.</summary>
    public int Sites { get; }

    /// <summary>q.</summary>
    public int Alphabet { get; }

    /// <summary>R x L states, row-major.</summary>
    public byte[] States { get; }

    /// <summary>Inverse temperature of each chain, 1/tau.</summary>
    public float[] Betas { get; }

    /// <summary>Energy of each chain under the model that moved it.</summary>
    public double[] Energies { get; }

    /// <summary>The L states of chain c.</summary>
    public Span<byte> Row(int c) => States.AsSpan(c * Sites, Sites);

    /// <summary>Draws every state of chains from..to-1 uniformly: a start at infinite temperature.</summary>
    public void Randomize(RandomStream stream, int from, int to)
    {
        for (int c = from; c < to; c++)
        {
            RandomSource source = stream.Child(c).Open();
            foreach (ref byte s in Row(c)) s = (byte)source.NextInt(Alphabet);
        }
    }

    /// <summary>Sets the energies from the states.</summary>
    public void Recompute(PottsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        for (int c = 0; c < Count; c++) Energies[c] = model.Energy(Row(c));
    }
}
