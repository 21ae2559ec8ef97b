using System.Text.RegularExpressions;
using TauStar.Studies;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>What goes to which stream, and that others can read it.</summary>
public sealed partial class MannerTests(Workbench bench) : CliTest(bench)
{
    [GeneratedRegex(@"^\[ *\d{1,3} %\] [^\u001b]+ \(.*(left|time left not known yet|in all)\)$")]
    private static partial Regex ProgressLine { get; }

    [Fact]
    public void Progress_goes_to_stderr_in_plain_lines()
    {
        Finished run = Bench.Reference;
        string[] progress = [.. run.ErrLines.Where(l => l.StartsWith('['))];
        Assert.All(progress, line => Assert.Matches(ProgressLine, line));
        foreach (string stage in new[] { "training", "refit 1 of 5", "refit 5 of 5", "tempering", "analysis", "[100 %] done" })
            Assert.Contains(progress, line => line.Contains(stage, StringComparison.Ordinal));
        Assert.Contains(progress, line => line.EndsWith(" left)", StringComparison.Ordinal));
        int[] percent = [.. progress.Select(l => int.Parse(l[1..4].Trim(), System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(percent.Order(), percent);
        Assert.Contains("120 sequences x 8 columns", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_goes_to_stdout()
    {
        string[] lines = Bench.Reference.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<string> verdict = Formats.ResultJson.Read(Bench.ReferenceFile("result.json")).Verdict;
        Assert.Equal(verdict, lines[..verdict.Count]);
        Assert.InRange(lines.Count(l => !l.StartsWith("Warning: ", StringComparison.Ordinal) && !l.StartsWith("Report: ", StringComparison.Ordinal)), 4, 5);
        Assert.Equal("Report: reference/report.html", lines[^1]);
        Assert.DoesNotContain(Bench.Reference.Out, c => c == '\u001b');
    }

    [Fact]
    public void Quiet_is_silent_and_json_is_the_result_file()
    {
        Finished run = Tune(Bench.Data, "--out", "run", "--quiet", "--json", "--at", "0.8,1.25").Well();
        Assert.Equal("", run.Err);
        Assert.Equal(File.ReadAllText(PathOf("run", "result.json")), run.Out);
        SameResults(Bench.ReferenceFile(), PathOf("run"));
        NothingHalfWritten(PathOf("run"));

        // A run that is complete is only shown again.
        DateTime before = Directory.EnumerateFiles(PathOf("run"), "*", SearchOption.AllDirectories).Max(File.GetLastWriteTimeUtc);
        Finished again = Tune(Bench.Data, "--out", "run", "--resume", "--quiet", "--json", "--at", "0.8,1.25").Well();
        Assert.Equal(run.Out, again.Out);
        Assert.Equal("", again.Err);
        Assert.Equal(before, Directory.EnumerateFiles(PathOf("run"), "*", SearchOption.AllDirectories).Max(File.GetLastWriteTimeUtc));
    }

    [Fact]
    public void A_reader_that_goes_away_is_no_failure()
    {
        string tune = $"\"$TAUSTAR\" tune {Bench.Data} {string.Join(' ', Workbench.Small)} --out run";
        Finished run = Shell(tune + " | head -n 1; exit ${PIPESTATUS[0]}").Well();
        Assert.Single(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(run.ErrLines, line => Assert.DoesNotContain("taustar:", line, StringComparison.Ordinal));
        Assert.Equal("", Shell(tune + " --force 2>&1 | true; exit ${PIPESTATUS[0]}").Well().Out);
        Assert.True(File.Exists(PathOf("run", "result.json")));
        Shell("\"$TAUSTAR\" simulate planted --samples 40 | true; exit ${PIPESTATUS[0]}").Well();
    }

    [Fact]
    public void The_run_directory_is_named_after_the_data()
    {
        File.WriteAllBytes(PathOf("family.fasta.gz"), Gzip(File.ReadAllBytes(Bench.Data)));
        Finished run = Tune("family.fasta.gz", "-q").Well();
        Assert.Contains("Report: out/family/report.html", run.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(PathOf("out", "family", "result.json")));
    }

    [Fact]
    public void Numbers_do_not_follow_the_culture_of_the_machine()
    {
        string plain = Run("simulate", "ising", "--temperature", "2.5", "--samples", "5").Well().Out;
        Assert.Equal(plain, Shell("LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 exec \"$TAUSTAR\" simulate ising --temperature 2.5 --samples 5").Well().Out);
        Run("simulate", "ising", "--temperature", "2,5").Refused("--temperature '2,5' is not a number");
    }

    [Fact]
    public void Simulated_data_are_the_same_for_any_number_of_threads()
    {
        foreach (string[] truth in new string[][] { ["planted", "--truth", "cold", "--sites", "12"], ["planted", "--tree", "3", "--sites", "12"], ["ising", "--rows", "6"] })
        {
            string one = Run(["simulate", .. truth, "--samples", "12", "--threads", "1"]).Well().Out;
            Assert.Equal(one, Run(["simulate", .. truth, "--samples", "12", "--threads", "3"]).Well().Out);
            Assert.NotEqual(one, Run(["simulate", .. truth, "--samples", "12", "--seed", "2"]).Well().Out);
        }
    }

    [Fact]
    public void A_model_trained_elsewhere_is_taken()
    {
        Finished run = Shell($"exec \"$TAUSTAR\" tune {Bench.Data} --model {Bench.ReferenceFile("model.params.dat.gz")} {string.Join(' ', Workbench.SmallForModels)} -q --out run").Well();
        TuningResult result = Formats.ResultJson.Read(PathOf("run", "result.json"));
        Assert.Equal(("given", "posterior-mean"), (result.Training.Stop, result.TauPrime.Estimator));
        Assert.Equal(2, Runs.Manifest.Read(PathOf("run", "manifest.json")).Inputs.Count);
    }

    [Fact]
    public void Inspect_prints_json()
    {
        using System.Text.Json.JsonDocument found = System.Text.Json.JsonDocument.Parse(Run("inspect", Bench.Data, "--json").Well().Out);
        Assert.Equal(120, found.RootElement.GetProperty("sequences").GetInt32());
        Assert.Equal(8, found.RootElement.GetProperty("sites").GetInt32());
    }
}
