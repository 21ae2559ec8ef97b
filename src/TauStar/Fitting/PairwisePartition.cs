using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>
/// log Z and moments of the models of a family, one parameter vector after the other: what every step of an exact fit asks for.
/// Spins go through <see cref="SpinPartition"/>, which stores no state; other alphabets, and spins whose weights are too far
/// apart for it, through the table of all energies. Not safe for several threads.
/// </summary>
public sealed class PairwisePartition
{
    private readonly SpinPartition? spins;
    private readonly double[] moments;
    private double[]? table;

    /// <summary>Room for one family.</summary>
    public PairwisePartition(PairwiseFeatures features)
    {
        ArgumentNullException.ThrowIfNull(features);
        Features = features;
        moments = new double[features.Count];
        if (features.Space.States == 2 && (features.HasFields || features.Space.Sites > 1))
            spins = new SpinPartition(features.Space.Folded ? features.Space.Sites - 1 : features.Space.Sites);
    }

    /// <summary>The family.</summary>
    public PairwiseFeatures Features { get; }

    /// <summary>log of the sum over all configurations, at the last parameters.</summary>
    public double LogZ { get; private set; }

    /// <summary>&lt;phi_m&gt; at the last parameters.</summary>
    public ReadOnlySpan<double> Moments => moments;

    /// <summary>Sums over all configurations. Cost about 5 operations a configuration for spins.</summary>
    /// <param name="theta">D finite parameters.</param>
    public void Sum(ReadOnlySpan<double> theta)
    {
        if (spins is null || !SumSpins(spins, theta)) SumTable(theta);
    }

    /// <summary>Sums by the table of all energies and keeps it, so that covariances can be asked for.</summary>
    public void SumTable(ReadOnlySpan<double> theta)
    {
        table ??= new double[Features.Space.Count];
        Features.Energies(theta, table);
        double logSum = Weigh(table);
        LogZ = logSum + Math.Log(Features.Space.Multiplicity);
        Features.Moments(table, moments);
    }

    /// <summary>F = Cov(phi, phi) at the parameters of the last <see cref="SumTable"/>: upper triangle of D x D.</summary>
    public void Covariance(Span<double> covariance) => Features.Covariance(table, moments, covariance);

    // Energies to weights exp(Emin - E); returns the log of the sum of exp(-E).
    private static double Weigh(Span<double> table)
    {
        double lowest = VectorMath.Min(table);
        double sum = 0;
        if (table.Length < Vector512<double>.Count)
        {
            foreach (ref double e in table) sum += e = Math.Exp(lowest - e);
            return Math.Log(sum) - lowest;
        }
        ref double x = ref MemoryMarshal.GetReference(table);
        Vector512<double> shift = Vector512.Create(lowest), sums = Vector512<double>.Zero;
        int n = 0;
        for (; n + Vector512<double>.Count <= table.Length; n += Vector512<double>.Count)
        {
            Vector512<double> w = VectorMath.Exp(shift - Vector512.LoadUnsafe(ref x, (nuint)n));
            w.StoreUnsafe(ref x, (nuint)n);
            sums += w;
        }
        for (; n < table.Length; n++) sum += table[n] = Math.Exp(lowest - table[n]);
        return Math.Log(VectorMath.SumAcross(sums) + sum) - lowest;
    }

    private bool SumSpins(SpinPartition sum, ReadOnlySpan<double> theta)
    {
        int sites = Features.Space.Sites, n = sum.Spins;
        // Folded, spin 0 is +1: its couplings are fields on the others, its moments with them their means.
        int offset = sites - n, m = 0;
        if (Features.HasFields || Features.Space.Folded)
        {
            theta[..n].CopyTo(sum.Fields);
            m = n;
        }
        for (int i = offset; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++) sum.Couplings[(j - offset) * n + i - offset] = theta[m++];
        }
        if (!sum.Sum()) return false;
        sum.Means.CopyTo(moments, 0);
        m = n;
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++) moments[m++] = sum.Moments[j * n + i];
        }
        LogZ = sum.LogZ + Math.Log(Features.Space.Multiplicity);
        return true;
    }
}
