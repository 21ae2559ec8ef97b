using TauStar.Data;
using Xunit;

namespace TauStar.Formats.Tests;

/// <summary>bmDCA's numerical alignments and weights.</summary>
public sealed class NumericalAlignmentTests : TestFiles
{
    [Fact]
    public void Numbers_of_proteins_are_letters()
    {
        AlignmentFindings found = Read("3 4 21\n0 1 2 20\n5 0 0 1\n20 20 20 20\n\n");
        Assert.Equal(Alphabet.Protein, found.Alignment.Alphabet);
        Assert.Equal("bmDCA numerical", found.Format);
        Assert.Equal(["-ACY", "F--A", "YYYY"], Rows(found));
        Assert.Equal(["-ACY", "F--A", "YYYY"], Rows(Read("3 4 21\r\n0 1 2 20\r\n5 0 0 1\r\n20 20 20 20")));
    }

    [Fact]
    public void Other_numbers_of_states_take_the_users_letters_or_digits()
    {
        Assert.Equal(["A-", "CG"], Rows(Read("2 2 5\n1 0\n2 3\n", new() { Alphabet = Alphabet.Rna })));
        Assert.Equal(["10", "23"], Rows(Read("2 2 5\n1 0\n2 3\n")));
    }

    [Fact]
    public void A_table_of_three_columns_stays_a_table()
    {
        Assert.Equal("CSV", Read("1 2 3\n0 1 2\n2 1 0\n").Format);
        Assert.Equal("bmDCA numerical", Read("2 3 21\n0 1 2\n2 1 0\n").Format);
        Assert.Equal("CSV", Read("0 1 1\n1 0 1\n").Format);
    }

    [Theory]
    [InlineData("4 2 21\n1 0\n2 3\n", "line 1 says 4 rows, but 2 follow")]
    [InlineData("1 2 21\n1 0\n2 3\n", "line 1 says 1 row, but 2 follow")]
    [InlineData("2 2 4\n1 0\n2 4\n", "line 3, column 2: 4 is no state; line 1 says 0 to 3")]
    [InlineData("2 2 21\n1 0\n2 -1\n", "line 3, column 2: -1 is no state")]
    [InlineData("2 2 21\n1 0\n2 3 4\n", "line 3: 3 columns, but line 2 has 2")]
    [InlineData("2 4 21\n1 0 x 3\n2 3 4 5\n", "'x' is not a number")]
    public void Wrong_files_are_refused(string text, string piece) => Refused(text, null, piece);

    [Fact]
    public void Weights_one_a_line()
    {
        double[] weights = [1, 0.25, 1.0 / 3, 1e-7];
        WeightsFile.Write(PathOf("w.txt.gz"), weights);
        Assert.Equal(weights, WeightsFile.Read(PathOf("w.txt.gz"), 4));
        Assert.Equal([0.5, 1], WeightsFile.Read(Text("# two\n 0.5\n\n1\r\n")));
        OneLine(Assert.Throws<InputException>(() => WeightsFile.Read(PathOf("w.txt.gz"), 5)).Message, "4 weights for 5 sequences");
        foreach (string wrong in new[] { "1\n0\n", "1\n-1\n", "1\nnan\n", "1\n1 2\n", "1\ninf\n" })
            OneLine(Assert.Throws<InputException>(() => WeightsFile.Read(Text(wrong))).Message, PathOf("input.txt"), "line 2", "is no weight");
        OneLine(Assert.Throws<InputException>(() => WeightsFile.Read(Text("#\n"))).Message, "holds no weight");
    }
}
