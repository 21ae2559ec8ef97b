using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TauStar.Numerics;

namespace TauStar.Data;

/// <summary>
/// All pairs of rows that agree at a number of sites or more. Rows are cut into blocks of 64 sites, the most variable sites first, so
/// that nearly every pair that is not similar is known by one comparison of 64 bytes; tiles of rows are held against tiles of rows, so
/// that those bytes come from the first-level cache. Every pair is found once, whatever the number of threads.
/// </summary>
internal sealed class SimilarPairs
{
    private const int Width = 64;
    private const int Tile = 128;

    private readonly int count, padding;
    private readonly byte[][] blocks;

    /// <summary>Packs the rows. Cost O(M L); memory M times L rounded up to 64.</summary>
    public SimilarPairs(Alignment alignment)
    {
        count = alignment.Count;
        int[] sites = MostVariableFirst(alignment);
        blocks = new byte[(sites.Length + Width - 1) / Width][];
        padding = blocks.Length * Width - sites.Length;
        Cores.For(blocks.Length, k =>
        {
            byte[] block = blocks[k] = new byte[(long)count * Width]; // the padding agrees in all rows
            int[] own = sites[(k * Width)..Math.Min((k + 1) * Width, sites.Length)];
            for (int m = 0; m < count; m++)
            {
                ReadOnlySpan<byte> row = alignment.Row(m);
                for (int n = 0; n < own.Length; n++) block[m * Width + n] = row[own[n]];
            }
        });
    }

    /// <summary>Finds the pairs m &lt; n, in no order, each thread with a state of its own.</summary>
    /// <param name="needed">Sites at which a pair has to agree.</param>
    /// <param name="threads">At most so many.</param>
    /// <param name="create">Makes a state.</param>
    /// <param name="found">Takes a pair into it.</param>
    /// <returns>The states, in no order.</returns>
    public IReadOnlyCollection<T> Find<T>(int needed, int threads, Func<T> create, Action<T, int, int> found)
    {
        List<T> states = [];
        int tiles = (count + Tile - 1) / Tile;
        Parallel.For(0, tiles, new ParallelOptions { MaxDegreeOfParallelism = threads }, create, (tile, _, state) =>
        {
            for (int other = tile; other < tiles; other++) Compare(tile, other, needed + padding, state, found);
            return state;
        }, state =>
        {
            lock (states) states.Add(state);
        });
        return states;
    }

    private void Compare<T>(int tile, int other, int needed, T state, Action<T, int, int> found)
    {
        int least = needed - (blocks.Length - 1) * Width; // if all later blocks agree
        int end = Math.Min((tile + 1) * Tile, count), last = Math.Min((other + 1) * Tile, count);
        ref byte first = ref MemoryMarshal.GetArrayDataReference(blocks[0]);
        for (int m = tile * Tile; m < end; m++)
        {
            Vector512<byte> row = Vector512.LoadUnsafe(ref first, (nuint)(m * (long)Width));
            for (int n = Math.Max(other * Tile, m + 1); n < last; n++)
            {
                int agree = BitOperations.PopCount(Vector512.Equals(row, Vector512.LoadUnsafe(ref first, (nuint)(n * (long)Width))).ExtractMostSignificantBits());
                if (agree >= least && AgreeFurther(m, n, agree, needed)) found(state, m, n);
            }
        }
    }

    private bool AgreeFurther(int m, int n, int agree, int needed)
    {
        for (int k = 1; k < blocks.Length; k++)
        {
            ref byte block = ref MemoryMarshal.GetArrayDataReference(blocks[k]);
            agree += BitOperations.PopCount(Vector512.Equals(Vector512.LoadUnsafe(ref block, (nuint)(m * (long)Width)), Vector512.LoadUnsafe(ref block, (nuint)(n * (long)Width)))
                .ExtractMostSignificantBits());
            if (agree + (blocks.Length - 1 - k) * Width < needed) return false;
        }
        return agree >= needed;
    }

    /// <summary>Sites by the chance that two rows agree there, sum_a f(a)^2, the smallest first.</summary>
    private static int[] MostVariableFirst(Alignment alignment)
    {
        int q = alignment.Alphabet.Size;
        int[] counts = new int[alignment.Sites * q];
        for (int m = 0; m < alignment.Count; m++)
        {
            ReadOnlySpan<byte> row = alignment.Row(m);
            for (int i = 0; i < row.Length; i++) counts[i * q + row[i]]++;
        }
        return [.. Enumerable.Range(0, alignment.Sites).OrderBy(i => counts.Skip(i * q).Take(q).Sum(c => (double)c * c))];
    }
}
