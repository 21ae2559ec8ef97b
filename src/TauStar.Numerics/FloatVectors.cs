using System.Runtime.Intrinsics;

namespace TauStar.Numerics;

/// <summary>
/// Sums over long arrays of floats, in double precision. Arrays are cut into pieces of one length, whose results are added in order: the bits depend neither on
/// threads nor on the machine.
/// </summary>
internal static class FloatVectors
{
    private const int Piece = 1 << 15;

    /// <summary>sum_n a_n b_n.</summary>
    public static double Dot(float[] a, float[] b, int threads) => Sum(a.Length, threads, (from, length) =>
    {
        ref float x = ref a[from], y = ref b[from];
        (Vector512<double> low, Vector512<double> high) = (default, default);
        int n = 0;
        for (; n + Vector512<float>.Count <= length; n += Vector512<float>.Count)
        {
            (Vector512<double> xLow, Vector512<double> xHigh) = Vector512.Widen(Vector512.LoadUnsafe(ref x, (nuint)n));
            (Vector512<double> yLow, Vector512<double> yHigh) = Vector512.Widen(Vector512.LoadUnsafe(ref y, (nuint)n));
            low += xLow * yLow;
            high += xHigh * yHigh;
        }
        double sum = VectorMath.SumAcross(low) + VectorMath.SumAcross(high);
        for (; n < length; n++) sum += (double)a[from + n] * b[from + n];
        return sum;
    });

    /// <summary>target_n = start_n + factor * source_n; target may be one of the others.</summary>
    public static void AddScaled(float[] target, float[] start, double factor, float[] source, int threads) => Sum(target.Length, threads, (from, length) =>
    {
        ref float t = ref target[from], s = ref start[from], x = ref source[from];
        Vector512<float> factors = Vector512.Create((float)factor);
        int n = 0;
        for (; n + Vector512<float>.Count <= length; n += Vector512<float>.Count)
            (Vector512.LoadUnsafe(ref s, (nuint)n) + factors * Vector512.LoadUnsafe(ref x, (nuint)n)).StoreUnsafe(ref t, (nuint)n);
        for (; n < length; n++) target[from + n] = start[from + n] + (float)factor * source[from + n];
        return 0;
    });

    /// <summary>target_n = factor * source_n; target may be the source.</summary>
    public static void Scale(float[] target, double factor, float[] source, int threads) => Sum(target.Length, threads, (from, length) =>
    {
        for (int n = from; n < from + length; n++) target[n] = (float)factor * source[n];
        return 0;
    });

    private static double Sum(int length, int threads, Func<int, int, double> part)
    {
        int pieces = (length + Piece - 1) / Piece;
        double[] sums = new double[pieces];
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads },
            p => sums[p] = part(p * Piece, Math.Min(Piece, length - p * Piece)));
        double sum = 0;
        foreach (double s in sums) sum += s;
        return sum;
    }
}
