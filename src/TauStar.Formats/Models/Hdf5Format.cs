using System.Globalization;
using PureHDF;
using PureHDF.VOL.Native;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Formats.Input;
using TauStar.Landscapes;

namespace TauStar.Formats.Models;

/// <summary>
/// Our own HDF5 file: datasets <c>fields</c> (L x q) and <c>couplings</c> (L(L-1)/2 x q x q), float32; attributes for everything that other formats leave to
/// the reader; groups <c>history</c> and <c>provenance</c>. See docs/file-formats.md.
/// </summary>
internal sealed class Hdf5Format : ModelFormat
{
    private const string Kind = "TauStar Potts model";
    private const int Version = 1;

    public override string Name => "hdf5";

    public override string Title => "HDF5 of TauStar";

    public override IReadOnlyList<string> Extensions { get; } = [".h5", ".hdf5"];

    public override bool MayBePacked => false;

    internal override bool Recognises(ModelHead head) => head.StartsWith([0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a]);

    internal override ModelFindings Read(SourceFile source, Alphabet? alphabet, bool asked)
    {
        using Stream stream = source.OpenSeekable();
        try
        {
            using NativeFile file = H5File.Open(stream, leaveOpen: true);
            return Read(source, file, alphabet);
        }
        catch (Exception e) when (e is not InputException) // the library throws whatever comes, on damaged sizes also for lack of memory
        {
            throw new InputException(source.Complain("the HDF5 file is damaged, of a kind that is not read, or too large for the memory; write or copy it again").Message, e);
        }
    }

