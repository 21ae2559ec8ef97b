using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Alignments;

/// <summary>
/// Which letters of the raw rows become sites: either fixed columns, the same for all rows, or, in A2M and A3M, all letters
/// of a row but its insertions (lower case and '.').
/// </summary>
internal sealed record MatchSelection
{
    /// <summary>0-based raw columns, increasing; null where insertions are removed row by row.</summary>
    public int[]? Columns { get; init; }

    /// <summary>L before columns without a letter are removed.</summary>
    public required int Sites { get; init; }

    /// <summary>Whether lower case marks insertions, as A2M and A3M have it.</summary>
    public bool LowerCaseInserts { get; init; }

    /// <summary>1-based numbers for <see cref="Alignment.Columns"/>.</summary>
    public int[] Numbers => Columns is null ? [.. Enumerable.Range(1, Sites)] : [.. Columns.Select(c => c + 1)];

    /// <summary>Chooses the sites of an alignment.</summary>
    /// <param name="source">The file, for complaints.</param>
    /// <param name="raw">Its rows, at least one; what was found is added to its findings.</param>
    /// <param name="keepAll">Keep every column, whatever marks it.</param>
    /// <exception cref="InputException">Rows of different lengths, or no site is left.</exception>
    public static MatchSelection Choose(SourceFile source, RawAlignment raw, bool keepAll)
    {
        LetterCensus census = LetterCensus.Take(raw.Rows);
        MatchSelection selection;
        if (keepAll || !census.HasUpper || !census.HasLower)
        {
            RequireEqualLengths(source, raw.Rows, row => row.Length,
                "aligned sequences have equal lengths: align them, or correct the record");
        }
        if (census.HasLower && !census.HasUpper && !keepAll)
        {
            raw.Findings.Add(new Finding("lower-case", raw.Rows.Count,
                "all letters are lower case, so none marks an insertion; they were read as upper case"));
        }
        if (keepAll) selection = All(raw.Rows[0].Length);
        else if (raw.Reference is not null) selection = ByReference(source, raw);
        else if (census.HasLower && census.HasUpper) selection = ByCase(source, raw);
        else if (census.HasDot) selection = ByHalf(raw);
        else selection = All(raw.Rows[0].Length);
        if (selection.Sites == 0)
            throw source.Complain("no column is left: all are insertions or empty; give an alignment with match columns");
        return selection;
    }

    private static MatchSelection All(int columns) =>
        new() { Columns = [.. Enumerable.Range(0, columns)], Sites = columns };

    private static MatchSelection ByReference(SourceFile source, RawAlignment raw)
    {
        RequireEqualLengths(source, raw.Rows, row => row.Length,
            "aligned sequences have equal lengths: align them, or correct the record");
        ReadOnlySpan<byte> reference = raw.Reference!.Letters;
        int columns = raw.Rows[0].Length;
        if (reference.Length != columns)
        {
            throw source.Complain($"line {raw.Reference.Line}: the #=GC RF line marks {reference.Length} columns, "
                + $"but the rows have {columns}; correct or delete it");
        }
        List<int> kept = [];
        for (int c = 0; c < columns; c++)
        {
            if (!LetterCoder.IsGap(reference[c])) kept.Add(c);
        }
        return Report(raw, [.. kept], "the #=GC RF line marks");
    }

    private static MatchSelection ByCase(SourceFile source, RawAlignment raw)
    {
        long letters = 0;
        int affected = 0;
        int[] lengths = new int[raw.Rows.Count];
        for (int m = 0; m < lengths.Length; m++)
        {
            int inserted = 0, dots = 0;
            foreach (byte letter in raw.Rows[m].Letters)
            {
                if (letter is >= (byte)'a' and <= (byte)'z') inserted++;
                else if (letter == '.') dots++;
            }
            letters += inserted;
            if (inserted > 0) affected++;
            lengths[m] = raw.Rows[m].Length - inserted - dots;
        }
        RequireEqualLengths(source, raw.Rows, row => lengths[row.Number - 1],
            "without lower-case insertions and '.' all have to be equal: correct the record, "
            + "or keep all columns if lower case marks something else");
        raw.Findings.Add(new Finding("insertions", letters,
            $"removed {Excerpt.Count(letters, "inserted letter")} (lower case) of {Excerpt.Count(affected, "sequence")}; "
            + $"{Excerpt.Count(lengths[0], "match column")} remain"));
        return new MatchSelection { Columns = Aligned(raw.Rows), Sites = lengths[0], LowerCaseInserts = true };
    }

