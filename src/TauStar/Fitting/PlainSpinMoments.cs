namespace TauStar.Fitting;

/// <summary>
/// Moments of a zero-field spin model by the published algorithm as written: the matrix of all 2^N states, E = -1/2 s^T J s for each, then
/// sum_s p(s) s_i s_j for each pair; N^2 2^N products twice. The oracle of <see cref="PairwisePartition"/>, and what it is measured against.
/// </summary>
public sealed class PlainSpinMoments
{
    private readonly int spins;
    private readonly double[] states, probabilities; // 2^N x N, and 2^N

    /// <summary>Lists all states.</summary>
    /// <param name="spins">N, 1 to 20.</param>
    public PlainSpinMoments(int spins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spins, 20);
        this.spins = spins;
        probabilities = new double[1 << spins];
        states = new double[spins << spins];
        for (int n = 0; n < states.Length; n++) states[n] = ((n / spins) >> (spins - 1 - n % spins)) % 2 == 0 ? -1 : 1;
        Moments = new double[spins * spins];
    }

    /// <summary>&lt;s_i s_j&gt;, N x N.</summary>
    public double[] Moments { get; }

    /// <summary>log Z.</summary>
    public double LogZ { get; private set; }

    /// <summary>Sums over all states.</summary>
    /// <param name="couplings">J, N x N, symmetric with zero diagonal.</param>
    public void Sum(ReadOnlySpan<double> couplings)
    {
        double lowest = double.PositiveInfinity;
        for (int n = 0; n < probabilities.Length; n++)
        {
            ReadOnlySpan<double> s = states.AsSpan(n * spins, spins);
            double energy = 0;
            for (int i = 0; i < s.Length; i++)
            {
                for (int j = 0; j < s.Length; j++) energy -= 0.5 * s[i] * couplings[i * spins + j] * s[j];
            }
            probabilities[n] = energy;
            lowest = Math.Min(lowest, energy);
        }
        double z = 0;
        foreach (ref double p in probabilities.AsSpan()) z += p = Math.Exp(lowest - p);
        LogZ = Math.Log(z) - lowest;
        Array.Clear(Moments);
        for (int n = 0; n < probabilities.Length; n++)
        {
            ReadOnlySpan<double> s = states.AsSpan(n * spins, spins);
            double p = probabilities[n] / z;
            for (int i = 0; i < s.Length; i++)
            {
                for (int j = 0; j < s.Length; j++) Moments[i * spins + j] += p * s[i] * s[j];
            }
        }
    }
}
