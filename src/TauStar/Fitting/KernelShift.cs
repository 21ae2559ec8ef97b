using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>
/// How far the posterior mean of a Potts model's parameters lies from the most probable ones, theta_1 - theta_MAP = -(M/2) H^-1 Cov(phi, dphi^T H^-1 dphi), from N
/// samples of the most probable model, by a kernel between samples in the place of matrices over parameters (theory: section 7, "Check on it";
/// docs/derivations/kernel-shift.md).
/// </summary>
/// <param name="Shift">theta_1 - theta_MAP, fields and couplings of the zero-sum gauge.</param>
/// <param name="EffectiveParameters">gamma = tr(M F H^-1): how many parameters the data determine, at most N - 1 as N samples see it.</param>
/// <param name="IsValid">Whether gamma is below N/2: otherwise the samples are too few to tell.</param>
public sealed record KernelShift(PottsModel Shift, double EffectiveParameters, bool IsValid)
{
    /// <summary>Cost N^2 L comparisons and N^3/3 multiplications; memory 24 N^2 bytes (N = 1600: 61 MB).</summary>
    /// <param name="rows">N x L states of samples of the most probable model, row-major; N at least 2.</param>
    /// <param name="alphabet">The q states.</param>
    /// <param name="sites">L.</param>
    /// <param name="samples">M: the (effective) number of data behind the model, above 0.</param>
    /// <param name="precision">lambda of the normal prior on zero-sum fields and couplings, lambda_h/2 |h|^2 + lambda_J/2 sum_{i&lt;j} |J_ij|^2; both above 0.</param>
    /// <exception cref="ArgumentException">Rows that do not fit, or a number out of range.</exception>
    public static KernelShift Of(byte[] rows, Alphabet alphabet, int sites, double samples, L2Strengths precision)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentOutOfRangeException.ThrowIfLessThan(sites, 1);
        if (rows.Length % sites != 0 || rows.Length / sites < 2) throw new ArgumentException($"{rows.Length} states do not make two rows or more of {sites} sites", nameof(rows));
        if (!(samples > 0 && double.IsFinite(samples))) throw new ArgumentException($"{samples} samples; they must be above 0 and finite", nameof(samples));
        if (!(precision.Fields > 0 && precision.Couplings > 0)) throw new ArgumentException($"{precision} must be above 0", nameof(precision));
        int count = rows.Length / sites;
        double noise = count / samples; // s2 = N/M
        double[] kernel = Kernel(rows, alphabet.Size, sites, precision);
        Centre(kernel, count);
        CholeskyFactor factor = new(count);
        if (!factor.Factor(kernel, [.. Enumerable.Repeat(noise, count)])) throw new InvalidOperationException("a kernel matrix is not positive definite");

        double[] left = factor.InverseDiagonal(), shift = new double[count]; // left: 1 - h_nn, h_nn the leverage of sample n
        for (int n = 0; n < count; n++) left[n] = Math.Max(left[n] * noise, double.Epsilon);
        double gamma = count - left.Sum(), mean = gamma / count;
        // dphi^T H^-1 dphi is s2 (1 - left); that of a sample is weighted as if H did not know the sample.
        for (int n = 0; n < count; n++) shift[n] = noise * (1 - left[n] - mean) / left[n];
        factor.Solve(shift);
        return new KernelShift(Combine(rows, alphabet, sites, shift, precision), gamma, gamma < count / 2.0);
    }

    /// <summary>phi^T Lambda^-1 phi of all pairs of samples, N x N: a function of the number of sites where the two agree.</summary>
    private static double[] Kernel(byte[] rows, int q, int sites, L2Strengths precision)
    {
        int count = rows.Length / sites;
        double[] byAgreements = new double[sites + 1], kernel = new double[count * count];
        double alike = 1 - 1.0 / q, unlike = -1.0 / q;
        for (int m = 0; m <= sites; m++)
        {
            double sum = m * alike + (sites - m) * unlike, squares = m * alike * alike + (sites - m) * unlike * unlike;
            byAgreements[m] = sum / precision.Fields + (sum * sum - squares) / (2 * precision.Couplings);
        }
        Cores.For(count, n =>
        {
            ReadOnlySpan<byte> row = rows.AsSpan(n * sites, sites);
            for (int m = 0; m < count; m++) kernel[n * count + m] = byAgreements[SequenceSimilarity.Agreements(row, rows.AsSpan(m * sites, sites))];
        });
        return kernel;
    }

    /// <summary>As if the mean of the samples had been taken from the features.</summary>
    private static void Centre(double[] kernel, int count)
    {
        double[] means = new double[count];
        for (int n = 0; n < count; n++)
        {
            double sum = 0;
            foreach (double value in kernel.AsSpan(n * count, count)) sum += value;
            means[n] = sum / count;
        }
        double all = means.Sum() / count;
        for (int n = 0; n < count; n++)
        {
            for (int m = 0; m < count; m++) kernel[n * count + m] += all - means[n] - means[m];
        }
    }

    /// <summary>-1/2 Lambda^-1 sum_n v_n phi_n, phi less its mean.</summary>
    private static PottsModel Combine(byte[] rows, Alphabet alphabet, int sites, double[] v, L2Strengths precision)
    {
        int q = alphabet.Size, count = v.Length;
        double mean = v.Sum() / count;
        PottsModel counted = new(alphabet, sites);
        Cores.For(sites, i =>
        {
            double[] field = new double[q], pair = new double[q * q];
            for (int n = 0; n < count; n++) field[rows[n * sites + i]] -= (v[n] - mean) / (2 * precision.Fields);
            for (int a = 0; a < q; a++) counted.Fields[i * q + a] = (float)field[a];
            for (int j = i + 1; j < sites; j++)
            {
                Array.Clear(pair);
                for (int n = 0; n < count; n++) pair[rows[n * sites + i] * q + rows[n * sites + j]] -= (v[n] - mean) / (2 * precision.Couplings);
                Span<float> block = counted.Block(i, j);
                for (int ab = 0; ab < block.Length; ab++) block[ab] = (float)pair[ab];
            }
        });
        return Project(counted);
    }

    /// <summary>Counts of states and of pairs of states become those of the centred features: rows and columns that add up to 0.</summary>
    private static PottsModel Project(PottsModel counted)
    {
        int q = counted.States;
        Span<double> rest = stackalloc double[q * q], rows = stackalloc double[q], columns = stackalloc double[q];
        for (int at = 0; at < counted.Couplings.Length; at += q * q)
        {
            Span<float> block = counted.Couplings.AsSpan(at, q * q);
            PottsGauges.CentreBlock(block, rest, rows, columns);
            for (int ab = 0; ab < block.Length; ab++) block[ab] = (float)rest[ab];
        }
        return counted;
    }
}
