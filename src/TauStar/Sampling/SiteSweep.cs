using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>How the state of a site is drawn from the conditional distribution p(a) ~ exp(beta field) and, perhaps, the state it has.</summary>
internal unsafe interface ISiteRule
{
    /// <summary>The next states of <see cref="SiteSweep.Lanes"/> chains, one a lane.</summary>
    /// <param name="weights">exp(beta field - largest), states x lanes; may be written over.</param>
    /// <param name="states">q.</param>
    /// <param name="uniforms">u in (0, 1).</param>
    /// <param name="current">The states that the chains have.</param>
    static abstract Vector512<int> Choose(float* weights, int states, Vector512<float> uniforms, Vector512<int> current);

    /// <summary>The plain form, for one chain and any number of states.</summary>
    static abstract int ChoosePlain(ReadOnlySpan<float> fields, float beta, float uniform, int current);
}

/// <summary>Sweeps over sites, all chains at a site before the next, under any rule: local fields of a tile of chains, then their draws.</summary>
internal static unsafe class SiteSweep
{
    /// <summary>Chains that are drawn together.</summary>
    public const int Lanes = 16;

    // The fields of a tile of chains stay in first-level cache beside the couplings to a few neighbours: 64 chains x 128 bytes and
    // 8 neighbours x 2 KB for q = 21. So each row is read from there, not from the second level, which would bound the speed.
    private const int Tile = 64;

    private const int MostStates = 2 * PottsKernel.Panel;

