using System.Runtime.Intrinsics;

namespace TauStar.Fitting;

/// <summary>Sums and products over the q x q blocks of couplings, in the same order on every machine.</summary>
internal static class BlockMath
{
    /// <summary>a b^T, q x q, into a span with room for seven more; b's vectors run past its end into the next row's place.</summary>
    public static void OuterProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> product)
    {
        Span<float> padded = stackalloc float[(b.Length + 7) & ~7];
        b.CopyTo(padded);
        for (int x = 0; x < a.Length; x++)
        {
            for (int y = 0; y < padded.Length; y += 8)
                (Vector256.Create<float>(padded.Slice(y, 8)) * a[x]).CopyTo(product[(x * b.Length + y)..]);
        }
    }

    /// <summary>destination += factor step.</summary>
    public static void AddScaled(Span<float> destination, float factor, ReadOnlySpan<float> step)
    {
        int n = 0;
        for (; n + 8 <= step.Length; n += 8)
            (Vector256.Create<float>(destination.Slice(n, 8)) + Vector256.Create(step.Slice(n, 8)) * factor).CopyTo(destination[n..]);
        for (; n < step.Length; n++) destination[n] += step[n] * factor;
    }

    /// <summary>destination *= factors, one by one.</summary>
    public static void Multiply(Span<float> destination, ReadOnlySpan<float> factors)
    {
        int n = 0;
        for (; n + 8 <= factors.Length; n += 8)
            (Vector256.Create<float>(destination.Slice(n, 8)) * Vector256.Create(factors.Slice(n, 8))).CopyTo(destination[n..]);
        for (; n < factors.Length; n++) destination[n] *= factors[n];
    }

    /// <summary>a.b.</summary>
    public static float Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector256<float> sums = default;
        int n = 0;
        for (; n + 8 <= a.Length; n += 8) sums += Vector256.Create(a.Slice(n, 8)) * Vector256.Create(b.Slice(n, 8));
        float sum = Vector256.Sum(sums);
        for (; n < a.Length; n++) sum += a[n] * b[n];
        return sum;
    }

    /// <summary>Counts as frequencies.</summary>
    public static void ToFrequencies(ReadOnlySpan<int> counts, float inverse, Span<float> frequencies)
    {
        int ab = 0;
        for (; ab + 8 <= counts.Length; ab += 8) (Vector256.ConvertToSingle(Vector256.Create(counts.Slice(ab, 8))) * inverse).CopyTo(frequencies[ab..]);
        for (; ab < counts.Length; ab++) frequencies[ab] = counts[ab] * inverse;
    }

    /// <summary>a.b, in double precision.</summary>
    public static double Inner(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector512<double> sums = default;
        int n = 0;
        for (; n + 16 <= a.Length; n += 16)
        {
            (Vector512<double> al, Vector512<double> ah) = Vector512.Widen(Vector512.Create(a.Slice(n, 16)));
            (Vector512<double> bl, Vector512<double> bh) = Vector512.Widen(Vector512.Create(b.Slice(n, 16)));
            sums += al * bl;
            sums += ah * bh;
        }
        double sum = 0;
        for (int lane = 0; lane < 8; lane++) sum += sums[lane];
        for (; n < a.Length; n++) sum += (double)a[n] * b[n];
        return sum;
    }
}
