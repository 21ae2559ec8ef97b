using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Formats.Matrices;
using TauStar.Formats.Output;
using TauStar.Landscapes;

namespace TauStar.Formats.Models;

/// <summary>
/// For numpy.load: arrays <c>h</c> (L x q), <c>J</c> (L(L-1)/2 x q x q, pairs in the order of numpy.triu_indices(L, 1)), <c>alphabet</c> (text in state order) and
/// <c>temperature</c>, in an uncompressed .npz.
/// </summary>
internal sealed class NpzFormat : ModelFormat
{
    /// <summary>The earliest that zip can express: equal models give equal bytes.</summary>
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override string Name => "npz";

    public override string Title => "NumPy npz of TauStar";

    public override IReadOnlyList<string> Extensions { get; } = [".npz"];

    public override bool MayBePacked => false;

    internal override bool Recognises(ModelHead head) => head.StartsWith([0x50, 0x4b, 0x03, 0x04]);

    internal override ModelFindings Read(SourceFile source, Alphabet? alphabet, bool asked)
    {
        using Stream file = source.OpenSeekable();
        try
        {
            using ZipArchive archive = new(file, ZipArchiveMode.Read);
            RequireIntact(source, archive);
            return Read(source, archive, alphabet);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException or NotSupportedException)
        {
            throw new InputException(source.Complain("the zip archive is damaged; write or copy the file again").Message, e);
        }
    }

    internal override WrittenModel Write(string path, ModelDocument document)
    {
        PottsModel model = document.Model;
        (int sites, int q) = (model.Sites, model.States);
        AtomicFile.Write(path, stream =>
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
            Add("h", entry => NumPyWriter.Write(entry, model.Fields, sites, q));
            Add("J", entry => NumPyWriter.Write(entry, model.Couplings, SitePairs.Count(sites), q, q));
            Add("alphabet", entry => NumPyWriter.Write(entry, model.Alphabet.Letters));
            Add("temperature", entry => NumPyWriter.Write(entry, document.Temperature));

            void Add(string name, Action<Stream> write)
            {
                ZipArchiveEntry entry = archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression);
                entry.LastWriteTime = Epoch;
                using Stream content = entry.Open();
                write(content);
            }
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

    /// <summary>Reads everything once for its check sums, which .NET leaves aside.</summary>
    private static void RequireIntact(SourceFile source, ZipArchive archive)
    {
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            Crc32 sum = new();
            using Stream content = entry.Open();
            sum.Append(content);
            if (sum.GetCurrentHashAsUInt32() != entry.Crc32) throw source.Complain($"{Excerpt.Escape(entry.FullName)} is damaged: its check sum is wrong; write or copy the file again");
        }
    }

