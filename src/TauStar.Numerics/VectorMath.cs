using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TauStar.Numerics;

/// <summary>
/// Elementary functions on eight floats, written so that every machine gives the same bits: only additions,
/// multiplications and shifts, in a fixed order, never fused. The library's own exponential may change with runtime and CPU.
/// </summary>
public static class VectorMath
{
    /// <summary>
    /// e^x for x &lt;= 88; relative error below 3e-7 (tested); 0 below about -87. Cephes-style range reduction to |r| &lt;= ln2/2 and
    /// a polynomial of degree 6.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> clamped = Vector256.MaxNative(x, Vector256.Create(-87.33f));
        // Adding 1.5 * 2^23 rounds to the nearest integer in the low mantissa bits.
        Vector256<float> magic = Vector256.Create(12582912f);
        Vector256<float> shifted = clamped * Vector256.Create(1.44269504f) + magic;
        Vector256<float> n = shifted - magic;
        Vector256<float> r = clamped - n * Vector256.Create(0.693359375f);
        r -= n * Vector256.Create(-2.12194440e-4f);
        Vector256<float> p = Vector256.Create(1.9875691500e-4f);
        p = p * r + Vector256.Create(1.3981999507e-3f);
        p = p * r + Vector256.Create(8.3334519073e-3f);
        p = p * r + Vector256.Create(4.1665795894e-2f);
        p = p * r + Vector256.Create(1.6666665459e-1f);
        p = p * r + Vector256.Create(0.5f);
        p = p * (r * r) + r + Vector256.Create(1f);
        Vector256<int> exponent = Vector256.ShiftLeft(shifted.AsInt32(), 23);
        Vector256<float> result = (p.AsInt32() + exponent).AsSingle();
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(-87.33f)), Vector256<float>.Zero, result);
    }

    /// <summary>Running sums of the eight elements: (v0, v0+v1, ..., v0+...+v7), in three shifted additions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PrefixSum(Vector256<float> v)
    {
        v += Vector256.Shuffle(v, Vector256.Create(8, 0, 1, 2, 3, 4, 5, 6)); // an index past the end reads 0
        v += Vector256.Shuffle(v, Vector256.Create(8, 8, 0, 1, 2, 3, 4, 5));
        v += Vector256.Shuffle(v, Vector256.Create(8, 8, 8, 8, 0, 1, 2, 3));
        return v;
    }

    /// <summary>Largest of the eight elements, in every element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MaxAcross(Vector256<float> v)
    {
        v = Vector256.MaxNative(v, Vector256.Shuffle(v, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)));
        v = Vector256.MaxNative(v, Vector256.Shuffle(v, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)));
        return Vector256.MaxNative(v, Vector256.Shuffle(v, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)));
    }
}
