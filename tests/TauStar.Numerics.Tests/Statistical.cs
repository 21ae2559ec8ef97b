using Xunit;

namespace TauStar.Numerics.Tests;

/// <summary>
/// Limits of stochastic tests: each is made so that a correct program fails with probability one in a million, had the
/// seed been chosen at random. Seeds are fixed, so a green test stays green.
/// </summary>
internal static class Statistical
{
    public const double FalseAlarm = 1e-6;

    /// <summary>Two-sided limit of a standard normal variable at the false-alarm probability.</summary>
    public const double Z = 4.891638;

    /// <summary>One-sided limit.</summary>
    public const double OneSidedZ = 4.753424;

    /// <summary>Upper limit of chi-square (Wilson, Hilferty 1931; good to a per cent at this level above 10 degrees).</summary>
    public static double ChiSquareLimit(double degrees, double z = OneSidedZ) =>
        degrees * Math.Pow(1 - 2 / (9 * degrees) + z * Math.Sqrt(2 / (9 * degrees)), 3);

    public static double ChiSquare(ReadOnlySpan<int> counts, double expected)
    {
        double sum = 0;
        foreach (int count in counts) sum += (count - expected) * (count - expected) / expected;
        return sum;
    }

    public static void Near(double expected, double actual, double tolerance)
    {
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{actual:R} is not {expected:R} within {tolerance:g3}");
    }
}
