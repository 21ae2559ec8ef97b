using TauStar.Data;

namespace TauStar.Formats.Input;

/// <summary>
/// A file that is being read: plain or gzip (found by its magic bytes), read once from front to back so that pipes work,
/// hashed on the way. Everything that the operating system or gzip complains of becomes one line.
/// </summary>
internal sealed class SourceFile : IDisposable
{
    private static readonly (byte[] Magic, string What)[] Archives =
    [
        ([0x50, 0x4b, 0x03, 0x04], "a zip archive (.npz and .zip hold several files)"),
        ([0x42, 0x5a, 0x68], "compressed with bzip2"),
        ([0xfd, 0x37, 0x7a, 0x58, 0x5a], "compressed with xz"),
        ([0x28, 0xb5, 0x2f, 0xfd], "compressed with zstd"),
        ([0xff, 0xfe], "UTF-16 text"),
        ([0xfe, 0xff], "UTF-16 text"),
    ];

    /// <summary>gzip shrinks to a thousandth at best (deflate: 1032).</summary>
    public const long MostPacked = 1040;

    private readonly HashingStream file;
    private readonly Stream content;

    private SourceFile(string path, Stream stream, bool hash)
    {
        Path = path;
        long onDisk = stream.CanSeek ? stream.Length : 0; // 0 also for what the system makes up as it is read
        file = new HashingStream(stream, hash);
        byte[] magic = new byte[2];
        int count = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        PrefixedStream whole = new(magic.AsMemory(0, count), file);
        IsGzip = count == 2 && magic is [0x1f, 0x8b];
        content = IsGzip ? GzipFormat.Unpack(whole) : whole;
        Text = new LineReader(content);
        if (onDisk == 0) return;
        Length = IsGzip ? null : onDisk;
        MostLength = IsGzip ? onDisk * MostPacked : onDisk;
    }

    /// <summary>Path as the user gave it.</summary>
    public string Path { get; }

    /// <summary>Whether the bytes were unpacked on the way.</summary>
    public bool IsGzip { get; }

    /// <summary>The unpacked content.</summary>
    public LineReader Text { get; }

    /// <summary>Bytes of the content; null where only reading tells (gzip, pipes).</summary>
    public long? Length { get; }

    /// <summary>No more bytes than this can come; null where nothing is known (pipes).</summary>
    public long? MostLength { get; }

    /// <summary>Opens a file, reads from it, closes it.</summary>
    /// <param name="path">Path as the user gave it.</param>
    /// <param name="hash">Whether <see cref="Hash"/> will be asked for.</param>
    /// <param name="read">What to do with it.</param>
    /// <param name="open">How to open a path; for tests. Null: the file system.</param>
    /// <exception cref="InputException">The file cannot be opened or read, or <paramref name="read"/> refuses it.</exception>
    public static T Read<T>(string path, bool hash, Func<SourceFile, T> read, Func<string, Stream>? open = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0) throw new InputException("the name of the input file is empty; give a path");
        string name = Excerpt.Escape(path);
        if (Directory.Exists(path)) throw new InputException($"{name}: is a folder; give a file");
        SourceFile? source = null;
        try
        {
            source = new SourceFile(path, (open ?? Open)(path), hash);
            return read(source);
        }
        catch (InvalidDataException e)
        {
            throw new InputException(source is null || source.file.AtEnd
                ? $"{name}: the gzip data ends too early; the file was cut short: copy or download it again"
                : $"{name}: the gzip data is damaged; copy or download the file again", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{name}: no such file; check the path", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InputException($"{name}: no permission to read it; change its mode or its owner", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException { ParamName: "path" })
        {
            throw new InputException($"{name}: cannot be read: {Excerpt.Escape(e.Message)}", e);
        }
        finally
        {
            source?.Dispose();
        }
    }

    /// <summary>SHA-256 of the whole file as it lies on disk, lower-case hexadecimal; reads on to its end.</summary>
    public string Hash() => file.Finish();

    /// <summary>A complaint about this file.</summary>
    public InputException Complain(string text) => new($"{Excerpt.Escape(Path)}: {text}");

    /// <summary>All of the content, from its beginning, in a stream that can seek: the file itself, or a copy in memory of what is packed or piped.</summary>
    public Stream OpenSeekable()
    {
        if (Length is not null) return Open(Path);
        MemoryStream copy = new();
        byte[] buffer = new byte[1 << 16];
        for (int count = Text.Read(buffer); count > 0; count = Text.Read(buffer))
        {
            if (copy.Length + count > Array.MaxLength) throw Complain("is too large to be unpacked in memory; unpack the file first");
            copy.Write(buffer, 0, count);
        }
        copy.Position = 0;
        return copy;
    }

    /// <summary>Takes bytes that have to be there.</summary>
    /// <param name="into">Filled whole.</param>
    /// <param name="what">What the bytes are, for the complaint: "the field of site 3".</param>
    public void ReadExactly(Span<byte> into, string what)
    {
        if (Text.Read(into) < into.Length) throw Complain($"ends in {what}; the file was cut short: write or copy it again");
    }

    /// <summary>Refuses content that goes on after its end.</summary>
    public void RequireEnd()
    {
        if (!Text.Peek(1).IsEmpty) throw Complain("goes on after the model's last parameter; the file is damaged, or its sizes are not what its beginning says");
    }

    /// <summary>Refuses sizes that no file of this length can hold, before memory is taken for them.</summary>
    /// <param name="bytes">Bytes that the sizes need.</param>
    /// <param name="sizes">The sizes in words: "53 sites with 21 states".</param>
    public void RequireRoomFor(long bytes, string sizes)
    {
        if (bytes > MostLength) throw Complain($"says that it holds {sizes}, {bytes:N0} bytes, but has {Length ?? MostLength:N0} at most; the file was cut short or is damaged");
    }

    /// <summary>Refuses empty files, known containers and anything that is not text.</summary>
    public void RequireText()
    {
        ReadOnlySpan<byte> head = Text.Peek(4096);
        if (head.IsEmpty) throw Complain("the file is empty");
        foreach ((byte[] magic, string what) in Archives)
        {
            if (head.StartsWith(magic))
                throw Complain($"is {what}; save it as plain or gzip-compressed UTF-8 text");
        }
        int controls = 0;
        foreach (byte b in head)
        {
            if (b is < 32 and not (>= (byte)'\t' and <= (byte)'\r') or 127) controls++;
        }
        // Names may hold a control character (NCBI parts merged names by byte 1); text never holds zeros.
        if (head.Contains((byte)0) || controls > head.Length / 4)
            throw Complain("is not text; give an alignment, a table of states or a model");
        Text.SkipByteOrderMark();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        content.Dispose();
        file.Dispose();
    }

    private static FileStream Open(string path) =>
        new(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 << 16 });

    /// <summary>A few bytes that were read ahead, then the rest of a stream.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> prefix = prefix;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (prefix.IsEmpty) return rest.Read(buffer);
            int count = Math.Min(buffer.Length, prefix.Length);
            prefix.Span[..count].CopyTo(buffer);
            prefix = prefix[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
