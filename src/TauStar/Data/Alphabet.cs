namespace TauStar.Data;

/// <summary>
/// The states that one site can take, in index order. For biological alphabets state 0 is the gap.
/// </summary>
/// <remarks>State order is part of every file format's contract; see docs/file-formats.md.</remarks>
public sealed class Alphabet : IEquatable<Alphabet>
{
    private readonly sbyte[] index = new sbyte[128];

    /// <summary>Amino acids, gap first, then alphabetical by one-letter code: q = 21.</summary>
    public static Alphabet Protein { get; } = new("protein", "-ACDEFGHIKLMNPQRSTVWY");

    /// <summary>RNA bases, gap first: q = 5.</summary>
    public static Alphabet Rna { get; } = new("rna", "-ACGU");

    /// <summary>DNA bases, gap first: q = 5.</summary>
    public static Alphabet Dna { get; } = new("dna", "-ACGT");

    /// <summary>Binary units 0 and 1: q = 2, no gap.</summary>
    public static Alphabet Binary { get; } = new("binary", "01");

    /// <summary>Spins: state 0 is s = -1 (letter 'm'), state 1 is s = +1 (letter 'p'): q = 2, no gap.</summary>
    public static Alphabet Spin { get; } = new("spin", "mp");

    /// <summary>An alphabet of one's own.</summary>
    /// <param name="name">What reports call it, e.g. "custom".</param>
    /// <param name="letters">One distinct printable ASCII character a state, 2 to 64 of them, in index order.</param>
    /// <exception cref="InputException">A letter twice, not ASCII, or a wrong number of them.</exception>
    public Alphabet(string name, string letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        if (letters.Length is < 2 or > 64)
            throw new InputException($"alphabet '{letters}' has {letters.Length} letters; 2 to 64 are allowed");
        Name = name;
        Letters = letters;
        index.AsSpan().Fill(-1);
        for (int a = 0; a < letters.Length; a++)
        {
            char c = letters[a];
            if (c is <= ' ' or > '~')
                throw new InputException($"alphabet '{letters}': letter {a + 1} is not a printable ASCII character");
            if (index[c] >= 0)
                throw new InputException($"alphabet '{letters}': letter '{c}' stands twice");
            index[c] = (sbyte)a;
        }
    }

    /// <summary>Short name: protein, rna, dna, binary, spin or the user's own.</summary>
    public string Name { get; }

    /// <summary>The letters in state order; <c>Letters[a]</c> is state a.</summary>
    public string Letters { get; }

    /// <summary>q, the number of states of a site.</summary>
    public int Size => Letters.Length;

    /// <summary>True when state 0 is the gap '-'.</summary>
    public bool HasGap => Letters[0] == '-';

    /// <summary>The state of a letter, or -1 when the letter is not in the alphabet. Case matters.</summary>
    public int IndexOf(char letter) => letter < 128 ? index[letter] : -1;

    /// <inheritdoc />
    public bool Equals(Alphabet? other) => other is not null && other.Letters == Letters;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Alphabet);

    /// <inheritdoc />
    public override int GetHashCode() => Letters.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => $"{Name} ({Letters})";
}
