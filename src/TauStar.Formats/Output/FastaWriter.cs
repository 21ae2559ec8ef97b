using TauStar.Data;
using TauStar.Formats.Output;

namespace TauStar.Formats;

/// <summary>Writes aligned FASTA: '>' and a header, then all letters on one line. Packed where the name ends in .gz.</summary>
public static class FastaWriter
{
    /// <summary>Writes records as they come; memory does not grow with their number.</summary>
    /// <param name="path">Final name.</param>
    /// <param name="alphabet">Letters of the states.</param>
    /// <param name="records">The sequences.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A state outside the alphabet.</exception>
    public static void Write(string path, Alphabet alphabet, IEnumerable<FastaRecord> records)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(records);
        PackedFile.Write(path, stream =>
        {
            ByteWriter writer = new(stream);
            foreach (FastaRecord record in records)
            {
                writer.Write('>');
                writer.Write(OneLine(record.Header));
                writer.Write('\n');
                foreach (byte state in record.States.Span)
                {
                    if (state >= alphabet.Size)
                        throw new ArgumentException($"state {state} of '{record.Header}' is outside the alphabet {alphabet}", nameof(records));
                    writer.Write(alphabet.Letters[state]);
                }
                writer.Write('\n');
            }
            writer.Flush();
        });
    }

    /// <summary>Writes an alignment with its names.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, Alignment alignment)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        Write(path, alignment.Alphabet,
            Enumerable.Range(0, alignment.Count).Select(m => new FastaRecord(alignment.Names[m], alignment.Row(m).ToArray())));
    }

    private static string OneLine(string header) => header.AsSpan().ContainsAny("\r\n")
        ? header.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' ').Replace('\r', ' ')
        : header;
}
