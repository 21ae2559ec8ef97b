using TauStar.Data;

namespace TauStar.Formats;

/// <summary>Alphabets as users write them.</summary>
public static class AlphabetName
{
    /// <summary>
    /// The alphabet of a name (protein, rna, dna, binary, spin; case does not matter), or of the letters of a custom
    /// alphabet in state order, gap first where there is one, e.g. "-HP".
    /// </summary>
    /// <exception cref="InputException">Not a name and not a list of distinct letters.</exception>
    public static Alphabet Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (Alphabet known in Known)
        {
            if (text.Equals(known.Name, StringComparison.OrdinalIgnoreCase) || text == known.Letters) return known;
        }
        if (text.IndexOf('-', StringComparison.Ordinal) > 0)
            throw new InputException($"alphabet '{Input.Excerpt.Of(text)}': put the gap '-' first");
        if (IsWord(text))
            throw new InputException(
                $"'{Input.Excerpt.Of(text)}' is no known alphabet; name protein, rna, dna, binary or spin, or list the letters");
        try
        {
            return new Alphabet("custom", text);
        }
        catch (InputException e)
        {
            throw new InputException(
                $"'{Input.Excerpt.Of(text)}' is neither protein, rna, dna, binary or spin nor 2 to 64 distinct letters", e);
        }
    }

    /// <summary>A misspelt name rather than letters: three or more lower-case letters that are not in order.</summary>
    private static bool IsWord(string text) =>
        text.Length >= 3 && text.Skip(1).All(char.IsAsciiLetterLower) && !text.Order().SequenceEqual(text);

    /// <summary>The alphabets that have a name.</summary>
    internal static IReadOnlyList<Alphabet> Known { get; } =
        [Alphabet.Protein, Alphabet.Rna, Alphabet.Dna, Alphabet.Binary, Alphabet.Spin];
}
