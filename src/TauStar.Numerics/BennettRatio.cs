namespace TauStar.Numerics;

/// <summary>
/// log(Z_1/Z_0) from weights of paths both ways (Bennett, J. Comput. Phys. 22, 245, 1976; for paths out of equilibrium Crooks, Phys. Rev. E
/// 61, 2361, 2000; Shirts, Bair, Hooker, Pande, Phys. Rev. Lett. 91, 140601, 2003). Forward log weights a_i have mean exp(a) = Z_1/Z_0; reverse
/// ones b_j, of the same paths run backwards from equilibrium at the far end, have mean exp(-b) = Z_0/Z_1.
/// </summary>
public static class BennettRatio
{
    /// <summary>log mean exp(a): below log(Z_1/Z_0) in expectation (Jensen).</summary>
    public static double Forward(ReadOnlySpan<double> forward) => LogSpace.LogSumExp(forward) - Math.Log(forward.Length);

    /// <summary>-log mean exp(-b): above log(Z_1/Z_0) in expectation.</summary>
    public static double Reverse(ReadOnlySpan<double> reverse) =>
        Math.Log(reverse.Length) - LogSpace.LogSumExp(Array.ConvertAll(reverse.ToArray(), b => -b));

    /// <summary>The ratio of least variance from both: sum_i f(a_i - x) = sum_j f(x - b_j), f logistic, x = result + log(n_b/n_a) shifted.</summary>
    /// <param name="forward">n_a log weights, at least 1.</param>
    /// <param name="reverse">n_b log weights, at least 1.</param>
    public static double Solve(ReadOnlySpan<double> forward, ReadOnlySpan<double> reverse)
    {
        if (forward.IsEmpty || reverse.IsEmpty) throw new ArgumentException("a ratio needs weights both ways");
        double[] a = forward.ToArray(), b = reverse.ToArray();
        double shift = Math.Log((double)b.Length / a.Length);
        double Balance(double x) => a.Sum(w => Logistic(w - x + shift)) - b.Sum(w => Logistic(x - w - shift));
        // Falls in x from n_a to -n_b; far below all weights it is positive, far above negative.
        double low = Math.Min(a.Min(), b.Min()) - 50 - Math.Abs(shift), high = Math.Max(a.Max(), b.Max()) + 50 + Math.Abs(shift);
        return Brent.FindRoot(Balance, low, high, 1e-10);
    }

    /// <summary>
    /// Draws that hold the two ends together: the sum over all of p (1 - p), p the chance that a draw is a forward one. One over it is about
    /// the variance for independent draws; below <see cref="EnergyReweighting.FewestLinkingDraws"/> the two ways hardly meet.
    /// </summary>
    public static double LinkingDraws(ReadOnlySpan<double> forward, ReadOnlySpan<double> reverse, double logRatio)
    {
        double shift = Math.Log((double)reverse.Length / forward.Length), sum = 0;
        foreach (double w in forward) sum += Spread(w - logRatio + shift);
        foreach (double w in reverse) sum += Spread(w - logRatio + shift);
        return sum;
    }

    private static double Spread(double x) => Logistic(x) * Logistic(-x);

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x)); // exp overflows to infinity, which gives 0 as it should
}
