using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using CsCheck;
using PureHDF;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Formats.Tests;

/// <summary>Every format keeps a model, and reads what the programs that it comes from write.</summary>
public sealed class ModelFormatTests : TestFiles
{
    /// <summary>Sums of float32 parameters that had to be rounded once more.</summary>
    private const double Rounding = 1e-4;

    public static TheoryData<string> Formats => [.. ModelFormat.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Energies_of_random_sequences_survive_a_round_trip(string name)
    {
        ModelFormat format = ModelFormat.Parse(name);
        Gen<Alphabet> alphabets = name == "ccmpred" ? Gen.Const(Alphabet.Protein)
            : OneOf(Alphabet.Protein, Alphabet.Rna, Alphabet.Dna, Alphabet.Binary, Alphabet.Spin, AlphabetName.Parse("-HP"), new Alphabet("custom", "zyxABC#1"));
        Gen.Select(alphabets, Gen.Int[name == "mi3" ? 2 : 1, 6], Gen.Float[-4, 4].Array[8000], Gen.Int[0, 1000]).Sample((alphabet, sites, values, seed) =>
        {
            PottsModel model = Filled(alphabet, sites, values);
            string path = PathOf($"model_h{format.Extensions[0]}");
            WrittenModel written = ModelFile.Write(path, new ModelDocument { Model = model, Temperature = 1.25 }, format);
            PottsModel back = ModelFile.Read(path, alphabet);
            Assert.Equal(alphabet, back.Alphabet);
            bool exact = name is not ("mi3" or "ccmpred");
            if (exact)
            {
                Assert.Equal(model.Fields, back.Fields);
                Assert.Equal(model.Couplings, back.Couplings);
                Assert.Equal(0, written.EnergyShift);
            }
            for (int m = 0; m < 10; m++)
            {
                byte[] row = [.. Enumerable.Range(0, sites).Select(i => (byte)((seed + m * (7 * i + 3) + i * i) % alphabet.Size))];
                Assert.Equal(model.Energy(row) + written.EnergyShift, back.Energy(row), exact ? 0 : Rounding);
                Assert.Equal(written.Model.Energy(row), back.Energy(row), 0.0);
            }
            ModelFindings found = ModelFile.ReadWithFindings(path, alphabet);
            Assert.Equal(written.FirstSite, found.FirstSite);
            if (!alphabet.Equals(Alphabet.Binary)) Assert.Equal(written.FirstState, found.FirstState); // the letters 0 and 1 are numbers, too
            if (name is "hdf5" or "npz") Assert.Equal(1.25, found.Document.Temperature);
        }, iter: 12, threads: 1);
    }

    [Fact]
    public void Packed_files_read_the_same()
    {
        PottsModel model = Filled(Alphabet.Protein, 3, Noise(5000));
        foreach (ModelFormat format in ModelFormat.All)
        {
            string path = PathOf($"plain_h{format.Extensions[0]}"), packed = PathOf("packed.gz");
            WrittenModel written = ModelFile.Write(path, new ModelDocument { Model = model }, format);
            if (written.Paths.Count > 1) continue; // two files, found by name
            Bytes(Gzip(File.ReadAllBytes(path)), "packed.gz");
            ModelFindings found = ModelFile.ReadWithFindings(packed, Alphabet.Protein);
            Assert.Same(format, found.Format);
            Assert.Equal(written.Model.Couplings, found.Document.Model.Couplings);
            if (format.MayBePacked)
            {
                ModelFile.Write(PathOf($"again{format.Extensions[0]}.gz"), new ModelDocument { Model = model }, format);
                Assert.Equal(written.Model.Fields, ModelFile.Read(PathOf($"again{format.Extensions[0]}.gz"), Alphabet.Protein).Fields);
            }
            else
            {
                OneLine(Assert.Throws<InputException>(() => ModelFile.Write(PathOf("x.gz"), new ModelDocument { Model = model }, format)).Message, "leave out .gz");
            }
        }
    }

    [Fact]
    public void Hdf5_keeps_history_and_provenance_and_equal_models_give_equal_bytes()
    {
        ModelDocument document = new()
        {
            Model = Filled(Alphabet.Rna, 4, Noise(500)),
            Temperature = 0.8,
            History = [new TrainingRecord(1, 0.5, 0.9, 0.1, double.NaN, -3), new TrainingRecord(2, 0.7, 1, 0.01, 0.2, -3.5)],
            Provenance = [new("program", "TauStar"), new("source", "a.dat")],
        };
        ModelFormat format = ModelFormat.Parse("hdf5");
        ModelFile.Write(PathOf("a.h5"), document, format);
        ModelDocument back = ModelFile.ReadWithFindings(PathOf("a.h5")).Document;
        Assert.Equal(document.History, back.History);
        Assert.Equal(document.Provenance, back.Provenance);
        Assert.Equal(0.8, back.Temperature);
        ModelFile.Write(PathOf("b.h5"), document, format);
        Assert.Equal(File.ReadAllBytes(PathOf("a.h5")), File.ReadAllBytes(PathOf("b.h5")));
        foreach (string end in new[] { ".npz", ".dat", ".npy" })
        {
            ModelFile.Write(PathOf($"a{end}"), document, ModelFormat.OfName($"a{end}"));
            ModelFile.Write(PathOf($"b{end}"), document, ModelFormat.OfName($"a{end}"));
            Assert.Equal(File.ReadAllBytes(PathOf($"a{end}")), File.ReadAllBytes(PathOf($"b{end}")));
        }
    }

    /// <summary>What h5py makes of the same layout: 64-bit numbers, chunks, more attributes.</summary>
    [Fact]
    public void Hdf5_of_other_programs()
    {
        H5File Foreign(Action<H5File> change)
        {
            H5File file = new()
            {
                ["fields"] = new H5Dataset(new double[] { 1, 2, 3, 4 }, fileDims: [2, 2]),
                ["couplings"] = new H5Dataset(new double[] { 10, 20, 30, 40 }, chunks: [1, 1, 2], fileDims: [1, 2, 2]),
                ["provenance"] = new H5Group { Attributes = new() { ["program"] = "mine", ["number"] = 3 } },
                Attributes = new() { ["format"] = "TauStar Potts model", ["version"] = 1L, ["alphabet"] = "BA", ["temperature"] = 1L },
            };
            change(file);
            return file;
        }

        string path = PathOf("x.h5");
        Foreign(_ => { }).Write(path);
        ModelFindings found = ModelFile.ReadWithFindings(path, AlphabetName.Parse("AB"));
        Assert.Equal(-(2 + 3 + 30), found.Document.Model.Energy([0, 1]), 6);
        Assert.Equal("mine", Assert.Single(found.Document.Provenance).Value);
        void Wrong(Action<H5File> change, params string[] pieces)
        {
            Foreign(change).Write(path);
            OneLine(Refusal(path), pieces);
        }
        Wrong(f => f.Attributes["format"] = "other", "no model of TauStar");
        Wrong(f => f.Attributes.Remove("format"), "no model of TauStar");
        Wrong(f => f.Attributes["version"] = 2, "version 2");
        Wrong(f => f.Attributes.Remove("version"), "attribute version is missing");
        Wrong(f => f.Attributes["temperature"] = "hot", "attribute temperature is no number");
        Wrong(f => f.Attributes["temperature"] = -1.0, "-1 is no temperature");
        Wrong(f => f.Attributes.Remove("alphabet"), "attribute alphabet is missing");
        Wrong(f => f.Attributes["alphabet"] = "AA", "'AA' is no alphabet");
        Wrong(f => f.Attributes["alphabet"] = "ABC", "fields have the shape (2, 2)", "(L, 3)");
        Wrong(f => f.Remove("couplings"), "the dataset couplings is missing");
        Wrong(f => f["couplings"] = new H5Dataset(new float[8], fileDims: [2, 2, 2]), "couplings have the shape (2, 2, 2)", "(1, 2, 2)");
        Wrong(f => f["couplings"] = new H5Dataset(new int[4], fileDims: [1, 2, 2]), "couplings are not 32-bit or 64-bit floats");
        Wrong(f => f["couplings"] = new H5Dataset(new[] { 1, 2, float.NaN, 3 }, fileDims: [1, 2, 2]), "the coupling of sites 0 and 1, states 1 and 0 is NaN");
    }

    /// <summary>parameters_h.bin and parameters_J.bin as Armadillo 11.4 saves h(a, i) = i + a/4 (3 x 2) and J(0, 1)(a, b) = 10 + a + b/8.</summary>
    [Fact]
    public void Armadillos_own_files_are_read()
    {
        Bytes([.. "ARMA_MAT_BIN_FN008\n3 2\n"u8, .. Doubles(0, 0.25, 0.5, 1, 1.25, 1.5)], "parameters_h_10.bin");
        Bytes(
        [
            .. "ARMA_FLD_BIN\n2\n2\n"u8, .. "ARMA_MAT_BIN_FN008\n0 0\n"u8, .. "ARMA_MAT_BIN_FN008\n0 0\n"u8,
            .. "ARMA_MAT_BIN_FN008\n3 3\n"u8, .. Doubles(10, 11, 12, 10.125, 11.125, 12.125, 10.25, 11.25, 12.25), .. "ARMA_MAT_BIN_FN008\n0 0\n"u8,
        ], "parameters_J_10.bin");
        Alphabet alphabet = AlphabetName.Parse("-HP");
        foreach (string name in new[] { "parameters_h_10.bin", "parameters_J_10.bin" })
        {
            ModelFindings found = ModelFile.ReadWithFindings(PathOf(name), alphabet);
            Assert.Equal(LetterSource.User, found.LettersFrom);
            Assert.Equal(-(0.25 + 1.5 + 11 + 0.25), found.Document.Model.Energy([1, 2]), 6);
        }
        Assert.Equal(LetterSource.Unknown, ModelFile.ReadWithFindings(PathOf("parameters_h_10.bin")).LettersFrom);
        ModelFile.Write(PathOf("again_J.bin"), new ModelDocument { Model = ModelFile.Read(PathOf("parameters_h_10.bin"), alphabet) }, ModelFormat.Parse("bmdca-binary"));
        Assert.Equal(File.ReadAllBytes(PathOf("parameters_J_10.bin")), File.ReadAllBytes(PathOf("again_J.bin")));
        Assert.Equal(File.ReadAllBytes(PathOf("parameters_h_10.bin")), File.ReadAllBytes(PathOf("again_h.bin")));
    }

    /// <summary>The layout of plmc's OutputParametersFull, written out field by field, in both precisions.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Plmc_of_either_precision(int width)
    {
        byte[] Floats(params double[] values) => width == 8 ? Doubles(values) : [.. values.SelectMany(v => BitConverter.GetBytes((float)v))];
        byte[] file =
        [
            .. Integers(2, 3, 2, 1, 50), .. Floats(0.2, 0.01, 16.2, 0, 1.5), .. "HP-"u8, .. Floats(1, 0, 2), .. "HP"u8, .. Integers(1, 2),
            .. Floats(0.5, 0.25, 0.25, 1, 0, 0), .. Floats(1, 2, 3, 4, 5, 6), .. Floats(0, 0, 0, 0, 0, 0, 0, 0, 1), .. Floats(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
        ];
        ModelFindings found = ModelFile.ReadWithFindings(Bytes(file, "x.params"));
        PottsModel model = found.Document.Model;
        Assert.Equal("HP-", found.Letters);
        Assert.Equal("-HP", model.Alphabet.Letters); // the gap goes first
        Assert.Equal(-(2 + 6 + 0.6), model.Energy([2, 0]), 6); // P at the first site, the gap at the second
        Assert.Equal(found.Document.Model.Energy([1, 2]), ModelFile.Read(Bytes(Gzip(file), "x.gz")).Energy([1, 2]));
        OneLine(Refusal(Bytes(file[..^1], "x.params")), $"has {file.Length - 1:N0} bytes", "cut short");
        OneLine(Refusal(Bytes([.. file, 0], "x.params")), "bytes, but 2 sites with 3 states");
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(^4), float.NaN);
        if (width == 4) OneLine(Refusal(Bytes(file, "x.params")), "the coupling of sites 0 and 1, states 2 and 2 is NaN");
    }

    /// <summary>As numpy.save writes it, in both orders: pairs (0,1), (0,2), (1,2), states of q = 2, energies of the opposite sign.</summary>
    [Theory]
    [InlineData("<f4", false)]
    [InlineData("<f8", false)]
    [InlineData("<f4", true)]
    public void Mi3_energies_change_sign(string type, bool fortran)
    {
        double[] rows = [1, 2, 3, 4, 10, 20, 30, 40, 100, 200, 300, 400];
        double[] stored = fortran ? [.. Enumerable.Range(0, 12).Select(k => rows[k % 3 * 4 + k / 3])] : rows;
        byte[] array = Npy(type, fortran, "(3, 4)", type == "<f8" ? Doubles(stored) : [.. stored.SelectMany(v => BitConverter.GetBytes((float)v))]);
        PottsModel model = ModelFile.Read(Bytes(array, "J.npy"), AlphabetName.Parse("AB"));
        Assert.Equal(3 + 30 + 100, model.Energy([1, 0, 0]), 6);
        Assert.Equal(2 + 20 + 400, model.Energy([0, 1, 1]), 6);
        OneLine(Refusal(PathOf("J.npy")), "does not say which letters its 2 states are", "--alphabet");
        OneLine(Refusal(PathOf("J.npy"), Alphabet.Protein), "has 2 states, but the alphabet protein");
        OneLine(Refusal(Bytes(array[..^1], "J.npy"), AlphabetName.Parse("AB")), "cut short");
        OneLine(Refusal(Bytes(Npy("<f4", false, "(3, 5)", new byte[60]), "J.npy"), AlphabetName.Parse("AB")), "3 x 5 elements are not L(L-1)/2 x q²");
        OneLine(Refusal(Bytes(Npy("<i4", false, "(3, 4)", new byte[48]), "J.npy"), AlphabetName.Parse("AB")), "'<i4' are no couplings");
        OneLine(Refusal(Bytes(Npy("<f4", false, "(1000000, 441)", new byte[48]), "J.npy"), Alphabet.Protein), "not L(L-1)/2");
        OneLine(Refusal(Bytes(Npy("<f4", false, "(1249975000, 4)", new byte[48]), "J.npy"), AlphabetName.Parse("AB")), "more than fit in memory");
    }

    [Fact]
    public void Ccmpred_has_the_gap_last_and_without_field()
    {
        StringBuilder text = new();
        for (int i = 0; i < 2; i++) text.AppendJoin('\t', Enumerable.Range(0, 20).Select(a => $"{i}.{a:D2}")).Append("\t\n");
        text.Append("# 0 1\n");
        for (int a = 0; a < 21; a++) text.AppendJoin('\t', Enumerable.Range(0, 21).Select(b => (100 * a + b).ToString("e20", CultureInfo.InvariantCulture))).Append("\t\n");
        string path = Text(text.ToString(), "x.raw");
        ModelFindings found = ModelFile.ReadWithFindings(path);
        PottsModel model = found.Document.Model;
        Assert.Equal(Alphabet.Protein, model.Alphabet);
        Assert.Equal(LetterSource.Format, found.LettersFrom);
        byte A = 1, R = 15, gap = 0; // CCMpred's 0, 1 and 20
        Assert.Equal(-(0.01 + 1.00 + 100), model.Energy([R, A]), 5);
        Assert.Equal(-(0.00 + 0 + 20), model.Energy([A, gap]), 5);
        Assert.Equal(0, ModelFile.Write(PathOf("y.raw"), found.Document, found.Format).EnergyShift);
        Assert.Equal(model.Couplings, ModelFile.Read(PathOf("y.raw")).Couplings);
        OneLine(Refusal(Text(text.ToString().Replace("# 0 1", "# 0 2", StringComparison.Ordinal), "x.raw")), "line 3 '# 0 2'", "'# 0 1' should stand here");
        OneLine(Refusal(Text(text.ToString()[..^200], "x.raw")), "line 24", "21 numbers should stand here");
        OneLine(Refusal(Text(text + "1 2\n", "x.raw")), "line 25 '1 2'", "goes on after the last pair");
        OneLine(Refusal(Text(text.ToString()[..text.ToString().IndexOf('#')], "x.raw")), "the couplings are missing");
        OneLine(Refusal(Text(text.ToString().Replace("1.05", "inf", StringComparison.Ordinal), "x.raw")), "line 2 ", "number 6 is none");
        OneLine(Assert.Throws<InputException>(() => ModelFile.Write(PathOf("z.raw"), new ModelDocument { Model = new PottsModel(Alphabet.Rna, 2) }, found.Format)).Message, "proteins only");
    }

    [Fact]
    public void Ccmpred_without_a_field_of_the_gap_moves_all_energies_by_one_number()
    {
        PottsModel model = Filled(Alphabet.Protein, 3, Noise(3000));
        WrittenModel written = ModelFile.Write(PathOf("x.raw"), new ModelDocument { Model = model }, ModelFormat.Parse("ccmpred"));
        Assert.Equal(model.Fields[0] + (double)model.Fields[21] + model.Fields[42], written.EnergyShift, 6);
    }

    [Theory]
    [InlineData("J 1 2 A C 0.5\nh 1 A 1\nh 1 C 2\nh 2 A 3\nh 2 C 4\n", "pottsevolver", 1, null)]
    [InlineData("J 0 1 A C 0.5\nh 0 A 1\nh 0 C 2\nh 1 A 3\nh 1 C 4\n", "adabmdca", 0, null)]
    [InlineData("J 0 1 1 2 0.5\nh 0 0 0\nh 0 1 1\nh 0 2 2\nh 1 0 0\nh 1 1 3\nh 1 2 4\n", "bmdca", 0, 0)]
    [InlineData("J 1 2 2 3 0.5\nh 1 1 0\nh 1 2 1\nh 1 3 2\nh 2 1 0\nh 2 2 3\nh 2 3 4\n", "pottsevolver", 1, 1)]
    public void Numbering_of_text_is_found_out(string text, string format, int site, int? state)
    {
        ModelFindings found = ModelFile.ReadWithFindings(Text(text), AlphabetName.Parse("-AC"));
        Assert.Equal((format, site, state), (found.Format.Name, found.FirstSite!.Value, found.FirstState));
        Assert.Equal(-(1 + 4 + 0.5), found.Document.Model.Energy([1, 2]), 6);
        Assert.Equal(2, found.Document.Model.Sites);
        ModelFormat other = ModelFormat.Parse(format == "adabmdca" ? "bmdca" : "adabmdca");
        if (format == "bmdca") Assert.Equal(LetterSource.User, ModelFile.ReadWithFindings(PathOf("input.txt"), AlphabetName.Parse("-AC"), other).LettersFrom);
        else OneLine(Assert.Throws<InputException>(() => ModelFile.ReadWithFindings(PathOf("input.txt"), AlphabetName.Parse("-AC"), other)).Message, PathOf("input.txt"));
    }

    [Fact]
    public void States_in_another_order_are_sorted_and_states_that_are_absent_are_zero()
    {
        PottsModel model = Filled(new Alphabet("custom", "UGCA-"), 3, Noise(300));
        ModelFile.Write(PathOf("x.npz"), new ModelDocument { Model = model }, ModelFormat.Parse("npz"));
        PottsModel sorted = ModelFile.Read(PathOf("x.npz"));
        Assert.Equal(Alphabet.Rna, sorted.Alphabet);
        Assert.Equal(model.Energy([0, 1, 2]), sorted.Energy([4, 3, 2]), 0.0);
        ModelFile.Write(PathOf("y.h5"), new ModelDocument { Model = Filled(new Alphabet("custom", "ACGU"), 2, Noise(300)) }, ModelFormat.Parse("hdf5"));
        ModelFindings wider = ModelFile.ReadWithFindings(PathOf("y.h5"), Alphabet.Rna);
        Assert.Equal(0, wider.Document.Model.Energy([0, 0]));
        Assert.Contains("no parameters for -", Assert.Single(wider.Findings).Text, StringComparison.Ordinal);
        OneLine(Refusal(PathOf("y.h5"), Alphabet.Dna), "state 3 is 'U', which is not in the alphabet dna");
    }

    [Fact]
    public void Files_of_bmdca_that_lie_alone_or_do_not_fit_are_refused()
    {
        ModelFormat format = ModelFormat.Parse("bmdca-binary");
        ModelDocument two = new() { Model = Filled(Alphabet.Rna, 2, Noise(300)) }, three = new() { Model = Filled(Alphabet.Rna, 3, Noise(300)) };
        ModelFile.Write(PathOf("two_h.bin"), two, format);
        ModelFile.Write(PathOf("three_h.bin"), three, format);
        byte[] fields = File.ReadAllBytes(PathOf("two_h.bin")), couplings = File.ReadAllBytes(PathOf("two_J.bin"));
        OneLine(Refusal(Bytes(fields, "fields.bin")), "holds fields only", "_h and _J");
        OneLine(Refusal(Bytes(couplings, "one_J.bin")), "holds couplings only", "one_h.bin", "does not exist");
        File.Copy(PathOf("three_J.bin"), PathOf("two_J.bin"), overwrite: true);
        OneLine(Refusal(PathOf("two_h.bin")), "3 x 3 sites", "fields of 2", "different models");
        Bytes(fields, "two_J.bin");
        OneLine(Refusal(PathOf("two_h.bin")), "two_J.bin: holds no couplings");
        OneLine(Assert.Throws<InputException>(() => ModelFile.Write(PathOf("model.bin"), two, format)).Message, "two files", "_h");
    }

    [Theory]
    [InlineData("x.xyz", "the ending names no model format")]
    [InlineData("x", "the ending names no model format")]
    [InlineData(".gz", "the ending names no model format")]
    public void Endings_that_say_nothing(string name, string piece) =>
        OneLine(Assert.Throws<InputException>(() => ModelFormat.OfName(name)).Message, name, piece, ".h5", "adabmdca");

    [Fact]
    public void A_format_that_is_asked_for_has_to_be_the_right_one()
    {
        string path = Text("h 0 A 1\nh 0 C 2\n");
        OneLine(Assert.Throws<InputException>(() => ModelFile.ReadWithFindings(path, null, ModelFormat.Parse("plmc"))).Message, path, "is not plmc binary, but adabmDCA");
        OneLine(Assert.Throws<InputException>(() => ModelFormat.Parse("plm")).Message, "'plm' is no model format", "hdf5", "ccmpred");
        OneLine(Refusal(Bytes([.. "PK\u0003\u0004"u8, 1, 2, 3])), "zip archive is damaged");
        OneLine(Refusal(Bytes([0x89, .. "HDF\r\n\u001a\n"u8, 1, 2, 3])), "the HDF5 file is damaged");
    }

    private static PottsModel Filled(Alphabet alphabet, int sites, float[] values)
    {
        PottsModel model = new(alphabet, sites);
        for (int k = 0; k < model.Fields.Length; k++) model.Fields[k] = values[k % values.Length];
        for (int k = 0; k < model.Couplings.Length; k++) model.Couplings[k] = values[(k + 200) % values.Length];
        return model;
    }

    private static float[] Noise(int count) => [.. Enumerable.Range(0, count).Select(k => MathF.Sin(1.7f * k * k + k))];

    private static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Integers(params int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Npy(string type, bool fortran, string shape, byte[] content) =>
        [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': {shape}, }}".PadRight(117) + "\n"), .. content];

    private static string Refusal(string path, Alphabet? alphabet = null)
    {
        string message = Assert.Throws<InputException>(() => ModelFile.Read(path, alphabet)).Message;
        Assert.StartsWith(Path.GetDirectoryName(path)!, message, StringComparison.Ordinal);
        return message;
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(k => values[k]);
}
