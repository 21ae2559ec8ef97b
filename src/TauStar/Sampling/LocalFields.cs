using System.Buffers.Binary;
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
/// <param name="Chains">Chains of the tile, at most <see cref="LocalFields.Tile"/>; rounded up to whole <see cref="LocalFields.Together"/>.</param>
/// <param name="Sites">L.</param>
/// <param name="Column">Bytes between the states of two sites.</param>
/// <param name="States">q.</param>
/// <param name="Block">Floats between the blocks of two neighbours.</param>
internal readonly record struct TileShape(int Chains, int Sites, int Column, int States, int Block);

/// <summary>
/// Local fields of a tile of chains at one site: the rows of all neighbours added up, eight neighbours at a time, whose rows stay in first-level cache
/// while the chains pass. Every chain keeps the order of sites, so the bits do not depend on the tiling.
/// </summary>
/// <remarks>
/// The fields lie as the couplings do (<see cref="PottsKernel"/>): panels of sixteen states, then the one of eight, each with the rows of <see cref="Tile"/> chains.
/// States are taken by site (<see cref="StatesBySite"/>): those of a tile at one neighbour are two cache lines, where chain by chain they would be one line a chain and
/// push the couplings out. A row is one load and one addition a panel; what the first level must be given anew is the couplings, once a tile.
/// </remarks>
internal static unsafe class LocalFields
{
    /// <summary>Most chains of a tile: 128 x 96 bytes of fields beside 8 neighbours x 2 KB for q = 21 fill the first-level cache.</summary>
    public const int Tile = 128;

    /// <summary>Chains that are added up together: the additions of one wait for each other, those of four do not.</summary>
    public const int Together = 4;

    private const int Neighbours = 8, Eight = 8, Sixteen = PottsKernel.Panel;

    /// <summary>Floats of the fields of a tile.</summary>
    public static int Length<T>() where T : struct, IPanels => Tile * (T.Sixteens * Sixteen + T.Eights * Eight);

    /// <summary>Where the field of a state of the tile's chain c is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Place<T>(int c, int state) where T : struct, IPanels => state < T.Sixteens * Sixteen
        ? state / Sixteen * (Tile * Sixteen) + c * Sixteen + state % Sixteen
        : T.Sixteens * (Tile * Sixteen) + c * Eight + state - T.Sixteens * Sixteen;

    /// <summary>Floats from a chain's field of a state to the next chain's.</summary>
    public static int Stride<T>(int state) where T : struct, IPanels => state < T.Sixteens * Sixteen ? Sixteen : Eight;

    /// <summary>fields(chain) = alone + sum over j of row(j, state of j in the chain). J_ii is zero, so j = i needs no branch.</summary>
    /// <param name="fields"><see cref="Length"/> floats on a cache line.</param>
    /// <param name="alone">The fields of the site itself, a row of W floats.</param>
    /// <param name="states">States of the tile's first chain at the first site; readable up to whole <see cref="Together"/>.</param>
    /// <param name="blocks">The blocks of the site's neighbours 0..L-1.</param>
    /// <param name="tile">Sizes.</param>
    public static void Set<T>(float* fields, float* alone, byte* states, float* blocks, TileShape tile) where T : struct, IPanels
    {
        for (int a = 0; a < T.Sixteens * Sixteen; a += Sixteen)
        {
            Vector512<float> own = Vector512.Load(alone + a);
            for (int c = 0; c < tile.Chains; c++) own.Store(fields + Place<T>(c, a));
        }
        for (int c = 0; c < tile.Chains * T.Eights; c++) Vector256.Load(alone + T.Sixteens * Sixteen).Store(fields + Place<T>(c, T.Sixteens * Sixteen));
        for (int j = 0; j < tile.Sites; j += Neighbours)
            AddSome<T>(fields, states + (long)j * tile.Column, blocks + (long)j * tile.Block, tile, Math.Min(Neighbours, tile.Sites - j));
    }

