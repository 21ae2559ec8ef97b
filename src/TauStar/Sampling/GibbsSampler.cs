using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// Heat-bath (Gibbs) sweeps of many Potts chains at once, each at its own inverse temperature: sites in order, all chains at a
/// site before the next site. A pure step on memory that the caller owns.
/// </summary>
/// <remarks>
/// Versions: <see cref="FieldsPlain"/> with <see cref="Choose"/> is the plain form; the vector form (<see cref="LocalFields"/>, <see cref="HeatBath"/>) adds
/// the rows of a few neighbours to a tile of chains at a time, and draws sixteen chains at once, in the same order. Randomness is counted by (stream, sweep, site, chain), and the additions of a chain
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
            case 1: UpdateSite<OneEight>(kernel, chains, i, first, last, uniforms); break;
            case 2: UpdateSite<OneSixteen>(kernel, chains, i, first, last, uniforms); break;
            case 3: UpdateSite<SixteenAndEight>(kernel, chains, i, first, last, uniforms); break;
            case 4: UpdateSite<TwoSixteen>(kernel, chains, i, first, last, uniforms); break;
            default: UpdateSitePlain(kernel, chains, i, first, last, uniforms); break;
        }
    }

    // The fields of a tile of chains stay in first-level cache beside the couplings to a few neighbours: 64 chains x 128 bytes and
    // 8 neighbours x 2 KB for q = 21. So each row is read from there, not from the second level, which would bound the speed.
    private const int Tile = 64;

    [SkipLocalsInit]
    private static unsafe void UpdateSite<T>(
        PottsKernel kernel, ChainSet chains, int i, int first, int last, ReadOnlySpan<float> uniforms) where T : struct, IPanels
    {
        int sites = kernel.Sites, stride = LocalFields.Stride<T>();
        float* memory = stackalloc float[Tile * stride + PottsKernel.Panel];
        float* fields = memory + (64 - (nint)memory % 64) % 64 / sizeof(float); // on a cache line, as the rows are
        fixed (float* alone = &kernel.Fields[i * kernel.Width], blocks = &kernel.Rows[kernel.BlockStart(i, 0)], betas = chains.Betas, u = uniforms)
        fixed (byte* all = chains.States)
        {
            for (int tile = first; tile < last; tile += Tile)
            {
                int count = Math.Min(Tile, last - tile);
                for (int c = 0; c < count; c++) new ReadOnlySpan<float>(alone, kernel.Width).CopyTo(new Span<float>(fields + c * stride, stride));
                LocalFields.Add<T>(fields, all + (long)tile * sites, blocks, new(count, sites, kernel.States, kernel.BlockLength));
                for (int c = 0; c < count; c += HeatBath.Lanes)
                {
                    Vector512<int> chosen = HeatBath.Choose<T>(fields + c * stride, betas + tile + c, u + tile - first + c, kernel.States, count - c);
                    for (int lane = 0; lane < Math.Min(HeatBath.Lanes, count - c); lane++)
                        Move(chains, tile + c + lane, i, chosen.GetElement(lane), fields + (c + lane) * stride);
                }
            }
        }
    }

    private static unsafe void Move(ChainSet chains, int c, int i, int chosen, float* field)
    {
        ref byte state = ref chains.States[c * chains.Sites + i];
        chains.Energies[c] -= (double)field[chosen] - field[state];
        state = (byte)chosen;
    }

    /// <summary>Any number of states.</summary>
    private static void UpdateSitePlain(
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
            for (int a = 0; a < kernel.States; a += PottsKernel.Panel)
            {
                ReadOnlySpan<float> part = kernel.RowPart(i, j, row[j], a);
                for (int n = 0; n < part.Length; n++) fields[a + n] += part[n];
            }
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
