using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>
/// Whether the data look as the posterior predicts (theory: section 7, "three-body warning by samples"), for systems too large to list: connected correlations of
/// three sites, which no pairwise statistic determines, in the data and in data sets of the same size that the posterior draws.
/// </summary>
public static class PredictiveCheck
{
    private const int Triples = 400;
    private const double FewestExpected = 1; // sequences in a cell, of independent sites: rarer ones are noise alone

    /// <summary>Compares.</summary>
    /// <param name="data">M rows.</param>
    /// <param name="weights">Their weights; their sum is the size of the drawn sets.</param>
    /// <param name="predicted">At least 4 sets of equal size, rows x L.</param>
    /// <param name="stream">Chooses triples where there are many.</param>
    public static ModelClassCheck Of(Alignment data, double[] weights, IReadOnlyList<byte[]> predicted, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentOutOfRangeException.ThrowIfLessThan(predicted.Count, 4);
        TripleCounts[] sets = [.. predicted.Select(rows => new TripleCounts(rows, data.Sites, data.Alphabet.Size, null))];
        TripleCounts observed = new(data.States.ToArray(), data.Sites, data.Alphabet.Size, weights);
        IReadOnlyList<(int I, int J, int K)> triples = TripleAgreement.Draw(data.Sites, Triples, stream);
        double samples = weights.Sum();
        double[][] sums = new double[triples.Count][];
        Cores.For(triples.Count, t => sums[t] = ChiSquares(observed, sets, triples[t], samples));
        double[] total = new double[sets.Length + 1];
        foreach (double[] s in sums)
        {
            for (int n = 0; n < s.Length; n++) total[n] += s[n];
        }
        double[] drawn = total[..sets.Length];
        double mean = drawn.Average(), variance = drawn.Sum(x => (x - mean) * (x - mean)) / (drawn.Length - 1);
        return new ModelClassCheck("three-site correlations", variance > 0 ? (total[^1] - mean) / Math.Sqrt(variance) : 0, sets.Length);
    }

    /// <summary>
    /// Sum over states of (C - mean of the others)^2 M/(f_i f_j f_k), for each set and at the end for the data. Each is held against all sets but one, itself or, for the data,
    /// the last: so all have the same expectation if the data are one set more.
    /// </summary>
    private static double[] ChiSquares(TripleCounts observed, TripleCounts[] sets, (int I, int J, int K) triple, double samples)
    {
        TripleTable[] tables = [.. sets.Append(observed).Select(set => set.Of(triple))];
        double[] result = new double[tables.Length];
        double Mean(Func<TripleTable, double> of)
        {
            double sum = 0;
            for (int s = 0; s < sets.Length; s++) sum += of(tables[s]);
            return sum / sets.Length;
        }
        int q = observed.States;
        double[][] single = [.. Enumerable.Range(0, 3).Select(site => Enumerable.Range(0, q).Select(a => Mean(t => t.Single[site][a])).ToArray())];
        for (int n = 0; n < tables[0].Connected.Length; n++)
        {
            double expected = single[0][n / (q * q)] * single[1][n / q % q] * single[2][n % q];
            if (expected * samples < FewestExpected) continue;
            double sum = 0;
            for (int s = 0; s < sets.Length; s++) sum += tables[s].Connected[n];
            for (int s = 0; s < result.Length; s++)
            {
                double left = tables[Math.Min(s, sets.Length - 1)].Connected[n];
                double difference = tables[s].Connected[n] - (sum - left) / (sets.Length - 1);
                result[s] += difference * difference * samples / expected;
            }
        }
        return result;
    }

    /// <summary>Of three sites: frequencies of one, and connected correlations of all three.</summary>
    private sealed record TripleTable(double[][] Single, double[] Connected);

    private sealed class TripleCounts(byte[] rows, int sites, int states, double[]? weights)
    {
        private readonly byte[] bySite = PairFrequencies.Transpose(rows, sites);
        private readonly int count = rows.Length / sites;
        private readonly double total = weights?.Sum() ?? rows.Length / sites;

        public int States => states;

        public TripleTable Of((int I, int J, int K) at)
        {
            int q = states;
            double[] f = new double[q * q * q], ij = new double[q * q], ik = new double[q * q], jk = new double[q * q];
            double[][] single = [new double[q], new double[q], new double[q]];
            ReadOnlySpan<byte> a = bySite.AsSpan(at.I * count, count), b = bySite.AsSpan(at.J * count, count), c = bySite.AsSpan(at.K * count, count);
            for (int m = 0; m < count; m++)
            {
                double w = (weights is null ? 1 : weights[m]) / total;
                f[(a[m] * q + b[m]) * q + c[m]] += w;
                ij[a[m] * q + b[m]] += w;
                ik[a[m] * q + c[m]] += w;
                jk[b[m] * q + c[m]] += w;
                single[0][a[m]] += w;
                single[1][b[m]] += w;
                single[2][c[m]] += w;
            }
            for (int n = 0; n < f.Length; n++)
            {
                int x = n / (q * q), y = n / q % q, z = n % q;
                double fx = single[0][x], fy = single[1][y], fz = single[2][z];
                f[n] += 2 * fx * fy * fz - ij[x * q + y] * fz - ik[x * q + z] * fy - jk[y * q + z] * fx;
            }
            return new TripleTable(single, f);
        }
    }
}
