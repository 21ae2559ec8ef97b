using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TauStar.Numerics;

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011): a bijection of a 128-bit counter under a 64-bit key. Four
/// 32-bit random words a counter, in any order, on any number of threads, with the same bits.
/// </summary>
/// <remarks>Versions: <see cref="Block"/> is the plain algorithm and the oracle; <see cref="FillUniform"/> runs eight
/// counters at once with AVX2 where there is one.</remarks>
public static class Philox
{
    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57, W0 = 0x9E3779B9, W1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Uniforms are handed out in groups of this many, one group from eight consecutive counters.</summary>
    public const int GroupSize = 32;

    /// <summary>The four random words of one counter.</summary>
    /// <param name="key">64-bit key; low word first.</param>
    /// <param name="counterLow">Low 64 bits of the counter.</param>
    /// <param name="counterHigh">High 64 bits of the counter.</param>
    public static (uint X0, uint X1, uint X2, uint X3) Block(ulong key, ulong counterLow, ulong counterHigh)
    {
        uint x0 = (uint)counterLow, x1 = (uint)(counterLow >> 32), x2 = (uint)counterHigh, x3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)M0 * x0, p1 = (ulong)M1 * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += W0;
            k1 += W1;
        }
        return (x0, x1, x2, x3);
    }

    /// <summary>
    /// Uniform numbers of the open interval (0, 1): element n of the stream (key, counterHigh) is word
    /// (n % 32) / 8 of the counter 8 (n / 32) + n % 8. Odd multiples of 2^-24, each of which a float holds exactly: with
    /// one bit more the sum would round, and the largest word would give 1.
    /// </summary>
    /// <param name="key">Key of the stream.</param>
    /// <param name="counterHigh">Which of the key's 2^64 sub-streams.</param>
    /// <param name="firstGroup">Number of the first group of 32.</param>
    /// <param name="destination">Filled; its length is a multiple of 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FillUniform(ulong key, ulong counterHigh, ulong firstGroup, Span<float> destination)
    {
        if (destination.Length % GroupSize != 0)
            throw new ArgumentException($"length {destination.Length} is not a multiple of {GroupSize}", nameof(destination));
        if (Avx2.IsSupported)
            FillAvx2(key, counterHigh, firstGroup, destination);
        else
            FillScalar(key, counterHigh, firstGroup, destination);
    }

    internal static void FillScalar(ulong key, ulong counterHigh, ulong firstGroup, Span<float> destination)
    {
        for (int start = 0; start < destination.Length; start += GroupSize, firstGroup++)
        {
            for (int lane = 0; lane < 8; lane++)
            {
                (uint x0, uint x1, uint x2, uint x3) = Block(key, firstGroup * 8 + (ulong)lane, counterHigh);
                destination[start + lane] = ToUniform(x0);
                destination[start + 8 + lane] = ToUniform(x1);
                destination[start + 16 + lane] = ToUniform(x2);
                destination[start + 24 + lane] = ToUniform(x3);
            }
        }
    }

    private const float Step = 1f / (1 << 23), HalfStep = 1f / (1 << 24);

    internal static float ToUniform(uint word) => (int)(word >> 9) * Step + HalfStep;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillAvx2(ulong key, ulong counterHigh, ulong firstGroup, Span<float> destination)
    {
        Vector256<uint> lanes = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        Vector256<uint> m0 = Vector256.Create(M0), m1 = Vector256.Create(M1);
        for (int start = 0; start < destination.Length; start += GroupSize, firstGroup++)
        {
            // The low word of 8 * firstGroup is a multiple of 8, so adding a lane number never carries.
            ulong first = firstGroup * 8;
            Vector256<uint> x0 = Vector256.Create((uint)first) + lanes;
            Vector256<uint> x1 = Vector256.Create((uint)(first >> 32));
            Vector256<uint> x2 = Vector256.Create((uint)counterHigh);
            Vector256<uint> x3 = Vector256.Create((uint)(counterHigh >> 32));
            uint k0 = (uint)key, k1 = (uint)(key >> 32);
            for (int round = 0; round < Rounds; round++)
            {
                (Vector256<uint> high0, Vector256<uint> low0) = Multiply(x0, m0);
                (Vector256<uint> high1, Vector256<uint> low1) = Multiply(x2, m1);
                x0 = high1 ^ x1 ^ Vector256.Create(k0);
                x1 = low1;
                x2 = high0 ^ x3 ^ Vector256.Create(k1);
                x3 = low0;
                k0 += W0;
                k1 += W1;
            }
            Store(x0, destination, start);
            Store(x1, destination, start + 8);
            Store(x2, destination, start + 16);
            Store(x3, destination, start + 24);
        }
    }

    private static void Store(Vector256<uint> words, Span<float> destination, int at)
    {
        Vector256<float> u = Vector256.ConvertToSingle(Vector256.ShiftRightLogical(words, 9).AsInt32());
        u = u * Vector256.Create(Step) + Vector256.Create(HalfStep);
        u.CopyTo(destination.Slice(at, 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<uint> High, Vector256<uint> Low) Multiply(Vector256<uint> a, Vector256<uint> m)
    {
        Vector256<uint> even = Avx2.Multiply(a, m).AsUInt32();
        Vector256<uint> odd = Avx2.Multiply(Avx2.ShiftRightLogical(a.AsUInt64(), 32).AsUInt32(), m).AsUInt32();
        Vector256<uint> high = Avx2.Blend(Avx2.ShiftRightLogical(even.AsUInt64(), 32).AsUInt32(), odd, 0b10101010);
        Vector256<uint> low = Avx2.Blend(even, Avx2.ShiftLeftLogical(odd.AsUInt64(), 32).AsUInt32(), 0b10101010);
        return (high, low);
    }
}