    /// <summary>The match columns where no column mixes insertions with match letters; null otherwise.</summary>
    private static int[]? Aligned(List<RawSequence> rows)
    {
        int columns = rows[0].Length;
        byte[] seen = new byte[columns];
        foreach (RawSequence row in rows)
        {
            if (row.Length != columns) return null;
            ReadOnlySpan<byte> letters = row.Letters;
            for (int c = 0; c < columns; c++)
                seen[c] |= letters[c] is (>= (byte)'a' and <= (byte)'z') or (byte)'.' ? (byte)1 : (byte)2;
        }
        if (seen.Contains((byte)3)) return null;
        return [.. Enumerable.Range(0, columns).Where(c => seen[c] == 2)];
    }

    private static MatchSelection ByHalf(RawAlignment raw)
    {
        int columns = raw.Rows[0].Length;
        int[] gaps = new int[columns];
        bool[] dotted = new bool[columns];
        foreach (RawSequence row in raw.Rows)
        {
            ReadOnlySpan<byte> letters = row.Letters;
            for (int c = 0; c < columns; c++)
            {
                if (!LetterCoder.IsGap(letters[c])) continue;
                gaps[c]++;
                dotted[c] |= letters[c] == '.';
            }
        }
        bool marked = true;
        for (int c = 0; c < columns; c++) marked &= !dotted[c] || gaps[c] == raw.Rows.Count;
        if (marked) return All(columns);
        int[] kept = [.. Enumerable.Range(0, columns).Where(c => 2L * gaps[c] <= raw.Rows.Count)];
        return Report(raw, kept, "the file marks no match columns; those with gaps in at most half of the sequences are");
    }

    private static MatchSelection Report(RawAlignment raw, int[] kept, string why)
    {
        int columns = raw.Rows[0].Length;
        bool[] match = new bool[columns];
        foreach (int c in kept) match[c] = true;
        long letters = 0;
        foreach (RawSequence row in raw.Rows)
        {
            ReadOnlySpan<byte> text = row.Letters;
            for (int c = 0; c < columns; c++)
            {
                if (!match[c] && !LetterCoder.IsGap(text[c])) letters++;
            }
        }
        raw.Findings.Add(new Finding("insertions", letters,
            $"{why} {kept.Length:N0} of {columns:N0} columns; removed the others with {Excerpt.Count(letters, "letter")}"));
        return new MatchSelection { Columns = kept, Sites = kept.Length };
    }

    private static void RequireEqualLengths(
        SourceFile source, List<RawSequence> rows, Func<RawSequence, int> length, string advice)
    {
        Dictionary<int, int> counts = [];
        foreach (RawSequence row in rows) counts[length(row)] = counts.GetValueOrDefault(length(row)) + 1;
        if (counts.Count == 1)
        {
            if (length(rows[0]) == 0) throw source.Complain("the alignment has 0 columns; give a file with aligned sequences");
            return;
        }
        int usual = counts.MaxBy(pair => (pair.Value, pair.Key == length(rows[0]))).Key;
        RawSequence odd = rows.First(row => length(row) != usual);
        RawSequence other = rows.First(row => length(row) == usual);
        throw source.Complain($"{odd.Describe()}: {Excerpt.Count(length(odd), "column")}, but {Excerpt.Count(counts[usual], "other")} "
            + $"(as record {other.Number} '{Excerpt.Of(other.Name)}') with {usual:N0}; {advice}");
    }
}
