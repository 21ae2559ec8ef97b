namespace TauStar.Numerics;

/// <summary>One quantity in two samples.</summary>
/// <param name="FirstMean">Mean of the first.</param>
/// <param name="FirstDeviation">Its standard deviation.</param>
/// <param name="SecondMean">Mean of the second.</param>
/// <param name="SecondDeviation">Its standard deviation.</param>
/// <param name="KolmogorovSmirnov">Largest difference of the two distribution functions, 0 (equal) to 1 (apart).</param>
public sealed record SampleComparison(double FirstMean, double FirstDeviation, double SecondMean, double SecondDeviation, double KolmogorovSmirnov)
{
    /// <summary>Compares. Cost O(n log n).</summary>
    public static SampleComparison Of(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        (double firstMean, double firstDeviation) = Moments(first);
        (double secondMean, double secondDeviation) = Moments(second);
        return new SampleComparison(firstMean, firstDeviation, secondMean, secondDeviation, Distance([.. first.Order()], [.. second.Order()]));
    }

    private static (double Mean, double Deviation) Moments(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Count));
    }

    private static double Distance(double[] x, double[] y)
    {
        double largest = 0;
        for (int i = 0, j = 0; i < x.Length && j < y.Length;)
        {
            double value = Math.Min(x[i], y[j]);
            while (i < x.Length && x[i] <= value) i++;
            while (j < y.Length && y[j] <= value) j++;
            largest = Math.Max(largest, Math.Abs((double)i / x.Length - (double)j / y.Length));
        }
        return largest;
    }
}
