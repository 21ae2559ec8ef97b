using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// log Z and all one- and two-spin moments of a pairwise spin model, p(s) ~ exp(sum_i h_i s_i + sum_{i&lt;j} J_ij s_i s_j), by a sum over
/// all 2^n states that are never stored: two multiplications and three additions a state, and an exponential only every 32.
/// </summary>
/// <remarks>
/// The last n - 8 spins ("high") are fixed in turn; the first eight ("low") then have the weight of their own couplings, a table of 256,
/// times one factor a spin, exp(+-f), with f the field that the high spins make. So the weights of a block are an outer product of
/// 32 by 8 factors times the table. Sums over a block give the moments of low spins, sums over blocks those of high ones, and a
/// Walsh-Hadamard transform of the 256 (and of the 2^(n-8)) marginal weights the moments within each group.
/// Every factor is at most 1, so nothing overflows; where the largest weight is nevertheless below 1e-250, which takes
/// couplings of hundreds of k_B T that contradict each other, <see cref="Sum"/> says so by returning false.
/// Not safe for several threads: one object each.
/// </remarks>
public sealed class SpinPartition
{
    private const int Low = 8, LowStates = 256, LowVectors = LowStates / Lanes, Lanes = 8;
    private const double SmallestSum = 1e-250;

    private readonly int padded, high, highStates;
    private readonly double[] memory;
    private readonly nint couplings, lowWeights, lowSums, fields, shifts, blockSums, blockMoments, factors;

