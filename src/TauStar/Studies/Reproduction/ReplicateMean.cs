namespace TauStar.Studies.Reproduction;

/// <summary>A mean over replicates.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="StandardError">Standard deviation (divided by R - 1) over the square root of R; NaN for one replicate.</param>
public readonly record struct ReplicateMean(double Mean, double StandardError)
{
    /// <summary>Of at least one value.</summary>
    /// <exception cref="ArgumentException">No value.</exception>
    public static ReplicateMean Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0) throw new ArgumentException("no value to take the mean of", nameof(values));
        double mean = all.Average();
        if (all.Length == 1) return new ReplicateMean(mean, double.NaN);
        double squares = all.Sum(x => (x - mean) * (x - mean));
        return new ReplicateMean(mean, Math.Sqrt(squares / (all.Length - 1) / all.Length));
    }
}
