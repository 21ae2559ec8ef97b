using System.Globalization;
using System.Text.Json;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>dms</c> says what differences of energies say.</summary>
public sealed class DmsTests(Workbench bench) : CliTest(bench)
{
    private static readonly Alphabet Letters = AlphabetName.Parse("ACD");

    private PottsModel Model => ModelFile.Read(Bench.Truth, Letters);

    private Alignment Data => AlignmentReader.Read(Bench.Data, new() { Alphabet = Letters }).Alignment;

    private double Difference(int row, params (int Site, char Letter)[] changes)
    {
        byte[] mutant = [.. Data.Row(row)];
        foreach ((int site, char letter) in changes) mutant[site] = (byte)Letters.IndexOf(letter);
        return Model.Energy(mutant) - Model.Energy(Data.Row(row));
    }

    [Fact]
    public void All_single_mutants_as_text_table_figure_and_json()
    {
        string[] args = ["dms", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--sequence", "sample7", "--first", "101"];
        string[] lines = Run(args).Well().Out.TrimEnd('\n').Split('\n');
        Assert.StartsWith("# sample7: positions 101 to 108, counted as given", lines[0], StringComparison.Ordinal);
        Assert.Equal("position\twild_type\tmutant\tdelta_energy\tsite", lines[1]);
        Assert.Equal(8 * 2, lines.Length - 2);
        string wildType = Data.Text(6);
        foreach (string line in lines[2..])
        {
            string[] cells = line.Split('\t');
            int site = int.Parse(cells[4], CultureInfo.InvariantCulture) - 1;
            Assert.Equal($"{site + 101}", cells[0]);
            Assert.Equal($"{wildType[site]}", cells[1]);
            Assert.NotEqual(cells[1], cells[2]);
            Assert.Equal(Difference(6, (site, cells[2][0])), double.Parse(cells[3], CultureInfo.InvariantCulture), 5.1e-5);
        }

        Assert.Equal("", Run([.. args, "--out", "scan.csv", "--figure", "scan.svg"]).Well().Out);
        string[] table = [.. File.ReadAllLines(PathOf("scan.csv")).Where(line => !line.StartsWith('#'))];
        Assert.Equal(1 + 8 * 2, table.Length);
        Assert.Equal(lines[2..].Select(line => line.Split('\t')[2]), table[1..].Select(line => line.Split(',')[2]));
        Assert.Contains("<svg", File.ReadAllText(PathOf("scan.svg")), StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(Run([.. args, "--json"]).Well().Out);
        Assert.Equal(101, json.RootElement.GetProperty("first").GetInt32());
        Assert.Equal(Model.Energy(Data.Row(6)), json.RootElement.GetProperty("energy").GetDouble());
        Assert.Equal(8 * 2, json.RootElement.GetProperty("mutants").GetArrayLength());
    }

    [Fact]
    public void Chosen_mutants_from_line_and_file()
    {
        string wildType = Data.Text(0);
        char Other(int site) => wildType[site] == 'A' ? 'D' : 'A';
        string Change(int site) => $"{wildType[site]}{site + 1}{Other(site)}";
        Put("mutants.txt", $"mutant\n{Change(3)}\n");
        string[] args = ["dms", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--mutant", $"{Change(1)}:{Change(5)},{Change(0)}", "--mutants", "mutants.txt"];
        string[] lines = Run(args).Well().Out.TrimEnd('\n').Split('\n');
        Assert.Equal("mutant\tdelta_energy\tadditive", lines[1]);
        Assert.Equal([$"{Change(1)}:{Change(5)}", Change(0), Change(3)], lines[2..].Select(line => line.Split('\t')[0]));
        double[] Numbers(int line) => [.. lines[line].Split('\t').Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        Assert.Equal(Difference(0, (1, Other(1)), (5, Other(5))), Numbers(2)[0], 5.1e-5);
        Assert.Equal(Difference(0, (1, Other(1))) + Difference(0, (5, Other(5))), Numbers(2)[1], 5.1e-5);
        Assert.Equal(Numbers(3)[0], Numbers(3)[1]);
    }

    /// <summary>Sites that no sequence of the file has a letter at are sites all the same.</summary>
    [Fact]
    public void A_column_of_gaps_stays_where_the_model_has_its_site()
    {
        PottsModel model = new(Alphabet.Protein, 4);
        for (int n = 0; n < model.Fields.Length; n++) model.Fields[n] = n;
        AdabmDcaModel.Write(PathOf("four.dat"), model);
        Put("two.fasta", ">a\nA-CA\n>b\nA-CA\n");
        string[] lines = Run("dms", "four.dat", "two.fasta", "--mutant", "C2D,A3C").Well().Out.TrimEnd('\n').Split('\n');
        Assert.Contains("1 of 4 sites without a known residue", lines[0], StringComparison.Ordinal);
        Assert.Equal(["C2D\t-1.0000\t-1.0000", "A3C\t-1.0000\t-1.0000"], lines[2..]);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Put("short.fasta", ">a\nACDA\n");
        Refused(["dms", Bench.Truth, "short.fasta", "--alphabet", "ACD"], "short.fasta", "4 sites", "the model has 8");
        Refused(["dms", Bench.Truth, Bench.Data], "name the model's alphabet");
        Put("zero.dat", "J 0 1 A A 0\nh 0 A 0\nh 0 C 0\nh 1 A 0\nh 1 C 0\n");
        Refused(["dms", "zero.dat", "short.fasta", "--alphabet", "AC"], "zero.dat", "all parameters are zero");
        Refused(["dms", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--sequence", "nobody"], "no sequence is called 'nobody'");
        Refused(["dms", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--mutant", "A99C"], "A99C", "no position 99");
        Refused(["dms", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--mutants", "missing.txt"], "missing.txt: no such file");
        Refused(["dms", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--figure", "scan.pdf"], "--figure 'scan.pdf' has to end in .svg or .png");
        Refused(["dms", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--first", "one"], "--first 'one' is not a whole number");
        Refused(["dms", "missing.dat", Bench.Data], "missing.dat");
    }
}
