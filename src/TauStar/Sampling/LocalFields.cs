using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TauStar.Sampling;

/// <summary>How many vectors a row of couplings has (<see cref="PottsKernel"/>): a type, so that the JIT drops the branches and keeps the sums in registers.</summary>
internal interface IPanels
{
    /// <summary>Panels of sixteen states, 0 to 2.</summary>
    static abstract int Sixteens { get; }

    /// <summary>Panels of eight states, 0 or 1.</summary>
    static abstract int Eights { get; }
}

internal readonly struct OneEight : IPanels
{
    public static int Sixteens => 0;
    public static int Eights => 1;
}

internal readonly struct OneSixteen : IPanels
{
    public static int Sixteens => 1;
    public static int Eights => 0;
}

internal readonly struct SixteenAndEight : IPanels
{
    public static int Sixteens => 1;
    public static int Eights => 1;
}

internal readonly struct TwoSixteen : IPanels
{
    public static int Sixteens => 2;
    public static int Eights => 0;
}

/// <summary>The sizes of a tile of chains at one site.</summary>
/// <param name="Chains">Chains of the tile.</param>
/// <param name="Sites">L; the states of a chain stand side by side.</param>
/// <param name="States">q.</param>
/// <param name="Block">Floats between the blocks of two neighbours.</param>
internal readonly record struct TileShape(int Chains, int Sites, int States, int Block);

/// <summary>
/// Local fields of a tile of chains at one site: the rows of all neighbours added up, eight neighbours at a time, whose rows stay in first-level cache
/// while the chains pass. Every chain keeps the order of sites, so the bits do not depend on the tiling.
/// </summary>
internal static unsafe class LocalFields
{
    private const int Neighbours = 8;

    /// <summary>Floats between the fields of two chains: whole cache lines where a row is longer than half of one.</summary>
    public static int Stride<T>() where T : struct, IPanels => T.Sixteens == 0 ? 8 : (T.Sixteens + T.Eights) * PottsKernel.Panel;

    /// <summary>fields[chain] += sum over j of row(j, state of j in the chain). J_ii is zero, so j = i needs no branch.</summary>
    /// <param name="fields">Chains x <see cref="Stride"/>, on a cache line.</param>
    /// <param name="states">Chains x L.</param>
    /// <param name="blocks">The blocks of the site's neighbours 0..L-1.</param>
    /// <param name="tile">Sizes.</param>
    public static void Add<T>(float* fields, byte* states, float* blocks, TileShape tile) where T : struct, IPanels
    {
        for (int j = 0; j < tile.Sites; j += Neighbours)
            AddSome<T>(fields, states + j, blocks + (long)j * tile.Block, tile, Math.Min(Neighbours, tile.Sites - j));
    }

