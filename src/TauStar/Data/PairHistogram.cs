using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TauStar.Data;

/// <summary>
/// How often states a of one site and b of another stand in the same row, all rows of equal weight. What was tried against it, and why it stays: benchmarks/results/potts.md.
/// </summary>
/// <param name="states">q, at most 256.</param>
internal sealed class PairHistogram(int states)
{
    // A conserved pair of sites, whose rows all fall into one bin, would wait for its own last store: rows take turns between the parts.
    private const int Parts = 4;

    // Bins of so many rows are computed at once, by vectors.
    private const int Tile = 1024;

    private readonly int[] counts = new int[Parts * states * states];
    private readonly ushort[] bins = new ushort[Tile];

    /// <summary>Counts anew.</summary>
    /// <param name="first">State of the first site in each row, below q: it is not checked.</param>
    /// <param name="second">The same of the second site.</param>
    /// <returns>q x q counts, the first site's state first; valid until the next call.</returns>
    public ReadOnlySpan<int> Count(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Length, first.Length);
        Array.Clear(counts);
        for (int row = 0; row < first.Length; row += Tile)
        {
            int rows = Math.Min(Tile, first.Length - row);
            FindBins(first.Slice(row, rows), second.Slice(row, rows));
            Increment(bins.AsSpan(0, rows));
        }
        int q2 = states * states;
        Span<int> sum = counts.AsSpan(0, q2);
        for (int part = 1; part < Parts; part++) AddTo(sum, counts.AsSpan(part * q2, q2));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindBins(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int row = 0;
        ushort q = (ushort)states;
        for (; row + Vector512<byte>.Count <= first.Length; row += Vector512<byte>.Count)
        {
            (Vector512<ushort> a, Vector512<ushort> moreA) = Vector512.Widen(Vector512.Create(first.Slice(row, Vector512<byte>.Count)));
            (Vector512<ushort> b, Vector512<ushort> moreB) = Vector512.Widen(Vector512.Create(second.Slice(row, Vector512<byte>.Count)));
            (a * q + b).CopyTo(bins, row);
            (moreA * q + moreB).CopyTo(bins, row + Vector512<ushort>.Count);
        }
        for (; row < first.Length; row++) bins[row] = (ushort)(first[row] * states + second[row]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Increment(ReadOnlySpan<ushort> rows)
    {
        int q2 = states * states, row = 0;
        ref int part0 = ref MemoryMarshal.GetArrayDataReference(counts);
        ref int part1 = ref Unsafe.Add(ref part0, q2), part2 = ref Unsafe.Add(ref part1, q2), part3 = ref Unsafe.Add(ref part2, q2);
        for (; row + Parts <= rows.Length; row += Parts)
        {
            Unsafe.Add(ref part0, (nuint)rows[row])++;
            Unsafe.Add(ref part1, (nuint)rows[row + 1])++;
            Unsafe.Add(ref part2, (nuint)rows[row + 2])++;
            Unsafe.Add(ref part3, (nuint)rows[row + 3])++;
        }
        for (; row < rows.Length; row++) Unsafe.Add(ref part0, (nuint)rows[row])++;
    }

    private static void AddTo(Span<int> sum, ReadOnlySpan<int> part)
    {
        int ab = 0;
        for (; ab + 8 <= part.Length; ab += 8) (Vector256.Create<int>(sum.Slice(ab, 8)) + Vector256.Create(part.Slice(ab, 8))).CopyTo(sum[ab..]);
        for (; ab < part.Length; ab++) sum[ab] += part[ab];
    }
}
