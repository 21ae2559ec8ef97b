namespace TauStar.Diagnosis;

/// <summary>A mean over independent data sets and how well it is known.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">Standard deviation / sqrt(count); 0 for a single data set, of which no spread is known.</param>
public readonly record struct Averaged(double Mean, double StandardError)
{
    /// <summary>Averages values of independent data sets, summed in their order.</summary>
    /// <exception cref="ArgumentException">No values.</exception>
    public static Averaged Over(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) throw new ArgumentException("no values", nameof(values));
        double sum = 0, squares = 0;
        foreach (double value in values) sum += value;
        double mean = sum / values.Length;
        foreach (double value in values) squares += (value - mean) * (value - mean);
        return new Averaged(mean, values.Length == 1 ? 0 : Math.Sqrt(squares / (values.Length - 1) / values.Length));
    }
}
