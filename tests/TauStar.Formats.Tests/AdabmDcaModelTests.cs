using System.Diagnostics;
using System.Text;
using CsCheck;
using TauStar.Data;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Formats.Tests;

public sealed class AdabmDcaModelTests : TestFiles
{
    private const string Small = "J 0 1 - - 0.5\nJ 0 1 - A -1e-05\nJ 0 1 A - 2\nJ 0 1 A A 0.25\n"
        + "h 0 - 1.5\nh 0 A -1\nh 1 - 0\nh 1 A 3\n";

    [Fact]
    public void Sign_and_order_are_those_of_the_model()
    {
        PottsModel model = AdabmDcaModel.Read(Text(Small));
        Assert.Equal(2, model.Sites);
        Assert.Equal(Alphabet.Rna, model.Alphabet);
        Assert.Equal(-(1.5 + 3 + -1e-05f), model.Energy([0, 1]), 12);
        Assert.Equal(-(-1.0 + 0 + 2), model.Energy([1, 0]), 12);
    }

    [Fact]
    public void Every_float_and_every_energy_survives_a_round_trip()
    {
        Gen<float> numbers = Gen.OneOf(Gen.Float[-5, 5], Gen.Int.Select(BitConverter.Int32BitsToSingle).Where(float.IsFinite),
            OneOf(0f, -0f, float.Epsilon, float.MaxValue, float.MinValue, 1e-5f, 1e7f, 16777217f));
        Gen<Alphabet> alphabets = OneOf(Alphabet.Protein, Alphabet.Rna, Alphabet.Dna, Alphabet.Binary, Alphabet.Spin,
            AlphabetName.Parse("-HP"), new Alphabet("custom", "0123456789ABCD"));
        Gen.Select(alphabets, Gen.Int[1, 5], Gen.Bool).Select(numbers.Array[4000], (shape, values) => (shape, values)).Sample(t =>
        {
            ((Alphabet alphabet, int sites, bool packed), float[] values) = t;
            PottsModel model = new(alphabet, sites);
            for (int k = 0; k < model.Fields.Length; k++) model.Fields[k] = values[k];
            for (int k = 0; k < model.Couplings.Length; k++) model.Couplings[k] = values[(k + 500) % values.Length];
            string path = PathOf(packed ? "params.dat.gz" : "params.dat");
            AdabmDcaModel.Write(path, model);
            PottsModel back = ModelFile.Read(path, alphabet);
            byte[] row = [.. Enumerable.Range(0, sites).Select(i => (byte)(i % alphabet.Size))];
            return back.Alphabet.Equals(alphabet)
                && AdabmDcaModel.Read(path).Sites == sites
                && Bits(model.Fields).SequenceEqual(Bits(back.Fields)) && Bits(model.Couplings).SequenceEqual(Bits(back.Couplings))
                && BitConverter.DoubleToInt64Bits(model.Energy(row)) == BitConverter.DoubleToInt64Bits(back.Energy(row));
        }, iter: 40, threads: 1);
    }

    [Fact]
    public void Alphabets_are_found_where_no_hint_is_given()
    {
        foreach (Alphabet alphabet in new[]
            { Alphabet.Protein, Alphabet.Rna, Alphabet.Dna, Alphabet.Binary, Alphabet.Spin, AlphabetName.Parse("-ab") })
        {
            AdabmDcaModel.Write(PathOf("p"), new PottsModel(alphabet, 2));
            Assert.Equal(alphabet, AdabmDcaModel.Read(PathOf("p")).Alphabet);
        }
    }

    [Fact]
    public void States_may_be_numbers()
    {
        StringBuilder text = new("J 0 1 20 3 1.25\n");
        for (int i = 0; i < 2; i++)
        {
            for (int a = 0; a < 21; a++) text.Append($"h {i} {a} {a}.5\n");
        }
        PottsModel model = AdabmDcaModel.Read(Text(text.ToString()));
        Assert.Equal(Alphabet.Protein, model.Alphabet);
        Assert.Equal(-(20.5 + 3.5 + 1.25), model.Energy([20, 3]), 12);
        Assert.Equal(Alphabet.Rna, AdabmDcaModel.Read(Text("h 0 0 1\nh 0 3 1\n"), Alphabet.Rna).Alphabet);
        Assert.Equal("0123", AdabmDcaModel.Read(Text("h 0 0 1\nh 0 3 1\nh 0 1 1\nh 0 2 1\n")).Alphabet.Letters);
    }

