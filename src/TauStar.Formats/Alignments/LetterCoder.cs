using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Alignments;

/// <summary>Turns the chosen letters of raw rows into states.</summary>
internal sealed class LetterCoder
{
    /// <summary>In <see cref="MapOf"/>: stands for no single state.</summary>
    public const byte Unknown = 254;

    /// <summary>In <see cref="MapOf"/>: no letter of the alphabet.</summary>
    public const byte Invalid = 255;

    private const string UnknownResidues = "BJOUXZ";
    private const string UnknownBases = "NXRYSWKMBDHV";

    private readonly SourceFile source;
    private readonly RawAlignment raw;
    private readonly AlignmentReaderOptions options;
    private readonly Alphabet alphabet;
    private readonly byte[] map;

    private LetterCoder(SourceFile source, RawAlignment raw, AlignmentReaderOptions options)
    {
        this.source = source;
        this.raw = raw;
        this.options = options;
        if (options.Alphabet is not null) alphabet = options.Alphabet;
        else
        {
            (alphabet, string why) = LetterCensus.Take(raw.Rows).Detect();
            raw.Findings.Add(new Finding("alphabet", alphabet.Size, $"alphabet {alphabet}: {why}"));
        }
        map = MapOf(alphabet);
    }

    /// <summary>Chooses the columns of an alignment and codes its letters.</summary>
    /// <exception cref="InputException">Fewer than two rows, or letters and lengths that do not fit.</exception>
    public static CodedAlignment Code(SourceFile source, RawAlignment raw, AlignmentReaderOptions options)
    {
        if (raw.Rows.Count == 0) throw source.Complain($"the alignment holds no sequence; give a file with at least {options.LeastSequences}");
        if (raw.Rows.Count == 1 && options.LeastSequences > 1)
        {
            throw source.Complain($"the alignment holds one sequence only ({raw.Rows[0].Describe()}); "
                + "give a file with at least 2");
        }
        bool keepAll = options.MatchColumns == MatchColumns.All || IsLiteral(options.Alphabet);
        MatchSelection selection = MatchSelection.Choose(source, raw, keepAll);
        if (selection.Sites > options.MaxColumns) throw AlignmentFinisher.TooManyColumns(source, selection.Sites, options);
        return new LetterCoder(source, raw, options).Code(selection);
    }

    /// <summary>Letters of a custom alphabet that a parser has to let pass beside the usual ones.</summary>
    public static string Extra(Alphabet? alphabet) => alphabet?.Letters ?? "";

    /// <summary>A custom alphabet in which case, or one of ". _ ~", means a state: no column is an insertion then.</summary>
    public static bool IsLiteral(Alphabet? alphabet) =>
        alphabet is not null && alphabet.Letters.Any(c => char.IsAsciiLetterLower(c) || c is '.' or '_' or '~');

    /// <summary>For each byte its state, <see cref="Unknown"/> or <see cref="Invalid"/>.</summary>
    public static byte[] MapOf(Alphabet alphabet)
    {
        byte[] map = new byte[256];
        map.AsSpan().Fill(Invalid);
        bool nucleic = alphabet.Equals(Alphabet.Rna) || alphabet.Equals(Alphabet.Dna);
        string unknown = alphabet.Equals(Alphabet.Protein) ? UnknownResidues : nucleic ? UnknownBases : "";
        foreach (char c in unknown) map[c] = Unknown;
        if (alphabet.HasGap)
        {
            foreach (char gap in "-._~") map[gap] = 0;
        }
        for (int a = 0; a < alphabet.Size; a++) map[alphabet.Letters[a]] = (byte)a;
        if (nucleic) map['T'] = map['U'] = (byte)4;
        if (IsLiteral(alphabet)) return map;
        for (int c = 'a'; c <= 'z'; c++) map[c] = map[c - 32];
        return map;
    }

