using System.Globalization;
using System.Text.Json;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>sample</c>: files by temperature, energies in their headers, and a word where chains did not mix.</summary>
public sealed class SampleTests(Workbench bench) : CliTest(bench)
{
    private static readonly Alphabet Letters = AlphabetName.Parse("ACD");

    private string[] Line(params string[] more) => ["sample", Bench.Truth, "--alphabet", "ACD", "--sequences", "30", "-q", .. more];

    [Theory]
    [InlineData("gibbs")]
    [InlineData("metropolis")]
    [InlineData("exchange")]
    public void One_file_a_temperature_with_energies(string method)
    {
        PottsModel model = ModelFile.Read(Bench.Truth, Letters);
        Finished run = Run(Line("--temperatures", "0.8,1,2,1", "--method", method, "--out", "deep/samples", "--json")).Well();
        Assert.Equal("", run.Err);
        Assert.Equal(["tau0.8.fasta", "tau1.fasta", "tau2.fasta"], Directory.EnumerateFiles(PathOf("deep", "samples")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using JsonDocument json = JsonDocument.Parse(run.Out);
        Assert.Equal(method, json.RootElement.GetProperty("method").GetString());
        List<double> means = [];
        foreach (JsonElement set in json.RootElement.GetProperty("sets").EnumerateArray())
        {
            Alignment written = AlignmentReader.Read(PathOf(set.GetProperty("file").GetString()!), new() { Alphabet = Letters }).Alignment;
            Assert.Equal(30, written.Count);
            for (int m = 0; m < written.Count; m++)
                Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"tau{set.GetProperty("tau").GetDouble():R}_{m + 1} | DCAenergy: {model.Energy(written.Row(m)):F3}"), written.Names[m]);
            Assert.Equal(model.Energies(written).Average(), set.GetProperty("meanEnergy").GetDouble(), 1e-9);
            Assert.True(set.GetProperty("mixed").GetBoolean());
            Assert.True(set.GetProperty("mixingTime").GetInt64() <= set.GetProperty("sweeps").GetInt64());
            means.Add(set.GetProperty("meanEnergy").GetDouble());
        }
        Assert.Equal(means.Order(), means); // hotter is higher
    }

    [Fact]
    public void Temperatures_never_overwrite_each_other_nor_anything_else()
    {
        string first = Run(Line("--tau", "0.5,1", "--out", "s.fasta.gz")).Well().Out;
        Assert.StartsWith("tau\tsequences\tdistinct\tenergy\tsweeps\tmixing\tfile\n0.5\t30\t", first, StringComparison.Ordinal);
        Assert.True(File.Exists(PathOf("s_tau0.5.fasta.gz")) && File.Exists(PathOf("s_tau1.fasta.gz")) && !File.Exists(PathOf("s.fasta.gz")));
        Refused(Line("--tau", "1,3", "--out", "s.fasta.gz"), "s_tau1.fasta.gz: exists already", "--force");
        byte[] before = File.ReadAllBytes(PathOf("s_tau1.fasta.gz"));
        Run(Line("--tau", "1", "--out", "alone.fasta.gz", "--threads", "1")).Well();
        Assert.Equal(before, File.ReadAllBytes(PathOf("alone.fasta.gz"))); // of one temperature the others know nothing
        Run(Line("--tau", "1", "--out", "alone.fasta.gz", "--seed", "2", "--force")).Well();
        Assert.NotEqual(before, File.ReadAllBytes(PathOf("alone.fasta.gz")));
    }

    [Fact]
    public void Chains_that_did_not_mix_are_told_of()
    {
        PottsModel frozen = new(Letters, 6);
        for (int n = 0; n < frozen.Couplings.Length; n += 9) (frozen.Couplings[n], frozen.Couplings[n + 4], frozen.Couplings[n + 8]) = (5, 5, 5);
        AdabmDcaModel.Write(PathOf("frozen.dat"), frozen);
        Finished run = Run("sample", "frozen.dat", "--alphabet", "ACD", "--sequences", "10", "--max-sweeps", "100", "--tau", "1,50", "--out", "s", "-q", "--json").Well();
        Assert.Contains("Warning: at tau = 1 chains have not mixed in 100 sweeps", Assert.Single(run.ErrLines), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(run.Out);
        JsonElement[] sets = [.. json.RootElement.GetProperty("sets").EnumerateArray()];
        Assert.False(sets[0].GetProperty("mixed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, sets[0].GetProperty("mixingTime").ValueKind);
        Assert.True(sets[0].GetProperty("overlap").GetProperty("own").GetDouble() > 0.9);
        Assert.True(sets[1].GetProperty("mixed").GetBoolean());
        // From an alignment of one frozen state all chains stay in it.
        Put("start.fasta", ">a\nCCCCCC\n>b\nCCCCCC\n>c\nCCCCCD\n");
        Run("sample", "frozen.dat", "--alphabet", "ACD", "--sequences", "10", "--sweeps", "20", "--start", "start.fasta", "--out", "c.fasta", "-q").Well();
        Assert.All(File.ReadAllLines(PathOf("c.fasta")).Where(line => line[0] != '>'), line => Assert.Equal("CCCCCC", line));
    }

    [Fact]
    public void What_cannot_be_used_is_refused()
    {
        Put("short.fasta", ">a\nACDA\n>b\nACDC\n");
        Put("file", "taken");
        Directory.CreateDirectory(PathOf("folder.fasta"));
        Refused(Line(), "--out is missing");
        Refused(Line("--out", ""), "--out is empty");
        Refused(Line("--out", "file"), "--out file is a file");
        Refused(Line("--out", "folder.fasta"), "--out folder.fasta is a folder");
        Refused(Line("--out", "missing/s.fasta"), "missing", "does not exist");
        Refused(Line("--out", "s", "--tau", "0"), "temperature is 0; allowed: 0.01 to 1000");
        Refused(Line("--out", "s", "--tau", "-1"), "temperature is -1");
        Refused(Line("--out", "s", "--tau", ""), "--temperatures is empty");
        Refused(Line("--out", "s", "--tau", "warm"), "--temperatures 'warm' is not a number");
        Refused(Line("--out", "s", "--sweeps", "0"), "sweeps is 0");
        Refused(Line("--out", "s", "--max-sweeps", "1"), "most sweeps is 1");
        Refused(Line("--out", "s", "--threads", "0"), "threads is 0");
        Refused(Line("--out", "s", "--method", "magic"), "--method 'magic' is unknown", "gibbs, metropolis, exchange");
        Refused(Line("--out", "s", "--start", "short.fasta"), "short.fasta: 4 sites, but the model has 8");
        Refused(["sample", Bench.Truth, "--out", "s", "--sequences", "0"], "sequences is 0");
        Refused(["sample", "missing.dat", "--out", "s"], "missing.dat");
    }
}
