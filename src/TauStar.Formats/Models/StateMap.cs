using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Models;

/// <summary>Which state of the model each state of a file is.</summary>
internal sealed class StateMap
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz@*";

    private StateMap(Alphabet alphabet, string letters, LetterSource from)
    {
        Alphabet = alphabet;
        Letters = letters;
        From = from;
        ToModel = [.. letters.Select(letter => alphabet.IndexOf(letter))];
        IsIdentity = letters == alphabet.Letters;
        Findings = AbsentFrom(alphabet, letters);
    }

    /// <summary>Of the model.</summary>
    public Alphabet Alphabet { get; }

    /// <summary>Letters in the order of the file's states.</summary>
    public string Letters { get; }

    /// <summary>Who says so.</summary>
    public LetterSource From { get; }

    /// <summary>State of the model for each state of the file.</summary>
    public int[] ToModel { get; }

    /// <summary>Both have the same order.</summary>
    public bool IsIdentity { get; }

    /// <summary>States of the alphabet that the file has not.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>For files with letters, in any order.</summary>
    /// <param name="source">For complaints.</param>
    /// <param name="letters">In the order of the file's states.</param>
    /// <param name="from">Whether they stand in the file or follow from the format.</param>
    /// <param name="hint">The user's alphabet, which has to have all of the letters; null: a known alphabet of the same letters, else one of one's own, gap first.</param>
    public static StateMap OfLetters(SourceFile source, string letters, LetterSource from, Alphabet? hint)
    {
        if (hint is not null)
        {
            int strange = letters.AsSpan().IndexOfAnyExcept(hint.Letters);
            return strange < 0 ? new StateMap(hint, letters, from)
                : throw source.Complain($"state {strange} is '{letters[strange]}', which is not in the alphabet {hint}; name the right one");
        }
        string ordered = string.Concat(letters.Order());
        Alphabet alphabet = AlphabetName.Known.FirstOrDefault(known => string.Concat(known.Letters.Order()) == ordered)
            ?? new Alphabet("custom", string.Concat(letters.OrderBy(letter => letter != '-')));
        return new StateMap(alphabet, letters, from);
    }

    /// <summary>For files whose states are mere numbers, in the order of the alphabet.</summary>
    /// <param name="source">For complaints.</param>
    /// <param name="q">States in the file.</param>
    /// <param name="hint">The user's alphabet, of q letters; null: 0 to q-1 in digits, letters unknown.</param>
    public static StateMap OfNumbers(SourceFile source, int q, Alphabet? hint)
    {
        if (hint is null) return new StateMap(q == 2 ? Alphabet.Binary : new Alphabet("custom", Digits[..q]), Digits[..q], LetterSource.Unknown);
        return hint.Size == q ? new StateMap(hint, hint.Letters, LetterSource.User)
            : throw source.Complain($"has {q} states, but the alphabet {hint} has {hint.Size}; name the right one");
    }

    /// <summary>One finding about states of the alphabet that are not among the letters of a file; none where all are.</summary>
    public static IReadOnlyList<Finding> AbsentFrom(Alphabet alphabet, string letters)
    {
        string absent = string.Concat(alphabet.Letters.Where(letter => !letters.Contains(letter, StringComparison.Ordinal)));
        return absent.Length == 0 ? [] : [new Finding("states-absent", absent.Length, $"the file has no parameters for {absent}; they are taken as 0")];
    }

    /// <summary>q letters for numbers 0 to q-1.</summary>
    public static string DigitsOf(int q) => Digits[..q];
}
