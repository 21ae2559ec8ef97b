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
