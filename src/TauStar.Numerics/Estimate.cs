namespace TauStar.Numerics;

/// <summary>How far a number can be trusted.</summary>
public enum EstimateStatus
{
    /// <summary>Computed, and every check on it passed.</summary>
    Ok,

    /// <summary>Computed, but a check failed; the note says which. Not to be relied on.</summary>
    Unreliable,

    /// <summary>Lies outside the range that was looked at; the value is the nearest end of the range.</summary>
    OutOfRange,

    /// <summary>Not computed; the note says why. The value is NaN.</summary>
    Unavailable,
}

/// <summary>
/// A number with its 90 % interval and how far it can be trusted: what every result of TauStar is made of.
/// </summary>
/// <param name="Value">Point estimate; NaN when unavailable.</param>
/// <param name="Low">Lower end of the 90 % interval; NaN when not known.</param>
/// <param name="High">Upper end of the 90 % interval; NaN when not known.</param>
/// <param name="Status">Whether to trust it.</param>
/// <param name="Note">Why not, or how the interval was made; null when there is nothing to say.</param>
public sealed record Estimate(
    double Value, double Low, double High, EstimateStatus Status = EstimateStatus.Ok, string? Note = null)
{
    /// <summary>Half-width of a 90 % interval in standard errors of a normal variable.</summary>
    public const double NinetyPercent = 1.6448536269514722;

    /// <summary>From a value and its standard error, by the normal approximation.</summary>
    public static Estimate FromStandardError(double value, double standardError) =>
        new(value, value - NinetyPercent * standardError, value + NinetyPercent * standardError);

    /// <summary>From a value and a standard error that was itself found from few groups: Student's t in the place of the normal.</summary>
    /// <param name="value">The value.</param>
    /// <param name="standardError">Its standard error.</param>
    /// <param name="degrees">Degrees of freedom, at least 3.</param>
    public static Estimate FromStandardError(double value, double standardError, int degrees)
    {
        double half = StudentNinetyPercent(degrees) * standardError;
        return new(value, value - half, value + half);
    }

    /// <summary>Half-width of a 90 % interval of Student's t: the expansion of Abramowitz and Stegun 26.7.5, within 0.002 from 3 degrees (tested).</summary>
    public static double StudentNinetyPercent(int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 3);
        double z = NinetyPercent, z2 = z * z, n = degrees;
        return z * (1 + (z2 + 1) / (4 * n) + ((5 * z2 + 16) * z2 + 3) / (96 * n * n) + (((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * n * n * n)
            + ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / (92160 * n * n * n * n));
    }

    /// <summary>From a value and draws of it, by their percentiles.</summary>
    public static Estimate FromDraws(double value, IEnumerable<double> draws)
    {
        double[] sorted = [.. draws.Order()];
        return new(value, sorted[(int)(0.05 * sorted.Length)], sorted[(int)(0.95 * sorted.Length)]);
    }

    /// <summary>A value known without error.</summary>
    public static Estimate Exact(double value) => new(value, value, value);

    /// <summary>A place kept for a number that was not computed.</summary>
    public static Estimate NotComputed(string why) =>
        new(double.NaN, double.NaN, double.NaN, EstimateStatus.Unavailable, why);

    /// <summary>Standard error that the interval stands for, had it come from a normal approximation.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double StandardError => (High - Low) / (2 * NinetyPercent);

    /// <summary>The same number with a lower status and a reason.</summary>
    public Estimate Doubt(EstimateStatus status, string note) => this with { Status = status, Note = note };
}
