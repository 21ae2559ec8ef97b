using TauStar.Cli.Runs;
using TauStar.Formats;
using TauStar.Numerics;
using TauStar.Studies;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>tune</c> on a system that can be listed: both temperatures, no chains.</summary>
public sealed class ExactRunTests(Workbench bench, ExactRunTests.Run9 whole) : CliTest(bench), IClassFixture<ExactRunTests.Run9>
{
    /// <summary>One finished run on 100 samples of a 3 x 3 lattice.</summary>
    public sealed class Run9 : IDisposable
    {
        public Run9()
        {
            Folder = Directory.CreateTempSubdirectory("taustar-cli-").FullName;
            using (Session draw = Session.Start(Folder, "simulate", "ising", "--rows", "3", "--columns", "3", "--samples", "100", "--out", "spins.csv"))
                draw.Finish().Well();
            using Session tune = Session.Start(Folder, ["tune", "spins.csv", "--out", "run", .. Settings, "--threads", "2"]);
            End = tune.Finish().Well();
        }

        public static string[] Settings { get; } = ["--sequences", "50", "--at", "0.8", "--fit", "ml"];

        public string Folder { get; }

        public Finished End { get; }

        public string Data => Path.Combine(Folder, "spins.csv");

        public string Run => Path.Combine(Folder, "run");

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    [Fact]
    public void Its_files_are_those_that_an_exact_run_has()
    {
        string[] figures = ["energies", "fidelity-diversity", "forward-divergence", "reverse-divergence", "thermodynamics"];
        IEnumerable<string> expected =
        [
            "result.json", "report.html", "model.params.dat.gz", "history.csv", "curves.csv",
            .. figures.SelectMany(f => new[] { $"figures/{f}.svg", $"figures/{f}.png" }),
            .. new[] { "tau1", "tau-prime", "tau-star", "tau0.8" }.Select(s => $"sequences/{s}.fasta"),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Results(whole.Run).Keys);
        NothingHalfWritten(whole.Run);
    }

    [Fact]
    public void It_says_both_temperatures_and_advice_for_both_goals()
    {
        TuningResult result = ResultJson.Read(Path.Combine(whole.Run, "result.json"));
        Assert.Equal(TuningEngine.Exact, result.Engine);
        Assert.NotEqual(EstimateStatus.Unavailable, result.TauStar.TauStar.Status);
        Assert.NotEmpty(result.TauStar.Estimates);
        Assert.Contains("For fidelity, ", whole.End.Out, StringComparison.Ordinal);
        Assert.Contains("For diversity, ", whole.End.Out, StringComparison.Ordinal);
        Assert.Contains("On top of this fit", whole.End.Out, StringComparison.Ordinal);
        string[] curves = File.ReadAllLines(Path.Combine(whole.Run, "curves.csv"));
        Assert.Contains(",reverse_divergence_change,", Assert.Single(curves, line => line.StartsWith("tau,", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(File.ReadAllLines(Path.Combine(whole.Run, "history.csv")), line => char.IsAsciiDigit(line[0]));
    }

    [Fact]
    public void The_same_command_gives_the_same_bits_for_any_threads_and_as_resumed()
    {
        Run(["tune", whole.Data, "--out", "again", .. Run9.Settings, "--threads", "1", "-q"]).Well();
        SameResults(whole.Run, PathOf("again"));
        Run(["tune", whole.Data, "--out", "again", .. Run9.Settings, "-q", "--resume"]).Well(); // finished: said again
        string manifest = File.ReadAllText(PathOf("again", "manifest.json"));
        Put("again/manifest.json", manifest.Replace("\"complete\"", "\"stopped\"", StringComparison.Ordinal));
        File.Delete(PathOf("again", "result.json"));
        Run(["tune", whole.Data, "--out", "again", .. Run9.Settings, "-q", "--resume"]).Well();
        SameResults(whole.Run, PathOf("again"));
        Assert.Equal(("complete", 1), (Manifest.Read(PathOf("again", "manifest.json")).Status, Manifest.Read(PathOf("again", "manifest.json")).Resumed));
        Run("tune", whole.Data, "--out", "again", "--resume").Refused("was begun with --fit ml, not (default)");
        Run("tune", whole.Data, "--out", "again", "--fit", "ml", "--at", "0.8", "--sequences", "50", "--engine", "exact", "--resume").Refused("was begun with --engine auto, not exact");
        Run("tune", whole.Data, "--out", "again", "--sequences", "50", "-q", "--force").Well();
        Assert.NotEqual(File.ReadAllText(Path.Combine(whole.Run, "result.json")), File.ReadAllText(PathOf("again", "result.json")));
    }

    [Theory]
    [InlineData("--chains 100", "--chains has no effect in the exact engine", "--engine sampled")]
    [InlineData("--sweeps 10", "--sweeps has no effect in the exact engine")]
    [InlineData("--target 0.9 --engine exact", "--target has no effect in the exact engine")]
    [InlineData("--l2-couplings 0", "--l2-couplings has no effect in the exact engine")]
    [InlineData("--bootstrap 100", "--bootstrap has no effect in the exact engine")]
    [InlineData("--engine sampled --fit l2", "fit can be chosen in the exact engine only")]
    [InlineData("--engine fast", "--engine 'fast' is unknown", "auto, exact, sampled")]
    [InlineData("--fit best", "--fit 'best' is unknown", "early-stop, ml, l2")]
    [InlineData("--folds 95", "folds is 95", "2 to 20")]
    public void What_does_not_belong_to_it_is_refused(string options, params string[] pieces) =>
        Refused(["tune", whole.Data, "--out", "run", .. options.Split(' ')], pieces);

    [Fact]
    public void Systems_that_are_too_large_and_models_from_elsewhere_are_refused()
    {
        Refused(["tune", Bench.Data, "--out", "run", "--engine", "exact"], "not for the exact engine: 20^8 configurations are more than 1048576");
        Refused(["tune", Bench.Data, "--out", "run", "--fit", "ml"], "fit can be chosen in the exact engine only", "20^8 configurations");
        Refused(["tune", Bench.Data, "--out", "run", "--alphabet", "ACD", "--engine", "exact", "--model", Bench.Truth], "cannot take a model from elsewhere");
        Put("short.fasta", string.Concat(Enumerable.Range(0, 20).Select(m => $">s{m}\nA{"CDEFGHIKLMNPQRSTVWYA"[m]}DE\n")));
        Refused(["tune", "short.fasta", "--out", "run", "--alphabet", "protein", "--engine", "exact"], "4 sites with 20 states have 2242 parameters, more than 1024");
        Put("config.json", """{ "engine": "exact" }""");
        Refused(["tune", Bench.Data, "--out", "run", "--config", "config.json"], "not for the exact engine");
    }
}
