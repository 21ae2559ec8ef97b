using System.Buffers.Binary;
using System.Globalization;
using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Matrices;

/// <summary>
/// NumPy arrays (.npy, format versions 1 to 3): two dimensions, C or Fortran order, little-endian bool, integer or float
/// elements that hold small whole numbers.
/// </summary>
internal static class NumPyParser
{
    /// <summary>Whether the content begins as NumPy files do.</summary>
    public static bool Recognises(SourceFile source) => source.Text.Peek(6).SequenceEqual(NumPyHeader.Magic);

    /// <summary>Reads one array.</summary>
    /// <exception cref="InputException">A header that is broken or of an unread kind, too few bytes, or elements that are no states.</exception>
    public static StateMatrix Parse(SourceFile source, AlignmentReaderOptions options)
    {
        NumPyHeader header = NumPyHeader.Read(source.Text, source.Complain);
        string type = Element(source, header);
        if (header.Shape.Count != 2)
            throw source.Complain($"the array has {header.Shape.Count} dimensions; save one of two: samples x sites");
        (int rows, int columns) = (header.Shape[0], header.Shape[1]);
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
            Cells = ReadCells(source, type, header.Fortran, rows, columns),
            Place = row => $"row {row + 1}",
        };
    }

    private static string Element(SourceFile source, NumPyHeader header)
    {
        if (header.IsBigEndian)
            throw source.Complain($"big-endian elements ('{header.Type}') are not read; save x.astype('<{header.Type[1..]}')");
        return header.Kind is "b1" or "i1" or "i2" or "i4" or "i8" or "u1" or "u2" or "u4" or "u8" or "f2" or "f4" or "f8"
            ? header.Kind
            : throw source.Complain($"elements of type '{Excerpt.Of(header.Type)}' are not read; save whole numbers, e.g. x.astype('int8')");
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
}
