using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// A listed model at one temperature, as far as D(q_tau||p) for any truth p of the same family needs it: with p ~ exp(theta.phi), up to a
/// constant in tau D = -S - theta.m, and dD/dlog tau = -theta.c/tau - C.
/// </summary>
/// <param name="Tau">Temperature.</param>
/// <param name="Entropy">S of q_tau, nats, up to a constant of the list.</param>
/// <param name="HeatCapacity">C = Var(E^)/tau^2.</param>
/// <param name="Means">m = &lt;phi&gt;, D values.</param>
/// <param name="Responses">c = Cov(phi, E^), D values.</param>
internal sealed record TemperedMoments(double Tau, double Entropy, double HeatCapacity, double[] Means, double[] Responses)
{
    /// <summary>Two transforms.</summary>
    /// <param name="features">The family.</param>
    /// <param name="energies">E^ of all configurations.</param>
    /// <param name="tau">Above 0.</param>
    public static TemperedMoments At(PairwiseFeatures features, double[] energies, double tau) =>
        At(features, energies, tau, new double[energies.Length], new double[energies.Length]);

    /// <summary>The same in memory of the caller, for many temperatures one after the other.</summary>
    /// <param name="features">The family.</param>
    /// <param name="energies">E^ of all configurations.</param>
    /// <param name="tau">Above 0.</param>
    /// <param name="weights">As many values as there are energies; overwritten.</param>
    /// <param name="products">The same.</param>
    public static TemperedMoments At(PairwiseFeatures features, double[] energies, double tau, double[] weights, double[] products)
    {
        double lowest = VectorMath.Min(energies);
        BoltzmannWeights.Fill(energies, lowest, tau, weights);
        (double sum, double first, double second) = Sums(energies, lowest, weights);
        double mean = first / sum, variance = Math.Max(0, second / sum - mean * mean);
        FillProducts(energies, lowest + mean - 1, weights, products);
        double[] means = new double[features.Count], responses = new double[features.Count];
        features.Moments(weights, means);
        features.Moments(products, responses); // of w (E - <E> + 1), which sums to the sum of w
        for (int m = 0; m < means.Length; m++) responses[m] -= means[m];
        return new TemperedMoments(tau, mean / tau + Math.Log(sum), variance / (tau * tau), means, responses);
    }

    /// <summary>D(q_tau||p) up to a constant, for p ~ exp(theta.phi).</summary>
    public double Divergence(ReadOnlySpan<double> theta) => -Entropy - VectorMath.Dot(theta, Means);

    /// <summary>kappa - C = dD/dlog tau.</summary>
    public double Slope(ReadOnlySpan<double> theta) => -VectorMath.Dot(theta, Responses) / Tau - HeatCapacity;

    // Sums of w, w e and w e^2, e counted from the lowest.
    private static (double Zeroth, double First, double Second) Sums(double[] energies, double lowest, double[] weights)
    {
        ref double energy = ref MemoryMarshal.GetArrayDataReference(energies), weight = ref MemoryMarshal.GetArrayDataReference(weights);
        Vector512<double> shift = Vector512.Create(lowest), zeroth = default, first = default, second = default;
        int n = 0;
        for (; n + Vector512<double>.Count <= energies.Length; n += Vector512<double>.Count)
        {
            Vector512<double> w = Vector512.LoadUnsafe(ref weight, (nuint)n), e = Vector512.LoadUnsafe(ref energy, (nuint)n) - shift, product = w * e;
            zeroth += w;
            first += product;
            second += product * e;
        }
        (double a, double b, double c) = (VectorMath.SumAcross(zeroth), VectorMath.SumAcross(first), VectorMath.SumAcross(second));
        for (; n < energies.Length; n++)
        {
            double w = weights[n], e = energies[n] - lowest;
            a += w;
            b += w * e;
            c += w * e * e;
        }
        return (a, b, c);
    }

    private static void FillProducts(double[] energies, double origin, double[] weights, double[] products)
    {
        ref double energy = ref MemoryMarshal.GetArrayDataReference(energies), weight = ref MemoryMarshal.GetArrayDataReference(weights);
        ref double product = ref MemoryMarshal.GetArrayDataReference(products);
        Vector512<double> shift = Vector512.Create(origin);
        int n = 0;
        for (; n + Vector512<double>.Count <= energies.Length; n += Vector512<double>.Count)
            (Vector512.LoadUnsafe(ref weight, (nuint)n) * (Vector512.LoadUnsafe(ref energy, (nuint)n) - shift)).StoreUnsafe(ref product, (nuint)n);
        for (; n < energies.Length; n++) products[n] = weights[n] * (energies[n] - origin);
    }
}
