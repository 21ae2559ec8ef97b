using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Matrices;

/// <summary>
/// NumPy arrays (.npy, format versions 1 to 3): two dimensions, C or Fortran order, little-endian bool, integer or float
/// elements that hold small whole numbers.
/// </summary>
internal static partial class NumPyParser
{
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Whether the content begins as NumPy files do.</summary>
    public static bool Recognises(SourceFile source) => source.Text.Peek(6).SequenceEqual(Magic);

    /// <summary>Reads one array.</summary>
    /// <exception cref="InputException">A header that is broken or of an unread kind, too few bytes, or elements that are no states.</exception>
    public static StateMatrix Parse(SourceFile source, AlignmentReaderOptions options)
    {
        string header = ReadHeader(source);
        string type = Element(source, header);
        bool fortran = OrderPattern().Match(header) is { Success: true } order
            ? order.Groups[1].Value == "True"
            : throw Broken(source, "the order is missing");
        (int rows, int columns) = Shape(source, header);
        if (columns > options.MaxColumns) throw Alignments.AlignmentFinisher.TooManyColumns(source, columns, options);
        if (rows == 0 || columns == 0)
            throw source.Complain($"the array has {rows} rows and {columns} columns; give one that holds samples");
        if ((long)rows * columns > Array.MaxLength)
            throw source.Complain($"{rows:N0} x {columns:N0} elements are more than fit in memory; thin out the rows");
        return new StateMatrix
        {
            Format = "NumPy",
            Rows = rows,
            Columns = columns,
            Cells = ReadCells(source, type, fortran, rows, columns),
            Place = row => $"row {row + 1}",
        };
    }

    private static string ReadHeader(SourceFile source)
    {
        byte[] start = new byte[8];
        source.Text.Read(start);
        int width = start[6] switch
        {
            1 => 2,
            2 or 3 => 4,
            _ => throw Broken(source, $"format version {start[6]} is unknown"),
        };
        byte[] size = new byte[4];
        source.Text.Read(size.AsSpan(0, width));
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > 1 << 20) throw Broken(source, $"a header of {length} bytes");
        byte[] header = new byte[length];
        if (source.Text.Read(header) < header.Length) throw Broken(source, "the header ends too early");
        return Encoding.UTF8.GetString(header);
    }

    private static string Element(SourceFile source, string header)
    {
        Match match = ElementPattern().Match(header);
        if (!match.Success)
            throw source.Complain($"elements of the kind {Excerpt.Of(header.Trim())} are not read; save whole numbers, e.g. x.astype('int8')");
        string type = match.Groups[1].Value;
        if (type[0] == '>')
            throw source.Complain($"big-endian elements ('{type}') are not read; save x.astype('<{type[1..]}')");
        string kind = type.TrimStart('<', '|', '=');
        return kind is "b1" or "i1" or "i2" or "i4" or "i8" or "u1" or "u2" or "u4" or "u8" or "f2" or "f4" or "f8"
            ? kind
            : throw source.Complain($"elements of type '{Excerpt.Of(type)}' are not read; save whole numbers, e.g. x.astype('int8')");
    }

    private static (int Rows, int Columns) Shape(SourceFile source, string header)
    {
        Match match = ShapePattern().Match(header);
        if (!match.Success) throw Broken(source, "the shape is missing");
        string[] sizes = match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (sizes.Length != 2)
            throw source.Complain($"the array has {sizes.Length} dimensions; save one of two: samples x sites");
        if (!int.TryParse(sizes[0], NumberStyles.None, CultureInfo.InvariantCulture, out int rows)
            || !int.TryParse(sizes[1], NumberStyles.None, CultureInfo.InvariantCulture, out int columns))
            throw Broken(source, $"a shape of ({Excerpt.Of(match.Groups[1].Value)})");
        return (rows, columns);
    }

    private static sbyte[] ReadCells(SourceFile source, string type, bool fortran, int rows, int columns)
    {
        int width = type[1] - '0';
        int outer = fortran ? columns : rows, inner = fortran ? rows : columns;
        byte[] bytes = new byte[Math.Min((long)inner * width, 1 << 16) / width * width];
        sbyte[] cells = [];
        long done = 0, all = (long)outer * inner;
        while (done < all)
        {
            Span<byte> wanted = bytes.AsSpan(0, (int)Math.Min(bytes.Length, (all - done) * width));
            int got = source.Text.Read(wanted);
            if (got < wanted.Length)
            {
                throw source.Complain($"the file ends after {done + got / width:N0} of {rows:N0} x {columns:N0} elements; "
                    + "it was cut short: save or copy it again");
            }
            int count = got / width;
            if (fortran && cells.Length == 0) cells = new sbyte[all];
            else if (cells.Length < done + count) Array.Resize(ref cells, (int)Math.Min(all, 2 * (done + count)));
            for (int k = 0; k < count; k++, done++)
            {
                int row = (int)(fortran ? done % rows : done / columns), column = (int)(fortran ? done / rows : done % columns);
                double value = Number(type, bytes.AsSpan(k * width, width));
                if (!StateMatrix.Allows(value))
                {
                    throw source.Complain($"row {row + 1}, column {column + 1}: {value.ToString("R", CultureInfo.InvariantCulture)} "
                        + $"is no state; give whole numbers 0 to {StateMatrix.Largest}, or -1 and 1");
                }
                cells[(long)row * columns + column] = (sbyte)value;
            }
        }
        return cells;
    }

    private static double Number(string type, ReadOnlySpan<byte> bytes) => type switch
    {
        "b1" or "u1" => bytes[0],
        "i1" => (sbyte)bytes[0],
        "i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "u2" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "u4" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "i8" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "u8" => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "f4" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };

    private static InputException Broken(SourceFile source, string what) =>
        source.Complain($"the NumPy header is broken: {what}; save the array again with numpy.save");

    [GeneratedRegex(@"'descr'\s*:\s*'([<>|=]?[A-Za-z][0-9]+)'")]
    private static partial Regex ElementPattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
