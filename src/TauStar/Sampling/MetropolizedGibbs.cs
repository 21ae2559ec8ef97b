using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// Metropolised Gibbs sweeps (Liu, Biometrika 83, 681, 1996): at each site one of the q - 1 other states is proposed with its conditional
/// probability p(a)/(1 - p(s)) and taken with probability min(1, (1 - p(s))/(1 - p(a))). Off the diagonal every chance to move is at least that of
/// the heat bath, so that by Peskun's theorem no average has a larger asymptotic variance. Sweeps, chains and random
/// numbers are those of <see cref="GibbsSampler"/>.
/// </summary>
/// <remarks>
/// Proposal and decision are one draw: from s the move to a has probability T(a) = p(a)/(1 - min(p(a), p(s))), and staying has the rest.
/// The denominator is never below one half, so that nothing cancels. Versions: <see cref="Choose"/> on <see cref="GibbsSampler.FieldsPlain"/>
/// is the plain form; the vector form takes four chains at a time past all neighbours of a site.
/// </remarks>
public static class MetropolizedGibbs
{
    private const int Together = 4;

    /// <summary>One or more sweeps over all chains; arguments and promises as in <see cref="GibbsSampler.Sweep"/>.</summary>
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
                    UpdateSite(kernel, chains, i, (first, last), uniforms);
                }
            }
        });
    }

    /// <summary>Moves site i of the chains from first to last - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void UpdateSite(PottsKernel kernel, ChainSet chains, int i, (int First, int Last) range, ReadOnlySpan<float> uniforms)
    {
        Span<float> fields = stackalloc float[Together * kernel.Width];
        for (int c = range.First; c < range.Last; c += Together)
        {
            int count = Math.Min(Together, range.Last - c);
            Fields(kernel, chains, i, (c, count), fields);
            for (int n = 0; n < count; n++)
            {
                ReadOnlySpan<float> field = fields.Slice(n * kernel.Width, kernel.Width);
                ref byte state = ref chains.States[(c + n) * chains.Sites + i];
                int chosen = Draw(field, kernel.States, chains.Betas[c + n], uniforms[c + n - range.First], state);
                chains.Energies[c + n] -= (double)field[chosen] - field[state];
                state = (byte)chosen;
            }
        }
    }

    /// <summary>Local fields of up to four chains: their additions do not wait for each other, and each keeps the plain form's order.</summary>
    private static unsafe void Fields(PottsKernel kernel, ChainSet chains, int i, (int First, int Count) group, Span<float> fields)
    {
        int width = kernel.Width, sites = kernel.Sites, block = kernel.States * width, last = group.Count - 1;
        fixed (float* h = &kernel.Fields[i * width], couplings = &kernel.Rows[kernel.RowOffset(i, 0, 0)], into = fields)
        fixed (byte* states = &chains.States[(long)group.First * sites])
        {
            // A group that is not full takes its last chain several times.
            byte* s0 = states, s1 = states + Math.Min(1, last) * sites, s2 = states + Math.Min(2, last) * sites, s3 = states + last * sites;
            for (int v = 0; v < width; v += Vector256<float>.Count)
            {
                Vector256<float> a = Vector256.Load(h + v), b = a, c = a, d = a;
                float* row = couplings + v;
                for (int j = 0; j < sites; j++, row += block)
                {
                    a += Vector256.Load(row + s0[j] * width);
                    b += Vector256.Load(row + s1[j] * width);
                    c += Vector256.Load(row + s2[j] * width);
                    d += Vector256.Load(row + s3[j] * width);
                }
                a.Store(into + v);
                b.Store(into + width + v);
                c.Store(into + 2 * width + v);
                d.Store(into + 3 * width + v);
            }
        }
    }

    /// <summary>The next state, in vectors: weights p(a)/(total - min(p(a), p(s))), none for s itself, and staying where u lies beyond their sum.</summary>
    private static int Draw(ReadOnlySpan<float> fields, int states, float beta, float uniform, int current)
    {
        const int Lanes = 8;
        int vectors = fields.Length / Lanes;
        Span<float> weights = stackalloc float[fields.Length];
        float max = float.NegativeInfinity;
        for (int a = 0; a < states; a++) max = Math.Max(max, fields[a] * beta);
        Vector256<float> betas = Vector256.Create(beta), top = Vector256.Create(max), sum = Vector256<float>.Zero;
        Vector256<int> lane = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7), used = Vector256.Create(states);
        for (int v = 0; v < vectors; v++)
        {
            Vector256<float> there = Vector256.LessThan(lane + Vector256.Create(v * Lanes), used).AsSingle();
            Vector256<float> w = VectorMath.Exp(Vector256.ConditionalSelect(there, Vector256.Create(fields[(v * Lanes)..]) * betas - top, Vector256.Create(-1000f)));
            w.CopyTo(weights[(v * Lanes)..]);
            sum += w;
        }
        Vector256<float> total = Vector256.Create(VectorMath.PrefixSum(sum).GetElement(Lanes - 1)), own = Vector256.Create(weights[current]);
        Vector256<float> before = Vector256<float>.Zero, threshold = Vector256.Create(uniform);
        int chosen = 0;
        for (int v = 0; v < vectors; v++)
        {
            Vector256<float> w = Vector256.Create(weights[(v * Lanes)..]);
            Vector256<float> itself = Vector256.Equals(lane + Vector256.Create(v * Lanes), Vector256.Create(current)).AsSingle();
            w = Vector256.ConditionalSelect(itself, Vector256<float>.Zero, w / (total - Vector256.MinNative(w, own)));
            Vector256<float> cumulative = VectorMath.PrefixSum(w) + before;
            before = Vector256.Create(cumulative.GetElement(Lanes - 1));
            chosen += System.Numerics.BitOperations.PopCount(Vector256.LessThanOrEqual(cumulative, threshold).ExtractMostSignificantBits());
        }
        return chosen < states ? chosen : current;
    }

    /// <summary>The next state from s = <paramref name="current"/>: where the cumulative chance to move first exceeds u, else s itself.</summary>
    internal static int Choose(ReadOnlySpan<float> fields, float beta, float uniform, int current)
    {
        double max = double.NegativeInfinity, total = 0, cumulative = 0;
        foreach (float f in fields) max = Math.Max(max, (double)f * beta);
        double Weight(float f) => Math.Exp((double)f * beta - max);
        foreach (float f in fields) total += Weight(f);
        double own = Weight(fields[current]);
        for (int a = 0; a < fields.Length; a++)
        {
            double weight = Weight(fields[a]);
            if (a != current) cumulative += weight / (total - Math.Min(weight, own));
            if (uniform < cumulative) return a;
        }
        return current;
    }
}
