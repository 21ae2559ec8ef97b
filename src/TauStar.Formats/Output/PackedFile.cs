using TauStar.Formats.Input;

namespace TauStar.Formats.Output;

/// <summary>An atomic file that is gzip-compressed where its name ends in .gz.</summary>
internal static class PackedFile
{
    /// <summary>As <see cref="AtomicFile.Write(string, Action{Stream})"/>.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!GzipFormat.IsName(path))
        {
            AtomicFile.Write(path, write);
            return;
        }
        AtomicFile.Write(path, stream =>
        {
            using Stream packed = GzipFormat.Pack(stream);
            write(packed);
        });
    }
}
