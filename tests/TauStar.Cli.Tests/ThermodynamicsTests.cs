using System.Text.Json;
using TauStar.Cli.Commands;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;
using TauStar.Studies;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>entropy</c> and <c>selftest</c>.</summary>
public sealed class ThermodynamicsTests(Workbench bench) : CliTest(bench)
{
    private string[] Entropy(params string[] more) => ["entropy", Bench.Truth, "--alphabet", "ACD", "--sweeps", "150", "--burn-in", "30", "--chains", "64", "--steps", "50", "-q", .. more];

    [Fact]
    public void Entropy_as_text_and_json()
    {
        PottsModel model = ModelFile.Read(Bench.Truth, AlphabetName.Parse("ACD"));
        Alignment data = AlignmentReader.Read(Bench.Data, new() { Alphabet = model.Alphabet }).Alignment;
        EnumeratedDistribution exact = EnumeratedDistribution.Create(model, 0.8);
        Finished run = Run(Entropy("--tau", "0.8", "--data", Bench.Data, "--json")).Well();
        Assert.Equal("", run.Err);
        using JsonDocument json = JsonDocument.Parse(run.Out);
        JsonElement root = json.RootElement, answer = root.GetProperty("answer");
        Assert.True(root.GetProperty("agree").GetBoolean() && root.GetProperty("mixed").GetBoolean());
        Assert.Equal("ok", answer.GetProperty("logZ").GetProperty("status").GetString());
        Assert.Equal(exact.LogZ, answer.GetProperty("logZ").GetProperty("value").GetDouble(), 0.3);
        Assert.Equal(exact.Entropy, answer.GetProperty("entropy").GetProperty("value").GetDouble(), 0.3);
        Assert.Equal(3, root.GetProperty("ways").GetArrayLength());
        Assert.Equal(-model.Energies(data).Average() / 0.8 - exact.LogZ, root.GetProperty("data").GetProperty("logLikelihood").GetProperty("value").GetDouble(), 0.3);

        string text = Run(Entropy("--tau", "0.8", "--data", Bench.Data)).Well().Out;
        foreach (string piece in new[] { "τ = 0.8", "replica exchange", "annealed importance sampling", "thermodynamic integration", "lower bound", "upper bound", "log-likelihood a sequence", "The three ways agree." })
            Assert.Contains(piece, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Entropy_refuses_what_it_cannot_use()
    {
        Put("short.fasta", ">a\nACDA\n>b\nACDC\n");
        Refused(Entropy("--tau", "0"), "temperature is 0; allowed: 0.01 to 1000");
        Refused(Entropy("--systems", "10"), "systems is 10", "multiples of 32");
        Refused(Entropy("--threads", "0"), "threads is 0");
        Refused(Entropy("--data", "short.fasta"), "short.fasta: 4 sites, but the model has 8");
        Refused(Entropy("--data", "missing.fasta"), "missing.fasta");
        Refused(["entropy", "missing.dat"], "missing.dat");
        Refused(["entropy"], "MODEL", "see 'taustar entropy --help'");
    }

    [Fact]
    public void The_self_test_passes_within_its_time_and_a_failed_check_fails_it()
    {
        Finished run = Run("selftest", "--json").Well();
        using JsonDocument json = JsonDocument.Parse(run.Out);
        Assert.True(json.RootElement.GetProperty("ok").GetBoolean());
        JsonElement[] checks = [.. json.RootElement.GetProperty("checks").EnumerateArray()];
        Assert.Contains(checks, c => c.GetProperty("check").GetString()!.StartsWith("model written and read", StringComparison.Ordinal));
        Assert.All(checks, c => Assert.True(c.GetProperty("ok").GetBoolean()));

        SelfTestCheck right = new("right", 1, 1, 0), wrong = new("wrong", 1, 2, 0.5);
        Assert.Equal(0, SelfTestCommand.ExitCode([right]));
        Assert.Equal(1, SelfTestCommand.ExitCode([right, wrong]));
        Assert.Contains("1 of 2 checks passed; please report", SelfTestCommand.ToText([right, wrong]), StringComparison.Ordinal);
    }
}
