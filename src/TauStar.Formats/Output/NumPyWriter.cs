using System.Runtime.InteropServices;
using System.Text;

namespace TauStar.Formats.Output;

/// <summary>NumPy arrays (.npy, format version 1), C order, little-endian.</summary>
internal static class NumPyWriter
{
    private const int Alignment = 64, Preamble = 10;

    /// <summary>float32 elements.</summary>
    public static void Write(Stream stream, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        WriteHeader(stream, "<f4", shape);
        WriteFloats(stream, values);
    }

    /// <summary>A single float64.</summary>
    public static void Write(Stream stream, double value)
    {
        WriteHeader(stream, "<f8", []);
        stream.Write(BitConverter.GetBytes(value));
    }

    /// <summary>A single text.</summary>
    public static void Write(Stream stream, string text)
    {
        WriteHeader(stream, $"<U{text.Length}", []);
        stream.Write(Encoding.UTF32.GetBytes(text));
    }

    /// <summary>The header; elements are the caller's.</summary>
    public static void WriteHeader(Stream stream, string type, params ReadOnlySpan<int> shape)
    {
        StringBuilder sizes = new();
        foreach (int size in shape) sizes.Append(size).Append(", ");
        string tuple = shape.Length switch { 0 => "", 1 => $"{shape[0]},", _ => sizes.ToString(0, sizes.Length - 2) };
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({tuple}), }}";
        int length = (Preamble + header.Length + 1 + Alignment - 1) / Alignment * Alignment - Preamble;
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)length, (byte)(length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
    }

    /// <summary>Elements as they lie in memory (all machines that .NET runs on are little-endian but s390x, which is not supported).</summary>
    public static void WriteFloats(Stream stream, ReadOnlySpan<float> values)
    {
        for (int at = 0; at < values.Length; at += 1 << 24)
            stream.Write(MemoryMarshal.AsBytes(values[at..Math.Min(values.Length, at + (1 << 24))]));
    }
}
