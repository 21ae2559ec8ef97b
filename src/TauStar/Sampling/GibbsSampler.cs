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
/// Versions: <see cref="FieldsPlain"/> with <see cref="Choose"/> is the plain form; the vector form runs four chains side by
/// side so that their additions overlap. Randomness is counted by (stream, sweep, site, chain), and the additions of a chain
/// are in a fixed order, so the result does not depend on how chains are spread over threads, nor on the machine.
/// Cost: L (L - 1) rows of W floats a chain and sweep, from second-level cache.
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

    // The number of vectors is a type, so that the JIT drops the branches and keeps all sums in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void UpdateSite<T>(
        PottsKernel kernel, ChainSet chains, int i, int first, int last, ReadOnlySpan<float> uniforms) where T : struct, IVectors
    {
        int sites = kernel.Sites, states = kernel.States, width = T.Count * 8, stride = states * width;
        Vector256<float> padding = PaddingMask(states - (T.Count - 1) * 8);
        fixed (float* fields = &kernel.Fields[i * width], rows = &kernel.Rows[kernel.RowOffset(i, 0, 0)])
        fixed (byte* all = chains.States)
        {
            int c = first;
            // Row i of J_ii is zero, so the loop needs no branch at j = i.
            for (; c + 3 < last; c += 4)
            {
                byte* s0 = all + (long)c * sites, s1 = s0 + sites, s2 = s1 + sites, s3 = s2 + sites;
                Vector256<float> h0 = Vector256.Load(fields), h1 = T.Count > 1 ? Vector256.Load(fields + 8) : default,
                    h2 = T.Count > 2 ? Vector256.Load(fields + 16) : default, h3 = T.Count > 3 ? Vector256.Load(fields + 24) : default;
                Vector256<float> a0 = h0, a1 = h1, a2 = h2, a3 = h3, b0 = h0, b1 = h1, b2 = h2, b3 = h3;
                Vector256<float> c0 = h0, c1 = h1, c2 = h2, c3 = h3, d0 = h0, d1 = h1, d2 = h2, d3 = h3;
                float* block = rows;
                for (int j = 0; j < sites; j++, block += stride)
                {
                    float* r = block + (nuint)s0[j] * (nuint)width;
                    a0 += Vector256.Load(r);
                    if (T.Count > 1) a1 += Vector256.Load(r + 8);
                    if (T.Count > 2) a2 += Vector256.Load(r + 16);
                    if (T.Count > 3) a3 += Vector256.Load(r + 24);
                    r = block + (nuint)s1[j] * (nuint)width;
                    b0 += Vector256.Load(r);
                    if (T.Count > 1) b1 += Vector256.Load(r + 8);
                    if (T.Count > 2) b2 += Vector256.Load(r + 16);
                    if (T.Count > 3) b3 += Vector256.Load(r + 24);
                    r = block + (nuint)s2[j] * (nuint)width;
                    c0 += Vector256.Load(r);
                    if (T.Count > 1) c1 += Vector256.Load(r + 8);
                    if (T.Count > 2) c2 += Vector256.Load(r + 16);
                    if (T.Count > 3) c3 += Vector256.Load(r + 24);
                    r = block + (nuint)s3[j] * (nuint)width;
                    d0 += Vector256.Load(r);
                    if (T.Count > 1) d1 += Vector256.Load(r + 8);
                    if (T.Count > 2) d2 += Vector256.Load(r + 16);
                    if (T.Count > 3) d3 += Vector256.Load(r + 24);
                }
                Draw<T>(chains, i, c, a0, a1, a2, a3, padding, uniforms[c - first]);
                Draw<T>(chains, i, c + 1, b0, b1, b2, b3, padding, uniforms[c + 1 - first]);
                Draw<T>(chains, i, c + 2, c0, c1, c2, c3, padding, uniforms[c + 2 - first]);
                Draw<T>(chains, i, c + 3, d0, d1, d2, d3, padding, uniforms[c + 3 - first]);
            }
            for (; c < last; c++)
            {
                byte* s = all + (long)c * sites;
                Vector256<float> a0 = Vector256.Load(fields), a1 = T.Count > 1 ? Vector256.Load(fields + 8) : default,
                    a2 = T.Count > 2 ? Vector256.Load(fields + 16) : default, a3 = T.Count > 3 ? Vector256.Load(fields + 24) : default;
                float* block = rows;
                for (int j = 0; j < sites; j++, block += stride)
                {
                    float* r = block + (nuint)s[j] * (nuint)width;
                    a0 += Vector256.Load(r);
                    if (T.Count > 1) a1 += Vector256.Load(r + 8);
                    if (T.Count > 2) a2 += Vector256.Load(r + 16);
                    if (T.Count > 3) a3 += Vector256.Load(r + 24);
                }
                Draw<T>(chains, i, c, a0, a1, a2, a3, padding, uniforms[c - first]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Draw<T>(
        ChainSet chains, int i, int c, Vector256<float> f0, Vector256<float> f1, Vector256<float> f2, Vector256<float> f3,
        Vector256<float> padding, float uniform) where T : struct, IVectors
    {
        Vector256<float> beta = Vector256.Create(chains.Betas[c]);
        Vector256<float> l0 = f0 * beta, l1 = f1 * beta, l2 = f2 * beta, l3 = f3 * beta;
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

        float* field = stackalloc float[T.Count * 8];
        f0.Store(field);
        if (T.Count > 1) f1.Store(field + 8);
        if (T.Count > 2) f2.Store(field + 16);
        if (T.Count > 3) f3.Store(field + 24);
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
