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
    public static TemperedMoments At(PairwiseFeatures features, double[] energies, double tau)
    {
        double[] weights = new double[energies.Length], products = new double[energies.Length];
        double lowest = VectorMath.Min(energies), sum = 0, first = 0, second = 0;
        BoltzmannWeights.Fill(energies, lowest, tau, weights);
        for (int n = 0; n < energies.Length; n++)
        {
            double e = energies[n] - lowest, w = weights[n];
            sum += w;
            first += w * e;
            second += w * e * e;
        }
        double mean = first / sum, variance = Math.Max(0, second / sum - mean * mean);
        double[] means = new double[features.Count], responses = new double[features.Count];
        for (int n = 0; n < energies.Length; n++) products[n] = weights[n] * (energies[n] - lowest - mean + 1); // sums to that of the weights
        features.Moments(weights, means);
        features.Moments(products, responses);
        for (int m = 0; m < means.Length; m++) responses[m] -= means[m];
        return new TemperedMoments(tau, mean / tau + Math.Log(sum), variance / (tau * tau), means, responses);
    }

    /// <summary>D(q_tau||p) up to a constant, for p ~ exp(theta.phi).</summary>
    public double Divergence(ReadOnlySpan<double> theta) => -Entropy - VectorMath.Dot(theta, Means);

    /// <summary>kappa - C = dD/dlog tau.</summary>
    public double Slope(ReadOnlySpan<double> theta) => -VectorMath.Dot(theta, Responses) / Tau - HeatCapacity;
}
