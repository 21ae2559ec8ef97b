using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// Heat-bath (Gibbs) sweeps of many Potts chains at once, each at its own inverse temperature: sites in order, all chains at a
/// site before the next site. A pure step on memory that the caller owns.
/// </summary>
/// <remarks>
/// Versions: <see cref="FieldsPlain"/> with <see cref="Choose"/> is the plain form; the vector form adds the rows of a few
/// neighbours to a tile of chains at a time, in the same order. Randomness is counted by (stream, sweep, site, chain), and the additions of a chain
/// are in a fixed order, so the result does not depend on how chains are spread over threads, nor on the machine.
/// Cost: L^2 rows of W floats a chain and sweep, from first-level cache.
/// </remarks>
public static class GibbsSampler
{
    /// <summary>Chains are handed to threads in multiples of this, the group size of the random numbers.</summary>
    public const int ChainGroup = Philox.GroupSize;

    /// <summary>One or more sweeps over all chains.</summary>
    /// <param name="kernel">The model.</param>
    /// <param name="chains">States, betas and energies; updated in place.</param>
    /// <param name="stream">Stream of random numbers.</param>
    /// <param name="firstSweep">Number of the first sweep in the stream; the next call goes on at firstSweep + sweeps.</param>
    /// <param name="plan">How many sweeps, on how many threads.</param>
    public static void Sweep(PottsKernel kernel, ChainSet chains, RandomStream stream, long firstSweep, SweepPlan plan)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(chains);
        if (kernel.Sites != chains.Sites)
            throw new ArgumentException($"chains of {chains.Sites} sites for a model of {kernel.Sites}", nameof(chains));
        int groups = (chains.Count + ChainGroup - 1) / ChainGroup;
        int parts = Math.Min(plan.Threads, groups);
        if (parts <= 1)
        {
            SweepRange(kernel, chains, stream, firstSweep, plan.Sweeps, 0, groups);
            return;
        }
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part =>
        {
            int from = (int)((long)groups * part / parts), to = (int)((long)groups * (part + 1) / parts);
            SweepRange(kernel, chains, stream, firstSweep, plan.Sweeps, from, to);
        });
    }

    private static void SweepRange(
        PottsKernel kernel, ChainSet chains, RandomStream stream, long firstSweep, int sweeps, int fromGroup, int toGroup)
    {
        int first = fromGroup * ChainGroup, last = Math.Min(toGroup * ChainGroup, chains.Count);
        float[] uniforms = new float[(toGroup - fromGroup) * ChainGroup];
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            for (int i = 0; i < kernel.Sites; i++)
            {
                ulong part = (ulong)(firstSweep + sweep) * (ulong)kernel.Sites + (ulong)i;
                Philox.FillUniform(stream.Key, part, (ulong)fromGroup, uniforms);
                UpdateSite(kernel, chains, i, first, last, uniforms);
            }
        }
    }

    /// <summary>Draws site i of chains first..last-1 from its conditional distribution.</summary>
    internal static void UpdateSite(PottsKernel kernel, ChainSet chains, int i, int first, int last, ReadOnlySpan<float> uniforms)
    {
        switch (kernel.Width / 8)
        {
            case 1: UpdateSite<One>(kernel, chains, i, first, last, uniforms); break;
            case 2: UpdateSite<Two>(kernel, chains, i, first, last, uniforms); break;
            case 3: UpdateSite<Three>(kernel, chains, i, first, last, uniforms); break;
            case 4: UpdateSite<Four>(kernel, chains, i, first, last, uniforms); break;
            default: UpdateSiteWide(kernel, chains, i, first, last, uniforms); break;
        }
    }

    private interface IVectors { static abstract int Count { get; } }
    private readonly struct One : IVectors { public static int Count => 1; }
    private readonly struct Two : IVectors { public static int Count => 2; }
    private readonly struct Three : IVectors { public static int Count => 3; }
    private readonly struct Four : IVectors { public static int Count => 4; }

    // The fields of a tile of chains stay in first-level cache beside the couplings to a few neighbours: 32 chains x 96 bytes and
    // 8 neighbours x 2 KB for q = 21. So each row is read from there, not from the second level, which would bound the speed.
    private const int Tile = 32, NeighbourBlock = 8;

    // The number of vectors is a type, so that the JIT drops the branches and keeps the sums in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void UpdateSite<T>(
        PottsKernel kernel, ChainSet chains, int i, int first, int last, ReadOnlySpan<float> uniforms) where T : struct, IVectors
    {
        int sites = kernel.Sites, states = kernel.States, width = T.Count * 8, stride = states * width;
        Vector256<float> padding = PaddingMask(states - (T.Count - 1) * 8);
        float* memory = stackalloc float[Tile * T.Count * 8 + 16];
        float* sums = memory + (64 - (nint)memory % 64) % 64 / sizeof(float); // on a cache line, as the rows are
        fixed (float* fields = &kernel.Fields[i * width], rows = &kernel.Rows[kernel.RowOffset(i, 0, 0)])
        fixed (byte* all = chains.States)
        {
            for (int tile = first; tile < last; tile += Tile)
            {
                int end = Math.Min(tile + Tile, last);
                for (int c = 0; c < end - tile; c++) new ReadOnlySpan<float>(fields, width).CopyTo(new Span<float>(sums + c * width, width));
                // J_ii is zero, so the loop over neighbours needs no branch at j = i.
                for (int j = 0; j < sites; j += NeighbourBlock)
                {
                    int neighbours = Math.Min(NeighbourBlock, sites - j);
                    AddNeighbours<T>(sums, all + (long)tile * sites + j, rows + (long)j * stride, new Strides(end - tile, neighbours, sites, stride));
                }
                for (int c = tile; c < end; c++) Draw<T>(chains, i, c, sums + (c - tile) * width, padding, uniforms[c - first]);
            }
        }
    }

    private readonly record struct Strides(int Chains, int Neighbours, int Sites, int Block);

    // Two chains at a time: the additions of one wait for each other, those of two do not. Each keeps its own order, so the bits do not change.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void AddNeighbours<T>(float* sums, byte* states, float* rows, Strides strides) where T : struct, IVectors
    {
        nuint width = (nuint)T.Count * 8, block = (nuint)strides.Block;
        int c = 0;
        for (; c + 2 <= strides.Chains && strides.Neighbours == NeighbourBlock; c += 2, sums += 2 * width, states += 2 * strides.Sites)
        {
            float* other = sums + width;
            Vector256<float> a0 = Vector256.Load(sums), a1 = T.Count > 1 ? Vector256.Load(sums + 8) : default,
                a2 = T.Count > 2 ? Vector256.Load(sums + 16) : default, a3 = T.Count > 3 ? Vector256.Load(sums + 24) : default,
                b0 = Vector256.Load(other), b1 = T.Count > 1 ? Vector256.Load(other + 8) : default,
                b2 = T.Count > 2 ? Vector256.Load(other + 16) : default, b3 = T.Count > 3 ? Vector256.Load(other + 24) : default;
            ulong eight = Unsafe.ReadUnaligned<ulong>(states), otherEight = Unsafe.ReadUnaligned<ulong>(states + strides.Sites);
            float* r = rows;
            for (int j = 0; j < NeighbourBlock; j++, eight >>= 8, otherEight >>= 8, r += block)
            {
                float* row = r + (nuint)(byte)eight * width, otherRow = r + (nuint)(byte)otherEight * width;
                a0 += Vector256.Load(row);
                if (T.Count > 1) a1 += Vector256.Load(row + 8);
                if (T.Count > 2) a2 += Vector256.Load(row + 16);
                if (T.Count > 3) a3 += Vector256.Load(row + 24);
                b0 += Vector256.Load(otherRow);
                if (T.Count > 1) b1 += Vector256.Load(otherRow + 8);
                if (T.Count > 2) b2 += Vector256.Load(otherRow + 16);
                if (T.Count > 3) b3 += Vector256.Load(otherRow + 24);
            }
            Store<T>(sums, a0, a1, a2, a3);
            Store<T>(other, b0, b1, b2, b3);
        }
        for (; c < strides.Chains; c++, sums += width, states += strides.Sites)
        {
            Vector256<float> a0 = Vector256.Load(sums), a1 = T.Count > 1 ? Vector256.Load(sums + 8) : default,
                a2 = T.Count > 2 ? Vector256.Load(sums + 16) : default, a3 = T.Count > 3 ? Vector256.Load(sums + 24) : default;
            float* r = rows;
            for (int j = 0; j < strides.Neighbours; j++, r += block)
            {
                float* row = r + (nuint)states[j] * width;
                a0 += Vector256.Load(row);
                if (T.Count > 1) a1 += Vector256.Load(row + 8);
                if (T.Count > 2) a2 += Vector256.Load(row + 16);
                if (T.Count > 3) a3 += Vector256.Load(row + 24);
            }
            Store<T>(sums, a0, a1, a2, a3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Store<T>(float* sums, Vector256<float> a0, Vector256<float> a1, Vector256<float> a2, Vector256<float> a3)
        where T : struct, IVectors
    {
        a0.Store(sums);
        if (T.Count > 1) a1.Store(sums + 8);
        if (T.Count > 2) a2.Store(sums + 16);
        if (T.Count > 3) a3.Store(sums + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Draw<T>(
        ChainSet chains, int i, int c, float* field, Vector256<float> padding, float uniform) where T : struct, IVectors
    {
        Vector256<float> beta = Vector256.Create(chains.Betas[c]);
        Vector256<float> l0 = Vector256.Load(field) * beta, l1 = T.Count > 1 ? Vector256.Load(field + 8) * beta : default,
            l2 = T.Count > 2 ? Vector256.Load(field + 16) * beta : default, l3 = T.Count > 3 ? Vector256.Load(field + 24) * beta : default;
        if (T.Count == 1) l0 += padding;
        if (T.Count == 2) l1 += padding;
        if (T.Count == 3) l2 += padding;
        if (T.Count == 4) l3 += padding;
        Vector256<float> max = l0;
        if (T.Count > 1) max = Vector256.MaxNative(max, l1);
        if (T.Count > 2) max = Vector256.MaxNative(max, l2);
        if (T.Count > 3) max = Vector256.MaxNative(max, l3);
        max = VectorMath.MaxAcross(max);
        Vector256<float> w0 = VectorMath.PrefixSum(VectorMath.Exp(l0 - max)), w1 = default, w2 = default, w3 = default;
        float total = w0.GetElement(7);
        if (T.Count > 1) { w1 = VectorMath.PrefixSum(VectorMath.Exp(l1 - max)) + Vector256.Create(total); total = w1.GetElement(7); }
        if (T.Count > 2) { w2 = VectorMath.PrefixSum(VectorMath.Exp(l2 - max)) + Vector256.Create(total); total = w2.GetElement(7); }
        if (T.Count > 3) { w3 = VectorMath.PrefixSum(VectorMath.Exp(l3 - max)) + Vector256.Create(total); total = w3.GetElement(7); }
        // The chosen state is the number of states whose cumulative weight does not exceed u times the total.
        Vector256<float> threshold = Vector256.Create(uniform * total);
        int chosen = CountBelow(w0, threshold);
        if (T.Count > 1) chosen += CountBelow(w1, threshold);
        if (T.Count > 2) chosen += CountBelow(w2, threshold);
        if (T.Count > 3) chosen += CountBelow(w3, threshold);
        chosen = Math.Min(chosen, chains.Alphabet - 1);
        ref byte state = ref chains.States[c * chains.Sites + i];
        chains.Energies[c] -= (double)field[chosen] - field[state];
        state = (byte)chosen;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountBelow(Vector256<float> cumulative, Vector256<float> threshold) =>
        BitOperations.PopCount(Vector256.LessThanOrEqual(cumulative, threshold).ExtractMostSignificantBits());

    /// <summary>0 for the first <paramref name="used"/> lanes, a weight of e^-huge for the padding.</summary>
    private static Vector256<float> PaddingMask(int used) =>
        Vector256.ConditionalSelect(
            Vector256.LessThan(Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7), Vector256.Create((float)used)),
            Vector256<float>.Zero, Vector256.Create(-1e30f));

    /// <summary>Any number of states: the plain form.</summary>
    private static void UpdateSiteWide(
        PottsKernel kernel, ChainSet chains, int i, int first, int last, ReadOnlySpan<float> uniforms)
    {
        Span<float> fields = stackalloc float[kernel.Width];
        for (int c = first; c < last; c++)
        {
            Span<byte> row = chains.States.AsSpan(c * kernel.Sites, kernel.Sites);
            FieldsPlain(kernel, row, i, fields);
            int chosen = Choose(fields[..kernel.States], chains.Betas[c], uniforms[c - first]);
            chains.Energies[c] -= (double)fields[chosen] - fields[row[i]];
            row[i] = (byte)chosen;
        }
    }

    /// <summary>The local fields of site i: h_i(a) + sum_j J_ij(a, s_j), the plain way.</summary>
    internal static void FieldsPlain(PottsKernel kernel, ReadOnlySpan<byte> row, int i, Span<float> fields)
    {
        kernel.Fields.AsSpan(i * kernel.Width, kernel.Width).CopyTo(fields);
        for (int j = 0; j < kernel.Sites; j++)
        {
            ReadOnlySpan<float> contribution = kernel.Rows.AsSpan(kernel.RowOffset(i, j, row[j]), kernel.Width);
            for (int a = 0; a < fields.Length; a++) fields[a] += contribution[a];
        }
    }

    /// <summary>The state at which the cumulative heat-bath weight first exceeds u times the total.</summary>
    internal static int Choose(ReadOnlySpan<float> fields, float beta, float uniform)
    {
        float max = float.NegativeInfinity;
        foreach (float f in fields) max = Math.Max(max, f * beta);
        Span<float> cumulative = stackalloc float[fields.Length];
        float total = 0;
        for (int a = 0; a < fields.Length; a++) cumulative[a] = total += MathF.Exp(fields[a] * beta - max);
        int chosen = 0;
        while (chosen < fields.Length - 1 && cumulative[chosen] <= uniform * total) chosen++;
        return chosen;
    }
}

/// <summary>How many sweeps, on how many threads; the threads change the time, never the result.</summary>
/// <param name="Sweeps">Sweeps, at least 1.</param>
/// <param name="Threads">Threads, at least 1.</param>
public readonly record struct SweepPlan(int Sweeps, int Threads);
