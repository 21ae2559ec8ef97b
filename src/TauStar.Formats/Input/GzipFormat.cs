using System.IO.Compression;

namespace TauStar.Formats.Input;

/// <summary>gzip in and out, with files that were cut short refused.</summary>
/// <remarks>
/// .NET takes a gzip stream that ends too early for a complete one unless this switch is on, and reads the switch once, at
/// the first use of compression in the process; so all of TauStar compresses through this class.
/// </remarks>
internal static class GzipFormat
{
    static GzipFormat() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>Whether a file of this name is to be compressed when written.</summary>
    public static bool IsName(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Unpacks; a stream that ends too early throws <see cref="InvalidDataException"/>.</summary>
    public static Stream Unpack(Stream packed) => new GZipStream(packed, CompressionMode.Decompress);

    /// <summary>Packs; the underlying stream stays open.</summary>
    public static Stream Pack(Stream into) => new GZipStream(into, CompressionLevel.Fastest, leaveOpen: true);
}
