using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TauStar.Data;
using TauStar.Formats.Alignments;
using TauStar.Formats.Input;

namespace TauStar.Formats;

/// <summary>Which sequence of a file is meant, and how its residues are numbered.</summary>
/// <param name="Alphabet">Of the model that it is held against.</param>
/// <param name="Sites">L of that model.</param>
public sealed record TargetOptions(Alphabet Alphabet, int Sites)
{
    /// <summary>Its name: the whole header, its first word, or that without /START-END; null: the first sequence.</summary>
    public string? Sequence { get; init; }

    /// <summary>Position of its first residue; null: as its name says (NAME/START-END), else 1.</summary>
    public int? First { get; init; }

    /// <summary>Which columns become sites, where the file is an alignment.</summary>
    public MatchColumns MatchColumns { get; init; } = MatchColumns.Auto;
}

/// <summary>
/// Reads one sequence, alone or out of an alignment (FASTA, A2M, A3M, Stockholm), with the numbering of its residues. Sites are
/// found as <see cref="AlignmentReader"/> finds them. In a file of one sequence lower case among upper case marks insertions.
/// </summary>
public static partial class TargetReader
{
    [GeneratedRegex(@"/(\d{1,9})-(\d{1,9})$")]
    private static partial Regex Range { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">No such sequence, several, or one that does not fit the model.</exception>
    public static TargetSequence Read(string path, TargetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SourceFile.Read(path, hash: true, source =>
        {
            source.RequireText();
            RawAlignment raw = AlignmentReader.ReadRows(source, LetterCoder.Extra(options.Alphabet))
                ?? throw source.Complain("is a table; give sequences (FASTA, A2M, A3M or Stockholm)");
            if (raw.Rows.Count == 0) throw source.Complain("holds no sequence");
            RawSequence row = Choose(source, raw.Rows, options.Sequence);
            return Code(source, row, PlacesOf(source, raw, row, options), options);
        });
    }

    private static RawSequence Choose(SourceFile source, List<RawSequence> rows, string? name)
    {
        if (name is null) return rows[0];
        foreach (Func<string, string> form in (Func<string, string>[])[header => header, Word, header => Range.Replace(Word(header), "")])
        {
            RawSequence[] found = [.. rows.Where(row => form(row.Name) == name)];
            if (found.Length == 1) return found[0];
            if (found.Length > 1)
                throw source.Complain($"{found.Length} sequences are called '{Excerpt.Of(name)}' ('{Excerpt.Of(found[0].Name)}', '{Excerpt.Of(found[1].Name)}', ...); give the whole name of one");
        }
        throw source.Complain($"no sequence is called '{Excerpt.Of(name)}' (the first is '{Excerpt.Of(rows[0].Name)}')");
    }

    private static string Word(string header) => header.Split(' ', '\t')[0];

    /// <summary>For each site the 0-based place of its letter in the raw row.</summary>
    private static int[] PlacesOf(SourceFile source, RawAlignment raw, RawSequence row, TargetOptions options)
    {
        int[] places;
        if (raw.Rows.Count == 1) places = PlacesOfOne(row, options);
        else
        {
            AlignmentReaderOptions reading = new() { Alphabet = options.Alphabet, MatchColumns = options.MatchColumns, Sites = options.Sites, LeastSequences = 1 };
            int[]? fixedColumns = MatchSelection.Choose(source, raw, KeepsAll(options)).Columns;
            int[] letters = fixedColumns is null ? Without(row, LetterCoder.IsInsertion) : Without(row, _ => false);
            places = [.. AlignmentFinisher.Finish(source, LetterCoder.Code(source, raw, reading), reading).Alignment.Columns.Select(c => letters[c - 1])];
        }
        return places.Length == options.Sites ? places : throw source.Complain(
            $"{row.Describe()}: has {Excerpt.Count(places.Length, "site")}, but the model has {options.Sites:N0}; "
            + "give the sequence as it is aligned to the model's columns ('-' for a gap, lower case for an insertion)");
    }

    /// <summary>Without other rows: lower case among upper case is an insertion, and so are dots that would be sites too many.</summary>
    private static int[] PlacesOfOne(RawSequence row, TargetOptions options)
    {
        LetterCensus census = LetterCensus.Take([row]);
        if (KeepsAll(options)) return Without(row, _ => false);
        if (census.HasUpper && census.HasLower) return Without(row, LetterCoder.IsInsertion);
        return Without(row, letter => letter == '.' && row.Length != options.Sites);
    }

    private static bool KeepsAll(TargetOptions options) => options.MatchColumns == MatchColumns.All || LetterCoder.IsLiteral(options.Alphabet);

    private static int[] Without(RawSequence row, Func<byte, bool> dropped) =>
        [.. Enumerable.Range(0, row.Length).Where(c => !dropped(row.Letters[c]))];

    private static TargetSequence Code(SourceFile source, RawSequence row, int[] places, TargetOptions options)
    {
        byte[] map = LetterCoder.MapOf(options.Alphabet), states = new byte[places.Length];
        int[] siteAt = new int[row.Length];
        Array.Fill(siteAt, -1);
        for (int i = 0; i < places.Length; i++)
        {
            byte state = map[row.Letters[places[i]]];
            if (state == LetterCoder.Invalid || state == LetterCoder.Unknown && !options.Alphabet.HasGap)
                throw source.Complain($"{row.Describe(places[i])}: {Excerpt.Of(row.Letters[places[i]])} is not a letter of the alphabet {options.Alphabet}");
            states[i] = state == LetterCoder.Unknown ? (byte)0 : state;
            siteAt[places[i]] = i;
        }
        StringBuilder residues = new();
        List<int> siteOf = [];
        bool literal = LetterCoder.IsLiteral(options.Alphabet);
        for (int c = 0; c < row.Length; c++)
        {
            char letter = (char)row.Letters[c];
            if (literal ? letter == '-' : LetterCoder.IsGap(row.Letters[c])) continue;
            byte state = map[letter]; // as the alphabet writes it: U for T in RNA
            residues.Append(state < options.Alphabet.Size ? options.Alphabet.Letters[state] : char.ToUpperInvariant(letter));
            siteOf.Add(siteAt[c]);
        }
        (int first, string? note) = options.First is int given ? (given, null) : FirstOf(row.Name, residues.Length);
        return new TargetSequence(row.Name, states, residues.ToString(), [.. siteOf], first)
        {
            Numbering = options.First is not null ? "as given" : note ?? "from 1",
        };
    }

    /// <summary>Where the name says that the sequence begins, and in which words; 1 and null where it says nothing that fits.</summary>
    private static (int First, string? Note) FirstOf(string name, int residues)
    {
        if (Range.Match(Word(name)) is not { Success: true } match) return (1, null);
        int start = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), end = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        if (end < start) return (1, $"from 1, as {match.Value[1..]} in its name runs backwards");
        return (start, end - start + 1 == residues ? "as its name says" : $"from the start in its name, though {match.Value[1..]} are {end - start + 1} residues and it has {residues}");
    }
}
