using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>
/// Agreement of three-site statistics of two samples over chosen triples of sites, all q^3 states: frequencies f_ijk, and connected
/// correlations C_ijk = f_ijk - f_ij f_k - f_ik f_j - f_jk f_i + 2 f_i f_j f_k, which no pairwise statistic determines.
/// </summary>
/// <param name="Frequencies">Of f_ijk(a, b, c).</param>
/// <param name="Connected">Of C_ijk(a, b, c).</param>
public sealed record TripleAgreement(CorrelationFit Frequencies, CorrelationFit Connected)
{
    /// <summary>Different triples i &lt; j &lt; k, at random; all of them where there are no more than asked for.</summary>
    /// <param name="sites">L.</param>
    /// <param name="count">How many.</param>
    /// <param name="stream">Randomness.</param>
    public static IReadOnlyList<(int I, int J, int K)> Draw(int sites, int count, RandomStream stream)
    {
        double all = sites * (sites - 1.0) * (sites - 2) / 6;
        if (all <= count)
            return [.. Enumerable.Range(0, sites).SelectMany(i => Enumerable.Range(i + 1, sites - i - 1).SelectMany(j => Enumerable.Range(j + 1, sites - j - 1).Select(k => (i, j, k))))];
        RandomSource random = stream.Open();
        HashSet<(int, int, int)> chosen = [];
        int[] triple = new int[3];
        while (chosen.Count < count)
        {
            for (int n = 0; n < 3; n++) triple[n] = random.NextInt(sites);
            Array.Sort(triple);
            if (triple[0] < triple[1] && triple[1] < triple[2]) chosen.Add((triple[0], triple[1], triple[2]));
        }
        return [.. chosen.Order()];
    }

    /// <summary>Compares. Cost O(T (M + q^3)), on all cores; the same bits for any number of threads.</summary>
    public static TripleAgreement Between(WeightedSample first, WeightedSample second, IReadOnlyList<(int I, int J, int K)> triples)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(triples);
        RegressionSums[] frequencies = new RegressionSums[triples.Count], connected = new RegressionSums[triples.Count];
        int q = first.Frequencies.States;
        Cores.For(triples.Count, t =>
        {
            double[] x = first.Triple(triples[t].I, triples[t].J, triples[t].K), y = second.Triple(triples[t].I, triples[t].J, triples[t].K);
            RegressionSums f = new(), c = new();
            for (int n = 0; n < x.Length; n++)
            {
                f.Add(x[n], y[n]);
                c.Add(x[n] - first.Expected(triples[t], n), y[n] - second.Expected(triples[t], n));
            }
            (frequencies[t], connected[t]) = (f, c);
        });
        return new TripleAgreement(CorrelationFit.Of(frequencies), CorrelationFit.Of(connected));
    }
}
