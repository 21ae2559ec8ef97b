namespace TauStar.Numerics;

/// <summary>
/// Error bars from leaving out one group of the data at a time (Quenouille, Tukey; Efron, Stein 1981). The groups must be
/// independent and of one size: walkers of a replica-exchange run, not draws of a chain.
/// </summary>
public static class Jackknife
{
    /// <summary>Standard error sqrt((G-1)/G sum_g (x_g - mean)^2) of an estimate from its G delete-one-group values.</summary>
    /// <param name="leaveOneOut">G values, value g computed without group g; at least 2.</param>
    public static double StandardError(ReadOnlySpan<double> leaveOneOut)
    {
        int groups = leaveOneOut.Length;
        if (groups < 2) throw new ArgumentException($"{groups} groups; at least 2 are needed", nameof(leaveOneOut));
        double mean = 0, sum = 0;
        foreach (double x in leaveOneOut) mean += x / groups;
        foreach (double x in leaveOneOut) sum += (x - mean) * (x - mean);
        return Math.Sqrt(sum * (groups - 1) / groups);
    }

    /// <summary>
    /// Computes the estimate without each group in turn, in parallel, and puts the standard error round the estimate
    /// from all data (no correction of bias). The result does not depend on the number of threads.
    /// </summary>
    /// <param name="estimate">Estimate from all data.</param>
    /// <param name="groups">G, at least 2.</param>
    /// <param name="without">The estimate without group g; safe to call from several threads.</param>
    public static Estimate Run(double estimate, int groups, Func<int, double> without)
    {
        ArgumentNullException.ThrowIfNull(without);
        double[] values = new double[Math.Max(groups, 0)];
        Cores.For(values.Length, g => values[g] = without(g));
        return Estimate.FromStandardError(estimate, StandardError(values));
    }
}
