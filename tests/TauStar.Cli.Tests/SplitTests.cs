using System.Globalization;
using System.Text.Json;
using TauStar.Data;
using TauStar.Formats;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>split</c> writes two sets that keep away from each other.</summary>
public sealed class SplitTests(Workbench bench) : CliTest(bench)
{
    [Fact]
    public void Two_files_hold_all_sequences_and_keep_the_promise()
    {
        Finished end = Run("split", Bench.Data, "--alphabet", "ACD", "--identity", "0.9", "--test", "0.3", "--seed", "4", "--out", "parts").Well();
        Alignment Part(string name) => AlignmentReader.Read(PathOf("parts", name), new() { Alphabet = AlphabetName.Parse("ACD") }).Alignment;
        Alignment all = AlignmentReader.Read(Bench.Data, new() { Alphabet = AlphabetName.Parse("ACD") }).Alignment, train = Part("train.fasta"), test = Part("test.fasta");
        Assert.Equal(all.Names.Order(), train.Names.Concat(test.Names).Order());
        double largest = 0;
        for (int m = 0; m < test.Count; m++)
        {
            for (int n = 0; n < train.Count; n++)
                largest = Math.Max(largest, test.Text(m).Zip(train.Text(n)).Count(pair => pair.First == pair.Second) / 8.0);
        }
        Assert.True(largest < 0.9);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"largest {largest:F3}"), end.Out, StringComparison.Ordinal);
        string[] table = [.. File.ReadAllLines(PathOf("parts", "split.csv")).Where(line => !line.StartsWith('#'))];
        Assert.Equal("name,part,cluster,nearest", table[0]);
        Assert.Equal(all.Names, table[1..].Select(line => line.Split(',')[0]));
        Assert.Equal(test.Names, table[1..].Where(line => line.Contains(",test,", StringComparison.Ordinal)).Select(line => line.Split(',')[0]));

        using JsonDocument json = JsonDocument.Parse(Run("split", Bench.Data, "--alphabet", "ACD", "--identity", "0.9", "--test", "0.3", "--seed", "4", "--out", "again", "--json").Well().Out);
        Assert.Equal((test.Count, train.Count), (json.RootElement.GetProperty("test").GetInt32(), json.RootElement.GetProperty("training").GetInt32()));
        Assert.Equal(largest, json.RootElement.GetProperty("largestIdentity").GetDouble());
        Assert.Equal(File.ReadAllText(PathOf("parts", "test.fasta")), File.ReadAllText(PathOf("again", "test.fasta")));
    }

    [Fact]
    public void Tables_stay_tables()
    {
        Run("simulate", "ising", "--samples", "60", "--temperature", "6", "--out", "spins.csv").Well();
        Run("split", "spins.csv", "--identity", "1", "--out", "parts").Well();
        string[] all = File.ReadAllLines(PathOf("spins.csv"));
        Assert.Equal(all.Order(), File.ReadAllLines(PathOf("parts", "train.csv")).Concat(File.ReadAllLines(PathOf("parts", "test.csv"))).Order());
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Refused(["split", Bench.Data, "--alphabet", "ACD"], "--out is missing");
        Refused(["split", Bench.Data, "--alphabet", "ACD", "--out", ""], "--out is empty");
        Refused(["split", Bench.Data, "--alphabet", "ACD", "--out", "parts", "--identity", "0"], "identity is 0");
        Refused(["split", Bench.Data, "--alphabet", "ACD", "--out", "parts", "--test", "1"], "test share is 1");
        Refused(["split", Bench.Data, "--alphabet", "ACD", "--out", "parts", "--identity", "0.1"], "form one cluster");
        Directory.CreateDirectory(PathOf("mine"));
        Put("mine/notes.txt", "keep me");
        Refused(["split", Bench.Data, "--alphabet", "ACD", "--out", "mine"], "mine is not empty");
        Refused(["split", Bench.Data, "--alphabet", "ACD", "--out", "mine/notes.txt"], "is a file");
    }
}
