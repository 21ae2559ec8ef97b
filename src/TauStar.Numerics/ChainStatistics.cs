using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TauStar.Numerics;

/// <summary>
/// How much independent information correlated draws hold: integrated autocorrelation time, effective sample size and
/// split R-hat. Shape everywhere: one array of draws a chain, all chains of one length, time running along the array.
/// </summary>
public static class ChainStatistics
{
    /// <summary>The window of Sokal's rule in units of the autocorrelation time.</summary>
    public const double WindowFactor = 5;

    private const int FewestDraws = 4;

    /// <summary>Integrated autocorrelation time of one chain; see the version for several chains.</summary>
    public static double AutocorrelationTime(double[] series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return AutocorrelationTime([series]);
    }

    /// <summary>
    /// Integrated autocorrelation time 1 + 2 sum_t rho(t) in draws, summed up to the first lag W with W >= 5 tau(W)
    /// (Sokal, lecture notes on Monte Carlo methods, 1997). Autocovariances are taken about the mean of all chains, so
    /// that chains which sit apart show as a long time. Cost O(chains x draws x W).
    /// </summary>
    /// <param name="chains">Chains x draws, at least one chain of 4 draws.</param>
    /// <returns>At least 1 (an antithetic chain gets no credit); 1 when every draw is the same number; +infinity when
    /// every chain is stuck at a constant and the constants differ. Trust it when it is below draws / 50.</returns>
    /// <exception cref="ArgumentException">No chain, unequal or too short chains, or a draw that is not finite.</exception>
    public static double AutocorrelationTime(IReadOnlyList<double[]> chains)
    {
        Check(chains);
        if (Stuck(chains) is bool same) return same ? 1 : double.PositiveInfinity;
        int draws = chains[0].Length;
        double mean = chains.Average(c => c.Average());
        double[][] centred = [.. chains.Select(c => Array.ConvertAll(c, x => x - mean))];
        double variance = AutocovarianceSum(centred, 0);
        double tau = 1;
        for (int lag = 1; lag < draws; lag++)
        {
            tau += 2 * AutocovarianceSum(centred, lag) / variance;
            if (lag >= WindowFactor * tau) break;
        }
        return Math.Max(tau, 1);
    }

    /// <summary>
    /// Effective number of independent draws for the mean, all chains together: chains split in halves, within- and
    /// between-chain variance combined, autocorrelations summed by Geyer's initial monotone sequence (Vehtari, Gelman,
    /// Simpson, Carpenter, Bürkner, Bayesian Analysis 16, 667, 2021, section 3.2; no rank normalisation).
    /// </summary>
    /// <param name="chains">Chains x draws, at least one chain of 4 draws.</param>
    /// <returns>At most S log10 S of the S draws (antithetic chains may pass S); S when every draw is the same number;
    /// the number of chains when each is stuck at a constant of its own.</returns>
    /// <exception cref="ArgumentException">No chain, unequal or too short chains, or a draw that is not finite.</exception>
    public static double EffectiveSampleSize(IReadOnlyList<double[]> chains)
    {
        Check(chains);
        double total = (double)chains.Count * chains[0].Length;
        if (Stuck(chains) is bool same) return same ? total : chains.Count;
        double[][] halves = Split(chains);
        int draws = halves[0].Length;
        (double within, double pooled) = Variances(halves);
        double[][] centred = new double[halves.Length][];
        for (int c = 0; c < halves.Length; c++)
        {
            double mean = halves[c].Average();
            centred[c] = Array.ConvertAll(halves[c], x => x - mean);
        }

        // rho(t) = 1 - (W - mean autocovariance) / var+, autocovariances divided by n as in the paper's software.
        double Rho(int lag) => 1 - (within - AutocovarianceSum(centred, lag) / ((double)draws * halves.Length)) / pooled;

        double sum = 0, previous = double.PositiveInfinity;
        for (int lag = 0; lag + 1 < draws; lag += 2)
        {
            double pair = (lag == 0 ? 1 : Rho(lag)) + Rho(lag + 1);
            if (pair < 0) break;
            previous = Math.Min(pair, previous);
            sum += previous;
        }
        double tau = Math.Max(2 * sum - 1, 1 / Math.Log10(Math.Max(total, 10)));
        return total / tau;
    }

