using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Alignments;

/// <summary>What all formats have in common: gappy rows and empty columns go, and what remains is described.</summary>
internal static class AlignmentFinisher
{
    /// <summary>Removes, counts and checks.</summary>
    /// <exception cref="InputException">Too few rows, no column, too many columns, or all rows identical that are learned from.</exception>
    public static AlignmentFindings Finish(SourceFile source, CodedAlignment coded, AlignmentReaderOptions options)
    {
        int sites = coded.Columns.Length;
        if (sites > options.MaxColumns) throw TooManyColumns(source, sites, options);
        List<Finding> findings = coded.Findings;
        (byte[] states, string[] names) = RemoveGappy(coded, options.MaxGaps, findings);
        if (names.Length < options.LeastSequences)
        {
            throw source.Complain($"{names.Length} of {coded.SequencesRead:N0} sequences is left, at least {options.LeastSequences} {(options.LeastSequences == 1 ? "is" : "are")} needed; "
                + "allow more gaps or unknown letters, or give more sequences");
        }
        (states, int[] columns) = options.Sites == sites ? (states, coded.Columns) : RemoveEmptyColumns(coded, states, names.Length, findings);
        if (columns.Length == 0)
            throw source.Complain("no column is left: the sequences consist of gaps only; give a file with letters");
        sites = columns.Length;
        int distinct = CountDistinct(states, sites, names.Length);
        if (distinct == 1 && options.LeastSequences > 1)
            throw source.Complain($"all {names.Length:N0} sequences are identical; there is nothing to learn from them");
        if (distinct < names.Length)
        {
            findings.Add(new Finding("duplicates", names.Length - distinct,
                $"kept {Excerpt.Count(names.Length - distinct, "duplicate sequence")}; {distinct:N0} of {names.Length:N0} are distinct"));
        }
        ReportNames(names, findings);
        ReportConstant(states, columns, names.Length, findings);
        long gaps = coded.Alphabet.HasGap ? states.LongCount(a => a == 0) : 0;
        return new AlignmentFindings
        {
            Alignment = new Alignment(coded.Alphabet, names, states, columns),
            Path = source.Path,
            Format = coded.Format + (source.IsGzip ? ", gzip" : ""),
            Sha256 = source.Hash(),
            SequencesRead = coded.SequencesRead,
            ColumnsRead = coded.ColumnsRead,
            Distinct = distinct,
            GapFraction = (double)gaps / states.Length,
            Findings = findings,
        };
    }

    /// <summary>The complaint about more columns than a model can be fitted to.</summary>
    public static InputException TooManyColumns(SourceFile source, int columns, AlignmentReaderOptions options) =>
        source.Complain($"{columns:N0} columns are more than the limit of {options.MaxColumns:N0}, since couplings grow with their "
            + "square; keep the columns of one domain, or raise the limit");

    private static (byte[] States, string[] Names) RemoveGappy(CodedAlignment coded, double maxGaps, List<Finding> findings)
    {
        int sites = coded.Columns.Length;
        if (!coded.Alphabet.HasGap || maxGaps >= 1) return (coded.States, coded.Names);
        List<int> kept = [];
        for (int m = 0; m < coded.Names.Length; m++)
        {
            int gaps = coded.States.AsSpan(m * sites, sites).Count((byte)0);
            if (gaps <= maxGaps * sites) kept.Add(m);
        }
        int removed = coded.Names.Length - kept.Count;
        if (removed == 0) return (coded.States, coded.Names);
        findings.Add(new Finding("gappy-sequences", removed,
            $"removed {Excerpt.Count(removed, "sequence")} with more than {100 * maxGaps:0.##} % gaps"));
        byte[] states = new byte[kept.Count * sites];
        for (int k = 0; k < kept.Count; k++)
            coded.States.AsSpan(kept[k] * sites, sites).CopyTo(states.AsSpan(k * sites));
        return (states, [.. kept.Select(m => coded.Names[m])]);
    }

    private static (byte[] States, int[] Columns) RemoveEmptyColumns(
        CodedAlignment coded, byte[] states, int rows, List<Finding> findings)
    {
        int[] columns = coded.Columns;
        if (!coded.Alphabet.HasGap) return (states, columns);
        bool[] filled = new bool[columns.Length];
        for (int m = 0; m < rows; m++)
        {
            ReadOnlySpan<byte> row = states.AsSpan(m * columns.Length, columns.Length);
            for (int i = 0; i < row.Length; i++) filled[i] |= row[i] != 0;
        }
        int[] kept = [.. Enumerable.Range(0, columns.Length).Where(i => filled[i])];
        int removed = columns.Length - kept.Length;
        if (removed == 0) return (states, columns);
        findings.Add(new Finding("all-gap-columns", removed, $"removed {Excerpt.Count(removed, "column")} of gaps only"));
        byte[] packed = new byte[rows * kept.Length];
        for (int m = 0, k = 0; m < rows; m++)
        {
            foreach (int i in kept) packed[k++] = states[m * columns.Length + i];
        }
        return (packed, [.. kept.Select(i => columns[i])]);
    }

    private static int CountDistinct(byte[] states, int sites, int rows)
    {
        HashSet<int> distinct = new(rows, new RowComparer(states, sites));
        for (int m = 0; m < rows; m++) distinct.Add(m);
        return distinct.Count;
    }

    private static void ReportNames(string[] names, List<Finding> findings)
    {
        int repeated = names.Length - names.Distinct().Count();
        if (repeated == 0) return;
        string first = names.GroupBy(name => name).First(group => group.Count() > 1).Key;
        findings.Add(new Finding("duplicate-names", repeated,
            $"kept {Excerpt.Count(repeated, "sequence")} with the name of an earlier one (the first is '{Excerpt.Of(first)}')"));
    }

    private static void ReportConstant(byte[] states, int[] columns, int rows, List<Finding> findings)
    {
        bool[] varies = new bool[columns.Length];
        for (int m = 1; m < rows; m++)
        {
            ReadOnlySpan<byte> row = states.AsSpan(m * columns.Length, columns.Length);
            for (int i = 0; i < row.Length; i++) varies[i] |= row[i] != states[i];
        }
        int constant = varies.Count(v => !v);
        if (constant == 0) return;
        findings.Add(new Finding("constant-columns", constant,
            $"kept {Excerpt.Count(constant, "column")} with the same state in every sequence (the first is column {columns[Array.IndexOf(varies, false)]})"));
    }

    private sealed class RowComparer(byte[] states, int sites) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => states.AsSpan(x * sites, sites).SequenceEqual(states.AsSpan(y * sites, sites));

        public int GetHashCode(int m)
        {
            HashCode code = new();
            code.AddBytes(states.AsSpan(m * sites, sites));
            return code.ToHashCode();
        }
    }
}
