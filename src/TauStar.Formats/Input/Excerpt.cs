using System.Globalization;
using System.Text;

namespace TauStar.Formats.Input;

/// <summary>Text out of foreign files, made fit for a one-line message.</summary>
internal static class Excerpt
{
    /// <summary>Characters of foreign text that a message shows at most.</summary>
    public const int Longest = 60;

    /// <summary>At most <see cref="Longest"/> characters, with control and invisible characters escaped.</summary>
    public static string Of(string text) =>
        text.Length <= Longest ? Escape(text) : Escape(text[..Longest]) + "...";

    /// <summary>The same for bytes, read as UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> text) =>
        Of(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * Longest + 4)]));

    /// <summary>A single byte of a file: the character where printable, else its hexadecimal value.</summary>
    public static string Of(byte letter) =>
        letter is > 32 and < 127 ? $"'{(char)letter}'" : $"byte 0x{letter:x2}";

    /// <summary>"1 letter", "2 letters", "13,600 letters".</summary>
    public static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count:N0} {noun}s";

    /// <summary>The whole text (a path is never cut) with control and invisible characters escaped.</summary>
    public static string Escape(string text)
    {
        StringBuilder? escaped = null;
        for (int k = 0; k < text.Length; k++)
        {
            char c = text[k];
            if (IsVisible(c))
            {
                escaped?.Append(c);
                continue;
            }
            escaped ??= new StringBuilder(text, 0, k, text.Length + 16);
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
        return escaped?.ToString() ?? text;
    }

    private static bool IsVisible(char c) => c is >= ' ' and <= '~' || CharUnicodeInfo.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.PrivateUse);
}
