using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TauStar.Numerics;

/// <summary>
/// A = U^T U of a symmetric positive definite matrix of some hundred rows, and solutions of A x = b. Whole rows are subtracted from
/// each other, sixteen vectors held in registers; sums run in a fixed order: the same bits on every machine.
/// </summary>
public sealed class CholeskyFactor
{
    private const int Lanes = 8, Block = 8 * Lanes;
    private readonly double[] upper; // rows padded to a multiple of the block; zeros below the diagonal
    private readonly int stride;

    /// <summary>Room for matrices of that size.</summary>
    /// <param name="size">n, at least 1.</param>
    public CholeskyFactor(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        stride = (size + Block - 1) / Block * Block;
        upper = new double[size * stride];
    }

    /// <summary>n.</summary>
    public int Size { get; }

    /// <summary>Factors A + diag(extra). Cost n^3/6 multiplications and additions.</summary>
    /// <param name="matrix">n x n row-major; only the upper triangle is read.</param>
    /// <param name="extra">Added to the diagonal: n values, or none.</param>
    /// <returns>False where the matrix is not positive definite to working precision; the factor is then of no use.</returns>
    public bool Factor(ReadOnlySpan<double> matrix, ReadOnlySpan<double> extra = default)
    {
        if (matrix.Length != Size * Size) throw new ArgumentException($"{matrix.Length} values for {Size} x {Size}", nameof(matrix));
        if (extra.Length > 0 && extra.Length != Size) throw new ArgumentException($"{extra.Length} values for {Size} rows", nameof(extra));
        ref double origin = ref MemoryMarshal.GetArrayDataReference(upper);
        for (int j = 0; j < Size; j++)
        {
            Span<double> row = upper.AsSpan(j * stride, stride);
            matrix.Slice(j * Size + j, Size - j).CopyTo(row[j..]);
            if (extra.Length > 0) row[j] += extra[j];
            double before = row[j];
            // Blocks start at multiples of their length: what they hold left of the diagonal is cleared below.
            for (int start = j / Block * Block; start < stride; start += Block) SubtractRowsAbove(ref origin, j, start);
            row[..j].Clear();
            if (!(row[j] > 1e-14 * Math.Abs(before))) return false;
            double diagonal = Math.Sqrt(row[j]), scale = 1 / diagonal;
            for (int i = j + 1; i < Size; i++) row[i] *= scale;
            row[j] = diagonal;
        }
        return true;
    }

    // Row j minus U_kj times row k for all k above, over one block of columns.
    private void SubtractRowsAbove(ref double origin, int j, int start)
    {
        ref double target = ref Unsafe.Add(ref origin, j * stride + start);
        Vector512<double> a0 = Vector512.LoadUnsafe(ref target), a1 = Vector512.LoadUnsafe(ref target, 8);
        Vector512<double> a2 = Vector512.LoadUnsafe(ref target, 16), a3 = Vector512.LoadUnsafe(ref target, 24);
        Vector512<double> a4 = Vector512.LoadUnsafe(ref target, 32), a5 = Vector512.LoadUnsafe(ref target, 40);
        Vector512<double> a6 = Vector512.LoadUnsafe(ref target, 48), a7 = Vector512.LoadUnsafe(ref target, 56);
        for (int k = 0; k < j; k++)
        {
            ref double source = ref Unsafe.Add(ref origin, k * stride + start);
            Vector512<double> factor = Vector512.Create(Unsafe.Add(ref origin, k * stride + j));
            a0 -= factor * Vector512.LoadUnsafe(ref source);
            a1 -= factor * Vector512.LoadUnsafe(ref source, 8);
            a2 -= factor * Vector512.LoadUnsafe(ref source, 16);
            a3 -= factor * Vector512.LoadUnsafe(ref source, 24);
            a4 -= factor * Vector512.LoadUnsafe(ref source, 32);
            a5 -= factor * Vector512.LoadUnsafe(ref source, 40);
            a6 -= factor * Vector512.LoadUnsafe(ref source, 48);
            a7 -= factor * Vector512.LoadUnsafe(ref source, 56);
        }
        a0.StoreUnsafe(ref target);
        a1.StoreUnsafe(ref target, 8);
        a2.StoreUnsafe(ref target, 16);
        a3.StoreUnsafe(ref target, 24);
        a4.StoreUnsafe(ref target, 32);
        a5.StoreUnsafe(ref target, 40);
        a6.StoreUnsafe(ref target, 48);
        a7.StoreUnsafe(ref target, 56);
    }

    /// <summary>Replaces b by the solution of A x = b.</summary>
    public void Solve(Span<double> b)
    {
        if (b.Length != Size) throw new ArgumentException($"{b.Length} values for {Size} rows", nameof(b));
        SolveLower(b);
        SolveUpper(b);
    }

    /// <summary>Replaces b by the solution of U^T x = b.</summary>
    public void SolveLower(Span<double> b)
    {
        if (b.Length != Size) throw new ArgumentException($"{b.Length} values for {Size} rows", nameof(b));
        for (int j = 0; j < Size; j++)
        {
            ReadOnlySpan<double> row = upper.AsSpan(j * stride, Size);
            b[j] /= row[j];
            VectorMath.AddScaled(b[(j + 1)..], -b[j], row[(j + 1)..]);
        }
    }

    /// <summary>Replaces b by the solution of U x = b: of standard normal numbers, draws with covariance A^-1.</summary>
    public void SolveUpper(Span<double> b)
    {
        if (b.Length != Size) throw new ArgumentException($"{b.Length} values for {Size} rows", nameof(b));
        for (int j = Size - 1; j >= 0; j--)
        {
            ReadOnlySpan<double> row = upper.AsSpan(j * stride, Size);
            b[j] = (b[j] - VectorMath.Dot(row[(j + 1)..], b[(j + 1)..])) / row[j];
        }
    }

    /// <summary>A^-1, n x n row-major, both triangles. Cost about n^3 / 2 multiplications and additions.</summary>
    public double[] Inverse()
    {
        // A^-1 = U^-1 U^-T.
        double[] root = InverseRoot(), inverse = new double[Size * Size];
        for (int i = 0; i < Size; i++)
        {
            for (int j = i; j < Size; j++)
                inverse[i * Size + j] = inverse[j * Size + i] = VectorMath.Dot(root.AsSpan(i * Size + j, Size - j), root.AsSpan(j * Size + j, Size - j));
        }
        return inverse;
    }

    /// <summary>The diagonal of A^-1: n values. Cost about n^3 / 6 multiplications and additions.</summary>
    public double[] InverseDiagonal()
    {
        double[] root = InverseRoot(), diagonal = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            ReadOnlySpan<double> row = root.AsSpan(i * Size + i, Size - i);
            diagonal[i] = VectorMath.Dot(row, row);
        }
        return diagonal;
    }

    // U^-1, rows from the last to the first: each is a sum of those below it.
    private double[] InverseRoot()
    {
        double[] root = new double[Size * Size];
        for (int i = Size - 1; i >= 0; i--)
        {
            Span<double> row = root.AsSpan(i * Size, Size);
            double scale = 1 / upper[i * stride + i];
            for (int k = i + 1; k < Size; k++) VectorMath.AddScaled(row[k..], -scale * upper[i * stride + k], root.AsSpan(k * Size + k, Size - k));
            row[i] = scale;
        }
        return root;
    }

    /// <summary>log det A.</summary>
    public double LogDeterminant()
    {
        double sum = 0;
        for (int i = 0; i < Size; i++) sum += Math.Log(upper[i * stride + i]);
        return 2 * sum;
    }
}
