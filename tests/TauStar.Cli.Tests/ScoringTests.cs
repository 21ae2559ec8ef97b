using System.Globalization;
using System.Text.Json;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Formats;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>energies</c> and <c>contacts</c> say what the library says.</summary>
public sealed class ScoringTests(Workbench bench) : CliTest(bench)
{
    private static readonly Alphabet Letters = AlphabetName.Parse("ACD");

    private PottsModel Model => ModelFile.Read(Bench.Truth, Letters);

    private Alignment Data => AlignmentReader.Read(Bench.Data, new() { Alphabet = Letters }).Alignment;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [Fact]
    public void Energies_as_text_table_sequences_and_json()
    {
        double[] energies = Model.Energies(Data);
        string[] lines = Run("energies", Bench.Truth, Bench.Data, "--alphabet", "ACD").Well().Out.TrimEnd('\n').Split('\n');
        Assert.Equal("name\tenergy", lines[0]);
        Assert.Equal(energies.Length, lines.Length - 1);
        for (int m = 0; m < energies.Length; m++)
        {
            string[] cells = lines[m + 1].Split('\t');
            Assert.Equal(Data.Names[m], cells[0]);
            Assert.Equal(energies[m], Number(cells[1]), 5e-5);
        }

        Assert.Equal("", Run("energies", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--out", "e.csv").Well().Out);
        string[] table = [.. File.ReadAllLines(PathOf("e.csv")).Where(line => !line.StartsWith('#'))];
        Assert.Equal("name,energy", table[0]);
        Assert.Equal(energies[^1], Number(table[^1].Split(',')[1]));

        Run("energies", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--out", "e.fasta").Well();
        string[] fasta = File.ReadAllLines(PathOf("e.fasta"));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $">{Data.Names[0]} | DCAenergy: {energies[0]:F3}"), fasta[0]);
        Assert.Equal(Data.Text(0), fasta[1]);

        using JsonDocument json = JsonDocument.Parse(Run("energies", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--json").Well().Out);
        Assert.Equal(energies, json.RootElement.EnumerateArray().Select(e => e.GetProperty("energy").GetDouble()));
    }

    [Fact]
    public void Contacts_are_ranked_and_chosen()
    {
        ContactScore[] ranked = [.. ContactScores.Of(Model).Where(s => s.J - s.I >= 2).OrderByDescending(s => s.Score).Take(5)];
        string[] lines = Run("contacts", Bench.Truth, "--alphabet", "ACD", "--separation", "2", "--top", "5").Well().Out.TrimEnd('\n').Split('\n');
        Assert.Equal("i\tj\tscore", lines[0]);
        Assert.Equal(ranked.Select(s => $"{s.I + 1}\t{s.J + 1}"), lines[1..].Select(line => line[..line.LastIndexOf('\t')]));
        Run("contacts", Bench.Truth, "--alphabet", "ACD", "--separation", "1", "--out", "c.csv").Well();
        Assert.Equal(8 * 7 / 2 + 1, File.ReadAllLines(PathOf("c.csv")).Count(line => !line.StartsWith('#')));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Put("other.fasta", ">a\nACDA\n>b\nACDC\n");
        Refused(["energies", Bench.Truth, "other.fasta", "--alphabet", "ACD"], "a model of 8 sites", "has 4");
        Refused(["energies", "missing.dat", Bench.Data], "missing.dat");
        Refused(["energies", Bench.Data, Bench.Data, "--alphabet", "ACD"], "no model format");
        Refused(["energies", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--out", "no/such/e.csv"], "does not exist");
        Refused(["contacts", Bench.Truth, "--separation", "0"], "separation is 0");
        Refused(["contacts", Bench.Truth, "--top", "0"], "top is 0");
        Refused(["contacts", Bench.Data], "no model format");
    }
}
