namespace TauStar.Formats.Input;

/// <summary>
/// Lines of bytes out of a stream, one buffer for all of them. A line ends at LF, CR LF or CR; a UTF-8 byte order mark
/// at the start of the file is skipped. Binary formats take their bytes through <see cref="Read"/>.
/// </summary>
internal sealed class LineReader(Stream stream)
{
    private byte[] buffer = new byte[1 << 18];
    private int start, end;
    private bool ended, lineFeedMayFollow;

    /// <summary>1-based number of the line that was read last; 0 before the first.</summary>
    public int Line { get; private set; }

    /// <summary>Up to <paramref name="count"/> bytes that come next, without taking them; fewer at the end of the file.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (end - start < count && !ended) Fill();
        return buffer.AsSpan(start, Math.Min(count, end - start));
    }

    /// <summary>Takes the byte order mark, if there is one.</summary>
    public void SkipByteOrderMark()
    {
        if (Peek(3).SequenceEqual("\uFEFF"u8)) start += 3;
    }

    /// <summary>The next line without its end; valid until the next call. False at the end of the file.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        if (lineFeedMayFollow)
        {
            if (Peek(1) is [(byte)'\n']) start++;
            lineFeedMayFollow = false;
        }
        int scanned = 0;
        while (true)
        {
            int found = buffer.AsSpan(start + scanned, end - start - scanned).IndexOfAny((byte)'\n', (byte)'\r');
            if (found >= 0)
            {
                int length = scanned + found;
                line = buffer.AsSpan(start, length);
                lineFeedMayFollow = buffer[start + length] == '\r';
                start += length + 1;
                Line++;
                return true;
            }
            scanned = end - start;
            if (!ended)
            {
                Fill();
                continue;
            }
            line = buffer.AsSpan(start, scanned);
            start = end;
            if (scanned > 0) Line++;
            return scanned > 0;
        }
    }

    /// <summary>Takes bytes as they are, until the span is full or the file ends; returns how many.</summary>
    public int Read(Span<byte> into)
    {
        int taken = Math.Min(into.Length, end - start);
        buffer.AsSpan(start, taken).CopyTo(into);
        start += taken;
        while (taken < into.Length && !ended)
        {
            int count = stream.Read(into[taken..]);
            ended = count == 0;
            taken += count;
        }
        return taken;
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        if (end == buffer.Length)
        {
            if (end > Array.MaxLength / 2)
                throw new IOException($"line {Line + 1} is longer than {end:N0} bytes");
            Array.Resize(ref buffer, 2 * buffer.Length);
        }
        int count = stream.Read(buffer.AsSpan(end));
        ended = count == 0;
        end += count;
    }
}
