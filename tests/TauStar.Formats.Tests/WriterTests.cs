using System.Globalization;
using TauStar.Data;
using Xunit;

namespace TauStar.Formats.Tests;

public sealed class WriterTests : TestFiles
{
    [Theory]
    [InlineData("out.fasta"), InlineData("out.fasta.gz")]
    public void Fasta_reads_back(string name)
    {
        FastaRecord[] records = [new("one, E = -1.5", new byte[] { 0, 1, 20 }), new("two\r\nlines", new byte[] { 3, 1, 5 })];
        FastaWriter.Write(PathOf(name), Alphabet.Protein, records);
        AlignmentFindings found = AlignmentReader.Read(PathOf(name), new() { Alphabet = Alphabet.Protein });
        Assert.Equal(["-AY", "DAF"], Rows(found));
        Assert.Equal(["one, E = -1.5", "two lines"], found.Alignment.Names);
        Assert.Equal(name.EndsWith(".gz", StringComparison.Ordinal) ? "FASTA, gzip" : "FASTA", found.Format);
        FastaWriter.Write(PathOf("again"), found.Alignment);
        Assert.Equal(">one, E = -1.5\n-AY\n>two lines\nDAF\n", File.ReadAllText(PathOf("again")));
    }

    [Fact]
    public void A_state_outside_the_alphabet_writes_nothing()
    {
        Assert.Throws<ArgumentException>(() =>
            FastaWriter.Write(PathOf("x"), Alphabet.Rna, [new("a", new byte[] { 0 }), new("b", new byte[] { 5 })]));
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void Tables_explain_themselves_and_numbers_read_back()
    {
        CsvColumn[] columns = [new("tau", "temperature relative to the model, above 0"), new("energy", "mean, k_B T"), new("note", "text")];
        CsvWriter.Write(PathOf("t.csv"), "Curves over tau.", columns,
        [
            [0.1, -1.0 / 3, "plain"],
            [1, double.NaN, "a, \"b\""],
            [double.PositiveInfinity, 1e-300, null],
            [0.1f, true, "#1"],
        ]);
        string[] lines = File.ReadAllText(PathOf("t.csv")).Split('\n');
        Assert.Equal(
        [
            "# Curves over tau.", "# tau: temperature relative to the model, above 0", "# energy: mean, k_B T", "# note: text",
            "tau,energy,note", "0.1,-0.3333333333333333,plain", "1,NaN,\"a, \"\"b\"\"\"", "inf,1E-300,", "0.1,true,\"#1\"", "",
        ], lines);
        Assert.Equal(-1.0 / 3, double.Parse(lines[5].Split(',')[1], CultureInfo.InvariantCulture));
        Assert.Throws<ArgumentException>(() => CsvWriter.Write(PathOf("u.csv"), "t", columns, [[1, 2]]));
        Assert.False(File.Exists(PathOf("u.csv")));
    }
}
