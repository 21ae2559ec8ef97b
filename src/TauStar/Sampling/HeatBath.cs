using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// Draws states of sixteen chains at once from their local fields, one chain a lane: the first state whose cumulative weight exp(beta field) exceeds u times
/// the total. Weights are added in the order of states, as in the plain form.
/// </summary>
internal static unsafe class HeatBath
{
    /// <summary>Chains of one draw.</summary>
    public const int Lanes = 16;

    /// <summary>The chosen states; lanes beyond <paramref name="chains"/> are without meaning.</summary>
    /// <param name="fields">Lanes x <see cref="LocalFields.Stride"/> floats of which the first q are used; all of it must be readable.</param>
    /// <param name="betas">Inverse temperatures, as many as chains.</param>
    /// <param name="uniforms">u in (0, 1), as many as chains.</param>
    /// <param name="states">q.</param>
    /// <param name="chains">1 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static Vector512<int> Choose<T>(float* fields, float* betas, float* uniforms, int states, int chains) where T : struct, IPanels
    {
        const int MostStates = 32;
        float* weights = stackalloc float[MostStates * Lanes]; // state by lane
        int stride = LocalFields.Stride<T>();
        for (int a = 0; a < states; a += 8)
        {
            for (int lane = 0; lane < Lanes; lane += 8) Transpose(fields + lane * stride + a, stride, weights + a * Lanes + lane);
        }
        Vector512<float> beta = LoadSome(betas, chains), max = Vector512.Create(float.NegativeInfinity);
        for (int a = 0; a < states; a++)
        {
            Vector512<float> exponent = Vector512.Load(weights + a * Lanes) * beta;
            exponent.Store(weights + a * Lanes);
            max = Vector512.MaxNative(max, exponent);
        }
        Vector512<float> total = default;
        for (int a = 0; a < states; a++)
        {
            total += VectorMath.Exp(Vector512.Load(weights + a * Lanes) - max);
            total.Store(weights + a * Lanes);
        }
        Vector512<float> threshold = LoadSome(uniforms, chains) * total;
        // A comparison is -1 where true. The last state is what is left, so that rounding never goes beyond it.
        Vector512<int> chosen = default;
        for (int a = 0; a < states - 1; a++) chosen -= Vector512.LessThanOrEqual(Vector512.Load(weights + a * Lanes), threshold).AsInt32();
        return chosen;
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
