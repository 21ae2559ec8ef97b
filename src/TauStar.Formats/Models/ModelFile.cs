using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Landscapes;

namespace TauStar.Formats;

/// <summary>Reads a model whose format is found from the content. Formats so far: adabmDCA (and bmDCA as text).</summary>
public static class ModelFile
{
    private delegate PottsModel Reader(SourceFile source, Alphabet? hint);

    /// <summary>A new format is one more line here; the first that recognises the file's first bytes reads it.</summary>
    private static readonly (string Name, Func<ReadOnlyMemory<byte>, bool> Recognises, Reader Read)[] Formats =
    [
        ("adabmDCA", head => BeginsWith(head, 'J') || BeginsWith(head, 'h'), AdabmDcaModel.Read),
    ];

    /// <summary>Reads a model, plain or gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hint">The alphabet; null: found from the file.</param>
    /// <exception cref="InputException">No format that is known, or a broken file.</exception>
    public static PottsModel Read(string path, Alphabet? hint = null) =>
        SourceFile.Read(path, hash: false, source =>
        {
            source.RequireText();
            byte[] head = FirstLine(source.Text.Peek(1 << 16)).ToArray();
            foreach ((string _, Func<ReadOnlyMemory<byte>, bool> recognises, Reader read) in Formats)
            {
                if (recognises(head)) return read(source, hint);
            }
            throw source.Complain($"'{Excerpt.Of(head)}' begins no model format that is known "
                + $"({string.Join(", ", Formats.Select(format => format.Name))}); give a file of parameters");
        });

    /// <summary>Whether a file begins as a model does.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static bool Recognises(string path) => SourceFile.Read(path, hash: false, source =>
    {
        byte[] head = FirstLine(source.Text.Peek(1 << 16)).ToArray();
        return Formats.Any(format => format.Recognises(head));
    });

    private static bool BeginsWith(ReadOnlyMemory<byte> head, char key) =>
        head.Length >= 2 && head.Span[0] == key && head.Span[1] is (byte)' ' or (byte)'\t';

    /// <summary>The first line that is neither blank nor a comment.</summary>
    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> head)
    {
        while (true)
        {
            head = head.TrimStart(" \t\r\n"u8);
            int end = head.IndexOfAny((byte)'\n', (byte)'\r');
            ReadOnlySpan<byte> line = end < 0 ? head : head[..end];
            if (line is not [(byte)'#', ..] || end < 0) return line;
            head = head[end..];
        }
    }
}
