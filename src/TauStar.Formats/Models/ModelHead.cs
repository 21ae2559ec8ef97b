using TauStar.Formats.Input;

namespace TauStar.Formats.Models;

/// <summary>The beginning of a file, by which its format is told; nothing is taken from the file.</summary>
internal sealed class ModelHead
{
    private const int Size = 1 << 16;

    public ModelHead(SourceFile source)
    {
        Bytes = source.Text.Peek(Size).ToArray();
        FirstLine = FindFirstLine(Bytes.Span.StartsWith("\uFEFF"u8) ? Bytes[3..] : Bytes);
        Length = source.Length;
    }

    /// <summary>Up to 64 KiB.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Length of the whole content; null where only reading tells.</summary>
    public long? Length { get; }

    /// <summary>The first line that is neither blank nor a comment.</summary>
    public ReadOnlyMemory<byte> FirstLine { get; }

    /// <summary>No content at all.</summary>
    public bool IsEmpty => Bytes.IsEmpty;

    /// <summary>Whether the content begins with these bytes.</summary>
    public bool StartsWith(ReadOnlySpan<byte> magic) => Bytes.Span.StartsWith(magic);

    private static ReadOnlyMemory<byte> FindFirstLine(ReadOnlyMemory<byte> head)
    {
        while (true)
        {
            head = head[(head.Length - head.Span.TrimStart(" \t\r\n"u8).Length)..];
            int end = head.Span.IndexOfAny((byte)'\n', (byte)'\r');
            ReadOnlyMemory<byte> line = end < 0 ? head : head[..end];
            if (line.Span is not [(byte)'#', ..] || end < 0) return line;
            head = head[end..];
        }
    }
}
