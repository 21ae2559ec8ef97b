using System.Globalization;
using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Formats.Output;
using TauStar.Landscapes;

namespace TauStar.Formats.Models;

/// <summary>
/// CCMpred's raw output, text: L lines of 20 fields, then for every pair a line '# i j' and 21 lines of 21 couplings. Proteins, the gap last; the gap's field
/// is 0 and not written.
/// </summary>
internal sealed class CcmPredFormat : ModelFormat
{
    private const string Order = "ARNDCQEGHILKMFPSTWYV-";
    private const int States = 21, Fields = States - 1, LongestCell = 64;

    public override string Name => "ccmpred";

    public override string Title => "CCMpred raw";

    public override IReadOnlyList<string> Extensions { get; } = [".raw"];

    internal override bool Recognises(ModelHead head)
    {
        ReadOnlySpan<byte> line = head.FirstLine.Span;
        for (int k = 0; k < Fields; k++)
        {
            if (!TryNumber(ref line, out _)) return false;
        }
        return line.Trim(" \t"u8).IsEmpty;
    }

    internal override ModelFindings Read(SourceFile source, Alphabet? alphabet, bool asked)
    {
        source.RequireText();
        List<float[]> fields = [];
        bool ended = true;
        while (TryLine(source, out ReadOnlySpan<byte> line))
        {
            if (line[0] == '#')
            {
                RequireTitle(source, line, 0, 1);
                ended = false;
                break;
            }
            if (fields.Count == ModelFiller.MostSites) throw source.Complain($"line {source.Text.Line}: more than {ModelFiller.MostSites:N0} lines of fields");
            float[] values = new float[Fields];
            ReadRow(source, line, values);
            fields.Add(values);
        }
        if (ended && fields.Count != 1) throw source.Complain($"ends after {Excerpt.Count(fields.Count, "line")} of fields; the couplings are missing: write or copy the file again");
        StateMap states = StateMap.OfLetters(source, Order, LetterSource.Format, alphabet);
        ModelFiller.RequireSize(source, fields.Count, States);
        long pairs = fields.Count * (fields.Count - 1L) / 2;
        source.RequireRoomFor(pairs * States * States * 2, $"{fields.Count:N0} sites");
        ModelFiller filler = new(source, states, fields.Count);
        for (int i = 0; i < fields.Count; i++) filler.SetFields(i, fields[i]);
        float[] block = new float[States * States];
        for (int i = 0; i < fields.Count; i++)
        {
            for (int j = i + 1; j < fields.Count; j++)
            {
                if (i > 0 || j > 1) RequireTitle(source, Next(source, i, j), i, j);
                for (int a = 0; a < States; a++) ReadRow(source, Next(source, i, j), block.AsSpan(a * States, States));
                filler.SetBlock(i, j, block);
            }
        }
        if (TryLine(source, out ReadOnlySpan<byte> more)) throw source.Complain($"line {source.Text.Line} '{Excerpt.Of(more)}': the file goes on after the last pair");
        return new ModelFindings
        {
            Document = new ModelDocument { Model = filler.Model },
            Format = this,
            FirstSite = 0,
            FirstState = null,
            Letters = Order,
            LettersFrom = states.From,
            Findings = states.Findings,
        };
    }

