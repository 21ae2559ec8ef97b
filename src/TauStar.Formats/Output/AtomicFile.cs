using System.Text;
using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats;

/// <summary>
/// Writes a file whole or not at all: under a temporary name in the same folder, flushed to disk, then renamed, so that a
/// reader never sees half of it and a failure leaves what was there before.
/// </summary>
public static class AtomicFile
{
    private const int NoSpace = 28;
    private const int NoQuota = 122;
    private const int ReadOnlySystem = 30;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes bytes. Links are followed; devices (/dev/...) are written to directly.</summary>
    /// <param name="path">Final name; its folder has to exist.</param>
    /// <param name="write">Writes the content; the stream is closed for it. A file's stream can be read and moved about in, a device's cannot.</param>
    /// <exception cref="InputException">The file cannot be written; what stood under the name is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        Write(path, write, temporary => new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16));
    }

    /// <summary>Writes text as UTF-8 without byte order mark.</summary>
    /// <exception cref="InputException">The file cannot be written; what stood under the name is untouched.</exception>
    public static void Write(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(Utf8.GetBytes(text)));
    }

    /// <summary>The same with a way to open the temporary file of the test's own.</summary>
    internal static void Write(string path, Action<Stream> write, Func<string, Stream> create)
    {
        string name = Excerpt.Escape(path);
        if (path.Length == 0) throw new InputException("the name of the output file is empty; give a path");
        if (Directory.Exists(path)) throw new InputException($"cannot write {name}: it is a folder; give a file name");
        string? temporary = null;
        try
        {
            string final = Resolve(path);
            if (IsDevice(final))
            {
                using FileStream device = new(final, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                write(device);
                return;
            }
            string folder = Path.GetDirectoryName(final)!;
            if (!Directory.Exists(folder))
                throw new InputException($"cannot write {name}: the folder {Excerpt.Escape(folder)} does not exist; create it first");
            temporary = Path.Combine(folder, $".taustar-{Guid.NewGuid():n}.tmp");
            using (Stream stream = create(temporary))
            {
                write(stream);
                if (stream is FileStream file) file.Flush(flushToDisk: true);
                else stream.Flush();
            }
            if (!OperatingSystem.IsWindows() && File.Exists(final)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(final));
            File.Move(temporary, final, overwrite: true);
            temporary = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException { ParamName: "path" } || IsTooLarge(e))
        {
            throw new InputException($"cannot write {name}: {Reason(e)}", e);
        }
        finally
        {
            if (temporary is not null) Discard(temporary);
        }
    }

    private static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        if (IsDevice(full)) return full;
        FileInfo file = new(full);
        return file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>A rename over /dev/null or /dev/stdout would destroy it.</summary>
    private static bool IsDevice(string path) => path.StartsWith("/dev/", StringComparison.Ordinal)
        && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    /// <summary>
    /// How the runtime tells of a file that a limit or the file system allows no more bytes (EFBIG): by an exception about an
    /// argument that nobody gave. Its helpers for arguments fill in the actual value, and ours come from our own assemblies.
    /// </summary>
    private static bool IsTooLarge(Exception e) =>
        e is ArgumentOutOfRangeException { ParamName: "value", ActualValue: null, Source: "System.Private.CoreLib" };

    private static string Reason(Exception e) => e switch
    {
        UnauthorizedAccessException => "no permission; choose another folder or change its mode",
        _ when IsTooLarge(e) => "a limit on the size of files is reached; raise it, or write elsewhere",
        PathTooLongException => "the name is too long; choose a shorter one",
        { HResult: NoSpace or WindowsDiskFull } => "no space left on device; free some, or write elsewhere",
        { HResult: NoQuota } => "the disk quota is used up; free some, or write elsewhere",
        { HResult: ReadOnlySystem } => "the file system is read-only; write elsewhere",
        _ => Excerpt.Escape(e.Message),
    };

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one worth telling; what is left behind is hidden and named for us.
        }
    }
}
