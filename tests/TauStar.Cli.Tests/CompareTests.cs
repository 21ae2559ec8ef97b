using System.Globalization;
using System.Text.Json;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Formats;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>compare</c> says what the library says.</summary>
public sealed class CompareTests(Workbench bench) : CliTest(bench)
{
    private static readonly Alphabet Letters = AlphabetName.Parse("ACD");

    [Fact]
    public void Two_sets_as_text_json_tables_and_figures()
    {
        Run("simulate", "planted", "--sites", "8", "--states", "3", "--samples", "150", "--seed", "4", "--out", "other.fasta").Well();
        string[] args = ["compare", Bench.Data, "other.fasta", "--alphabet", "ACD", "--model", Bench.Truth, "--triples", "20"];
        Alignment Read(string path) => AlignmentReader.Read(path, new() { Alphabet = Letters }).Alignment;
        AlignmentComparison found = AlignmentComparison.Of(Read(Bench.Data), Read(PathOf("other.fasta")), ModelFile.Read(Bench.Truth, Letters),
            new() { FirstIdentity = 0, Triples = 20 }, progress: null);
        string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

        Finished whole = Run([.. args, "--out", "compared"]).Well();
        string text = whole.Out;
        Assert.Contains("comparing", whole.Err, StringComparison.Ordinal);
        string[] connected = text.Split('\n').Single(line => line.StartsWith("connected two-site", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^4..];
        Assert.Equal([Number(found.Agreement.TwoSiteConnected.Pearson), Number(found.Halves.TwoSiteConnected.Pearson), Number(found.Agreement.TwoSiteConnected.Slope),
            Number(found.Halves.TwoSiteConnected.Slope)], connected);
        Assert.Contains("120 sequences", text, StringComparison.Ordinal);
        Assert.Contains("20 triples of sites", text, StringComparison.Ordinal);
        Assert.Equal(["compare.csv", "compare.png", "compare.svg", "sequences.csv", "sites.csv"], Directory.GetFiles(PathOf("compared")).Select(Path.GetFileName).Order());
        string[] Table(string name) => [.. File.ReadAllLines(PathOf("compared", name)).Where(line => !line.StartsWith('#'))];
        Assert.Equal(1 + 120 + 150, Table("sequences.csv").Length);
        Assert.Equal(1 + 8 * 3, Table("sites.csv").Length);
        Assert.Equal(found.Second.Energies![0], double.Parse(Table("sequences.csv")[121].Split(',')[5], CultureInfo.InvariantCulture));

        using JsonDocument json = JsonDocument.Parse(Quiet([.. args, "--json", "-q"]).Out);
        Assert.Equal(found.Agreement.ThreeSite!.Connected.Pearson, json.RootElement.GetProperty("agreement").GetProperty("threeSite").GetProperty("connected").GetProperty("pearson").GetDouble());
        Assert.Equal(found.Halves.Energy!.KolmogorovSmirnov, json.RootElement.GetProperty("halves").GetProperty("energy").GetProperty("kolmogorovSmirnov").GetDouble());
    }

    private Finished Quiet(string[] args)
    {
        Finished end = Run(args).Well();
        Assert.Equal("", end.Err);
        return end;
    }

    [Fact]
    public void Columns_that_only_the_second_set_leaves_empty_stay()
    {
        Put("a.fasta", ">1\nACDE\n>2\nACDF\n>3\nAWDF\n>4\nAWYF\n");
        Put("b.fasta", ">1\nAC-E\n>2\nAC-F\n");
        Assert.Contains("4 sequences", Run("compare", "a.fasta", "b.fasta").Well().Out, StringComparison.Ordinal);
        Put("c.fasta", ">1\nACD-E\n>2\nACD-F\n>3\nAWD-F\n>4\nAWY-F\n"); // nor is it a site where neither has a letter
        Assert.Contains("4 sequences", Run("compare", "c.fasta", "c.fasta").Well().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_models()
    {
        PottsModel cold = ModelFile.Read(Bench.Truth, Letters).Clone();
        foreach (ref float h in cold.Fields.AsSpan()) h *= 2;
        foreach (ref float j in cold.Couplings.AsSpan()) j *= 2;
        AdabmDcaModel.Write(PathOf("cold.dat"), cold);
        string text = Run("compare", Bench.Truth, "cold.dat", "--alphabet", "ACD", "--out", "models").Well().Out;
        Assert.Equal(["couplings", "1.0000", "2.0000"], text.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..3]);
        Assert.Equal(["compare.png", "compare.svg", "fields.csv", "pairs.csv"], Directory.GetFiles(PathOf("models")).Select(Path.GetFileName).Order());
        Assert.Equal(1 + 28, File.ReadAllLines(PathOf("models", "pairs.csv")).Count(line => !line.StartsWith('#')));
        using JsonDocument json = JsonDocument.Parse(Run("compare", Bench.Truth, "cold.dat", "--alphabet", "ACD", "--json").Well().Out);
        Assert.Equal(2, json.RootElement.GetProperty("fields").GetProperty("slope").GetDouble(), 5);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Put("short.fasta", ">a\nACDA\n>b\nACDC\n");
        Refused(["compare", Bench.Data, "short.fasta", "--alphabet", "ACD"], "has 8 sites", "has 4");
        Refused(["compare", Bench.Data, Bench.Truth, "--alphabet", "ACD"], "is a model and the other is none");
        Refused(["compare", Bench.Truth, Bench.Truth, "--alphabet", "ACD", "--model", Bench.Truth], "--model", "no effect on two models");
        Refused(["compare", Bench.Data, "missing.fasta"], "missing.fasta: no such file");
        Refused(["compare", Bench.Data, Bench.Data, "--alphabet", "ACD", "--pairs", "0"], "pairs is 0");
        Refused(["compare", Bench.Data, Bench.Data, "--alphabet", "ACD", "--seqid", "2"], "identity threshold 2");
        Directory.CreateDirectory(PathOf("mine"));
        Put("mine/notes.txt", "keep me");
        Refused(["compare", Bench.Data, Bench.Data, "--alphabet", "ACD", "--out", "mine"], "mine is not empty");
    }
}
