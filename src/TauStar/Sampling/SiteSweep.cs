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

    private const int MostStates = 2 * PottsKernel.Panel;

    /// <summary>Arguments as in <see cref="GibbsSampler.Sweep"/>.</summary>
    public static void Run<TRule>(PottsKernel kernel, ChainSet chains, RandomStream stream, long firstSweep, SweepPlan plan) where TRule : struct, ISiteRule
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(chains);
        if (kernel.Sites != chains.Sites)
            throw new ArgumentException($"chains of {chains.Sites} sites for a model of {kernel.Sites}", nameof(chains));
        if (kernel.States != chains.Alphabet)
            throw new ArgumentException($"chains of {chains.Alphabet} states for a model of {kernel.States}", nameof(chains)); // or rows would be read beyond the couplings
        if (chains.States.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)(chains.Alphabet - 1)))
            throw new ArgumentException($"a state of the chains is not below {chains.Alphabet}", nameof(chains)); // as above
        int groups = (chains.Count + GibbsSampler.ChainGroup - 1) / GibbsSampler.ChainGroup, parts = Math.Clamp(plan.Threads, 1, groups);
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, p =>
        {
            int from = (int)((long)groups * p / parts), to = (int)((long)groups * (p + 1) / parts);
            int first = from * GibbsSampler.ChainGroup, last = Math.Min(to * GibbsSampler.ChainGroup, chains.Count);
            float[] uniforms = new float[(to - from) * GibbsSampler.ChainGroup];
            StatesBySite states = new(chains.States.AsSpan(first * chains.Sites, (last - first) * chains.Sites), chains.Sites);
            for (int sweep = 0; sweep < plan.Sweeps; sweep++)
            {
                for (int i = 0; i < kernel.Sites; i++)
                {
                    Philox.FillUniform(stream.Key, (ulong)(firstSweep + sweep) * (ulong)kernel.Sites + (ulong)i, (ulong)from, uniforms);
                    UpdateSite<TRule>(kernel, states, i, new(chains, first), uniforms);
                }
            }
            states.CopyTo(chains.States.AsSpan(first * chains.Sites));
        });
    }

    /// <summary>Moves site i of all chains.</summary>
    public static void UpdateSite<TRule>(PottsKernel kernel, ChainSet chains, int i, ReadOnlySpan<float> uniforms) where TRule : struct, ISiteRule
    {
        StatesBySite states = new(chains.States, chains.Sites);
        UpdateSite<TRule>(kernel, states, i, new(chains, 0), uniforms);
        states.CopyTo(chains.States);
    }

    /// <summary>The chains of a thread: from which on; <see cref="StatesBySite"/> has their states.</summary>
    private readonly record struct Part(ChainSet Chains, int First);

    private static void UpdateSite<TRule>(PottsKernel kernel, StatesBySite states, int i, Part part, ReadOnlySpan<float> uniforms) where TRule : struct, ISiteRule
    {
        switch (kernel.Width / 8)
        {
            case 1: UpdateSite<TRule, OneEight>(kernel, states, i, part, uniforms); break;
            case 2: UpdateSite<TRule, OneSixteen>(kernel, states, i, part, uniforms); break;
            case 3: UpdateSite<TRule, SixteenAndEight>(kernel, states, i, part, uniforms); break;
            case 4: UpdateSite<TRule, TwoSixteen>(kernel, states, i, part, uniforms); break;
            default: UpdateSitePlain<TRule>(kernel, states, i, part, uniforms); break;
        }
    }

    [SkipLocalsInit]
    private static void UpdateSite<TRule, TPanels>(PottsKernel kernel, StatesBySite states, int i, Part part, ReadOnlySpan<float> uniforms)
        where TRule : struct, ISiteRule where TPanels : struct, IPanels
    {
        float* memory = stackalloc float[LocalFields.Length<TPanels>() + PottsKernel.Panel];
        float* fields = memory + (64 - (nint)memory % 64) % 64 / sizeof(float); // on a cache line, as the rows are
        fixed (float* alone = &kernel.Fields[i * kernel.Width], blocks = &kernel.Rows[kernel.BlockStart(i, 0)], betas = &part.Chains.Betas[part.First], u = uniforms)
        fixed (byte* all = states.Values)
        fixed (double* energies = &part.Chains.Energies[part.First])
        {
            for (int tile = 0; tile < states.Count; tile += LocalFields.Tile)
            {
                int count = Math.Min(LocalFields.Tile, states.Count - tile);
                LocalFields.Set<TPanels>(fields, alone, all + tile, blocks, new(count, states.Sites, states.Column, kernel.States, kernel.BlockLength));
                byte* own = all + (long)i * states.Column + tile;
                for (int c = 0; c < count; c += Lanes)
                    Draw<TRule, TPanels>(fields, c, kernel.States, new(own + c, betas + tile + c, energies + tile + c, u + tile + c, Math.Min(Lanes, count - c)));
            }
        }
    }

    /// <summary>Chains that are drawn together, at most <see cref="Lanes"/>: their states at the site, of which whole lanes may be read, and what else a draw takes.</summary>
    private readonly struct Few(byte* states, float* betas, double* energies, float* uniforms, int count)
    {
        public readonly byte* States = states;
        public readonly float* Betas = betas, Uniforms = uniforms;
        public readonly double* Energies = energies;
        public readonly int Count = count;
    }

    /// <summary>Draws up to <see cref="Lanes"/> chains; what lanes beyond hold is computed with and dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private static void Draw<TRule, TPanels>(float* fields, int first, int states, Few chains) where TRule : struct, ISiteRule where TPanels : struct, IPanels
    {
        float* byState = stackalloc float[MostStates * Lanes], weights = stackalloc float[MostStates * Lanes]; // state by lane
        for (int a = 0; a < states; a += 8)
        {
            for (int lane = 0; lane < Lanes; lane += 8)
                Transpose(fields + LocalFields.Place<TPanels>(first + lane, a), LocalFields.Stride<TPanels>(a), byState + a * Lanes + lane);
        }
        Vector512<float> beta = LoadSome(chains.Betas, chains.Count), max = Vector512.Create(float.NegativeInfinity);
        for (int a = 0; a < states; a++)
        {
            Vector512<float> exponent = Vector512.Load(byState + a * Lanes) * beta;
            exponent.Store(weights + a * Lanes);
            max = Vector512.MaxNative(max, exponent);
        }
        for (int a = 0; a < states; a++) VectorMath.Exp(Vector512.Load(weights + a * Lanes) - max).Store(weights + a * Lanes);
        int* current = stackalloc int[Lanes], chosen = stackalloc int[Lanes];
        for (int lane = 0; lane < Lanes; lane++) current[lane] = chains.States[lane];
        TRule.Choose(weights, states, LoadSome(chains.Uniforms, chains.Count), Vector512.Load(current)).Store(chosen);
        for (int lane = 0; lane < chains.Count; lane++)
        {
            chains.Energies[lane] -= (double)byState[chosen[lane] * Lanes + lane] - byState[current[lane] * Lanes + lane];
            chains.States[lane] = (byte)chosen[lane];
        }
    }

    /// <summary>Any number of states.</summary>
    private static void UpdateSitePlain<TRule>(PottsKernel kernel, StatesBySite states, int i, Part part, ReadOnlySpan<float> uniforms) where TRule : struct, ISiteRule
    {
        Span<float> fields = stackalloc float[kernel.Width];
        Span<byte> row = new byte[states.Sites];
        for (int c = 0; c < states.Count; c++)
        {
            for (int j = 0; j < row.Length; j++) row[j] = states.Values[j * states.Column + c];
            GibbsSampler.FieldsPlain(kernel, row, i, fields);
            int chosen = TRule.ChoosePlain(fields[..kernel.States], part.Chains.Betas[part.First + c], uniforms[c], row[i]);
            part.Chains.Energies[part.First + c] -= (double)fields[chosen] - fields[row[i]];
            states.Values[i * states.Column + c] = (byte)chosen;
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
