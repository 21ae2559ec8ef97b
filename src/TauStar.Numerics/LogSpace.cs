namespace TauStar.Numerics;

/// <summary>Sums, means and divergences of probabilities kept as logarithms. The only place where they are formed.</summary>
public static class LogSpace
{
    /// <summary>log sum_n exp(x_n), shifted by the maximum; -infinity for no terms, NaN if any term is NaN.</summary>
    public static double LogSumExp(ReadOnlySpan<double> x)
    {
        double max = double.NegativeInfinity;
        foreach (double v in x)
        {
            if (double.IsNaN(v)) return double.NaN;
            if (v > max) max = v;
        }
        if (double.IsInfinity(max)) return max;
        double sum = 0;
        foreach (double v in x) sum += Math.Exp(v - max);
        return max + Math.Log(sum);
    }

    /// <summary>Subtracts log sum exp from every element, so that the exponentials sum to 1; returns what it subtracted.</summary>
    public static double Normalize(Span<double> logWeights)
    {
        double logSum = LogSumExp(logWeights);
        for (int n = 0; n < logWeights.Length; n++) logWeights[n] -= logSum;
        return logSum;
    }

    /// <summary>D(p||q) = sum p (log p - log q) in nats of two normalised distributions; a state with p = 0 adds nothing.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double Divergence(ReadOnlySpan<double> logP, ReadOnlySpan<double> logQ)
    {
        if (logP.Length != logQ.Length)
            throw new ArgumentException($"{logP.Length} states against {logQ.Length}", nameof(logQ));
        double sum = 0;
        for (int n = 0; n < logP.Length; n++)
        {
            double p = Math.Exp(logP[n]);
            if (p > 0) sum += p * (logP[n] - logQ[n]);
        }
        return sum;
    }

    /// <summary>Entropy -sum p log p in nats of a normalised distribution.</summary>
    public static double Entropy(ReadOnlySpan<double> logP)
    {
        double sum = 0;
        foreach (double l in logP)
        {
            double p = Math.Exp(l);
            if (p > 0) sum -= p * l;
        }
        return sum;
    }

    /// <summary>sum p f of a normalised distribution.</summary>
    public static double Mean(ReadOnlySpan<double> logP, ReadOnlySpan<double> f)
    {
        if (logP.Length != f.Length)
            throw new ArgumentException($"{logP.Length} states against {f.Length} values", nameof(f));
        double sum = 0;
        for (int n = 0; n < logP.Length; n++)
        {
            double p = Math.Exp(logP[n]);
            if (p > 0) sum += p * f[n];
        }
        return sum;
    }
}
