namespace TauStar.Numerics;

/// <summary>Eigenvalues and eigenvectors of a small real symmetric matrix, by Jacobi's rotations.</summary>
public static class SymmetricEigen
{
    private const int MostSweeps = 60;

    /// <summary>Solves A v = lambda v. Cost O(n^3) a sweep, some six sweeps.</summary>
    /// <param name="matrix">n x n, row-major, symmetric; overwritten.</param>
    /// <param name="n">Its order.</param>
    /// <returns>Eigenvalues, largest first, and eigenvectors: the k-th at <c>k * n</c>, of length 1, its largest component positive.</returns>
    public static (double[] Values, double[] Vectors) Solve(double[] matrix, int n)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Length != n * n) throw new ArgumentException($"{matrix.Length} entries for a matrix of order {n}", nameof(matrix));
        double[] rows = new double[n * n]; // row k converges to an eigenvector
        for (int k = 0; k < n; k++) rows[k * n + k] = 1;
        for (int sweep = 0; sweep < MostSweeps && OffDiagonal(matrix, n) > 0; sweep++)
        {
            for (int p = 0; p < n; p++)
            {
                for (int r = p + 1; r < n; r++) Rotate(matrix, rows, n, p, r);
            }
        }
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(k => matrix[k * n + k])];
        double[] vectors = new double[n * n];
        for (int k = 0; k < n; k++)
        {
            ReadOnlySpan<double> vector = rows.AsSpan(order[k] * n, n);
            double largest = 0;
            foreach (double v in vector)
            {
                if (Math.Abs(v) > Math.Abs(largest)) largest = v;
            }
            for (int i = 0; i < n; i++) vectors[k * n + i] = largest < 0 ? -vector[i] : vector[i];
        }
        return ([.. order.Select(k => matrix[k * n + k])], vectors);
    }

    private static void Rotate(double[] a, double[] rows, int n, int p, int r)
    {
        double off = a[p * n + r];
        if (Math.Abs(off) <= double.Epsilon + 1e-18 * (Math.Abs(a[p * n + p]) + Math.Abs(a[r * n + r])))
        {
            a[p * n + r] = a[r * n + p] = 0;
            return;
        }
        double theta = (a[r * n + r] - a[p * n + p]) / (2 * off);
        double t = Math.Sign(theta == 0 ? 1 : theta) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        double c = 1 / Math.Sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < n; k++) (a[k * n + p], a[k * n + r]) = (c * a[k * n + p] - s * a[k * n + r], s * a[k * n + p] + c * a[k * n + r]);
        for (int k = 0; k < n; k++) (a[p * n + k], a[r * n + k]) = (c * a[p * n + k] - s * a[r * n + k], s * a[p * n + k] + c * a[r * n + k]);
        for (int k = 0; k < n; k++) (rows[p * n + k], rows[r * n + k]) = (c * rows[p * n + k] - s * rows[r * n + k], s * rows[p * n + k] + c * rows[r * n + k]);
        a[p * n + r] = a[r * n + p] = 0;
    }

    private static double OffDiagonal(double[] a, int n)
    {
        double sum = 0;
        for (int p = 0; p < n; p++)
        {
            for (int r = p + 1; r < n; r++) sum += a[p * n + r] * a[p * n + r];
        }
        return sum;
    }
}
