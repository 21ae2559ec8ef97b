using System.Runtime.InteropServices;

namespace TauStar.Numerics;

/// <summary>Whole arrays of numbers to and from a stream, in the machine's own byte order: for checkpoints, not for exchange.</summary>
public static class BinaryArrays
{
    /// <summary>Writes length and elements.</summary>
    public static void WriteArray<T>(this BinaryWriter writer, ReadOnlySpan<T> values) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads a state of several parts; one that is cut short is as unusable as one of another size.</summary>
    /// <exception cref="InvalidDataException">The stream ends early.</exception>
    public static void ReadState(this BinaryReader reader, Action<BinaryReader> read)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            read(reader);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("the saved state ends early", e);
        }
    }

    /// <summary>Reads into an array whose length must be the one written.</summary>
    /// <exception cref="InvalidDataException">Another length, or the stream ends early.</exception>
    public static void ReadArray<T>(this BinaryReader reader, Span<T> values) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(reader);
        int length = reader.ReadInt32();
        if (length != values.Length)
            throw new InvalidDataException($"an array of {length} where {values.Length} elements belong");
        try
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("the stream ends inside an array", e);
        }
    }
}