    /// <summary>Arguments as in <see cref="GibbsSampler.Sweep"/>.</summary>
    public static void Run<TRule>(PottsKernel kernel, ChainSet chains, RandomStream stream, long firstSweep, SweepPlan plan) where TRule : struct, ISiteRule
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(chains);
        if (kernel.Sites != chains.Sites)
            throw new ArgumentException($"chains of {chains.Sites} sites for a model of {kernel.Sites}", nameof(chains));
        int groups = (chains.Count + GibbsSampler.ChainGroup - 1) / GibbsSampler.ChainGroup, parts = Math.Clamp(plan.Threads, 1, groups);
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part =>
        {
            int from = (int)((long)groups * part / parts), to = (int)((long)groups * (part + 1) / parts);
            int first = from * GibbsSampler.ChainGroup, last = Math.Min(to * GibbsSampler.ChainGroup, chains.Count);
            float[] uniforms = new float[(to - from) * GibbsSampler.ChainGroup];
            for (int sweep = 0; sweep < plan.Sweeps; sweep++)
            {
                for (int i = 0; i < kernel.Sites; i++)
                {
                    Philox.FillUniform(stream.Key, (ulong)(firstSweep + sweep) * (ulong)kernel.Sites + (ulong)i, (ulong)from, uniforms);
                    UpdateSite<TRule>(kernel, chains, i, (first, last), uniforms);
                }
            }
        });
    }

    /// <summary>Moves site i of the chains from first to last - 1.</summary>
    public static void UpdateSite<TRule>(PottsKernel kernel, ChainSet chains, int i, (int First, int Last) range, ReadOnlySpan<float> uniforms) where TRule : struct, ISiteRule
    {
        switch (kernel.Width / 8)
        {
            case 1: UpdateSite<TRule, OneEight>(kernel, chains, i, range, uniforms); break;
            case 2: UpdateSite<TRule, OneSixteen>(kernel, chains, i, range, uniforms); break;
            case 3: UpdateSite<TRule, SixteenAndEight>(kernel, chains, i, range, uniforms); break;
            case 4: UpdateSite<TRule, TwoSixteen>(kernel, chains, i, range, uniforms); break;
            default: UpdateSitePlain<TRule>(kernel, chains, i, range, uniforms); break;
        }
    }

    [SkipLocalsInit]
    private static void UpdateSite<TRule, TPanels>(PottsKernel kernel, ChainSet chains, int i, (int First, int Last) range, ReadOnlySpan<float> uniforms)
        where TRule : struct, ISiteRule where TPanels : struct, IPanels
    {
        int sites = kernel.Sites, stride = LocalFields.Stride<TPanels>();
        float* memory = stackalloc float[Tile * stride + PottsKernel.Panel];
        float* fields = memory + (64 - (nint)memory % 64) % 64 / sizeof(float); // on a cache line, as the rows are
        fixed (float* alone = &kernel.Fields[i * kernel.Width], blocks = &kernel.Rows[kernel.BlockStart(i, 0)], betas = chains.Betas, u = uniforms)
        fixed (byte* all = chains.States)
        {
            for (int tile = range.First; tile < range.Last; tile += Tile)
            {
                int count = Math.Min(Tile, range.Last - tile);
                for (int c = 0; c < count; c++) new ReadOnlySpan<float>(alone, kernel.Width).CopyTo(new Span<float>(fields + c * stride, stride));
                LocalFields.Add<TPanels>(fields, all + (long)tile * sites, blocks, new(count, sites, kernel.States, kernel.BlockLength));
                for (int c = 0; c < count; c += Lanes)
                    Draw<TRule, TPanels>(chains, i, (tile + c, Math.Min(Lanes, count - c)), fields + c * stride, betas + tile + c, u + tile - range.First + c);
            }
        }
    }

    /// <summary>Draws up to <see cref="Lanes"/> chains; what lanes beyond hold is computed with and dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private static void Draw<TRule, TPanels>(ChainSet chains, int i, (int First, int Count) group, float* fields, float* betas, float* uniforms)
        where TRule : struct, ISiteRule where TPanels : struct, IPanels
    {
        int states = chains.Alphabet, stride = LocalFields.Stride<TPanels>(), count = group.Count;
        float* weights = stackalloc float[MostStates * Lanes]; // state by lane
        for (int a = 0; a < states; a += 8)
        {
            for (int lane = 0; lane < Lanes; lane += 8) Transpose(fields + lane * stride + a, stride, weights + a * Lanes + lane);
        }
        Vector512<float> beta = LoadSome(betas, count), max = Vector512.Create(float.NegativeInfinity);
        for (int a = 0; a < states; a++)
        {
            Vector512<float> exponent = Vector512.Load(weights + a * Lanes) * beta;
            exponent.Store(weights + a * Lanes);
            max = Vector512.MaxNative(max, exponent);
        }
        for (int a = 0; a < states; a++) VectorMath.Exp(Vector512.Load(weights + a * Lanes) - max).Store(weights + a * Lanes);
        int* current = stackalloc int[Lanes], chosen = stackalloc int[Lanes];
        ref byte state = ref chains.States[(long)group.First * chains.Sites + i];
        for (int lane = 0; lane < count; lane++) current[lane] = Unsafe.Add(ref state, lane * chains.Sites);
        for (int lane = count; lane < Lanes; lane++) current[lane] = 0;
        TRule.Choose(weights, states, LoadSome(uniforms, count), Vector512.Load(current)).Store(chosen);
        for (int lane = 0; lane < count; lane++)
        {
            float* field = fields + lane * stride;
            chains.Energies[group.First + lane] -= (double)field[chosen[lane]] - field[current[lane]];
            Unsafe.Add(ref state, lane * chains.Sites) = (byte)chosen[lane];
        }
    }

    /// <summary>Any number of states.</summary>
    private static void UpdateSitePlain<TRule>(PottsKernel kernel, ChainSet chains, int i, (int First, int Last) range, ReadOnlySpan<float> uniforms) where TRule : struct, ISiteRule
    {
        Span<float> fields = stackalloc float[kernel.Width];
        for (int c = range.First; c < range.Last; c++)
        {
            Span<byte> row = chains.Row(c);
            GibbsSampler.FieldsPlain(kernel, row, i, fields);
            int chosen = TRule.ChoosePlain(fields[..kernel.States], chains.Betas[c], uniforms[c - range.First], row[i]);
            chains.Energies[c] -= (double)fields[chosen] - fields[row[i]];
            row[i] = (byte)chosen;
        }
    }

    private static Vector512<float> LoadSome(float* source, int count)
    {
        if (count >= Lanes) return Vector512.Load(source);
        Vector512<float> some = default;
        for (int lane = 0; lane < count; lane++) some = some.WithElement(lane, source[lane]);
        return some;
    }

    /// <summary>Eight rows of eight floats turned into columns, which are <see cref="Lanes"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(float* rows, int stride, float* columns)
    {
        if (Avx.IsSupported)
        {
            TransposeAvx(rows, stride, columns);
            return;
        }
        for (int r = 0; r < 8; r++)
        {
            for (int c = 0; c < 8; c++) columns[c * Lanes + r] = rows[r * stride + c];
        }
    }

    // Pairs of rows interleaved, pairs of pairs, then the halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeAvx(float* rows, int stride, float* columns)
    {
        Vector256<float> r0 = Vector256.Load(rows), r1 = Vector256.Load(rows + stride), r2 = Vector256.Load(rows + 2 * stride),
            r3 = Vector256.Load(rows + 3 * stride), r4 = Vector256.Load(rows + 4 * stride), r5 = Vector256.Load(rows + 5 * stride),
            r6 = Vector256.Load(rows + 6 * stride), r7 = Vector256.Load(rows + 7 * stride);
        Quarter(r0, r1, r2, r3, out Vector256<float> a0, out Vector256<float> a1, out Vector256<float> a2, out Vector256<float> a3);
        Quarter(r4, r5, r6, r7, out Vector256<float> b0, out Vector256<float> b1, out Vector256<float> b2, out Vector256<float> b3);
        Avx.Permute2x128(a0, b0, 0x20).Store(columns);
        Avx.Permute2x128(a1, b1, 0x20).Store(columns + Lanes);
        Avx.Permute2x128(a2, b2, 0x20).Store(columns + 2 * Lanes);
        Avx.Permute2x128(a3, b3, 0x20).Store(columns + 3 * Lanes);
        Avx.Permute2x128(a0, b0, 0x31).Store(columns + 4 * Lanes);
        Avx.Permute2x128(a1, b1, 0x31).Store(columns + 5 * Lanes);
        Avx.Permute2x128(a2, b2, 0x31).Store(columns + 6 * Lanes);
        Avx.Permute2x128(a3, b3, 0x31).Store(columns + 7 * Lanes);
    }

    /// <summary>Column k of four rows, in the lower half, and column 4 + k in the upper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3,
        out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3)
    {
        Vector256<float> low01 = Avx.UnpackLow(r0, r1), high01 = Avx.UnpackHigh(r0, r1), low23 = Avx.UnpackLow(r2, r3), high23 = Avx.UnpackHigh(r2, r3);
        c0 = Avx.Shuffle(low01, low23, 0b01_00_01_00);
        c1 = Avx.Shuffle(low01, low23, 0b11_10_11_10);
        c2 = Avx.Shuffle(high01, high23, 0b01_00_01_00);
        c3 = Avx.Shuffle(high01, high23, 0b11_10_11_10);
    }
}
