using System.Text;
using CsCheck;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Formats.Tests;

/// <summary>Whatever a file holds, reading ends with a result or with one line: never with another exception.</summary>
public sealed class MutationTests : TestFiles
{
    private static readonly string[] Texts =
    [
        ">a\nACDE-F\n>b\nACD\nE-G\n>c\nACDEFG\n",
        ">a\nACkDE\n>b\nA-DpqE\n>c\nAC..D-\n",
        "# STOCKHOLM 1.0\n#=GF ID x\na AC.E\nb ACDE\n#=GC RF xx.x\n\na FG\nb F-\n#=GC RF xx\n//\n",
        "s1,s2\n0,1\n1,0\n1,1\n",
        "-1 1 1\n1 -1 1\n",
        "2 3 21\n0 1 2\n3 20 0\n",
        "J 1 2 1 2 0.5\nh 1 1 1\nh 1 2 2\nh 2 1 1\nh 2 2 2\n",
        "J 0 1 A C 0.5\nJ 0 1 - - 1e-5\nh 0 A 1\nh 0 C 2\nh 0 - 0\nh 1 A 1\nh 1 C 2\nh 1 - 0\n",
    ];

    [Fact]
    public void A_changed_alignment_or_model_is_read_or_refused_in_one_line() =>
        Gen.Select(Gen.Int[0, Texts.Length - 1], Gen.Select(Gen.Int[0, 3], Gen.Int[0, 200], Gen.Byte).Array[1, 6], Gen.Bool)
            .Sample((which, changes, packed) =>
            {
                List<byte> bytes = [.. Encoding.UTF8.GetBytes(Texts[which])];
                if (packed) bytes = [.. Gzip([.. bytes])];
                foreach ((int kind, int place, byte value) in changes) Change(bytes, kind, place % Math.Max(1, bytes.Count), value);
                string path = Bytes([.. bytes]);
                foreach (MatchColumns columns in Enum.GetValues<MatchColumns>())
                    OnlyInputExceptions(() => AlignmentReader.Read(path, new() { MatchColumns = columns, MaxGaps = 0.9 }));
                OnlyInputExceptions(() => ModelFile.Read(path));
                OnlyInputExceptions(() => AdabmDcaModel.Read(path, Alphabet.Rna));
                OnlyInputExceptions(() => ResultJson.Read(path));
                OnlyInputExceptions(() => WeightsFile.Read(path));
                OnlyInputExceptions(() => HistoryFile.Read(path));
            }, iter: 500, threads: 1);

    [Fact]
    public void A_changed_array_is_read_or_refused_in_one_line()
    {
        byte[] array = [0x93, .. "NUMPY"u8, 1, 0, 70, 0, .. Encoding.ASCII.GetBytes(
            "{'descr': '|i1', 'fortran_order': False, 'shape': (3, 2), }".PadRight(69) + "\n"), 0, 1, 1, 0, 1, 1];
        Assert.Equal(3, AlignmentReader.Read(Bytes(array)).Alignment.Count);
        Gen.Select(Gen.Int[0, 3], Gen.Int[6, array.Length - 1], Gen.Byte).Array[1, 3].Sample(changes =>
        {
            List<byte> bytes = [.. array];
            foreach ((int kind, int place, byte value) in changes) Change(bytes, kind, Math.Min(place, bytes.Count - 1), value);
            string path = Bytes([.. bytes]);
            OnlyInputExceptions(() => AlignmentReader.Read(path));
        }, iter: 500, threads: 1);
    }

    public static TheoryData<string> Formats => [.. ModelFormat.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_changed_model_is_read_or_refused_in_one_line(string name)
    {
        ModelFormat format = ModelFormat.Parse(name);
        Alphabet alphabet = name == "ccmpred" ? Alphabet.Protein : AlphabetName.Parse("-HP");
        PottsModel model = new(alphabet, 3);
        for (int k = 0; k < model.Couplings.Length; k++) model.Couplings[k] = MathF.Sin(k);
        WrittenModel written = ModelFile.Write(PathOf($"model_h{format.Extensions[0]}"), new ModelDocument
        {
            Model = model,
            History = [new TrainingRecord(1, 0.5, 1, 0.1, 0, -3)],
            Provenance = [new("program", "TauStar")],
        }, format);
        foreach (string path in written.Paths)
        {
            byte[] whole = File.ReadAllBytes(path);
            Assert.Equal(3, ModelFile.Read(path, alphabet).Sites);
            for (int length = 0; length < whole.Length; length += 1 + whole.Length / 60)
            {
                File.WriteAllBytes(path, whole[..length]);
                // A text may end within its last number, and still hold a model.
                InputException? refusal = Refusal(() => ModelFile.Read(path, alphabet));
                Assert.True(refusal is not null || format.Extensions[0] is ".dat" or ".txt" or ".pottsgraph" or ".raw" && length > whole.Length - 16, $"{length} of {whole.Length} bytes");
            }
            // Most changes where sizes stand: in the first bytes.
            Gen<int> places = Gen.OneOf(Gen.Int[0, Math.Min(199, whole.Length - 1)], Gen.Int[0, whole.Length - 1]);
            Gen.Select(Gen.Int[0, 3], places, Gen.Byte).Array[1, 4].Sample(changes =>
            {
                List<byte> bytes = [.. whole];
                foreach ((int kind, int place, byte value) in changes) Change(bytes, kind, place % bytes.Count, value);
                File.WriteAllBytes(path, [.. bytes]);
                OnlyInputExceptions(() => ModelFile.Read(path, alphabet));
                OnlyInputExceptions(() => ModelFile.ReadWithFindings(path));
            }, iter: 120, threads: 1);
            File.WriteAllBytes(path, whole);
        }
    }

    private static InputException? Refusal(Func<object> read)
    {
        try
        {
            Assert.NotNull(read());
            return null;
        }
        catch (InputException e)
        {
            OneLine(e.Message, ": ");
            return e;
        }
    }

    private static void Change(List<byte> bytes, int kind, int place, byte value)
    {
        if (bytes.Count == 0) return;
        switch (kind)
        {
            case 0: bytes[place] = value; break;
            case 1: bytes.Insert(place, value); break;
            case 2: bytes.RemoveAt(place); break;
            default: bytes[place] = (byte)"\n\r \t>-.#,;0193Aaz*"[value % 18]; break;
        }
    }

    private static void OnlyInputExceptions(Func<object> read) => Refusal(read);
}
