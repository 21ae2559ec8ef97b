using System.Buffers.Binary;
using System.Text;
using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Formats.Output;
using TauStar.Landscapes;

namespace TauStar.Formats.Models;

/// <summary>
/// plmc's binary parameters, version 2 (EVcouplings calls it plmc_v2): header, alphabet, weights, target sequence, then frequencies and parameters of
/// sites and of pairs. Floats of 4 or 8 bytes; the size of the file tells.
/// </summary>
internal sealed class PlmcFormat : ModelFormat
{
    private const int Integers = 5, Settings = 5;

    public override string Name => "plmc";

    public override string Title => "plmc binary";

    public override string Sign => "E = sum h + sum J, p ~ exp(E)";

    public override IReadOnlyList<string> Extensions { get; } = [".jij", ".params", ".model"];

    internal override bool Recognises(ModelHead head) => Header.TryRead(head.Bytes.Span, out Header header) && (header.AlphabetIn(head.Bytes.Span, 4) ?? header.AlphabetIn(head.Bytes.Span, 8)) is not null;

    internal override ModelFindings Read(SourceFile source, Alphabet? alphabet, bool asked)
    {
        ReadOnlySpan<byte> start = source.Text.Peek(Header.Room);
        Header.TryRead(start, out Header header);
        ModelFiller.RequireSize(source, header.Sites, header.States);
        int width = Width(source, header, start);
        string letters = header.AlphabetIn(start, width)!;
        source.RequireRoomFor(header.Bytes(width), $"{header.Sites:N0} sites with {header.States} states");
        StateMap states = StateMap.OfLetters(source, letters, LetterSource.File, alphabet);
        ModelFiller filler = new(source, states, header.Sites);
        (int sites, int q) = (header.Sites, header.States);
        byte[] before = new byte[sizeof(int) * Integers + width * Settings + q];
        source.ReadExactly(before, "its header");
        FloatReader floats = new(source, width);
        floats.Skip(header.Sequences, "the weights");
        source.ReadExactly(new byte[sites * (1 + sizeof(int))], "the target sequence");
        floats.Skip((long)sites * q, "the frequencies of sites");
        float[] block = new float[q * q];
        for (int i = 0; i < sites; i++)
        {
            floats.Read(block.AsSpan(0, q), $"the field of site {i}");
            filler.SetFields(i, block.AsSpan(0, q));
        }
        floats.Skip(header.Pairs * q * q, "the frequencies of pairs");
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                floats.Read(block, $"the couplings of sites {i} and {j}");
                filler.SetBlock(i, j, block);
            }
        }
        source.RequireEnd();
        return new ModelFindings
        {
            Document = new ModelDocument { Model = filler.Model },
            Format = this,
            FirstSite = null,
            FirstState = null,
            Letters = letters,
            LettersFrom = states.From,
            Findings = states.Findings,
        };
    }

    /// <summary>Numbers of 4 bytes; no sequences, so that frequencies, weights and settings of the fit are 0.</summary>
    internal override WrittenModel Write(string path, ModelDocument document)
    {
        PottsModel model = document.Model;
        (int sites, int q) = (model.Sites, model.States);
        PackedFile.Write(path, stream =>
        {
            byte[] start = new byte[sizeof(int) * Integers + sizeof(float) * Settings];
            BinaryPrimitives.WriteInt32LittleEndian(start, sites);
            BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(sizeof(int)), q);
            stream.Write(start);
            stream.Write(Encoding.ASCII.GetBytes(model.Alphabet.Letters));
            stream.Write(Encoding.ASCII.GetBytes(new string(model.Alphabet.Letters[0], sites)));
            byte[] number = new byte[sizeof(int)];
            for (int i = 1; i <= sites; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(number, i);
                stream.Write(number);
            }
            NumPyWriter.WriteFloats(stream, new float[sites * q]);
            NumPyWriter.WriteFloats(stream, model.Fields);
            float[] zeros = new float[q * q];
            for (int pair = 0; pair < SitePairs.Count(sites); pair++) NumPyWriter.WriteFloats(stream, zeros);
            NumPyWriter.WriteFloats(stream, model.Couplings);
        });
        return new WrittenModel
        {
            Paths = [path],
            Format = this,
            Model = model,
            FirstSite = null,
            FirstState = null,
            Letters = model.Alphabet.Letters,
            LettersKnown = true,
        };
    }

    private static int Width(SourceFile source, Header header, ReadOnlySpan<byte> start)
    {
        bool four = header.AlphabetIn(start, 4) is not null, eight = header.AlphabetIn(start, 8) is not null;
        if (source.Length is long length)
        {
            if (four && header.Bytes(4) == length) return 4;
            if (eight && header.Bytes(8) == length) return 8;
            throw source.Complain($"has {length:N0} bytes, but {header.Sites:N0} sites with {header.States} states and {header.Sequences:N0} sequences take "
                + $"{header.Bytes(4):N0} with 4-byte or {header.Bytes(8):N0} with 8-byte numbers; the file was cut short or is damaged");
        }
        return four != eight ? four ? 4 : 8 : throw source.Complain("may hold 4-byte or 8-byte numbers, which only its size tells; unpack it to a file first");
    }

    /// <summary>The sizes at the beginning.</summary>
    private readonly record struct Header(int Sites, int States, int Valid, int Skipped)
    {
        /// <summary>Bytes from which everything before the weights can be read.</summary>
        public const int Room = sizeof(int) * Integers + sizeof(double) * Settings + 64;

        public long Sequences => (long)Valid + Skipped;

        public long Pairs => Sites * (Sites - 1L) / 2;

        public static bool TryRead(ReadOnlySpan<byte> start, out Header header)
        {
            header = default;
            if (start.Length < sizeof(int) * Integers) return false;
            header = new Header(Integer(start, 0), Integer(start, 1), Integer(start, 2), Integer(start, 3));
            return header is { Sites: >= 1 and <= ModelFiller.MostSites, States: >= 2 and <= 64, Valid: >= 0, Skipped: >= 0 };
        }

        public string? AlphabetIn(ReadOnlySpan<byte> start, int width)
        {
            int at = sizeof(int) * Integers + width * Settings;
            if (start.Length < at + States) return null;
            ReadOnlySpan<byte> letters = start.Slice(at, States);
            bool[] seen = new bool[128];
            foreach (byte letter in letters)
            {
                if (letter is <= (byte)' ' or > (byte)'~' || seen[letter]) return null;
                seen[letter] = true;
            }
            return Encoding.ASCII.GetString(letters);
        }

        public long Bytes(int width) => sizeof(int) * Integers + States + Sites * (1L + sizeof(int))
            + width * (Settings + Sequences + 2L * Sites * States + 2 * Pairs * States * States);

        private static int Integer(ReadOnlySpan<byte> start, int k) => BinaryPrimitives.ReadInt32LittleEndian(start[(sizeof(int) * k)..]);
    }
}
