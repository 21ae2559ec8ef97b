using TauStar.Data;

namespace TauStar.Formats;

/// <summary>How to read an alignment; the defaults suit files of Pfam, Rfam, HH-suite and HMMER.</summary>
public sealed record AlignmentReaderOptions
{
    /// <summary>The states of a site; null: found from the letters. See <see cref="AlphabetName.Parse"/>.</summary>
    public Alphabet? Alphabet { get; init; }

    /// <summary>What to do with letters that stand for no single state.</summary>
    public UnknownLetters Unknown { get; init; } = UnknownLetters.Gap;

    /// <summary>Which columns become sites.</summary>
    public MatchColumns MatchColumns { get; init; } = MatchColumns.Auto;

    /// <summary>Sequences with a larger fraction of gaps are removed; 0 to 1. 1 keeps all.</summary>
    public double MaxGaps { get; init; } = 1;

    /// <summary>Sites of the model or of the data that these are held against: where there are as many columns, those of gaps only stay. Null: they go.</summary>
    public int? Sites { get; init; }

    /// <summary>Files that leave fewer sequences are refused. From 2 on they are learned from, so that sequences that are all identical are refused as well; 1: they are scored.</summary>
    public int LeastSequences { get; init; } = 2;

    /// <summary>
    /// Files with more sites than this are refused: a pairwise model of L sites has L(L-1)/2 q^2 couplings.
    /// </summary>
    public int MaxColumns { get; init; } = 20_000;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="InputException">A number lies outside its range.</exception>
    internal void Check()
    {
        if (!(MaxGaps is >= 0 and <= 1))
            throw new InputException($"the largest gap fraction is {MaxGaps}; it has to lie between 0 and 1");
        if (LeastSequences < 1) throw new InputException($"the least number of sequences is {LeastSequences}; it has to be at least 1");
        if (MaxColumns < 1) throw new InputException($"the limit of columns is {MaxColumns}; it has to be at least 1");
        if (Alphabet is { HasGap: false } && Alphabet.IndexOf('-') >= 0)
            throw new InputException($"alphabet '{Alphabet.Letters}': put the gap '-' first");
    }
}
