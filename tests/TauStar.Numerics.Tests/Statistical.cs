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

    /// <summary>Upper limit of chi-square (Wilson, Hilferty 1931; within four per cent at this level from 10 degrees).</summary>
    public static double ChiSquareLimit(double degrees, double z = OneSidedZ) =>
        degrees * Math.Pow(1 - 2 / (9 * degrees) + z * Math.Sqrt(2 / (9 * degrees)), 3);

    public static double ChiSquare(ReadOnlySpan<int> counts, double expected)
    {
        double sum = 0;
        foreach (int count in counts) sum += (count - expected) * (count - expected) / expected;
        return sum;
    }

    /// <summary>P(|T| > |t|) of Student's t with an odd number of degrees of freedom (closed form; absolute error 1e-15).</summary>
    public static double StudentTail(double t, int degrees)
    {
        Assert.True(degrees % 2 == 1 && degrees > 0);
        double angle = Math.Atan(Math.Abs(t) / Math.Sqrt(degrees)), cos = Math.Cos(angle), term = cos, sum = 0;
        for (int k = 3; k <= degrees; k += 2)
        {
            sum += term;
            term *= cos * cos * (k - 1) / k;
        }
        return 1 - 2 / Math.PI * (angle + Math.Sin(angle) * sum);
    }

    /// <summary>
    /// Fisher's combination -2 sum log P(|T| > |t_s|) of independent t values: chi-square with twice as many degrees as
    /// values if the error bars are honest; larger if they are too short, smaller if too long.
    /// </summary>
    public static double Fisher(IEnumerable<double> t, int degrees) => -2 * t.Sum(x => Math.Log(Math.Max(StudentTail(x, degrees), 1e-15)));

    /// <summary>The smaller of P(X at most k) and P(X at least k), X binomial.</summary>
    public static double BinomialTail(int count, double probability, int k)
    {
        double below = 0, above = 0, logTerm = count * Math.Log(1 - probability);
        for (int n = 0; n <= count; n++)
        {
            if (n <= k) below += Math.Exp(logTerm);
            if (n >= k) above += Math.Exp(logTerm);
            logTerm += Math.Log((double)(count - n) / (n + 1) * probability / (1 - probability));
        }
        return Math.Min(below, above);
    }

    public static void Near(double expected, double actual, double tolerance)
    {
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{actual:R} is not {expected:R} within {tolerance:g3}");
    }
}