    /// <summary>Adds the rows of up to eight neighbours to the fields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSome<T>(float* fields, byte* states, float* blocks, TileShape tile, int neighbours) where T : struct, IPanels
    {
        nuint block = (nuint)tile.Block, column = (nuint)tile.Column;
        float* f1 = fields + Tile * Sixteen, f2 = fields + Tile * Sixteen * T.Sixteens;
        float* sixteens = blocks + tile.States * Sixteen, eights = blocks + tile.States * Sixteen * T.Sixteens;
        for (int c = 0; c < tile.Chains; c += Together, fields += Together * Sixteen, f1 += Together * Sixteen, f2 += Together * Eight, states += Together)
        {
            Vector512<float> a0 = default, b0 = default, c0 = default, d0 = default, a1 = default, b1 = default, c1 = default, d1 = default;
            Vector256<float> a2 = default, b2 = default, c2 = default, d2 = default;
            if (T.Sixteens > 0) (a0, b0, c0, d0) = (Vector512.Load(fields), Vector512.Load(fields + 16), Vector512.Load(fields + 32), Vector512.Load(fields + 48));
            if (T.Sixteens > 1) (a1, b1, c1, d1) = (Vector512.Load(f1), Vector512.Load(f1 + 16), Vector512.Load(f1 + 32), Vector512.Load(f1 + 48));
            if (T.Eights > 0) (a2, b2, c2, d2) = (Vector256.Load(f2), Vector256.Load(f2 + 8), Vector256.Load(f2 + 16), Vector256.Load(f2 + 24));
            Row<T> row = new(blocks, sixteens, eights);
            byte* four = states;
            int j = 0;
            for (; j + 4 <= neighbours; j += 4, row = row.Beyond(block), four += column) // four a turn: a fifth faster than one
            {
                Add(row, four, ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1, ref a2, ref b2, ref c2, ref d2);
                Add(row = row.Beyond(block), four += column, ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1, ref a2, ref b2, ref c2, ref d2);
                Add(row = row.Beyond(block), four += column, ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1, ref a2, ref b2, ref c2, ref d2);
                Add(row = row.Beyond(block), four += column, ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1, ref a2, ref b2, ref c2, ref d2);
            }
            for (; j < neighbours; j++, row = row.Beyond(block), four += column) Add(row, four, ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1, ref a2, ref b2, ref c2, ref d2);
            if (T.Sixteens > 0) Store(fields, a0, b0, c0, d0);
            if (T.Sixteens > 1) Store(f1, a1, b1, c1, d1);
            if (T.Eights > 0) Store(f2, a2, b2, c2, d2);
        }
    }

    /// <summary>Adds a neighbour's rows to four chains, one chain after the other: the JIT has a register for one offset, not for four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(Row<T> row, byte* states,
        ref Vector512<float> a0, ref Vector512<float> b0, ref Vector512<float> c0, ref Vector512<float> d0,
        ref Vector512<float> a1, ref Vector512<float> b1, ref Vector512<float> c1, ref Vector512<float> d1,
        ref Vector256<float> a2, ref Vector256<float> b2, ref Vector256<float> c2, ref Vector256<float> d2) where T : struct, IPanels
    {
        uint four = Unsafe.ReadUnaligned<uint>(states);
        if (!BitConverter.IsLittleEndian) four = BinaryPrimitives.ReverseEndianness(four);
        row.AddTo((four << 3) & 0x7F8, ref a0, ref a1, ref a2);
        row.AddTo((four >> 5) & 0x7F8, ref b0, ref b1, ref b2);
        row.AddTo((four >> 13) & 0x7F8, ref c0, ref c1, ref c2);
        row.AddTo((four >> 21) & 0x7F8, ref d0, ref d1, ref d2);
    }

    /// <summary>Where the rows of a neighbour's state 0 are, one of each panel.</summary>
    private readonly struct Row<T>(float* first, float* second, float* eight) where T : struct, IPanels
    {
        private readonly float* first = first, second = second, eight = eight;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Row<T> Beyond(nuint floats) => new(first + floats, T.Sixteens > 1 ? second + floats : second, T.Eights > 0 ? eight + floats : eight);

        /// <summary>Adds the rows of a state.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddTo(nuint eightStates, ref Vector512<float> s0, ref Vector512<float> s1, ref Vector256<float> s2)
        {
            if (T.Sixteens > 0) s0 += Vector512.Load(first + 2 * eightStates);
            if (T.Sixteens > 1) s1 += Vector512.Load(second + 2 * eightStates);
            if (T.Eights > 0) s2 += Vector256.Load(eight + eightStates);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* rows, Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        a.Store(rows);
        b.Store(rows + 16);
        c.Store(rows + 32);
        d.Store(rows + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* rows, Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        a.Store(rows);
        b.Store(rows + 8);
        c.Store(rows + 16);
        d.Store(rows + 24);
    }
}
