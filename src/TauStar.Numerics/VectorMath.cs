using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TauStar.Numerics;

/// <summary>
/// Elementary functions on vectors of numbers, written so that every machine gives the same bits: only additions,
/// multiplications and shifts, in a fixed order, never fused. The library's own exponential may change with runtime and CPU.
/// </summary>
public static class VectorMath
{
    /// <summary>
    /// e^x for x &lt;= 88; relative error below 3e-7 (tested); 0 below about -87. Cephes-style range reduction to |r| &lt;= ln2/2 and
    /// a polynomial of degree 6.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        Vector512<float> clamped = Vector512.MaxNative(x, Vector512.Create(-87.33f));
        // Adding 1.5 * 2^23 rounds to the nearest integer in the low mantissa bits.
        Vector512<float> magic = Vector512.Create(12582912f);
        Vector512<float> shifted = clamped * Vector512.Create(1.44269504f) + magic;
        Vector512<float> n = shifted - magic;
        Vector512<float> r = clamped - n * Vector512.Create(0.693359375f);
        r -= n * Vector512.Create(-2.12194440e-4f);
        Vector512<float> p = Vector512.Create(1.9875691500e-4f);
        p = p * r + Vector512.Create(1.3981999507e-3f);
        p = p * r + Vector512.Create(8.3334519073e-3f);
        p = p * r + Vector512.Create(4.1665795894e-2f);
        p = p * r + Vector512.Create(1.6666665459e-1f);
        p = p * r + Vector512.Create(0.5f);
        p = p * (r * r) + r + Vector512.Create(1f);
        Vector512<int> exponent = Vector512.ShiftLeft(shifted.AsInt32(), 23);
        Vector512<float> result = (p.AsInt32() + exponent).AsSingle();
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-87.33f)), Vector512<float>.Zero, result);
    }

    /// <summary>
    /// e^x for x &lt;= 709; relative error below 5e-16 (tested); 0 below -708. Range reduction to |r| &lt;= ln2/2 in two steps (the
    /// first constant has trailing zeros, so its product is exact) and the Taylor polynomial of degree 13, whose remainder is 3e-18.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        Vector512<double> clamped = Vector512.MaxNative(x, Vector512.Create(-708.0));
        // Adding 1.5 * 2^52 rounds to the nearest integer in the low mantissa bits.
        Vector512<double> magic = Vector512.Create(6755399441055744.0);
        Vector512<double> shifted = clamped * Vector512.Create(1.4426950408889634) + magic;
        Vector512<double> n = shifted - magic;
        Vector512<double> r = clamped - n * Vector512.Create(6.93145751953125e-1);
        r -= n * Vector512.Create(1.42860682030941723212e-6);
        // Estrin's scheme: even and odd powers side by side keep both adders busy.
        Vector512<double> r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
        Vector512<double> p01 = Vector512.Create(1.0) + r;
        Vector512<double> p23 = Vector512.Create(1.0 / 2) + r * Vector512.Create(1.0 / 6);
        Vector512<double> p45 = Vector512.Create(1.0 / 24) + r * Vector512.Create(1.0 / 120);
        Vector512<double> p67 = Vector512.Create(1.0 / 720) + r * Vector512.Create(1.0 / 5040);
        Vector512<double> p89 = Vector512.Create(1.0 / 40320) + r * Vector512.Create(1.0 / 362880);
        Vector512<double> pab = Vector512.Create(1.0 / 3628800) + r * Vector512.Create(1.0 / 39916800);
        Vector512<double> pcd = Vector512.Create(1.0 / 479001600) + r * Vector512.Create(1.0 / 6227020800);
        Vector512<double> low = p01 + r2 * p23 + r4 * (p45 + r2 * p67);
        Vector512<double> high = p89 + r2 * pab + r4 * pcd;
        Vector512<double> p = low + r8 * high;
        Vector512<long> exponent = Vector512.ShiftLeft(shifted.AsInt64(), 52);
        Vector512<double> result = (p.AsInt64() + exponent).AsDouble();
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-708.0)), Vector512<double>.Zero, result);
    }

    /// <summary>Sum of the eight elements in an order of our own: the library's may differ between machines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SumAcross(Vector512<double> v)
    {
        v += Vector512.Shuffle(v, Vector512.Create(4L, 5, 6, 7, 0, 1, 2, 3));
        v += Vector512.Shuffle(v, Vector512.Create(2L, 3, 0, 1, 6, 7, 4, 5));
        return (v + Vector512.Shuffle(v, Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6))).ToScalar();
    }

    /// <summary>sum_n a_n b_n, in eight lanes and a fixed order.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length) throw new ArgumentException($"{a.Length} and {b.Length} values", nameof(b));
        ref double x = ref MemoryMarshal.GetReference(a), y = ref MemoryMarshal.GetReference(b);
        Vector512<double> sums = Vector512<double>.Zero;
        int n = 0;
        for (; n + Vector512<double>.Count <= a.Length; n += Vector512<double>.Count)
            sums += Vector512.LoadUnsafe(ref x, (nuint)n) * Vector512.LoadUnsafe(ref y, (nuint)n);
        double sum = SumAcross(sums);
        for (; n < a.Length; n++) sum += a[n] * b[n];
        return sum;
    }

    /// <summary>target_n += factor * source_n.</summary>
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        if (target.Length != source.Length) throw new ArgumentException($"{target.Length} and {source.Length} values", nameof(source));
        ref double x = ref MemoryMarshal.GetReference(target), y = ref MemoryMarshal.GetReference(source);
        Vector512<double> factors = Vector512.Create(factor);
        int n = 0;
        for (; n + Vector512<double>.Count <= target.Length; n += Vector512<double>.Count)
            (Vector512.LoadUnsafe(ref x, (nuint)n) + factors * Vector512.LoadUnsafe(ref y, (nuint)n)).StoreUnsafe(ref x, (nuint)n);
        for (; n < target.Length; n++) target[n] += factor * source[n];
    }

    /// <summary>The smallest of some numbers, none of them NaN; +infinity for none.</summary>
    public static double Min(ReadOnlySpan<double> values)
    {
        ref double x = ref MemoryMarshal.GetReference(values);
        Vector512<double> smallest = Vector512.Create(double.PositiveInfinity);
        int n = 0;
        for (; n + Vector512<double>.Count <= values.Length; n += Vector512<double>.Count)
            smallest = Vector512.MinNative(smallest, Vector512.LoadUnsafe(ref x, (nuint)n));
        double result = double.PositiveInfinity;
        for (int lane = 0; lane < Vector512<double>.Count; lane++) result = Math.Min(result, smallest.GetElement(lane));
        for (; n < values.Length; n++) result = Math.Min(result, values[n]);
        return result;
    }
}
