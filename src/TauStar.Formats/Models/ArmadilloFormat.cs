using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Landscapes;

namespace TauStar.Formats.Models;

/// <summary>
/// bmDCA's binary parameters, two files of Armadillo: fields, a matrix of q x L, and couplings, a field of L x L matrices of q x q of which those with i &lt; j
/// hold numbers. Their names differ in _h and _J.
/// </summary>
internal sealed class ArmadilloFormat : ModelFormat
{
    private const int LongestLine = 64;

    public override string Name => "bmdca-binary";

    public override string Title => "bmDCA binary (Armadillo)";

    public override IReadOnlyList<string> Extensions { get; } = [".bin"];

    public override bool WritesLetters => false;

    public override bool MayBePacked => false;

    public override IReadOnlyList<string> PathsFor(string path)
    {
        (string fields, string couplings) = NamesFor(path);
        return [fields, couplings];
    }

    private static ReadOnlySpan<byte> MatrixMagic => "ARMA_MAT_BIN_"u8;

    private static ReadOnlySpan<byte> FieldMagic => "ARMA_FLD_BIN"u8;

    internal override bool Recognises(ModelHead head) => head.StartsWith(MatrixMagic) || head.StartsWith(FieldMagic);

    internal override ModelFindings Read(SourceFile source, Alphabet? alphabet, bool asked)
    {
        bool isFields = source.Text.Peek(MatrixMagic.Length).SequenceEqual(MatrixMagic);
        string other = Companion(source.Path, isFields ? 'h' : 'J', isFields ? 'J' : 'h')
            ?? throw source.Complain($"holds {(isFields ? "fields" : "couplings")} only, and its name says not where the {(isFields ? "couplings" : "fields")} are; "
                + "name the two files alike but for _h and _J, as bmDCA does");
        if (!File.Exists(other)) throw source.Complain($"holds {(isFields ? "fields" : "couplings")} only; the {(isFields ? "couplings" : "fields")} should stand in {Excerpt.Escape(other)}, which does not exist");
        return isFields
            ? SourceFile.Read(other, hash: false, couplings => Read(source, couplings, alphabet))
            : SourceFile.Read(other, hash: false, fields => Read(fields, source, alphabet));
    }

    internal override WrittenModel Write(string path, ModelDocument document)
    {
        (string fields, string couplings) = NamesFor(path);
        PottsModel model = document.Model;
        (int sites, int q) = (model.Sites, model.States);
        AtomicFile.Write(couplings, stream =>
        {
            stream.Write(Encoding.ASCII.GetBytes($"ARMA_FLD_BIN\n{sites}\n{sites}\n"));
            byte[] block = new byte[q * q * sizeof(double)], full = Encoding.ASCII.GetBytes($"ARMA_MAT_BIN_FN008\n{q} {q}\n"), empty = "ARMA_MAT_BIN_FN008\n0 0\n"u8.ToArray();
            for (int j = 0; j < sites; j++)
            {
                for (int i = 0; i < sites; i++)
                {
                    stream.Write(i < j ? full : empty);
                    if (i >= j) continue;
                    ReadOnlySpan<float> values = model.Block(i, j);
                    for (int k = 0; k < values.Length; k++) // columns first
                        BinaryPrimitives.WriteDoubleLittleEndian(block.AsSpan((k % q * q + k / q) * sizeof(double)), values[k]);
                    stream.Write(block);
                }
            }
        });
        AtomicFile.Write(fields, stream =>
        {
            stream.Write(Encoding.ASCII.GetBytes($"ARMA_MAT_BIN_FN008\n{q} {sites}\n"));
            byte[] number = new byte[sizeof(double)];
            foreach (float value in model.Fields) // L x q by rows is q x L by columns
            {
                BinaryPrimitives.WriteDoubleLittleEndian(number, value);
                stream.Write(number);
            }
        });
        return new WrittenModel
        {
            Paths = [fields, couplings],
            Format = this,
            Model = model,
            FirstSite = null,
            FirstState = null,
            Letters = model.Alphabet.Letters,
            LettersKnown = model.Alphabet.Equals(Alphabet.Protein),
        };
    }

    /// <summary>The two names of a model, from either.</summary>
    /// <exception cref="InputException">The name has neither _h nor _J.</exception>
    private static (string Fields, string Couplings) NamesFor(string path) =>
        Companion(path, 'h', 'J') is string couplings ? (path, couplings)
        : Companion(path, 'J', 'h') is string fields ? (fields, path)
        : throw new InputException($"{Excerpt.Escape(path)}: bmDCA's binary parameters are two files; give a name with _h, as in model_h.bin, and model_J.bin is written, too");