    internal override WrittenModel Write(string path, ModelDocument document)
    {
        PottsModel model = document.Model;
        (ulong sites, ulong q) = ((ulong)model.Sites, (ulong)model.States);
        H5File file = new()
        {
            ["fields"] = new H5Dataset(model.Fields, fileDims: [sites, q]),
            Attributes = new()
            {
                ["format"] = Kind,
                ["version"] = Version,
                ["alphabet"] = model.Alphabet.Letters,
                ["alphabet_name"] = model.Alphabet.Name,
                ["energy"] = Sign,
                ["gauge"] = GaugeName.Of(model),
                ["temperature"] = document.Temperature,
            },
        };
        if (model.Couplings.Length > 0) file["couplings"] = new H5Dataset(model.Couplings, fileDims: [(ulong)SitePairs.Count(model.Sites), q, q]);
        if (document.History.Count > 0)
        {
            file["history"] = new H5Group
            {
                ["update"] = document.History.Select(r => r.Update).ToArray(),
                ["pearson"] = document.History.Select(r => r.Pearson).ToArray(),
                ["slope"] = document.History.Select(r => r.Slope).ToArray(),
                ["gradient"] = document.History.Select(r => r.Gradient).ToArray(),
                ["overlap"] = document.History.Select(r => r.Overlap).ToArray(),
                ["mean_energy"] = document.History.Select(r => r.MeanEnergy).ToArray(),
                ["rate"] = document.History.Select(r => r.Rate).ToArray(),
                ["density"] = document.History.Select(r => r.Density).ToArray(),
            };
        }
        H5Group provenance = new();
        foreach ((string name, string value) in document.Provenance) provenance.Attributes[name] = value;
        file["provenance"] = provenance;
        AtomicFile.Write(path, stream => Write(file, stream));
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

    /// <summary>The library moves about in what it writes; a device takes bytes only as they come.</summary>
    private static void Write(H5File file, Stream stream)
    {
        if (stream is { CanRead: true, CanSeek: true })
        {
            file.Write(stream);
            return;
        }
        using MemoryStream whole = new();
        file.Write(whole);
        whole.WriteTo(stream);
    }

    private ModelFindings Read(SourceFile source, IH5Group file, Alphabet? alphabet)
    {
        if (!file.AttributeExists("format") || file.Attribute("format").Type.Class is not (H5DataTypeClass.String or H5DataTypeClass.VariableLength) || file.Attribute("format").Read<string>() != Kind)
            throw source.Complain($"is an HDF5 file, but no model of TauStar: the attribute format is not '{Kind}'");
        if (Number(source, file, "version") is double version and not Version)
            throw source.Complain($"has version {version.ToString(CultureInfo.InvariantCulture)} of the format; this program reads version {Version}");
        if (!file.AttributeExists("alphabet")) throw source.Complain("the attribute alphabet is missing; it has the letters in state order");
        string letters = file.Attribute("alphabet").Read<string>();
        if (letters.Length is < 2 or > 64 || letters.Distinct().Count() != letters.Length || letters.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw source.Complain($"'{Excerpt.Of(letters)}' is no alphabet; 2 to 64 distinct letters are allowed");
        double temperature = Number(source, file, "temperature");
        if (!(temperature > 0 && double.IsFinite(temperature)))
            throw source.Complain($"{temperature.ToString(CultureInfo.InvariantCulture)} is no temperature; it has to be above 0");
        int q = letters.Length;
        float[] fields = Floats(source, file, "fields", out ulong[] shape);
        if (shape is not [ulong l, ulong second] || second != (ulong)q || l > ModelFiller.MostSites)
            throw source.Complain($"fields have the shape ({string.Join(", ", shape)}); it has to be (L, {q}) for the alphabet '{letters}'");
        int sites = (int)l;
        ModelFiller.RequireSize(source, sites, q);
        float[] couplings = [];
        ulong pairs = l * (l - 1) / 2;
        if (sites > 1)
        {
            couplings = Floats(source, file, "couplings", out shape);
            if (shape is not [ulong blocks, ulong rows, ulong columns] || blocks != pairs || rows != (ulong)q || columns != (ulong)q)
                throw source.Complain($"couplings have the shape ({string.Join(", ", shape)}); it has to be ({pairs}, {q}, {q}) for {sites:N0} sites");
        }
        StateMap states = StateMap.OfLetters(source, letters, LetterSource.File, alphabet);
        ModelFiller filler = new(source, states, sites);
        for (int i = 0; i < sites; i++) filler.SetFields(i, fields.AsSpan(i * q, q));
        for (int i = 0, at = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++, at += q * q) filler.SetBlock(i, j, couplings.AsSpan(at, q * q));
        }
        return new ModelFindings
        {
            Document = new ModelDocument { Model = filler.Model, Temperature = temperature, History = History(source, file), Provenance = Provenance(file) },
            Format = this,
            FirstSite = null,
            FirstState = null,
            Letters = letters,
            LettersFrom = states.From,
            Findings = states.Findings,
        };
    }

    /// <summary>A number of any kind that other programs may have written.</summary>
    private static double Number(SourceFile source, IH5Group file, string name)
    {
        if (!file.AttributeExists(name)) throw source.Complain($"the attribute {name} is missing; it is a number");
        IH5Attribute attribute = file.Attribute(name);
        return (attribute.Type.Class, attribute.Type.Size) switch
        {
            (H5DataTypeClass.FloatingPoint, sizeof(double)) => attribute.Read<double>(),
            (H5DataTypeClass.FloatingPoint, sizeof(float)) => attribute.Read<float>(),
            (H5DataTypeClass.FixedPoint, sizeof(long)) => attribute.Read<long>(),
            (H5DataTypeClass.FixedPoint, sizeof(int)) => attribute.Read<int>(),
            _ => throw source.Complain($"the attribute {name} is no number of 4 or 8 bytes"),
        };
    }

    private static float[] Floats(SourceFile source, IH5Group file, string name, out ulong[] shape)
    {
        if (!file.LinkExists(name)) throw source.Complain($"the dataset {name} is missing");
        IH5Dataset dataset = file.Dataset(name);
        shape = dataset.Space.Dimensions;
        if (dataset.Type is not { Class: H5DataTypeClass.FloatingPoint, Size: sizeof(float) or sizeof(double) })
            throw source.Complain($"{name} are not 32-bit or 64-bit floats");
        long count = 1;
        foreach (ulong size in shape) count = size > int.MaxValue ? long.MaxValue : (long)Math.Min((decimal)count * size, long.MaxValue);
        long bytes = count > long.MaxValue / sizeof(float) ? long.MaxValue : count * sizeof(float);
        if (dataset.Layout.Class == H5DataLayoutClass.Chunked) bytes /= SourceFile.MostPacked; // chunks may be packed
        source.RequireRoomFor(bytes, $"{name} of the shape ({string.Join(", ", shape)})");
        return dataset.Type.Size == sizeof(float) ? dataset.Read<float[]>() : Array.ConvertAll(dataset.Read<double[]>(), value => (float)value);
    }

    private static TrainingRecord[] History(SourceFile source, IH5Group file)
    {
        if (!file.LinkExists("history")) return [];
        IH5Group group = file.Group("history");
        int[] update = group.Dataset("update").Read<int[]>();
        double[] pearson = Column("pearson"), slope = Column("slope"), gradient = Column("gradient"), overlap = Column("overlap"), energy = Column("mean_energy");
        TrainingRecord[] records = [.. update.Select((u, k) => new TrainingRecord(u, pearson[k], slope[k], gradient[k], overlap[k], energy[k]))];
        if (!group.LinkExists("rate")) return records; // older
        double[] rate = Column("rate"), density = Column("density");
        return [.. records.Select((record, k) => record with { Rate = rate[k], Density = density[k] })];

        double[] Column(string name)
        {
            double[] values = group.Dataset(name).Read<double[]>();
            return values.Length == update.Length ? values
                : throw source.Complain($"history/{name} has {values.Length:N0} rows, but history/update {update.Length:N0}");
        }
    }

    private static KeyValuePair<string, string>[] Provenance(IH5Group file) => !file.LinkExists("provenance") ? []
        : [.. file.Group("provenance").Attributes().Where(attribute => attribute.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength).Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Read<string>()))];
}