    internal override WrittenModel Write(string path, ModelDocument document)
    {
        PottsModel model = document.Model;
        if (!model.Alphabet.Equals(Alphabet.Protein) && string.Concat(model.Alphabet.Letters.Order()) != string.Concat(Order.Order()))
            throw new InputException($"{Title} holds proteins only, 20 amino acids and the gap; this model has the alphabet {model.Alphabet}");
        int q = States;
        int[] state = [.. Order.Select(letter => model.Alphabet.IndexOf(letter))];
        PottsModel written = model.Clone();
        double shift = 0;
        for (int i = 0; i < model.Sites; i++)
        {
            // Less the gap's: probabilities stay, all energies rise by it.
            float gap = model.Fields[i * q + state[^1]];
            shift += gap;
            for (int a = 0; a < q; a++) written.Fields[i * q + a] = (float)((double)model.Fields[i * q + a] - gap);
        }
        if (Array.Exists(written.Fields, value => !float.IsFinite(value))) throw new InputException($"a field less the gap's exceeds 32-bit numbers, so that {Title} cannot hold the model");
        PackedFile.Write(path, stream =>
        {
            ByteWriter writer = new(stream);
            for (int i = 0; i < model.Sites; i++)
            {
                for (int a = 0; a < Fields; a++) WriteCell(writer, written.Fields[i * q + state[a]]);
                writer.Write('\n');
            }
            for (int i = 0; i < model.Sites; i++)
            {
                for (int j = i + 1; j < model.Sites; j++)
                {
                    writer.Write($"# {i} {j}\n");
                    ReadOnlySpan<float> block = written.Block(i, j);
                    for (int a = 0; a < q; a++)
                    {
                        for (int b = 0; b < q; b++) WriteCell(writer, block[state[a] * q + state[b]]);
                        writer.Write('\n');
                    }
                }
            }
            writer.Flush();
        });
        return new WrittenModel
        {
            Paths = [path],
            Format = this,
            Model = written,
            FirstSite = 0,
            FirstState = null,
            Letters = Order,
            LettersKnown = true,
            EnergyShift = shift,
        };
    }

    private static void WriteCell(ByteWriter writer, float value)
    {
        writer.Write(value);
        writer.Write('\t');
    }

    private static ReadOnlySpan<byte> Next(SourceFile source, int i, int j) => TryLine(source, out ReadOnlySpan<byte> line) ? line
        : throw source.Complain($"ends in the couplings of sites {i} and {j}; the file was cut short: write or copy it again");

    /// <summary>The next line that is not blank, without white space at its ends.</summary>
    private static bool TryLine(SourceFile source, out ReadOnlySpan<byte> line)
    {
        while (source.Text.TryReadLine(out line))
        {
            line = line.Trim(" \t"u8);
            if (!line.IsEmpty) return true;
        }
        return false;
    }

    private static void RequireTitle(SourceFile source, ReadOnlySpan<byte> line, int i, int j)
    {
        ReadOnlySpan<byte> rest = line[1..];
        if (line[0] != '#' || !TryNumber(ref rest, out double first) || !TryNumber(ref rest, out double second) || first != i || second != j || !rest.Trim(" \t"u8).IsEmpty)
            throw source.Complain($"line {source.Text.Line} '{Excerpt.Of(line)}': '# {i} {j}' should stand here, before the couplings of these sites");
    }

    private static void ReadRow(SourceFile source, ReadOnlySpan<byte> line, Span<float> into)
    {
        ReadOnlySpan<byte> rest = line;
        for (int k = 0; k < into.Length; k++)
        {
            if (!TryNumber(ref rest, out double value)) throw Refuse(source, line, into.Length, k);
            into[k] = (float)value;
        }
        if (!rest.Trim(" \t"u8).IsEmpty) throw Refuse(source, line, into.Length, into.Length);
    }

    private static InputException Refuse(SourceFile source, ReadOnlySpan<byte> line, int wanted, int good) => source.Complain(
        $"line {source.Text.Line} '{Excerpt.Of(line)}': {wanted} numbers should stand here; {(good == wanted ? "there is more" : $"number {good + 1} is none")}");

    /// <summary>Takes the next word, if it is a number.</summary>
    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out double value)
    {
        rest = rest.TrimStart(" \t"u8);
        int end = rest.IndexOfAny((byte)' ', (byte)'\t');
        ReadOnlySpan<byte> word = end < 0 ? rest : rest[..end];
        rest = rest[word.Length..];
        value = 0;
        return word.Length is > 0 and <= LongestCell && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
