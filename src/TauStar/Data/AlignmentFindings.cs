namespace TauStar.Data;

/// <summary>One thing that reading a file found, in words and with its count.</summary>
/// <param name="Key">Stable name for programs, e.g. "duplicates", "insertions", "unknown-letters".</param>
/// <param name="Count">How many (sequences, letters or columns, as the text says).</param>
/// <param name="Text">One sentence.</param>
public sealed record Finding(string Key, long Count, string Text);

/// <summary>
/// An alignment with all that was found while reading it: where it came from and what was removed or changed.
/// </summary>
public sealed record AlignmentFindings
{
    /// <summary>The alignment that remains: match columns, known letters.</summary>
    public required Alignment Alignment { get; init; }

    /// <summary>Path as the user gave it.</summary>
    public required string Path { get; init; }

    /// <summary>"FASTA", "A2M/A3M", "Stockholm", "CSV" or "NumPy", with ", gzip" where compressed.</summary>
    public required string Format { get; init; }

    /// <summary>SHA-256 of the file's bytes, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Sequences in the file, before any were removed.</summary>
    public required int SequencesRead { get; init; }

    /// <summary>Columns of the raw rows (the longest, where insertions make lengths differ), before any were removed.</summary>
    public required int ColumnsRead { get; init; }

    /// <summary>Number of distinct rows that remain.</summary>
    public required int Distinct { get; init; }

    /// <summary>Fraction of gaps in what remains; 0 for alphabets without a gap.</summary>
    public required double GapFraction { get; init; }

    /// <summary>Everything worth saying, in reading order.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}
