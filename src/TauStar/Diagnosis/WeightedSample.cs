using TauStar.Data;

namespace TauStar.Diagnosis;

/// <summary>An alignment with weights, its one- and two-site frequencies, and three-site frequencies on demand.</summary>
public sealed class WeightedSample
{
    private readonly byte[] bySite;
    private readonly double total;

    /// <summary>Counts frequencies, without pseudocount.</summary>
    /// <param name="alignment">M x L.</param>
    /// <param name="weights">M weights.</param>
    public WeightedSample(Alignment alignment, double[] weights)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        ArgumentNullException.ThrowIfNull(weights);
        Alignment = alignment;
        Weights = weights;
        total = weights.Sum();
        Frequencies = PairFrequencies.Count(alignment, weights, 0);
        bySite = PairFrequencies.Transpose(alignment.States.ToArray(), alignment.Sites);
    }

    /// <summary>The rows.</summary>
    public Alignment Alignment { get; }

    /// <summary>Their weights.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>f_i(a) and f_ij(a, b).</summary>
    public PairFrequencies Frequencies { get; }

    /// <summary>f_ijk(a, b, c), i &lt; j &lt; k, at <c>(a * q + b) * q + c</c>.</summary>
    public double[] Triple(int i, int j, int k)
    {
        int q = Frequencies.States, count = Alignment.Count;
        double[] f = new double[q * q * q];
        ReadOnlySpan<byte> a = bySite.AsSpan(i * count, count), b = bySite.AsSpan(j * count, count), c = bySite.AsSpan(k * count, count);
        for (int m = 0; m < count; m++) f[(a[m] * q + b[m]) * q + c[m]] += Weights[m];
        for (int n = 0; n < f.Length; n++) f[n] /= total;
        return f;
    }

    /// <summary>What pairs and single sites lead to expect of f_ijk: f_ij f_k + f_ik f_j + f_jk f_i - 2 f_i f_j f_k.</summary>
    /// <param name="sites">i &lt; j &lt; k.</param>
    /// <param name="index"><c>(a * q + b) * q + c</c>.</param>
    public double Expected((int I, int J, int K) sites, int index)
    {
        int q = Frequencies.States, a = index / (q * q), b = index / q % q, c = index % q;
        double fi = Frequencies.Single[sites.I * q + a], fj = Frequencies.Single[sites.J * q + b], fk = Frequencies.Single[sites.K * q + c];
        return Frequencies.Block(sites.I, sites.J)[a * q + b] * fk + Frequencies.Block(sites.I, sites.K)[a * q + c] * fj
            + Frequencies.Block(sites.J, sites.K)[b * q + c] * fi - 2 * fi * fj * fk;
    }
}