    private ModelFindings Read(SourceFile source, ZipArchive archive, Alphabet? alphabet)
    {
        using Array text = new(source, archive, "alphabet"), fields = new(source, archive, "h"), couplings = new(source, archive, "J");
        string letters = text.Text();
        if (letters.Length is < 2 or > 64 || letters.Distinct().Count() != letters.Length || letters.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw source.Complain($"alphabet.npy: '{Excerpt.Of(letters)}' is no alphabet; 2 to 64 distinct letters are allowed");
        int q = letters.Length;
        if (fields.Header.Shape is not [int sites, int second] || second != q)
            throw source.Complain($"h.npy has the shape ({string.Join(", ", fields.Header.Shape)}); it has to be (L, {q}) for the alphabet '{letters}'");
        ModelFiller.RequireSize(source, sites, q);
        long pairs = sites * (sites - 1L) / 2;
        if (couplings.Header.Shape is not [int blocks, int rows, int columns] || blocks != pairs || rows != q || columns != q)
            throw source.Complain($"J.npy has the shape ({string.Join(", ", couplings.Header.Shape)}); it has to be ({pairs}, {q}, {q}) for {sites:N0} sites");
        couplings.RequireRoomFor(pairs * q * q);
        StateMap states = StateMap.OfLetters(source, letters, LetterSource.File, alphabet);
        ModelFiller filler = new(source, states, sites);
        float[] block = new float[q * q];
        for (int i = 0; i < sites; i++)
        {
            fields.Read(block.AsSpan(0, q));
            filler.SetFields(i, block.AsSpan(0, q));
        }
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                couplings.Read(block);
                filler.SetBlock(i, j, block);
            }
        }
        return new ModelFindings
        {
            Document = new ModelDocument { Model = filler.Model, Temperature = Temperature(source, archive) },
            Format = this,
            FirstSite = null,
            FirstState = null,
            Letters = letters,
            LettersFrom = states.From,
            Findings = states.Findings,
        };
    }

    private static double Temperature(SourceFile source, ZipArchive archive)
    {
        if (archive.GetEntry("temperature.npy") is null) return 1;
        using Array array = new(source, archive, "temperature");
        double value = array.Number();
        return value > 0 && double.IsFinite(value) ? value : throw source.Complain($"temperature.npy: {value} is no temperature; it has to be above 0");
    }

    /// <summary>One array of the archive, read from front to back.</summary>
    private sealed class Array : IDisposable
    {
        private readonly SourceFile source;
        private readonly ZipArchiveEntry entry;
        private readonly Stream content;
        private readonly LineReader reader;

        public Array(SourceFile source, ZipArchive archive, string name)
        {
            this.source = source;
            entry = archive.GetEntry($"{name}.npy") ?? throw source.Complain($"holds no {name}.npy; a model needs h.npy, J.npy and alphabet.npy");
            content = entry.Open();
            reader = new LineReader(content);
            if (!reader.Peek(NumPyHeader.Magic.Length).SequenceEqual(NumPyHeader.Magic)) throw source.Complain($"{entry.Name} is no NumPy array");
            Header = NumPyHeader.Read(reader, what => source.Complain($"{entry.Name}: {what}"));
            if (Header.IsBigEndian || Header.Fortran && Header.Shape.Count > 1)
                throw source.Complain($"{entry.Name}: an array of type '{Header.Type}'{(Header.Fortran ? " in Fortran order" : "")} is not read; save numpy.ascontiguousarray(x, '<f4')");
        }

        public NumPyHeader Header { get; }

        public void RequireRoomFor(long count)
        {
            if (entry.Length < count * Width()) throw source.Complain($"{entry.Name} has {entry.Length:N0} bytes, too few for its shape; the file is damaged");
        }

        public void Read(Span<float> into)
        {
            byte[] bytes = Bytes(into.Length * Width());
            for (int k = 0; k < into.Length; k++)
                into[k] = Width() == sizeof(float) ? BitConverter.ToSingle(bytes, k * sizeof(float)) : (float)BitConverter.ToDouble(bytes, k * sizeof(double));
        }

        public double Number() => Header.Shape.Count != 0 ? throw source.Complain($"{entry.Name} has {Header.Shape.Count} dimensions; a single number is wanted")
            : Width() == sizeof(float) ? BitConverter.ToSingle(Bytes(sizeof(float))) : BitConverter.ToDouble(Bytes(sizeof(double)));

        public string Text()
        {
            if (Header.Shape.Count != 0 || Header.Kind[0] != 'U' || !int.TryParse(Header.Kind.AsSpan(1), out int length) || length is < 1 or > 64)
                throw source.Complain($"{entry.Name}: a single text of 2 to 64 letters is wanted, not '{Header.Type}' of {Header.Shape.Count} dimensions");
            return Encoding.UTF32.GetString(Bytes(length * 4)).TrimEnd('\0');
        }

        public void Dispose() => content.Dispose();

        private int Width() => Header.Kind switch
        {
            "f4" => sizeof(float),
            "f8" => sizeof(double),
            _ => throw source.Complain($"{entry.Name}: elements of type '{Excerpt.Of(Header.Type)}' are not read; save x.astype('<f4')"),
        };

        private byte[] Bytes(int count)
        {
            byte[] bytes = new byte[count];
            return reader.Read(bytes) == count ? bytes : throw source.Complain($"{entry.Name} ends too early; the file is damaged");
        }
    }
}
