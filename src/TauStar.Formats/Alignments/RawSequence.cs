using System.Buffers;
using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Alignments;

/// <summary>One row of an alignment as it stands in the file, gathered line by line, with the place of every letter.</summary>
internal sealed class RawSequence(string name, int number, int line)
{
    private static readonly SearchValues<byte> Usual =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~*"u8);

    private byte[] letters = [];
    private int length;
    private List<(int Column, int Line)>? breaks;

    /// <summary>Name, as the file has it.</summary>
    public string Name { get; } = name;

    /// <summary>1-based number of the record.</summary>
    public int Number { get; } = number;

    /// <summary>Line at which the record begins.</summary>
    public int Line { get; } = line;

    /// <summary>The letters so far, gaps and insertions included.</summary>
    public ReadOnlySpan<byte> Letters => letters.AsSpan(0, length);

    /// <summary>How many letters there are.</summary>
    public int Length => length;

    /// <summary>Adds the letters of one line; white space between them is dropped.</summary>
    /// <param name="source">The file, for complaints.</param>
    /// <param name="text">The letters.</param>
    /// <param name="fileLine">1-based line that they stand in.</param>
    /// <param name="extra">Letters of a custom alphabet that are allowed as well.</param>
    /// <exception cref="InputException">Something that is neither a letter nor a gap.</exception>
    public void Append(SourceFile source, ReadOnlySpan<byte> text, int fileLine, string extra)
    {
        text = text.Trim(" \t\f\v"u8);
        if (text.IsEmpty) return;
        (breaks ??= new(1)).Add((length, fileLine));
        if (text.ContainsAnyExcept(Usual))
        {
            foreach (byte letter in text)
            {
                if (letter is (byte)' ' or (byte)'\t') continue;
                if (!Usual.Contains(letter) && !extra.Contains((char)letter, StringComparison.Ordinal))
                    throw source.Complain($"{Describe(length)}: {Excerpt.Of(letter)} is neither a letter nor a gap; correct the record");
                Add([letter]);
            }
            return;
        }
        Add(text);
    }

    /// <summary>Drops the '*' that ends a translated sequence, and spare memory.</summary>
    public void Finish(string extra)
    {
        if (length > 0 && letters[length - 1] == '*' && !extra.Contains('*', StringComparison.Ordinal)) length--;
        if (letters.Length > length + length / 8) Array.Resize(ref letters, length);
    }

    /// <summary>"record 3 'NAME', line 7", and with a 0-based column ", line 8, column 12" of the row.</summary>
    public string Describe(int column = -1)
    {
        string record = $"record {Number} '{Excerpt.Of(Name)}', line ";
        if (column < 0) return record + Line;
        int at = Line;
        foreach ((int first, int fileLine) in breaks ?? [])
        {
            if (first <= column) at = fileLine;
        }
        return $"{record}{at}, column {column + 1}";
    }

    private void Add(ReadOnlySpan<byte> more)
    {
        if (length + more.Length > letters.Length)
            Array.Resize(ref letters, length == 0 ? more.Length : Math.Max(length + more.Length, 2 * length));
        more.CopyTo(letters.AsSpan(length));
        length += more.Length;
    }
}
