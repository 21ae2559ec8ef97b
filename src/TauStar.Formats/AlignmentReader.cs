using TauStar.Data;
using TauStar.Formats.Alignments;
using TauStar.Formats.Input;
using TauStar.Formats.Matrices;

namespace TauStar.Formats;

/// <summary>
/// Reads alignments and tables of states: aligned FASTA, A2M, A3M, Stockholm 1.0, delimited text, bmDCA's numbers and NumPy, each plain or
/// gzip-compressed. The format is found from the content, never from the name. See docs/file-formats.md.
/// </summary>
public static class AlignmentReader
{
    private static readonly string[] ForeignStarts =
        ["CLUSTAL", "MUSCLE", "PileUp", "!!", "#NEXUS", "#MEGA", "<?xml", "HMMER3", "LOCUS", "@"];

    /// <summary>Reads a file once, front to back; cost and memory proportional to its unpacked size.</summary>
    /// <param name="path">A file or a named pipe.</param>
    /// <param name="options">How to read it; null: the defaults.</param>
    /// <returns>
    /// At least 2 rows, not all identical, of 1 to <see cref="AlignmentReaderOptions.MaxColumns"/> sites, with all that was
    /// removed or changed on the way.
    /// </returns>
    /// <exception cref="InputException">The file cannot be used; the message says where and why.</exception>
    public static AlignmentFindings Read(string path, AlignmentReaderOptions? options = null) => Read(path, options, null);

    /// <summary>The same with an opener of the test's own.</summary>
    internal static AlignmentFindings Read(string path, AlignmentReaderOptions? options, Func<string, Stream>? open)
    {
        AlignmentReaderOptions chosen = options ?? new AlignmentReaderOptions();
        chosen.Check();
        return SourceFile.Read(path, hash: true, source => Read(source, chosen), open);
    }

    private static AlignmentFindings Read(SourceFile source, AlignmentReaderOptions options)
    {
        if (NumPyParser.Recognises(source)) return FromMatrix(source, NumPyParser.Parse(source, options), options);
        source.RequireText();
        if (ReadRows(source, LetterCoder.Extra(options.Alphabet)) is RawAlignment raw)
            return AlignmentFinisher.Finish(source, LetterCoder.Code(source, raw, options), options);
        return NumericalAlignment.Recognises(source, out NumericalAlignment.Sizes sizes)
            ? FromMatrix(source, NumericalAlignment.Parse(source, sizes, options), options with { Alphabet = options.Alphabet ?? NumericalAlignment.AlphabetOf(sizes) })
            : FromMatrix(source, DelimitedParser.Parse(source, options), options);
    }

    /// <summary>The rows of a text file of sequences; null, and nothing taken, where it is a table.</summary>
    /// <param name="source">The file, at its start, known to be text.</param>
    /// <param name="extra">Letters of a custom alphabet, allowed beside the usual ones.</param>
    internal static RawAlignment? ReadRows(SourceFile source, string extra) => Recognise(source) switch
    {
        TextFormat.Fasta => FastaParser.Parse(source, extra),
        TextFormat.Stockholm => StockholmParser.Parse(source, extra),
        _ => null,
    };

    private static AlignmentFindings FromMatrix(SourceFile source, StateMatrix matrix, AlignmentReaderOptions options) =>
        AlignmentFinisher.Finish(source, StateMatrixCoder.Code(source, matrix, options), options);

    /// <summary>Looks at the first line that is neither blank nor a comment, and takes none of it.</summary>
    private static TextFormat Recognise(SourceFile source)
    {
        for (int window = 4096; ; window *= 2)
        {
            ReadOnlySpan<byte> head = source.Text.Peek(window);
            bool whole = head.Length < window;
            while (true)
            {
                head = head.TrimStart(" \t\r\n\f\v"u8);
                if (head.StartsWith("# STOCKHOLM"u8)) return TextFormat.Stockholm;
                if (head.StartsWith(">"u8)) return TextFormat.Fasta;
                RefuseForeign(source, head);
                if (!head.StartsWith("#"u8)) break;
                int end = head.IndexOfAny((byte)'\n', (byte)'\r');
                if (end < 0)
                {
                    head = [];
                    break;
                }
                head = head[end..];
            }
            if (!head.IsEmpty) return TextFormat.Delimited;
            if (whole) throw source.Complain("the file holds no data, only blank or comment lines; give an alignment");
        }
    }

    private static void RefuseForeign(SourceFile source, ReadOnlySpan<byte> head)
    {
        foreach (string start in ForeignStarts)
        {
            if (head.Length < start.Length || !head[..start.Length].SequenceEqual(System.Text.Encoding.ASCII.GetBytes(start)))
                continue;
            int end = head.IndexOfAny((byte)'\n', (byte)'\r');
            throw source.Complain($"'{Excerpt.Of(end < 0 ? head : head[..end])}' begins a format that is not read; "
                + "convert the file to aligned FASTA or Stockholm");
        }
    }

    private enum TextFormat
    {
        Fasta,
        Stockholm,
        Delimited,
    }
}
