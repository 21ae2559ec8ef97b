namespace TauStar.Numerics;

/// <summary>A mean over independent replicates and how well it is known.</summary>
/// <param name="Mean">Arithmetic mean; infinite or NaN where a value is.</param>
/// <param name="StandardError">Standard deviation (divided by R - 1) over the square root of R; NaN for one replicate or a mean that is not finite.</param>
public readonly record struct ReplicateMean(double Mean, double StandardError)
{
    /// <summary>Of R values, summed in their order.</summary>
    /// <param name="values">At least one.</param>
    /// <exception cref="ArgumentException">None.</exception>
    public static ReplicateMean Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) throw new ArgumentException("a mean of no values", nameof(values));
        double sum = 0, squares = 0;
        foreach (double value in values) sum += value;
        double mean = sum / values.Length;
        foreach (double value in values) squares += (value - mean) * (value - mean);
        bool known = values.Length > 1 && double.IsFinite(mean);
        return new ReplicateMean(mean, known ? Math.Sqrt(squares / (values.Length - 1) / values.Length) : double.NaN);
    }

    /// <summary>Of R values, summed in their order.</summary>
    /// <param name="values">At least one.</param>
    /// <exception cref="ArgumentException">None.</exception>
    public static ReplicateMean Of(IEnumerable<double> values) => Of([.. values]);
}
