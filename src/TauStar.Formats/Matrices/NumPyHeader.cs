using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Matrices;

/// <summary>The header of a NumPy array (.npy, format versions 1 to 3).</summary>
/// <param name="Type">As it stands there: "&lt;f4", "|i1", "&lt;U21".</param>
/// <param name="Fortran">The first index runs fastest in memory.</param>
/// <param name="Shape">Sizes of the dimensions; none for a single number.</param>
internal sealed partial record NumPyHeader(string Type, bool Fortran, IReadOnlyList<int> Shape)
{
    private const int LongestHeader = 1 << 20;

    /// <summary>How every array begins.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Kind and width without the byte order: "f4".</summary>
    public string Kind => Type.TrimStart('<', '|', '=');

    /// <summary>Bytes stand the other way round.</summary>
    public bool IsBigEndian => Type[0] == '>';

    /// <summary>Takes a header; the elements come next.</summary>
    /// <param name="text">The file at its beginning.</param>
    /// <param name="complain">Makes a complaint about the file.</param>
    /// <exception cref="InputException">A header that is broken.</exception>
    public static NumPyHeader Read(LineReader text, Func<string, InputException> complain)
    {
        string header = ReadText(text, what => Broken(complain, what));
        Match type = TypePattern().Match(header), order = OrderPattern().Match(header), shape = ShapePattern().Match(header);
        if (!type.Success)
            throw complain($"elements of the kind {Excerpt.Of(header.Trim())} are not read; save numbers of one type, e.g. x.astype('int8')");
        if (!order.Success) throw Broken(complain, "the order is missing");
        if (!shape.Success) throw Broken(complain, "the shape is missing");
        string[] sizes = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] dimensions = new int[sizes.Length];
        for (int k = 0; k < sizes.Length; k++)
        {
            if (!int.TryParse(sizes[k], NumberStyles.None, CultureInfo.InvariantCulture, out dimensions[k]))
                throw Broken(complain, $"a shape of ({Excerpt.Of(shape.Groups[1].Value)})");
        }
        return new NumPyHeader(type.Groups[1].Value, order.Groups[1].Value == "True", dimensions);
    }

    private static string ReadText(LineReader text, Func<string, InputException> broken)
    {
        byte[] start = new byte[8];
        text.Read(start);
        int width = start[6] switch
        {
            1 => 2,
            2 or 3 => 4,
            _ => throw broken($"format version {start[6]} is unknown"),
        };
        byte[] size = new byte[4];
        text.Read(size.AsSpan(0, width));
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LongestHeader) throw broken($"a header of {length} bytes");
        byte[] header = new byte[length];
        if (text.Read(header) < header.Length) throw broken("the header ends too early");
        return Encoding.UTF8.GetString(header);
    }

    private static InputException Broken(Func<string, InputException> complain, string what) =>
        complain($"the NumPy header is broken: {what}; save the array again with numpy.save");

    [GeneratedRegex(@"'descr'\s*:\s*'([<>|=]?[A-Za-z][0-9]+)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