    /// <summary>Room for models of n spins: 80 bytes for each of the 2^(n-8) blocks.</summary>
    /// <param name="spins">n, 1 to 24.</param>
    public SpinPartition(int spins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spins, 24);
        Spins = spins;
        padded = Math.Max(spins, Low); // spins that are not there feel nothing and double every sum
        high = padded - Low;
        highStates = 1 << high;
        Fields = new double[spins];
        Couplings = new double[spins * spins];
        Means = new double[spins];
        Moments = new double[spins * spins];
        nint end = 0;
        nint Take(int count)
        {
            nint start = end;
            end += (count + Lanes - 1) / Lanes * Lanes;
            return start;
        }
        couplings = Take(high * Low);
        lowWeights = Take(LowStates);
        lowSums = Take(LowStates);
        fields = Take(highStates * Low);
        shifts = Take(highStates);
        blockSums = Take(highStates);
        blockMoments = Take(highStates * Low);
        factors = Take(2 * Lanes + LowVectors);
        memory = GC.AllocateArray<double>((int)end + Lanes, pinned: true);
    }

    /// <summary>n.</summary>
    public int Spins { get; }

    /// <summary>In: h_i, n values.</summary>
    public double[] Fields { get; }

    /// <summary>In: J_ij at <c>i * n + j</c>; only i &gt; j is read.</summary>
    public double[] Couplings { get; }

    /// <summary>Out: log of the sum over all 2^n states.</summary>
    public double LogZ { get; private set; }

    /// <summary>Out: &lt;s_i&gt;.</summary>
    public double[] Means { get; }

    /// <summary>Out: &lt;s_i s_j&gt; at <c>i * n + j</c>, for i &gt; j only.</summary>
    public double[] Moments { get; }

    /// <summary>Sums over all states.</summary>
    /// <returns>False where the weights are too far apart for this way of summing; the outputs are then meaningless.</returns>
    public bool Sum()
    {
        // Vectors start at multiples of 64 bytes: no load crosses a cache line.
        nuint misalignment;
        unsafe
        {
            misalignment = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory)) % 64;
        }
        ref double origin = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(memory), (64 - misalignment) % 64);
        double shift = Prepare(ref origin);
        for (int block = 0; block < highStates; block++) SumBlock(ref origin, block);
        return Collect(ref origin, shift);
    }

    // Tables of what does not change within a block: weights of the low couplings, fields on the low spins, shift of each block.
    private double Prepare(ref double origin)
    {
        Span<double> low = Slice(ref origin, lowWeights, LowStates);
        low.Clear();
        int lowSpins = Math.Min(Spins, Low);
        for (int i = 0; i < lowSpins; i++)
        {
            for (int j = 0; j < i; j++) low[(1 << i) | (1 << j)] = Couplings[i * Spins + j];
        }
        WalshHadamard.Transform(low);
        double lowest = low[0];
        foreach (double e in low) lowest = Math.Max(lowest, e);
        Vector512<double> top = Vector512.Create(lowest);
        for (int n = 0; n < LowStates; n += Lanes)
            VectorMath.Exp(Load(ref origin, lowWeights + n) - top).StoreUnsafe(ref At(ref origin, lowWeights + n));
        Slice(ref origin, lowSums, LowStates).Clear();

        // Bit 1 is spin +1, whose character is -1: odd masks change sign.
        Span<double> blocks = Slice(ref origin, shifts, highStates);
        blocks.Clear();
        Span<double> field = Slice(ref origin, fields, Low), column = Slice(ref origin, couplings, high * Low);
        field.Clear();
        Fields.AsSpan(0, lowSpins).CopyTo(field);
        for (int j = 0; j < high; j++)
        {
            ReadOnlySpan<double> row = Couplings.AsSpan((Low + j) * Spins, Low + j);
            row[..Low].CopyTo(column[(j * Low)..]);
            for (int i = 0; i < Low; i++) field[i] -= row[i];
            blocks[1 << j] = -Fields[Low + j];
            for (int l = 0; l < j; l++) blocks[(1 << j) | (1 << l)] = row[Low + l];
        }
        WalshHadamard.Transform(blocks);
        for (int j = 0; j < high; j++)
        {
            Vector512<double> twice = Load(ref origin, couplings + j * Low) * Vector512.Create(2.0);
            for (int block = 0; block < 1 << j; block++)
                (Load(ref origin, fields + block * Low) + twice).StoreUnsafe(ref At(ref origin, fields + (block + (1 << j)) * Low));
        }
        double shift = double.NegativeInfinity;
        for (int block = 0; block < highStates; block++)
        {
            blocks[block] += VectorMath.SumAcross(Vector512.Abs(Load(ref origin, fields + block * Low)));
            shift = Math.Max(shift, blocks[block]);
        }
        for (int n = 0; n < highStates; n += Lanes)
        {
            // The last vector may reach past the end, into room that is written later.
            VectorMath.Exp(Load(ref origin, shifts + n) - Vector512.Create(shift)).StoreUnsafe(ref At(ref origin, shifts + n));
        }
        return shift + lowest;
    }

    private void SumBlock(ref double origin, int block)
    {
        Vector512<double> field = Load(ref origin, fields + block * Low);
        // One factor a spin, 1 along its field and exp(-2|f|) against it.
        Vector512<double> against = VectorMath.Exp(Vector512.Abs(field) * Vector512.Create(-2.0));
        Vector512<double> isUp = Vector512.GreaterThanOrEqual(field, Vector512<double>.Zero);
        Vector512<double> up = Vector512.ConditionalSelect(isUp, Vector512<double>.One, against);
        Vector512<double> down = Vector512.ConditionalSelect(isUp, against, Vector512<double>.One);
        // Through memory: a processor copies one number of memory to all lanes for nothing, one lane of a register only by shuffles.
        ref double factor = ref At(ref origin, factors);
        down.StoreUnsafe(ref factor);
        up.StoreUnsafe(ref factor, Lanes);
        Vector512<double> inner = InLanes(ref factor, 0, 1, 2) * Vector512.Create(At(ref origin, shifts + block));
        Vector512<double> outer = InLanes(ref factor, 3, 4, 5);
        Vector512<double> down6 = One(ref factor, 6), up6 = One(ref factor, Lanes + 6), down7 = One(ref factor, 7), up7 = One(ref factor, Lanes + 7);
        ref double outers = ref At(ref origin, factors + 2 * Lanes);
        (outer * (down6 * down7)).StoreUnsafe(ref outers);
        (outer * (up6 * down7)).StoreUnsafe(ref outers, Lanes);
        (outer * (down6 * up7)).StoreUnsafe(ref outers, 2 * Lanes);
        (outer * (up6 * up7)).StoreUnsafe(ref outers, 3 * Lanes);

        Vector512<double> up3 = Vector512<double>.Zero, up4 = Vector512<double>.Zero, up5 = Vector512<double>.Zero;
        ref double weights = ref At(ref origin, lowWeights);
        ref double sums = ref At(ref origin, lowSums);
        Vector512<double> quarter0 = Eight(ref weights, ref sums, ref outers, 0, inner, ref up3, ref up4, ref up5);
        Vector512<double> quarter1 = Eight(ref weights, ref sums, ref outers, 8, inner, ref up3, ref up4, ref up5);
        Vector512<double> quarter2 = Eight(ref weights, ref sums, ref outers, 16, inner, ref up3, ref up4, ref up5);
        Vector512<double> quarter3 = Eight(ref weights, ref sums, ref outers, 24, inner, ref up3, ref up4, ref up5);
        Vector512<double> all = (quarter0 + quarter1) + (quarter2 + quarter3);
        At(ref origin, blockSums + block) = VectorMath.SumAcross(all);
        // Lane i: the weight of all states with low spin i up.
        Vector512<double> up01 = Fold(all & LaneMask(0), all & LaneMask(1), 0), up23 = Fold(all & LaneMask(2), up3, 0);
        Vector512<double> up45 = Fold(up4, up5, 0), up67 = Fold(quarter1 + quarter3, quarter2 + quarter3, 0);
        Fold(Fold(up01, up23, 1), Fold(up45, up67, 1), 2).StoreUnsafe(ref At(ref origin, blockMoments + block * Low));
    }

    // 8 x 8 states: lanes run over spins 0 to 2, the eight vectors over 3 to 5.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Eight(
        ref double weights, ref double sums, ref double outers, nuint first, Vector512<double> inner,
        ref Vector512<double> up3, ref Vector512<double> up4, ref Vector512<double> up5)
    {
        Vector512<double> w0 = Weight(ref weights, ref sums, ref outers, first, inner);
        Vector512<double> w1 = Weight(ref weights, ref sums, ref outers, first + 1, inner);
        Vector512<double> w2 = Weight(ref weights, ref sums, ref outers, first + 2, inner);
        Vector512<double> w3 = Weight(ref weights, ref sums, ref outers, first + 3, inner);
        Vector512<double> w4 = Weight(ref weights, ref sums, ref outers, first + 4, inner);
        Vector512<double> w5 = Weight(ref weights, ref sums, ref outers, first + 5, inner);
        Vector512<double> w6 = Weight(ref weights, ref sums, ref outers, first + 6, inner);
        Vector512<double> w7 = Weight(ref weights, ref sums, ref outers, first + 7, inner);
        up3 += (w1 + w3) + (w5 + w7);
        Vector512<double> w23 = w2 + w3, w67 = w6 + w7, upper = (w4 + w5) + w67;
        up4 += w23 + w67;
        up5 += upper;
        return (w0 + w1) + w23 + upper;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Weight(ref double weights, ref double sums, ref double outers, nuint n, Vector512<double> inner)
    {
        Vector512<double> w = One(ref outers, n) * inner * Vector512.LoadUnsafe(ref weights, n * Lanes);
        (Vector512.LoadUnsafe(ref sums, n * Lanes) + w).StoreUnsafe(ref sums, n * Lanes);
        return w;
    }

    // Product of three spins' factors in the eight lanes, lane bits 0, 1, 2 for the spins a, b, c.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> InLanes(ref double factor, nuint a, nuint b, nuint c) =>
        Choose(ref factor, a, 0) * Choose(ref factor, b, 1) * Choose(ref factor, c, 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Choose(ref double factor, nuint spin, int bit) =>
        Vector512.ConditionalSelect(LaneMask(bit), One(ref factor, Lanes + spin), One(ref factor, spin));

    // One number of memory in all lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> One(ref double origin, nuint offset) => Vector512.Create(Unsafe.Add(ref origin, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LaneMask(int bit) => bit switch
    {
        0 => Vector512.Create(0L, -1, 0, -1, 0, -1, 0, -1).AsDouble(),
        1 => Vector512.Create(0L, 0, -1, -1, 0, 0, -1, -1).AsDouble(),
        _ => Vector512.Create(0L, 0, 0, 0, -1, -1, -1, -1).AsDouble(),
    };

    // Halves two sums over lanes into one vector: lanes without the bit belong to a, lanes with it to b.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fold(Vector512<double> a, Vector512<double> b, int bit)
    {
        Vector512<double> mask = LaneMask(bit);
        return Vector512.ConditionalSelect(mask, b, a) + Neighbour(Vector512.ConditionalSelect(mask, a, b), bit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Neighbour(Vector512<double> v, int bit) => bit switch
    {
        0 => Vector512.Shuffle(v, Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6)),
        1 => Vector512.Shuffle(v, Vector512.Create(2L, 3, 0, 1, 6, 7, 4, 5)),
        _ => Vector512.Shuffle(v, Vector512.Create(4L, 5, 6, 7, 0, 1, 2, 3)),
    };

    private bool Collect(ref double origin, double shift)
    {
        int lowSpins = Math.Min(Spins, Low);
        Span<double> within = Slice(ref origin, lowSums, LowStates), blocks = Slice(ref origin, blockSums, highStates);
        WalshHadamard.Transform(within);
        double total = within[0];
        if (!(total > SmallestSum) || !double.IsFinite(total)) return false;
        double per = 1 / total;
        LogZ = Math.Log(total) + shift - (padded - Spins) * Math.Log(2);
        for (int i = 0; i < lowSpins; i++)
        {
            Means[i] = -within[1 << i] * per;
            for (int j = 0; j < i; j++) Moments[i * Spins + j] = within[(1 << i) | (1 << j)] * per;
        }
        // Between low and high: <s_i s_j> = sum_blocks s_j (2 up_i - all).
        WalshHadamard.Transform(blocks);
        for (int j = 0; j < high; j++)
        {
            Vector512<double> signed = Vector512<double>.Zero;
            for (int block = 0; block < highStates; block += 2 << j)
            {
                Vector512<double> down = Vector512<double>.Zero, up = Vector512<double>.Zero;
                for (int n = block; n < block + (1 << j); n++)
                {
                    down += Load(ref origin, blockMoments + n * Low);
                    up += Load(ref origin, blockMoments + (n + (1 << j)) * Low);
                }
                signed += up - down;
            }
            int row = (Low + j) * Spins;
            Means[Low + j] = -blocks[1 << j] * per;
            for (int i = 0; i < Low; i++) Moments[row + i] = 2 * signed.GetElement(i) * per - Means[Low + j];
            for (int l = 0; l < j; l++) Moments[row + Low + l] = blocks[(1 << j) | (1 << l)] * per;
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double At(ref double origin, nint offset) => ref Unsafe.Add(ref origin, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(ref double origin, nint offset) => Vector512.LoadUnsafe(ref Unsafe.Add(ref origin, offset));

    private static Span<double> Slice(ref double origin, nint offset, int count) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref origin, offset), count);
}
