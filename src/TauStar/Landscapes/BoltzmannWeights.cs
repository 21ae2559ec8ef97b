using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>exp(-(E - lowest)/tau) of many energies.</summary>
internal static class BoltzmannWeights
{
    /// <summary>Fills weights, of which the largest is 1.</summary>
    /// <param name="energies">E, finite.</param>
    /// <param name="lowest">The smallest of them.</param>
    /// <param name="tau">Above 0.</param>
    /// <param name="weights">As many; may be the same memory.</param>
    public static void Fill(ReadOnlySpan<double> energies, double lowest, double tau, Span<double> weights)
    {
        ref double e = ref MemoryMarshal.GetReference(energies), w = ref MemoryMarshal.GetReference(weights);
        Vector512<double> shift = Vector512.Create(lowest), scale = Vector512.Create(-1 / tau);
        int n = 0;
        for (; n + Vector512<double>.Count <= energies.Length; n += Vector512<double>.Count)
            VectorMath.Exp((Vector512.LoadUnsafe(ref e, (nuint)n) - shift) * scale).StoreUnsafe(ref w, (nuint)n);
        for (; n < energies.Length; n++) weights[n] = Math.Exp((lowest - energies[n]) / tau);
    }
}
