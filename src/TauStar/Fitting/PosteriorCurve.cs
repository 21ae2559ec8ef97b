using TauStar.Data;
using TauStar.Landscapes;

namespace TauStar.Fitting;

/// <summary>
/// The curvature of a posterior about the mean, sqrt(G) (M F + lambda) sqrt(G), as an operator: F the covariance of fields' and pairs' features about the data's frequencies over
/// given samples, G the masses of <see cref="CouplingThermostat"/>.
/// </summary>
/// <param name="data">Frequencies of the data.</param>
/// <param name="samples">M.</param>
/// <param name="precision">lambda.</param>
/// <param name="threads">Threads; never changes the result.</param>
internal sealed class PosteriorCurve(PairFrequencies data, double samples, L2Strengths precision, int threads)
{
    private readonly ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads };

    /// <summary>D: Lq fields, then couplings.</summary>
    public int Length => data.Single.Length + data.Pair.Length;

    /// <summary>sqrt(G), D numbers: (M f_i(a) + lambda_h)^(-1/2), then (M f_i(a) f_j(b) + lambda_J)^(-1/2).</summary>
    public float[] Root { get; } = Roots(data, samples, precision);

    private static float[] Roots(PairFrequencies data, double samples, L2Strengths precision)
    {
        int q = data.States, sites = data.Sites, fields = data.Single.Length;
        float[] root = new float[fields + data.Pair.Length];
        for (int n = 0; n < fields; n++) root[n] = MathF.Sqrt(1 / (float)(samples * data.Single[n] + precision.Fields));
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                Span<float> block = root.AsSpan(fields + SitePairs.Index(sites, i, j) * q * q, q * q);
                for (int ab = 0; ab < block.Length; ab++)
                    block[ab] = MathF.Sqrt(1 / (data.Single[i * q + ab / q] * data.Single[j * q + ab % q] * (float)samples + (float)precision.Couplings));
            }
        }
        return root;
    }

    /// <summary>The operator on a vector.</summary>
    /// <param name="u">D numbers; not changed.</param>
    /// <param name="rows">Samples, N x L.</param>
    public float[] Apply(float[] u, byte[] rows)
    {
        int sites = data.Sites, q = data.States, q2 = q * q, count = rows.Length / sites, fields = data.Single.Length;
        PottsModel plain = new(new Alphabet("states", Letters(q)), sites);
        for (int n = 0; n < fields; n++) plain.Fields[n] = u[n] * Root[n];
        Parallel.For(0, plain.Couplings.Length / q2, parallel, pair =>
        {
            for (int n = pair * q2; n < (pair + 1) * q2; n++) plain.Couplings[n] = u[fields + n] * Root[fields + n];
        });
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                ReadOnlySpan<float> block = plain.Block(i, j), fi = data.Single.AsSpan(i * q, q), fj = data.Single.AsSpan(j * q, q);
                Span<float> onJ = plain.Fields.AsSpan(j * q, q);
                for (int a = 0; a < q; a++)
                {
                    plain.Fields[i * q + a] -= BlockMath.Product(block.Slice(a * q, q), fj);
                    BlockMath.AddScaled(onJ, -fi[a], block.Slice(a * q, q));
                }
            }
        }
        double[] y = new double[count];
        Parallel.For(0, count, parallel, n => y[n] = -plain.Energy(rows.AsSpan(n * sites, sites)));
        double mean = y.Average();
        float[] w = [.. y.Select(v => (float)((v - mean) * samples / count))];
        byte[] bySite = PairFrequencies.Transpose(rows, sites);
        float[] result = new float[u.Length], pull = new float[fields]; // pull: of plain fields
        for (int i = 0; i < sites; i++)
        {
            for (int n = 0; n < count; n++) pull[i * q + bySite[i * count + n]] += w[n];
        }
        BlockMath.AddScaled(pull, (float)precision.Fields, plain.Fields);
        for (int n = 0; n < fields; n++) result[n] = pull[n] * Root[n];
        Parallel.For(0, sites, parallel, i =>
        {
            ReadOnlySpan<byte> si = bySite.AsSpan(i * count, count);
            for (int j = i + 1; j < sites; j++)
            {
                int at = SitePairs.Index(sites, i, j) * q2;
                ReadOnlySpan<byte> sj = bySite.AsSpan(j * count, count);
                Span<float> block = result.AsSpan(fields + at, q2);
                for (int n = 0; n < count; n++) block[si[n] * q + sj[n]] += w[n];
                BlockMath.AddScaled(block, (float)precision.Couplings, plain.Couplings.AsSpan(at, q2));
                for (int ab = 0; ab < q2; ab++)
                {
                    block[ab] -= pull[i * q + ab / q] * data.Single[j * q + ab % q] + data.Single[i * q + ab / q] * pull[j * q + ab % q];
                    block[ab] *= Root[fields + at + ab];
                }
            }
        });
        return result;
    }

    private static string Letters(int states) => new([.. Enumerable.Range(0, states).Select(a => (char)('!' + a))]);
}