    private CodedAlignment Code(MatchSelection selection)
    {
        int sites = selection.Sites, kept = 0;
        if ((long)raw.Rows.Count * sites > Array.MaxLength)
            throw source.Complain($"{raw.Rows.Count:N0} x {sites:N0} states are more than fit in memory; thin out the sequences");
        byte[] states = new byte[raw.Rows.Count * sites];
        string[] names = new string[raw.Rows.Count];
        long[] unknown = new long[256];
        int unknownRows = 0;
        long converted = 0;
        byte foreign = alphabet.Equals(Alphabet.Rna) ? (byte)'T' : alphabet.Equals(Alphabet.Dna) ? (byte)'U' : (byte)0;
        byte[] chosen = new byte[sites];
        foreach (RawSequence row in raw.Rows)
        {
            Pick(row, selection, chosen);
            Span<byte> coded = states.AsSpan(kept * sites, sites);
            bool isUnknown = false;
            for (int i = 0; i < sites; i++)
            {
                byte letter = chosen[i];
                byte state = map[letter];
                if ((letter & 0xdf) == foreign && foreign != 0) converted++;
                if (state >= Unknown)
                {
                    if (state == Invalid || options.Unknown == UnknownLetters.Error)
                        throw Refuse(row, RawColumn(row, selection, i), state == Invalid);
                    unknown[letter & 0xdf]++;
                    isUnknown = true;
                    state = 0;
                }
                coded[i] = state;
            }
            if (isUnknown) unknownRows++;
            names[kept] = row.Name;
            if (!isUnknown || options.Unknown == UnknownLetters.Gap) kept++;
        }
        Report(unknown, unknownRows, converted);
        return new CodedAlignment
        {
            Format = raw.IsStockholm ? "Stockholm" : selection.LowerCaseInserts ? "A2M/A3M" : "FASTA",
            Alphabet = alphabet,
            Names = names[..kept],
            States = kept == names.Length ? states : states[..(kept * sites)],
            Columns = selection.Numbers,
            SequencesRead = raw.Rows.Count,
            ColumnsRead = raw.Rows.Max(row => row.Length),
            Findings = raw.Findings,
        };
    }

    private static void Pick(RawSequence row, MatchSelection selection, Span<byte> chosen)
    {
        ReadOnlySpan<byte> letters = row.Letters;
        if (selection.Columns is null)
        {
            int k = 0;
            foreach (byte letter in letters)
            {
                if (!IsInsertion(letter)) chosen[k++] = letter;
            }
        }
        else if (selection.Sites == letters.Length) letters.CopyTo(chosen);
        else
        {
            for (int i = 0; i < chosen.Length; i++) chosen[i] = letters[selection.Columns[i]];
        }
    }

    private static int RawColumn(RawSequence row, MatchSelection selection, int site)
    {
        if (selection.Columns is not null) return selection.Columns[site];
        int column = -1;
        for (int left = site + 1; left > 0;)
        {
            if (!IsInsertion(row.Letters[++column])) left--;
        }
        return column;
    }

    /// <summary>Whether A2M and A3M mark an insertion by it.</summary>
    public static bool IsInsertion(byte letter) => letter is (>= (byte)'a' and <= (byte)'z') or (byte)'.';

    /// <summary>Whether it is written for "nothing here".</summary>
    public static bool IsGap(byte letter) => letter is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~';

    private InputException Refuse(RawSequence row, int column, bool invalid)
    {
        byte letter = row.Letters[column];
        string problem = IsGap(letter)
            ? $"a gap {Excerpt.Of(letter)}, but the alphabet {alphabet} has none; put '-' first in its letters"
            : invalid
                ? $"{Excerpt.Of(letter)} is not a letter of the alphabet {alphabet}; correct it or name another alphabet"
                : $"{Excerpt.Of(letter)} stands for no single state of the alphabet {alphabet}; "
                    + "read such letters as gaps, or remove the sequence";
        return source.Complain($"{row.Describe(column)}: {problem}");
    }

    private void Report(long[] unknown, int unknownRows, long converted)
    {
        if (converted > 0)
        {
            string change = alphabet.Equals(Alphabet.Rna) ? "read T as U" : "read U as T";
            raw.Findings.Add(new Finding("converted-letters", converted, $"{change} {Excerpt.Count(converted, "time")}"));
        }
        if (unknownRows == 0) return;
        long total = unknown.Sum();
        string list = string.Join(", ", Enumerable.Range('A', 26).Where(c => unknown[c] > 0).Select(c => $"{(char)c} {unknown[c]:N0}"));
        raw.Findings.Add(options.Unknown == UnknownLetters.Gap
            ? new Finding("unknown-letters", total,
                $"read {Excerpt.Count(total, "unknown letter")} ({list}) of {Excerpt.Count(unknownRows, "sequence")} as gaps")
            : new Finding("unknown-letters", unknownRows,
                $"removed {Excerpt.Count(unknownRows, "sequence")} with unknown letters ({list})"));
    }
}