    /// <summary>
    /// Split R-hat: the square root of the pooled over the within-chain variance of all half-chains (Gelman, Rubin 1992,
    /// split as in Vehtari et al. 2021, section 3.1; no rank normalisation). Near 1 when chains agree; above 1.01
    /// they have not mixed.
    /// </summary>
    /// <param name="chains">Chains x draws, at least one chain of 4 draws; an odd chain loses its middle draw.</param>
    /// <returns>1 when every draw is the same number; +infinity when half-chains are stuck at different constants.</returns>
    /// <exception cref="ArgumentException">No chain, unequal or too short chains, or a draw that is not finite.</exception>
    public static double SplitRHat(IReadOnlyList<double[]> chains)
    {
        Check(chains);
        double[][] halves = Split(chains);
        if (Stuck(halves) is bool same) return same ? 1 : double.PositiveInfinity;
        (double within, double pooled) = Variances(halves);
        return Math.Sqrt(pooled / within);
    }

    // W and var+ of Vehtari et al., section 3.1.
    private static (double Within, double Pooled) Variances(double[][] chains)
    {
        double draws = chains[0].Length;
        double[] means = [.. chains.Select(c => c.Average())];
        double grand = means.Average();
        double within = 0, between = 0;
        for (int c = 0; c < chains.Length; c++)
        {
            double sum = 0;
            foreach (double x in chains[c]) sum += (x - means[c]) * (x - means[c]);
            within += sum / (draws - 1);
            between += (means[c] - grand) * (means[c] - grand);
        }
        within /= chains.Length;
        between /= chains.Length - 1;
        return (within, within * (draws - 1) / draws + between);
    }

    private static double[][] Split(IReadOnlyList<double[]> chains)
    {
        int half = chains[0].Length / 2;
        double[][] halves = new double[2 * chains.Count][];
        for (int c = 0; c < chains.Count; c++)
        {
            halves[2 * c] = chains[c][..half];
            halves[2 * c + 1] = chains[c][^half..];
        }
        return halves;
    }

    // Null: some chain moves. True: all draws are one number. False: constants that differ.
    private static bool? Stuck(IReadOnlyList<double[]> chains)
    {
        bool same = true;
        foreach (double[] chain in chains)
        {
            if (chain.AsSpan().ContainsAnyExcept(chain[0])) return null;
            same &= chain[0] == chains[0][0];
        }
        return same;
    }

    private static double AutocovarianceSum(double[][] centred, int lag)
    {
        double sum = 0;
        foreach (double[] chain in centred) sum += Dot(chain.AsSpan(lag), chain.AsSpan(0, chain.Length - lag));
        return sum;
    }

    // Four lanes whatever the machine, so that the order of summation and the bits are the same everywhere.
    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector256<double>> vx = MemoryMarshal.Cast<double, Vector256<double>>(x);
        ReadOnlySpan<Vector256<double>> vy = MemoryMarshal.Cast<double, Vector256<double>>(y);
        Vector256<double> lanes = Vector256<double>.Zero;
        for (int v = 0; v < vx.Length; v++) lanes += vx[v] * vy[v];
        double sum = lanes[0] + lanes[1] + lanes[2] + lanes[3];
        for (int n = 4 * vx.Length; n < x.Length; n++) sum += x[n] * y[n];
        return sum;
    }

    private static void Check(IReadOnlyList<double[]> chains)
    {
        ArgumentNullException.ThrowIfNull(chains);
        if (chains.Count == 0) throw new ArgumentException("no chain", nameof(chains));
        for (int c = 0; c < chains.Count; c++)
        {
            if (chains[c].Length != chains[0].Length || chains[c].Length < FewestDraws)
            {
                throw new ArgumentException(
                    $"chain {c} has {chains[c].Length} draws; all need the {chains[0].Length} of the first, at least {FewestDraws}",
                    nameof(chains));
            }
            foreach (double x in chains[c])
            {
                if (!double.IsFinite(x)) throw new ArgumentException($"chain {c} holds the draw {x}", nameof(chains));
            }
        }
    }
}
