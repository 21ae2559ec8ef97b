using System.Globalization;
using TauStar.Numerics;

namespace TauStar.Reporting;

/// <summary>
/// How numbers look for people: as many digits as the interval supports, a true minus sign, and words where there is no number.
/// </summary>
internal static class Numbers
{
    /// <summary>Shown where there is no number.</summary>
    public const string Missing = "\u2013";

    private const int MostDecimals = 6;

    /// <summary>With a fixed number of decimals.</summary>
    public static string Fixed(double value, int decimals)
    {
        if (double.IsNaN(value))
            return Missing;
        if (double.IsInfinity(value))
            return value > 0 ? "\u221E" : "\u2212\u221E";
        string text = value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text[0] == '-' ? (IsZero(text) ? text[1..] : "\u2212" + text[1..]) : text;
    }

    /// <summary>With a number of significant digits, for numbers without an interval.</summary>
    public static string Significant(double value, int digits = 3)
    {
        if (!double.IsFinite(value) || value == 0)
            return Fixed(value, 0);
        double size = Math.Abs(value);
        if (size is < 1e-4 or >= 1e7)
            return value.ToString("0.##e0", CultureInfo.InvariantCulture).Replace('-', '\u2212');
        return Fixed(value, Math.Clamp(digits - 1 - Exponent(size), 0, MostDecimals));
    }

    /// <summary>A setting, as somebody chose it: without digits added.</summary>
    public static string Setting(double value) =>
        double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture).Replace('-', '\u2212') : Fixed(value, 0);

    /// <summary>A count, in groups of three.</summary>
    public static string Count(double value) =>
        double.IsFinite(value) ? value.ToString("#,0", CultureInfo.InvariantCulture).Replace('-', '\u2212') : Fixed(value, 0);

    /// <summary>A fraction as a percentage.</summary>
    public static string Percent(double fraction, int decimals = 1) =>
        double.IsFinite(fraction) ? Fixed(100 * fraction, decimals) + "\u00A0%" : Missing;

    /// <summary>A temperature: three digits, or the infinity sign.</summary>
    public static string Tau(double tau) => double.IsFinite(tau) ? Significant(tau) : Fixed(tau, 0);

    /// <summary>Fewest decimals of an estimated temperature: somebody will set it.</summary>
    public const int OfTau = 2;

    /// <summary>The value of an estimate, rounded as its uncertainty asks (two digits of it when it begins with 1 or 2, else one); never a number when unavailable.</summary>
    public static string Value(Estimate estimate, int fewestDecimals = 0) =>
        estimate.Status == EstimateStatus.Unavailable ? Missing : Rounded(estimate.Value, estimate, fewestDecimals);

    /// <summary>Its 90 % interval as "low to high"; null when there is none.</summary>
    public static string? Interval(Estimate estimate, int fewestDecimals = 0) =>
        estimate.Status == EstimateStatus.Unavailable || !double.IsFinite(estimate.Low) || !double.IsFinite(estimate.High)
            || estimate.Low == estimate.High
            ? null
            : $"{Rounded(estimate.Low, estimate, fewestDecimals)} to {Rounded(estimate.High, estimate, fewestDecimals)}";

    private static string Rounded(double value, Estimate estimate, int fewestDecimals)
    {
        double halfWidth = (estimate.High - estimate.Low) / 2;
        if (!double.IsFinite(halfWidth) || halfWidth <= 0 || !double.IsFinite(value))
            return Significant(value, Math.Abs(value) < 10 ? 3 : 4);
        int exponent = Exponent(halfWidth);
        int digits = halfWidth < 2.95 * Math.Pow(10, exponent) ? 2 : 1;
        return Fixed(value, Math.Clamp(digits - 1 - exponent, fewestDecimals, MostDecimals));
    }

    private static int Exponent(double size) => (int)Math.Floor(Math.Log10(size));

    private static bool IsZero(string text) => text.AsSpan(1).IndexOfAnyInRange('1', '9') < 0;
}
