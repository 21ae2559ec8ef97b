using System.Text;
using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Alignments;

/// <summary>
/// Stockholm 1.0: "name letters" lines in one or more blocks that blank lines separate, annotation lines that begin with
/// '#', and "//" at the end. Of the annotation only <c>#=GC RF</c> is used.
/// </summary>
internal static class StockholmParser
{
    /// <summary>Reads one alignment.</summary>
    /// <param name="source">The file, at its start.</param>
    /// <param name="extra">Letters of a custom alphabet, allowed beside the usual ones.</param>
    /// <exception cref="InputException">The text is not Stockholm, or holds more than one alignment.</exception>
    public static RawAlignment Parse(SourceFile source, string extra)
    {
        RawAlignment alignment = new() { IsStockholm = true };
        Dictionary<string, (RawSequence Row, int Block)> byName = [];
        int block = 0;
        bool ended = false;
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> line))
        {
            line = line.Trim(" \t"u8);
            if (line.IsEmpty)
            {
                block++;
                continue;
            }
            if (ended)
                throw source.Complain($"line {source.Text.Line}: a second alignment begins; give a file with one alignment");
            if (line[0] == '#')
            {
                if (IsReference(line)) AddReference(source, alignment, line);
                continue;
            }
            if (line.SequenceEqual("//"u8))
            {
                ended = true;
                continue;
            }
            AddRow(source, alignment, byName, line, block, extra);
        }
        foreach (RawSequence row in alignment.Rows) row.Finish(extra);
        alignment.Reference?.Finish("*");
        if (!ended)
        {
            alignment.Findings.Add(new Finding("no-end-mark", 1,
                "the file does not end with '//': it may have been cut short"));
        }
        return alignment;
    }

    private static void AddRow(
        SourceFile source, RawAlignment alignment, Dictionary<string, (RawSequence Row, int Block)> byName,
        ReadOnlySpan<byte> line, int block, string extra)
    {
        int number = source.Text.Line;
        int space = line.IndexOfAny((byte)' ', (byte)'\t');
        if (space < 0)
        {
            throw source.Complain(
                $"line {number}: '{Excerpt.Of(line)}' has no letters after the name; a row is a name, a space and letters");
        }
        string name = Encoding.UTF8.GetString(line[..space]);
        bool known = byName.TryGetValue(name, out (RawSequence Row, int Block) entry);
        if (known && entry.Block == block)
        {
            throw source.Complain(
                $"line {number}: '{Excerpt.Of(name)}' stands twice in one block (before at {entry.Row.Describe()}); rename one");
        }
        if (!known)
        {
            entry.Row = new RawSequence(name, alignment.Rows.Count + 1, number);
            alignment.Rows.Add(entry.Row);
        }
        byName[name] = (entry.Row, block);
        entry.Row.Append(source, line[space..], number, extra);
    }

    private static bool IsReference(ReadOnlySpan<byte> line) =>
        line.StartsWith("#=GC RF"u8) && line.Length > 7 && line[7] is (byte)' ' or (byte)'\t';

    private static void AddReference(SourceFile source, RawAlignment alignment, ReadOnlySpan<byte> line)
    {
        alignment.Reference ??= new RawSequence("#=GC RF", 0, source.Text.Line);
        alignment.Reference.Append(source, line[7..], source.Text.Line, AnyPrintable);
    }

    private static readonly string AnyPrintable = string.Concat(Enumerable.Range(33, 94).Select(c => (char)c));
}
