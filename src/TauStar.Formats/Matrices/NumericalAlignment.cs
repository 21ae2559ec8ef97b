using System.Buffers.Text;
using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Matrices;

/// <summary>
/// bmDCA's numerical alignments and samples: a first line <c>M N q</c>, then M rows of N states 0 to q-1. With q = 21 they are proteins, gap 0.
/// </summary>
internal static class NumericalAlignment
{
    private const int Window = 1 << 18;

    /// <summary>The numbers of the first line.</summary>
    /// <param name="Rows">M.</param>
    /// <param name="Columns">N.</param>
    /// <param name="States">q.</param>
    internal readonly record struct Sizes(int Rows, int Columns, int States);

    /// <summary>
    /// Whether the file begins with three whole numbers M N q and a row of N; where N is 3, too, so that the first line may be a row of a table, only if M rows follow.
    /// Nothing is taken from the file.
    /// </summary>
    public static bool Recognises(SourceFile source, out Sizes sizes)
    {
        sizes = default;
        ReadOnlySpan<byte> head = source.Text.Peek(Window);
        if (!TakeLine(ref head, out ReadOnlySpan<byte> line)) return false;
        Span<int> first = stackalloc int[3];
        if (Numbers(line, first) != 3 || first[0] < 1 || first[1] < 1 || first[2] is < 2 or > 64) return false;
        sizes = new Sizes(first[0], first[1], first[2]);
        if (!TakeLine(ref head, out line) || Numbers(line, []) != sizes.Columns) return false;
        if (sizes.Columns != 3) return true;
        int rows = 1;
        while (TakeLine(ref head, out line)) rows += line.Trim(" \t"u8).IsEmpty ? 0 : 1;
        return rows == sizes.Rows || sizes.Rows > StateMatrix.Largest;
    }

    /// <summary>Takes the first line, reads the rows, and holds them against it.</summary>
    /// <exception cref="InputException">Another number of rows, or a state that is not below q.</exception>
    public static StateMatrix Parse(SourceFile source, Sizes sizes, AlignmentReaderOptions options)
    {
        source.Text.TryReadLine(out _);
        StateMatrix matrix = DelimitedParser.Parse(source, options);
        if (matrix.Rows != sizes.Rows)
            throw source.Complain($"line 1 says {Excerpt.Count(sizes.Rows, "row")}, but {matrix.Rows:N0} follow; the file was cut short or put together: write or copy it again");
        int wrong = Array.FindIndex(matrix.Cells, cell => cell < 0 || cell >= sizes.States);
        return wrong < 0 ? matrix with { Format = "bmDCA numerical" }
            : throw source.Complain($"{matrix.Place(wrong / sizes.Columns)}, column {wrong % sizes.Columns + 1}: {matrix.Cells[wrong]} is no state; line 1 says 0 to {sizes.States - 1}");
    }

    /// <summary>The alphabet that follows from q; null: none does.</summary>
    public static Alphabet? AlphabetOf(Sizes sizes) => sizes.States == Alphabet.Protein.Size ? Alphabet.Protein : null;

    private static bool TakeLine(ref ReadOnlySpan<byte> head, out ReadOnlySpan<byte> line)
    {
        int end = head.IndexOfAny((byte)'\n', (byte)'\r');
        line = end < 0 ? head : head[..end];
        head = end < 0 ? [] : head[(end + (head[end] == '\r' && end + 1 < head.Length && head[end + 1] == '\n' ? 2 : 1))..];
        return !line.IsEmpty || end >= 0;
    }

    /// <summary>Counts whole numbers apart by blanks, and keeps the first; -1: something else stands there.</summary>
    private static int Numbers(ReadOnlySpan<byte> line, Span<int> into)
    {
        int count = 0;
        while (true)
        {
            line = line.TrimStart(" \t"u8);
            if (line.IsEmpty) return count;
            int end = line.IndexOfAny((byte)' ', (byte)'\t');
            ReadOnlySpan<byte> word = end < 0 ? line : line[..end];
            if (!Utf8Parser.TryParse(word, out int number, out int used) || used != word.Length || number < 0) return -1;
            if (count < into.Length) into[count] = number;
            count++;
            line = line[word.Length..];
        }
    }
}
