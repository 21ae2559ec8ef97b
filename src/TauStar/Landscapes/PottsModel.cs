using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// A pairwise model of L sites with q states: E(a) = - sum_i h_i(a_i) - sum_{i&lt;j} J_ij(a_i, a_j), energies in k_B T
/// with k_B = 1, p(a) ~ exp(-E(a)) (theory: section 5; the sign of the field's adabmDCA and bmDCA).
/// </summary>
public sealed class PottsModel
{
    /// <summary>A model with all parameters zero.</summary>
    /// <param name="alphabet">The q states.</param>
    /// <param name="sites">L, at least 1.</param>
    public PottsModel(Alphabet alphabet, int sites)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentOutOfRangeException.ThrowIfLessThan(sites, 1);
        Alphabet = alphabet;
        Sites = sites;
        Fields = new float[sites * alphabet.Size];
        Couplings = new float[(long)SitePairs.Count(sites) * alphabet.Size * alphabet.Size];
    }

    /// <summary>The q states of a site.</summary>
    public Alphabet Alphabet { get; }

    /// <summary>L.</summary>
    public int Sites { get; }

    /// <summary>q.</summary>
    public int States => Alphabet.Size;

    /// <summary>h: L x q, row-major; h_i(a) at <c>i * q + a</c>.</summary>
    public float[] Fields { get; }

    /// <summary>
    /// J: L(L-1)/2 blocks of q x q in the order of <see cref="SitePairs"/>; J_ij(a, b), i &lt; j, at
    /// <c>SitePairs.Index(L, i, j) * q * q + a * q + b</c> with a the state of i and b the state of j.
    /// </summary>
    public float[] Couplings { get; }

    /// <summary>The q x q block of the pair i &lt; j.</summary>
    public Span<float> Block(int i, int j) =>
        Couplings.AsSpan(SitePairs.Index(Sites, i, j) * States * States, States * States);

    /// <summary>Whether any field or coupling of a state is not zero.</summary>
    public bool Knows(int state)
    {
        int q = States;
        for (int i = 0; i < Sites; i++)
        {
            if (Fields[i * q + state] != 0) return true;
        }
        for (int block = 0; block < Couplings.Length; block += q * q)
        {
            for (int other = 0; other < q; other++)
            {
                if (Couplings[block + state * q + other] != 0 || Couplings[block + other * q + state] != 0) return true;
            }
        }
        return false;
    }

    /// <summary>E(a) of one configuration of L states, summed in double precision. Cost O(L^2).</summary>
    /// <exception cref="ArgumentException">The row has not L sites.</exception>
    public double Energy(ReadOnlySpan<byte> row)
    {
        if (row.Length != Sites)
            throw new ArgumentException($"a configuration of {row.Length} sites for a model of {Sites}", nameof(row));
        int q = States;
        double sum = 0;
        long block = 0;
        for (int i = 0; i < Sites; i++)
        {
            sum += Fields[i * q + row[i]];
            for (int j = i + 1; j < Sites; j++, block += q * q)
                sum += Couplings[block + row[i] * q + row[j]];
        }
        return -sum;
    }

    /// <summary>E of every row of an alignment: M values.</summary>
    public double[] Energies(Alignment alignment)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        double[] energies = new double[alignment.Count];
        Cores.For(alignment.Count, m => energies[m] = Energy(alignment.Row(m)));
        return energies;
    }

    /// <summary>A copy that shares nothing with this model.</summary>
    public PottsModel Clone()
    {
        PottsModel copy = new(Alphabet, Sites);
        Fields.CopyTo(copy.Fields, 0);
        Couplings.CopyTo(copy.Couplings, 0);
        return copy;
    }
}
