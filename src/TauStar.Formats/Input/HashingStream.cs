using System.Security.Cryptography;

namespace TauStar.Formats.Input;

/// <summary>Reads a file and takes the SHA-256 of every byte that passes.</summary>
internal sealed class HashingStream(Stream inner, bool hash) : Stream
{
    private readonly IncrementalHash? sha = hash ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;

    /// <summary>True once a read has met the end of the file.</summary>
    public bool AtEnd { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads to the end of the file and returns the hash of all its bytes, lower-case hexadecimal.</summary>
    public string Finish()
    {
        byte[] rest = new byte[1 << 16];
        while (Read(rest) > 0) { }
        return sha is null ? "" : Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        if (count > 0) sha?.AppendData(buffer[..count]);
        else if (buffer.Length > 0) AtEnd = true;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            sha?.Dispose();
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
