using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TauStar.Numerics;

/// <summary>
/// The Walsh-Hadamard transform, X(m) = sum_x (-1)^(number of common one-bits of m and x) f(x): log2(N) N additions. Twice is N
/// times the identity. With spins as bits the transform of a probability table holds all moments, and the transform of
/// couplings placed at their masks is the table of energies (theory: section 4).
/// </summary>
/// <remarks>Versions: <see cref="TransformPlain"/> is the butterfly as in textbooks and the oracle; <see cref="Transform"/> does three
/// stages at a time on eight registers and blocks for the cache. Additions in the same order: the same bits.</remarks>
public static class WalshHadamard
{
    private const int Lanes = 8;
    private const int CacheBlock = 1 << 11; // 16 KB: half of a first-level cache

    /// <summary>In place.</summary>
    /// <param name="values">f; its length N a power of two.</param>
    public static void Transform(Span<double> values)
    {
        Check(values);
        if (values.Length < Lanes) TransformPlain(values);
        else Recurse(ref MemoryMarshal.GetReference(values), values.Length);
    }

    /// <summary>In place, one butterfly after the other.</summary>
    /// <param name="values">f; its length N a power of two.</param>
    public static void TransformPlain(Span<double> values)
    {
        Check(values);
        for (int half = 1; half < values.Length; half *= 2)
        {
            for (int start = 0; start < values.Length; start += 2 * half)
            {
                for (int n = start; n < start + half; n++)
                {
                    double a = values[n], b = values[n + half];
                    (values[n], values[n + half]) = (a + b, a - b);
                }
            }
        }
    }

    private static void Check(Span<double> values)
    {
        if (!int.IsPow2(values.Length)) throw new ArgumentException($"{values.Length} values; a power of two is needed", nameof(values));
    }

    // Blocks that fit the cache are finished first, then joined eight at a time.
    private static void Recurse(ref double x, int length)
    {
        if (length <= CacheBlock)
        {
            Within(ref x, length);
            return;
        }
        int eighth = length / 8;
        for (int k = 0; k < 8; k++) Recurse(ref Unsafe.Add(ref x, k * eighth), eighth);
        Join8(ref x, length, eighth);
    }

    private static void Within(ref double x, int length)
    {
        for (int n = 0; n < length; n += Lanes) InLanes(Vector512.LoadUnsafe(ref x, (nuint)n)).StoreUnsafe(ref x, (nuint)n);
        int half = Lanes;
        for (; 8 * half <= length; half *= 8) Join8(ref x, length, half);
        if (4 * half <= length)
        {
            Join2(ref x, length, half);
            half *= 2;
        }
        if (2 * half <= length) Join2(ref x, length, half);
    }

    /// <summary>The three stages inside one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> InLanes(Vector512<double> v)
    {
        v = Vector512.Shuffle(v, Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6)) + v * Vector512.Create(1.0, -1, 1, -1, 1, -1, 1, -1);
        v = Vector512.Shuffle(v, Vector512.Create(2L, 3, 0, 1, 6, 7, 4, 5)) + v * Vector512.Create(1.0, 1, -1, -1, 1, 1, -1, -1);
        return Vector512.Shuffle(v, Vector512.Create(4L, 5, 6, 7, 0, 1, 2, 3)) + v * Vector512.Create(1.0, 1, 1, 1, -1, -1, -1, -1);
    }

    // One stage: elements "half" apart, half a multiple of the lanes.
    private static void Join2(ref double x, int length, int half)
    {
        for (int start = 0; start < length; start += 2 * half)
        {
            for (int n = start; n < start + half; n += Lanes)
            {
                Vector512<double> a = Vector512.LoadUnsafe(ref x, (nuint)n), b = Vector512.LoadUnsafe(ref x, (nuint)(n + half));
                (a + b).StoreUnsafe(ref x, (nuint)n);
                (a - b).StoreUnsafe(ref x, (nuint)(n + half));
            }
        }
    }

    // Three stages: half, 2 half and 4 half.
    private static void Join8(ref double x, int length, int half)
    {
        nuint h = (nuint)half;
        for (int start = 0; start < length; start += 8 * half)
        {
            for (nuint n = (nuint)start; n < (nuint)(start + half); n += Lanes)
            {
                Vector512<double> a = Vector512.LoadUnsafe(ref x, n), b = Vector512.LoadUnsafe(ref x, n + h);
                Vector512<double> c = Vector512.LoadUnsafe(ref x, n + 2 * h), d = Vector512.LoadUnsafe(ref x, n + 3 * h);
                Vector512<double> e = Vector512.LoadUnsafe(ref x, n + 4 * h), f = Vector512.LoadUnsafe(ref x, n + 5 * h);
                Vector512<double> g = Vector512.LoadUnsafe(ref x, n + 6 * h), i = Vector512.LoadUnsafe(ref x, n + 7 * h);
                (a, b) = (a + b, a - b);
                (c, d) = (c + d, c - d);
                (e, f) = (e + f, e - f);
                (g, i) = (g + i, g - i);
                (a, c) = (a + c, a - c);
                (b, d) = (b + d, b - d);
                (e, g) = (e + g, e - g);
                (f, i) = (f + i, f - i);
                (a + e).StoreUnsafe(ref x, n);
                (b + f).StoreUnsafe(ref x, n + h);
                (c + g).StoreUnsafe(ref x, n + 2 * h);
                (d + i).StoreUnsafe(ref x, n + 3 * h);
                (a - e).StoreUnsafe(ref x, n + 4 * h);
                (b - f).StoreUnsafe(ref x, n + 5 * h);
                (c - g).StoreUnsafe(ref x, n + 6 * h);
                (d - i).StoreUnsafe(ref x, n + 7 * h);
            }
        }
    }
}
