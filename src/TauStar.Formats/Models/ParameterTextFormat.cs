using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Formats.Output;
using TauStar.Landscapes;

namespace TauStar.Formats.Models;

/// <summary>
/// Parameters as lines <c>J i j a b value</c> and <c>h i a value</c>. Three programs write them, each with its own numbering; read, they are told
/// apart by what occurs: letters or numbers, from 0 or from 1.
/// </summary>
internal sealed class ParameterTextFormat : ModelFormat
{
    private readonly bool numbers;
    private readonly int first;

    private ParameterTextFormat(string name, string title, bool numbers, int first, params string[] extensions)
    {
        Name = name;
        Title = title;
        this.numbers = numbers;
        this.first = first;
        Extensions = extensions;
    }

    /// <summary>Letters, from 0.</summary>
    public static ParameterTextFormat AdabmDca { get; } = new("adabmdca", "adabmDCA params.dat", numbers: false, first: 0, ".dat");

    /// <summary>Numbers, from 0; adabmDCA of old, too.</summary>
    public static ParameterTextFormat BmDca { get; } = new("bmdca", "bmDCA text", numbers: true, first: 0, ".txt");

    /// <summary>Numbers, from 1; read also from 0, and letters.</summary>
    public static ParameterTextFormat PottsEvolver { get; } = new("pottsevolver", "PottsEvolver text", numbers: true, first: 1, ".pottsgraph");

    public override string Name { get; }

    public override string Title { get; }

    public override IReadOnlyList<string> Extensions { get; }

    public override bool WritesLetters => !numbers;

    internal override bool Recognises(ModelHead head) =>
        head.FirstLine.Span is [(byte)'J' or (byte)'h', (byte)' ' or (byte)'\t', ..] && !head.Bytes.Span.Contains((byte)0);

    internal override ModelFindings Read(SourceFile source, Alphabet? alphabet, bool asked)
    {
        source.RequireText();
        ParameterAssembler lines = new(source, alphabet, asked && this != PottsEvolver ? 0 : null);
        PottsModel model = lines.Read();
        if (asked && this == BmDca && !lines.HasNumbers) throw source.Complain($"states are letters, as in {AdabmDca.Title}; {Title} has numbers");
        return new ModelFindings
        {
            Document = new ModelDocument { Model = model },
            Format = asked ? this : lines.First == 1 ? PottsEvolver : lines.HasNumbers ? BmDca : AdabmDca,
            FirstSite = lines.First,
            FirstState = lines.HasNumbers ? lines.First : null,
            Letters = model.Alphabet.Letters,
            LettersFrom = lines.LettersFrom,
            Findings = StateMap.AbsentFrom(model.Alphabet, lines.LettersIn(model.Alphabet)),
        };
    }

    internal override WrittenModel Write(string path, ModelDocument document)
    {
        PottsModel model = document.Model;
        PackedFile.Write(path, stream => Write(new ByteWriter(stream), model));
        return new WrittenModel
        {
            Paths = [path],
            Format = this,
            Model = model,
            FirstSite = first,
            FirstState = numbers ? first : null,
            Letters = model.Alphabet.Letters,
            LettersKnown = !numbers || model.Alphabet.Equals(Alphabet.Protein) || model.Alphabet.Equals(Alphabet.Binary),
        };
    }

    /// <summary>All couplings in the order of pairs, then all fields.</summary>
    private void Write(ByteWriter writer, PottsModel model)
    {
        int q = model.States;
        byte[][] names = [.. model.Alphabet.Letters.Select((letter, a) => System.Text.Encoding.ASCII.GetBytes(numbers ? $" {a + first} " : $" {letter} "))];
        int k = 0;
        for (int i = 0; i < model.Sites; i++)
        {
            for (int j = i + 1; j < model.Sites; j++)
            {
                byte[] pair = System.Text.Encoding.ASCII.GetBytes($"J {i + first} {j + first}");
                for (int a = 0; a < q; a++)
                {
                    for (int b = 0; b < q; b++)
                    {
                        writer.Write(pair);
                        writer.Write(names[a]);
                        writer.Write(names[b].AsSpan(1));
                        WriteValue(writer, model.Couplings[k++]);
                    }
                }
            }
        }
        for (int i = 0; i < model.Sites; i++)
        {
            for (int a = 0; a < q; a++)
            {
                writer.Write("h "u8);
                writer.Write(i + first);
                writer.Write(names[a]);
                WriteValue(writer, model.Fields[i * q + a]);
            }
        }
        writer.Flush();
    }

    private static void WriteValue(ByteWriter writer, float value)
    {
        writer.Write(value);
        writer.Write('\n');
    }
}
