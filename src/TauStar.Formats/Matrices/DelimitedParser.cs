using System.Globalization;
using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Matrices;

/// <summary>
/// Tables of states as text: one row a line, cells apart by comma, semicolon, tab or white space (found from the first
/// line), with an optional header line that holds no number, and comment lines that begin with '#'.
/// </summary>
internal static class DelimitedParser
{
    /// <summary>Reads to the end of the file.</summary>
    /// <exception cref="InputException">A cell that is no small whole number, or rows of different lengths.</exception>
    public static StateMatrix Parse(SourceFile source, AlignmentReaderOptions options)
    {
        Table table = new(source, options);
        string? header = null;
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> line))
        {
            line = line.Trim(" \r\f\v"u8);
            if (line.Trim((byte)'\t').IsEmpty || line[0] == '#') continue;
            if (header is null && table.Rows == 0 && !HasNumber(line, Delimiter(line)))
            {
                header = Excerpt.Of(line);
                continue;
            }
            if (header is not null && table.Rows == 0 && !HasNumber(line, Delimiter(line)))
            {
                throw source.Complain($"the format is not recognised, the text begins with '{header}'; "
                    + "give FASTA, A2M/A3M, Stockholm, a table of numbers or NumPy");
            }
            table.Add(line);
        }
        if (table.Rows == 0)
        {
            throw source.Complain($"the format is not recognised, the text is '{header}'; "
                + "give FASTA, A2M/A3M, Stockholm, a table of numbers or NumPy");
        }
        StateMatrix matrix = table.ToMatrix();
        if (header is not null) matrix.Findings.Add(new Finding("header-line", 1, $"read the first line, '{header}', as a header"));
        return matrix;
    }

    private static byte Delimiter(ReadOnlySpan<byte> line)
    {
        foreach (byte candidate in ",;\t"u8)
        {
            if (line.Contains(candidate)) return candidate;
        }
        return (byte)' ';
    }

    private static bool HasNumber(ReadOnlySpan<byte> line, byte delimiter)
    {
        CellCursor cursor = new(line, delimiter);
        while (cursor.MoveNext(out ReadOnlySpan<byte> cell))
        {
            if (TryNumber(cell, out _)) return true;
        }
        return false;
    }

    private static bool TryNumber(ReadOnlySpan<byte> cell, out double value)
    {
        if (cell.Length == 1 && cell[0] is >= (byte)'0' and <= (byte)'9')
        {
            value = cell[0] - '0';
            return true;
        }
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Walks over the cells of one line; an empty cell after the last delimiter counts.</summary>
    private ref struct CellCursor(ReadOnlySpan<byte> line, byte delimiter)
    {
        private ReadOnlySpan<byte> rest = line;
        private bool ended;

        public bool MoveNext(out ReadOnlySpan<byte> cell)
        {
            cell = default;
            if (ended) return false;
            if (delimiter == ' ') rest = rest.TrimStart(" \t"u8);
            int end = delimiter == ' ' ? rest.IndexOfAny((byte)' ', (byte)'\t') : rest.IndexOf(delimiter);
            ended = end < 0;
            cell = (ended ? rest : rest[..end]).Trim(" \t"u8);
            if (cell is [(byte)'"', .., (byte)'"']) cell = cell[1..^1];
            if (!ended) rest = rest[(end + 1)..];
            return true;
        }
    }

    /// <summary>The rows read so far.</summary>
    private sealed class Table(SourceFile source, AlignmentReaderOptions options)
    {
        private readonly List<int> lines = [];
        private sbyte[] cells = [];
        private int count, columns;
        private byte delimiter;

        public int Rows => lines.Count;

        public void Add(ReadOnlySpan<byte> line)
        {
            if (Rows == 0) delimiter = Delimiter(line);
            int number = source.Text.Line, column = 0;
            CellCursor cursor = new(line, delimiter);
            while (cursor.MoveNext(out ReadOnlySpan<byte> cell))
            {
                column++;
                if (Rows > 0 && column > columns) continue;
                if (!TryNumber(cell, out double value))
                    throw source.Complain($"line {number}, column {column}: '{Excerpt.Of(cell)}' is not a number; correct the cell");
                if (!StateMatrix.Allows(value))
                {
                    throw source.Complain($"line {number}, column {column}: {Excerpt.Of(cell)} is no state; "
                        + $"give whole numbers 0 to {StateMatrix.Largest}, or -1 and 1, with a delimiter between columns");
                }
                Append((sbyte)value);
            }
            if (Rows == 0)
            {
                columns = column;
                if (columns > options.MaxColumns) throw Alignments.AlignmentFinisher.TooManyColumns(source, columns, options);
            }
            else if (column != columns)
            {
                throw source.Complain($"line {number}: {Excerpt.Count(column, "column")}, but line {lines[0]} has {columns:N0}; "
                    + "all rows need equally many");
            }
            lines.Add(number);
        }

        public StateMatrix ToMatrix()
        {
            List<int> place = lines;
            return new StateMatrix
            {
                Format = "CSV",
                Rows = Rows,
                Columns = columns,
                Cells = cells.AsSpan(0, count).ToArray(),
                Place = row => $"line {place[row]}",
            };
        }

        private void Append(sbyte value)
        {
            if (count == cells.Length)
            {
                if (count == Array.MaxLength) throw source.Complain("the table is larger than fits in memory; thin out the rows");
                Array.Resize(ref cells, (int)Math.Clamp(2L * count, 4096, Array.MaxLength));
            }
            cells[count++] = value;
        }
    }
}
