using System.Globalization;
using System.Text;

namespace TauStar.Formats.Output;

/// <summary>Text to a stream as bytes, through one large buffer; numbers in their shortest form that reads back the same.</summary>
internal sealed class ByteWriter(Stream stream)
{
    private const int Room = 64;
    private readonly byte[] buffer = new byte[1 << 17];
    private int used;

    /// <summary>Bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > buffer.Length - used)
        {
            Flush();
            if (bytes.Length > buffer.Length)
            {
                stream.Write(bytes);
                return;
            }
        }
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    /// <summary>Text as UTF-8.</summary>
    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>One ASCII character.</summary>
    public void Write(char letter)
    {
        Reserve();
        buffer[used++] = (byte)letter;
    }

    /// <summary>A number in invariant notation.</summary>
    public void Write<T>(T value) where T : struct, IUtf8SpanFormattable
    {
        Reserve();
        value.TryFormat(buffer.AsSpan(used), out int written, default, CultureInfo.InvariantCulture);
        used += written;
    }

    /// <summary>Hands everything to the stream.</summary>
    public void Flush()
    {
        stream.Write(buffer, 0, used);
        used = 0;
    }

    private void Reserve()
    {
        if (buffer.Length - used < Room) Flush();
    }
}
