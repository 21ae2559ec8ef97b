using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>
/// Agreement of the connected two-site correlations C_ij(a, b) = f_ij(a, b) - f_i(a) f_j(b) of two samples, over all i &lt; j, a, b:
/// the field's measure of a generative Potts model.
/// </summary>
/// <param name="Pearson">Correlation coefficient, -1 to 1.</param>
/// <param name="Slope">Slope of the regression of the second on the first: 1 when amplitudes agree.</param>
public readonly record struct CorrelationFit(double Pearson, double Slope)
{
    /// <summary>Compares.</summary>
    /// <param name="reference">The data (x axis).</param>
    /// <param name="sample">What was generated (y axis).</param>
    /// <exception cref="ArgumentException">Different L or q.</exception>
    public static CorrelationFit Between(PairFrequencies reference, PairFrequencies sample)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(sample);
        int sites = reference.Sites, q = reference.States;
        if (sample.Sites != sites || sample.States != q)
            throw new ArgumentException($"{sample.Sites} x {sample.States} against {sites} x {q}", nameof(sample));
        RegressionSums[] perSite = new RegressionSums[sites];
        Cores.For(sites, i =>
        {
            RegressionSums own = new();
            for (int j = i + 1; j < sites; j++)
            {
                ReadOnlySpan<float> r = reference.Block(i, j), s = sample.Block(i, j);
                for (int ab = 0; ab < q * q; ab++)
                {
                    int a = i * q + ab / q, b = j * q + ab % q;
                    own.Add(r[ab] - (double)reference.Single[a] * reference.Single[b], s[ab] - (double)sample.Single[a] * sample.Single[b]);
                }
            }
            perSite[i] = own;
        });
        return Of(perSite);
    }

    /// <summary>Of the points of several sums, added in their order.</summary>
    public static CorrelationFit Of(ReadOnlySpan<RegressionSums> parts)
    {
        RegressionSums sum = new();
        foreach (ref readonly RegressionSums part in parts) sum.Add(part);
        return new CorrelationFit(sum.Pearson, sum.Slope);
    }
}
