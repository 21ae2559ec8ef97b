using System.Globalization;
using TauStar.Data;

namespace TauStar.Cli.Settings;

/// <summary>Text to values, the same for flags and configuration files and for every culture; failures are one line.</summary>
internal static class Parse
{
    public static double Real(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value : throw new InputException($"{name} '{text}' is not a number (write a decimal point, as in 0.5)");

    public static int Whole(string name, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value : throw new InputException($"{name} '{text}' is not a whole number");

    public static ulong Seed(string name, string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value : throw new InputException($"{name} '{text}' is not a whole number from 0 to {ulong.MaxValue}");

    public static IReadOnlyList<double> Reals(string name, string text) =>
        text.Length == 0 ? [] : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(t => Real(name, t))];

    public static IReadOnlyList<int> Wholes(string name, string text) =>
        text.Length == 0 ? [] : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(t => Whole(name, t))];

    public static T Choice<T>(string name, string text) where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw new InputException($"{name} '{text}' is unknown; choose one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");

    public static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Show(IEnumerable<double> values) => string.Join(',', values.Select(Show));
}