    [Fact]
    public void Sparse_models_letters_that_never_occur_and_turned_pairs_are_allowed()
    {
        PottsModel model = AdabmDcaModel.Read(Text(
            "# comment\r\n\r\nJ 2 0 W A 1.5\r\n\th 0 A 1\nh 0 W 2\nh 1 A 3\nh 1 W 4\nh 2 A 5\nh 2 W 6\n"));
        Assert.Equal((3, 21), (model.Sites, model.States));
        Assert.Equal(-(1.0 + 3 + 6 + 1.5), model.Energy([1, 1, 19]), 12);
        Assert.Equal(1, model.Couplings.Count(c => c != 0));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("J 0 1 A A 0.5\n", "no field")]
    [InlineData("h 0 A 1\nh 0 C 1\nh 1 A 1\n", "site 1, state 'C' is missing")]
    [InlineData("h 0 A 1\nh 0 A 1\n", "line 2: the parameter stands a second time")]
    [InlineData("J 0 1 A A 1\n\nJ 1 0 A A 2\nh 0 A 1\nh 1 A 1\n", "line 3: the parameter stands a second time")]
    [InlineData("J 0 2 A A 1\nh 0 A 1\nh 1 A 1\n", "line 1: site 2 has couplings but no field")]
    [InlineData("J 1 1 A A 1\n", "line 1 'J 1 1 A A 1': couples a site with itself")]
    [InlineData("h 0 A 1\nK 0 A 1\n", "line 2 'K 0 A 1': 'K' is neither J nor h")]
    [InlineData("h 0 A nan\n", "'h 0 A nan': nan is not a finite number")]
    [InlineData("h 0 A -Infinity\n", "-Infinity is not a finite number")]
    [InlineData("h 0 A 1e99\n", "1e99 is not a finite number")]
    [InlineData("h 0 A 1,5\n", "'1,5' is not a number")]
    [InlineData("h 0 A 0.5x\n", "'0.5x' is not a number")]
    [InlineData("h 0 A\n", "'' is not a number")]
    [InlineData("h 0 A 1 2\n", "too many words")]
    [InlineData("h -1 A 1\n", "'-1' is no site")]
    [InlineData("h 100000 A 1\n", "'100000' is no site")]
    [InlineData("h x A 1\n", "'x' is no site")]
    [InlineData("h 0 AB 1\n", "'AB' is no state")]
    [InlineData("h 0 99 1\n", "'99' is no state")]
    [InlineData("h 0 A 1\nh 0 12 1\n", "line 2: state 12 is a number")]
    [InlineData("h 99999 A 1\nh 99999 C 1\n", "more than fit in memory")]
    [InlineData(">seq\nACDE\n", "begins no model format")]
    [InlineData("#only\n", "begins no model format")]
    public void Wrong_files_are_refused_in_one_line(string text, string piece)
    {
        string path = Text(text);
        OneLine(Assert.Throws<InputException>(() => ModelFile.Read(path)).Message, path, piece);
    }

    [Fact]
    public void The_hint_has_the_last_word()
    {
        OneLine(Assert.Throws<InputException>(() => AdabmDcaModel.Read(Text("h 0 A 1\nh 0 W 1\n"), Alphabet.Rna)).Message,
            "line 2: state 'W' is not in the alphabet rna");
        OneLine(Assert.Throws<InputException>(() => AdabmDcaModel.Read(Text("h 0 0 1\nh 0 7 1\n"), Alphabet.Rna)).Message,
            "state 7 occurs");
        Assert.Equal(Alphabet.Protein, AdabmDcaModel.Read(Text(Small), Alphabet.Protein).Alphabet);
    }

    [Fact]
    public void A_model_with_a_number_that_is_none_is_not_written()
    {
        PottsModel model = new(Alphabet.Rna, 2);
        model.Fields[3] = float.NaN;
        Assert.Throws<ArgumentException>(() => AdabmDcaModel.Write(PathOf("p"), model));
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void Half_a_million_lines_take_a_moment()
    {
        PottsModel model = new(Alphabet.Protein, 48);
        for (int k = 0; k < model.Couplings.Length; k++) model.Couplings[k] = MathF.Sin(k) / 7;
        Stopwatch watch = Stopwatch.StartNew();
        AdabmDcaModel.Write(PathOf("p"), model);
        long written = watch.ElapsedMilliseconds;
        Assert.Equal(model.Couplings, AdabmDcaModel.Read(PathOf("p")).Couplings);
        TestContext.Current.TestOutputHelper?.WriteLine($"write {written} ms, read {watch.ElapsedMilliseconds - written} ms");
        Assert.InRange(watch.ElapsedMilliseconds, 0, 10_000);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(k => values[k]);

    private static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);
}
