using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>Studies that are stopped, killed, repeated and grown end with the very same tables.</summary>
public sealed class StudyTests(Workbench bench) : CliTest(bench)
{
    /// <summary>Some hundred cells that take a few seconds on one core.</summary>
    private const string Plan = """
        { "truths": [{ "kind": "ising", "rows": 4, "columns": 4 }], "temperatures": [1.5, 2.5], "samples": [20, 100], "replicates": 100,
          "fits": [{ "kind": "published", "most-steps": 300 }], "seed": 3 }
        """;

    private static readonly string[] Tables = ["cells.csv", "levels.csv", "cells.parquet", "levels.parquet", "summary.csv"];

    [Fact]
    public void Stopped_and_killed_it_goes_on_to_the_same_bytes()
    {
        Put("plan.json", Plan);
        Finished whole = Run("study", "plan.json", "--out", "whole", "--threads", "1", "--quiet").Well();
        Assert.Equal("", whole.Err);
        Assert.Contains("tau*", whole.Out, StringComparison.Ordinal);

        (int Signal, int Code)[] ends = [(Session.Terminate, 130), (Session.Kill, 128 + Session.Kill), (Session.Interrupt, 130)];
        foreach ((int signal, int code) in ends)
        {
            using Session session = Session.Start(Folder, "study", "plan.json", "--out", "parts", "--threads", "2");
            session.WaitFor("cells: ");
            session.Signal(signal);
            Finished end = session.Finish();
            Assert.Equal((code, ""), (end.Code, end.Out));
            if (signal != Session.Kill) Assert.EndsWith("cells are saved in parts; go on with the same command\ntaustar: stopped\n", end.Err, StringComparison.Ordinal);
            Assert.All(Tables, table => Assert.False(File.Exists(PathOf("parts", table)))); // tables tell of finished studies only
        }
        Put("parts/.taustar-left.tmp", "half of a file");
        Finished last = Run("study", "plan.json", "--out", "parts", "--threads", "2").Well();
        Assert.Equal(whole.Out.Replace("whole", "parts", StringComparison.Ordinal), last.Out);
        SameTables();
        NothingHalfWritten(Folder);

        File.Delete(PathOf("parts", "cells.csv"));
        Finished again = Run("study", "plan.json", "--out", "parts").Well();
        Assert.Contains("400 of 400 cells are there already", again.Err, StringComparison.Ordinal);
        SameTables();
    }

    [Fact]
    public void A_plan_that_grows_keeps_what_it_has()
    {
        Put("plan.json", Plan.Replace("\"replicates\": 100", "\"replicates\": 10", StringComparison.Ordinal));
        Run("study", "plan.json", "--out", "parts", "-q").Well();
        Put("plan.json", Plan);
        Assert.Contains("40 of 400 cells are there already", Run("study", "plan.json", "--out", "parts").Well().Err, StringComparison.Ordinal);
        Run("study", "plan.json", "--out", "whole", "-q").Well();
        SameTables();
    }

    [Fact]
    public void Two_processes_never_share_a_study()
    {
        Put("plan.json", Plan);
        using Session first = Session.Start(Folder, "study", "plan.json", "--out", "parts", "--threads", "1");
        first.WaitFor("cells: ");
        Run("study", "plan.json", "--out", "parts").Refused("another process is at work on this study");
        first.Finish().Well(); // undisturbed
    }

    [Fact]
    public void Folders_that_cannot_be_used_are_left_alone()
    {
        Put("plan.json", Plan);
        Refused(["study", "missing.json", "--out", "deep/study"], "missing.json"); // and no folder is made
        Refused(["study", "plan.json", "--out", "plan.json"], "plan.json is a file");
        Refused(["study", "plan.json", "--out", "."], ". holds files but no study");
        Directory.CreateDirectory(PathOf("other"));
        Put("other/study.sqlite", "no database");
        Refused(["study", "plan.json", "--out", "other"], "other/study.sqlite: is no SQLite database");
    }

    private void SameTables() => Assert.All(Tables, table => Assert.Equal(File.ReadAllBytes(PathOf("whole", table)), File.ReadAllBytes(PathOf("parts", table))));
}