    private ModelFindings Read(SourceFile fields, SourceFile couplings, Alphabet? alphabet)
    {
        if (!fields.Text.Peek(MatrixMagic.Length).SequenceEqual(MatrixMagic))
            throw fields.Complain("holds no fields: bmDCA's are an Armadillo matrix, 'ARMA_MAT_BIN_FN008'");
        if (!couplings.Text.Peek(FieldMagic.Length).SequenceEqual(FieldMagic))
            throw couplings.Complain("holds no couplings: bmDCA's are a field of Armadillo matrices, 'ARMA_FLD_BIN'");
        (int q, int sites, int width) = MatrixHeader(fields, "its header");
        ModelFiller.RequireSize(fields, sites, q);
        fields.RequireRoomFor((long)sites * q * width, $"{sites:N0} sites with {q} states");
        Line(couplings, "its header");
        int rows = Number(couplings, Line(couplings, "its header")), columns = Number(couplings, Line(couplings, "its header"));
        if (rows != sites || columns != sites)
            throw couplings.Complain($"has couplings of {rows:N0} x {columns:N0} sites, but {Excerpt.Escape(fields.Path)} fields of {sites:N0}; they are of different models");
        couplings.RequireRoomFor(sites * (sites - 1L) / 2 * q * q * sizeof(float), $"{sites:N0} sites with {q} states");
        // bmDCA knows proteins only, in this order.
        StateMap states = alphabet is null && q == Alphabet.Protein.Size
            ? StateMap.OfLetters(fields, Alphabet.Protein.Letters, LetterSource.Format, null) : StateMap.OfNumbers(fields, q, alphabet);
        ModelFiller filler = new(fields, states, sites);
        FloatReader floats = new(fields, width);
        float[] field = new float[q];
        for (int i = 0; i < sites; i++)
        {
            floats.Read(field, $"the field of site {i}");
            filler.SetFields(i, field);
        }
        fields.RequireEnd();
        ReadCouplings(couplings, filler, sites, q);
        couplings.RequireEnd();
        return new ModelFindings
        {
            Document = new ModelDocument { Model = filler.Model },
            Format = this,
            FirstSite = null,
            FirstState = null,
            Letters = states.Letters,
            LettersFrom = states.From,
        };
    }

    private static void ReadCouplings(SourceFile source, ModelFiller filler, int sites, int q)
    {
        FloatReader floats = new(source, sizeof(double)), singles = new(source, sizeof(float));
        float[] values = new float[q * q], block = new float[q * q];
        for (int j = 0; j < sites; j++)
        {
            for (int i = 0; i < sites; i++)
            {
                string what = $"the couplings of sites {i} and {j}";
                (int rows, int columns, int width) = MatrixHeader(source, what);
                if ((rows, columns) == (0, 0) && i >= j) continue;
                if ((rows, columns) != (q, q) || i >= j)
                    throw source.Complain($"{what} are {rows:N0} x {columns:N0}; bmDCA has {q} x {q} for i < j and nothing elsewhere");
                (width == sizeof(double) ? floats : singles).Read(values, what);
                for (int k = 0; k < values.Length; k++) block[k % q * q + k / q] = values[k];
                filler.SetBlock(i, j, block);
            }
        }
    }

    private static (int Rows, int Columns, int Width) MatrixHeader(SourceFile source, string what)
    {
        string type = Line(source, what);
        int width = type switch
        {
            "ARMA_MAT_BIN_FN008" => sizeof(double),
            "ARMA_MAT_BIN_FN004" => sizeof(float),
            _ => throw source.Complain($"{what}: '{Excerpt.Of(type)}' is no matrix of real numbers; the file is damaged or of another kind"),
        };
        string[] sizes = Line(source, what).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (sizes.Length != 2) throw source.Complain($"{what}: '{Excerpt.Of(string.Join(' ', sizes))}' are no sizes of a matrix; the file is damaged");
        return (Number(source, sizes[0]), Number(source, sizes[1]), width);
    }

    private static string Line(SourceFile source, string what)
    {
        ReadOnlySpan<byte> ahead = source.Text.Peek(LongestLine);
        int end = ahead.IndexOf((byte)'\n');
        if (end < 0) throw source.Complain($"ends or is damaged in {what}; write or copy the file again");
        string line = Encoding.Latin1.GetString(ahead[..end]);
        source.Text.Read(new byte[end + 1]);
        return line.TrimEnd('\r');
    }

    private static int Number(SourceFile source, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value
            : throw source.Complain($"'{Excerpt.Of(text)}' is no size; the file is damaged");

    /// <summary>The name with the last word of one letter changed: parameters_h_10.bin to parameters_J_10.bin.</summary>
    private static string? Companion(string path, char from, char to)
    {
        string name = Path.GetFileName(path);
        for (int k = name.Length - 1; k > 0; k--)
        {
            if (name[k] != from || name[k - 1] != '_' || k + 1 < name.Length && char.IsAsciiLetterOrDigit(name[k + 1])) continue;
            return path[..^name.Length] + name[..k] + to + name[(k + 1)..];
        }
        return null;
    }
}
