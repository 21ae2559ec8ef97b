using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// Heat-bath (Gibbs) sweeps of many Potts chains at once, each at its own inverse temperature: sites in order, all chains at a
/// site before the next site. A pure step on memory that the caller owns.
/// </summary>
/// <remarks>
/// Versions: <see cref="FieldsPlain"/> with <see cref="Choose"/> is the plain form; the vector form (<see cref="SiteSweep"/>) adds
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
    public static void Sweep(PottsKernel kernel, ChainSet chains, RandomStream stream, long firstSweep, SweepPlan plan) =>
        SiteSweep.Run<HeatBath>(kernel, chains, stream, firstSweep, plan);

    /// <summary>Draws site i of all chains from its conditional distribution.</summary>
    internal static void UpdateSite(PottsKernel kernel, ChainSet chains, int i, ReadOnlySpan<float> uniforms) =>
        SiteSweep.UpdateSite<HeatBath>(kernel, chains, i, uniforms);

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
