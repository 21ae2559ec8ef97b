using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TauStar.Numerics;

/// <summary>
/// A = L L^T of a symmetric positive definite matrix of some hundred rows, and solutions of A x = b. Sums over a row run in
/// eight lanes in a fixed order: the same bits on every machine.
/// </summary>
public sealed class CholeskyFactor
{
    private const int Lanes = 8;
    private readonly double[] lower; // rows padded to a multiple of the lanes; zeros above the diagonal
    private readonly int stride;

    /// <summary>Room for matrices of that size.</summary>
    /// <param name="size">n, at least 1.</param>
    public CholeskyFactor(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        stride = (size + Lanes - 1) / Lanes * Lanes;
        lower = new double[size * stride];
    }

    /// <summary>n.</summary>
    public int Size { get; }

    /// <summary>Factors A + diag(extra). Cost n^3/6 multiplications and additions.</summary>
    /// <param name="matrix">n x n row-major; only the lower triangle is read.</param>
    /// <param name="extra">Added to the diagonal: n values, or none.</param>
    /// <returns>False where the matrix is not positive definite to working precision; the factor is then of no use.</returns>
    public bool Factor(ReadOnlySpan<double> matrix, ReadOnlySpan<double> extra = default)
    {
        if (matrix.Length != Size * Size) throw new ArgumentException($"{matrix.Length} values for {Size} x {Size}", nameof(matrix));
        for (int i = 0; i < Size; i++)
        {
            Span<double> row = lower.AsSpan(i * stride, stride);
            row.Clear();
            double diagonal = 0;
            for (int j = 0; j <= i; j++)
            {
                double a = matrix[i * Size + j] + (j == i && extra.Length > 0 ? extra[i] : 0);
                double rest = a - Dot(row, lower.AsSpan(j * stride, stride), j);
                if (j == i)
                {
                    if (!(rest > 1e-14 * Math.Abs(a))) return false;
                    diagonal = Math.Sqrt(rest);
                }
                else
                {
                    row[j] = rest / lower[j * stride + j];
                }
            }
            row[i] = diagonal;
        }
        return true;
    }

    /// <summary>Replaces b by the solution of A x = b.</summary>
    public void Solve(Span<double> b)
    {
        if (b.Length != Size) throw new ArgumentException($"{b.Length} values for {Size} rows", nameof(b));
        Span<double> x = stackalloc double[stride];
        x.Clear();
        for (int i = 0; i < Size; i++)
        {
            ReadOnlySpan<double> row = lower.AsSpan(i * stride, stride);
            x[i] = (b[i] - Dot(row, x, i)) / row[i];
        }
        for (int i = Size - 1; i >= 0; i--)
        {
            ReadOnlySpan<double> row = lower.AsSpan(i * stride, i + 1);
            double value = x[i] / row[i];
            b[i] = value;
            for (int j = 0; j < i; j++) x[j] -= value * row[j];
        }
    }

    /// <summary>log det A.</summary>
    public double LogDeterminant()
    {
        double sum = 0;
        for (int i = 0; i < Size; i++) sum += Math.Log(lower[i * stride + i]);
        return 2 * sum;
    }

    // What is beyond "length" in either row is zero up to the next multiple of the lanes.
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int length)
    {
        ref double x = ref MemoryMarshal.GetReference(a), y = ref MemoryMarshal.GetReference(b);
        Vector512<double> sum0 = Vector512<double>.Zero, sum1 = sum0;
        int n = 0;
        for (; n + Lanes < length; n += 2 * Lanes)
        {
            sum0 += Vector512.LoadUnsafe(ref x, (nuint)n) * Vector512.LoadUnsafe(ref y, (nuint)n);
            sum1 += Vector512.LoadUnsafe(ref x, (nuint)(n + Lanes)) * Vector512.LoadUnsafe(ref y, (nuint)(n + Lanes));
        }
        if (n < length) sum0 += Vector512.LoadUnsafe(ref x, (nuint)n) * Vector512.LoadUnsafe(ref y, (nuint)n);
        return VectorMath.SumAcross(sum0 + sum1);
    }
}
