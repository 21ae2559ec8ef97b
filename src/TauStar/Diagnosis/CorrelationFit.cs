using TauStar.Data;

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
        double[][] perSite = new double[sites][];
        Parallel.For(0, sites, i =>
        {
            double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
            for (int j = i + 1; j < sites; j++)
            {
                ReadOnlySpan<float> r = reference.Block(i, j), s = sample.Block(i, j);
                for (int ab = 0; ab < q * q; ab++)
                {
                    int a = i * q + ab / q, b = j * q + ab % q;
                    double cr = r[ab] - (double)reference.Single[a] * reference.Single[b];
                    double cs = s[ab] - (double)sample.Single[a] * sample.Single[b];
                    x += cr;
                    y += cs;
                    xx += cr * cr;
                    yy += cs * cs;
                    xy += cr * cs;
                }
            }
            perSite[i] = [x, y, xx, yy, xy];
        });
        double n = (double)SitePairs.Count(sites) * q * q;
        double[] sum = new double[5];
        foreach (double[] part in perSite)
        {
            for (int k = 0; k < 5; k++) sum[k] += part[k];
        }
        double covariance = sum[4] - sum[0] * sum[1] / n, varianceX = sum[2] - sum[0] * sum[0] / n, varianceY = sum[3] - sum[1] * sum[1] / n;
        return new CorrelationFit(covariance / Math.Sqrt(varianceX * varianceY), covariance / varianceX);
    }
}
