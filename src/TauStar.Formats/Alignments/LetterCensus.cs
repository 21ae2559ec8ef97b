using TauStar.Data;

namespace TauStar.Formats.Alignments;

/// <summary>How often each letter stands in the rows, and what that says of the alphabet.</summary>
internal sealed class LetterCensus
{
    private const string NucleotideCodes = "ACGTUNXRYSWKMBDHV";
    private const double NucleotideShare = 0.9;

    private readonly long[] counts = new long[256];

    /// <summary>An upper-case letter occurs.</summary>
    public bool HasUpper { get; private set; }

    /// <summary>A lower-case letter occurs.</summary>
    public bool HasLower { get; private set; }

    /// <summary>A '.' occurs.</summary>
    public bool HasDot => counts['.'] > 0;

    /// <summary>Counts every byte of every row.</summary>
    public static LetterCensus Take(IEnumerable<RawSequence> rows)
    {
        LetterCensus census = new();
        long[] counts = census.counts;
        foreach (RawSequence row in rows)
        {
            foreach (byte letter in row.Letters) counts[letter]++;
        }
        for (int c = 'A'; c <= 'Z'; c++)
        {
            census.HasUpper |= counts[c] > 0;
            census.HasLower |= counts[c + 32] > 0;
        }
        return census;
    }

    /// <summary>Occurrences of a letter in upper and lower case together.</summary>
    public long Of(char upper) => counts[upper] + counts[upper + 32];

    /// <summary>
    /// Nucleotides when only nucleotide codes occur and at least 90 % of them are A C G T U N, RNA where U outnumbers T;
    /// proteins otherwise.
    /// </summary>
    public (Alphabet Alphabet, string Why) Detect()
    {
        long all = 0, codes = 0;
        for (char c = 'A'; c <= 'Z'; c++)
        {
            all += Of(c);
            if (NucleotideCodes.Contains(c, StringComparison.Ordinal)) codes += Of(c);
        }
        long bases = Of('A') + Of('C') + Of('G') + Of('T') + Of('U') + Of('N');
        if (codes < all || bases < NucleotideShare * all || all == 0)
            return (Alphabet.Protein, "other letters than those of nucleotides occur");
        if (Of('U') == 0 && Of('T') == 0) return (Alphabet.Dna, "only nucleotides occur, and neither T nor U");
        return Of('U') >= Of('T')
            ? (Alphabet.Rna, "only nucleotides occur, with U")
            : (Alphabet.Dna, "only nucleotides occur, with T");
    }
}