    // Four chains at a time: the additions of one wait for each other, those of four do not.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSome<T>(float* fields, byte* states, float* blocks, TileShape tile, int neighbours) where T : struct, IPanels
    {
        int stride = Stride<T>(), n = T.Sixteens * 16;
        nuint block = (nuint)tile.Block;
        float* eights = blocks + tile.States * n; // where the panel of eight begins
        float* sixteens = blocks + tile.States * 16; // and the second of sixteen
        int c = 0;
        for (; c + 4 <= tile.Chains; c += 4, fields += 4 * stride, states += 4 * tile.Sites)
        {
            float* f1 = fields + stride, f2 = f1 + stride, f3 = f2 + stride;
            Vector512<float> a0 = default, b0 = default, c0 = default, d0 = default, a1 = default, b1 = default, c1 = default, d1 = default;
            Vector256<float> a2 = default, b2 = default, c2 = default, d2 = default;
            if (T.Sixteens > 0) (a0, b0, c0, d0) = (Vector512.Load(fields), Vector512.Load(f1), Vector512.Load(f2), Vector512.Load(f3));
            if (T.Sixteens > 1) (a1, b1, c1, d1) = (Vector512.Load(fields + 16), Vector512.Load(f1 + 16), Vector512.Load(f2 + 16), Vector512.Load(f3 + 16));
            if (T.Eights > 0) (a2, b2, c2, d2) = (Vector256.Load(fields + n), Vector256.Load(f1 + n), Vector256.Load(f2 + n), Vector256.Load(f3 + n));
            ulong s0 = Pack(states, neighbours), s1 = Pack(states + tile.Sites, neighbours),
                s2 = Pack(states + 2 * tile.Sites, neighbours), s3 = Pack(states + 3 * tile.Sites, neighbours);
            nuint at = 0;
            for (int j = 0; j < neighbours; j++, at += block, s0 >>= 8, s1 >>= 8, s2 >>= 8, s3 >>= 8)
            {
                nuint r0 = (nuint)(byte)s0 * 8, r1 = (nuint)(byte)s1 * 8, r2 = (nuint)(byte)s2 * 8, r3 = (nuint)(byte)s3 * 8;
                if (T.Sixteens > 0)
                {
                    float* rows = blocks + at;
                    a0 += Vector512.Load(rows + 2 * r0);
                    b0 += Vector512.Load(rows + 2 * r1);
                    c0 += Vector512.Load(rows + 2 * r2);
                    d0 += Vector512.Load(rows + 2 * r3);
                }
                if (T.Sixteens > 1)
                {
                    float* rows = sixteens + at;
                    a1 += Vector512.Load(rows + 2 * r0);
                    b1 += Vector512.Load(rows + 2 * r1);
                    c1 += Vector512.Load(rows + 2 * r2);
                    d1 += Vector512.Load(rows + 2 * r3);
                }
                if (T.Eights > 0)
                {
                    float* rows = eights + at;
                    a2 += Vector256.Load(rows + r0);
                    b2 += Vector256.Load(rows + r1);
                    c2 += Vector256.Load(rows + r2);
                    d2 += Vector256.Load(rows + r3);
                }
            }
            Store<T>(fields, a0, a1, a2);
            Store<T>(f1, b0, b1, b2);
            Store<T>(f2, c0, c1, c2);
            Store<T>(f3, d0, d1, d2);
        }
        for (; c < tile.Chains; c++, fields += stride, states += tile.Sites)
        {
            Vector512<float> a0 = default, a1 = default;
            Vector256<float> a2 = default;
            if (T.Sixteens > 0) a0 = Vector512.Load(fields);
            if (T.Sixteens > 1) a1 = Vector512.Load(fields + 16);
            if (T.Eights > 0) a2 = Vector256.Load(fields + n);
            nuint at = 0;
            for (int j = 0; j < neighbours; j++, at += block)
            {
                nuint r = (nuint)states[j] * 8;
                if (T.Sixteens > 0) a0 += Vector512.Load(blocks + at + 2 * r);
                if (T.Sixteens > 1) a1 += Vector512.Load(sixteens + at + 2 * r);
                if (T.Eights > 0) a2 += Vector256.Load(eights + at + r);
            }
            Store<T>(fields, a0, a1, a2);
        }
    }

    /// <summary>The states of up to eight neighbours in one word, the first in the lowest byte; reads no further.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pack(byte* states, int neighbours)
    {
        if (neighbours == Neighbours && BitConverter.IsLittleEndian) return Unsafe.ReadUnaligned<ulong>(states);
        ulong packed = 0;
        for (int j = 0; j < neighbours; j++) packed |= (ulong)states[j] << (8 * j);
        return packed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(float* fields, Vector512<float> first, Vector512<float> second, Vector256<float> eight) where T : struct, IPanels
    {
        if (T.Sixteens > 0) first.Store(fields);
        if (T.Sixteens > 1) second.Store(fields + 16);
        if (T.Eights > 0) eight.Store(fields + T.Sixteens * 16);
    }
}
