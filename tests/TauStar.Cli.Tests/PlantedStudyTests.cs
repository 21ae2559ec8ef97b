using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>Planted studies that are stopped and grown end with the very same tables.</summary>
public sealed class PlantedStudyTests(Workbench bench) : CliTest(bench)
{
    private static readonly string[] Grid = ["--sites", "5", "--states", "2", "--truth", "warm", "--samples", "60", "--seed", "3"];

    private static readonly string[] Files = ["planted.csv", "summary.csv", "estimators-tau-star.svg", "estimators-tau-prime.svg", "estimators-regret.svg"];

    [Fact]
    public void Stopped_and_grown_it_goes_on_to_the_same_bytes()
    {
        Finished whole = Run(["study", "planted", .. Grid, "--replicates", "2", "--out", "whole", "--threads", "2", "--quiet"]).Well();
        Assert.Equal("", whole.Err);
        Assert.Contains("warm, pcd, tau*: 2 data sets", whole.Out, StringComparison.Ordinal);
        Assert.EndsWith("whole: summary.csv, planted.csv, estimators-*.svg; planted.sqlite\n", whole.Out, StringComparison.Ordinal);

        Run(["study", "planted", .. Grid, "--replicates", "1", "--out", "parts", "--threads", "1", "-q"]).Well();
        using (Session session = Session.Start(Folder, ["study", "planted", .. Grid, "--replicates", "2", "--out", "parts", "--threads", "1"]))
        {
            session.WaitFor("1 of 2 data sets are there already");
            session.Signal(Session.Terminate);
            Finished end = session.Finish();
            Assert.Equal((130, ""), (end.Code, end.Out));
        }
        Finished last = Run(["study", "planted", .. Grid, "--replicates", "2", "--out", "parts", "--threads", "1", "-q"]).Well();
        Assert.Equal(whole.Out.Replace("whole", "parts", StringComparison.Ordinal), last.Out);
        Assert.All(Files, file => Assert.Equal(File.ReadAllBytes(PathOf("whole", file)), File.ReadAllBytes(PathOf("parts", file))));
        NothingHalfWritten(Folder);
    }

    [Theory]
    [InlineData("--truth warm", "--out is missing; name a folder for the study")]
    [InlineData("--truth tepid --out study", "--truth 'tepid' is unknown", "warm, mid, cold")]
    [InlineData("--truth warm,warm --out study", "truth holds Warm twice")]
    [InlineData("--user plm --out study", "user 'plm' is unknown", "pcd, l2")]
    [InlineData("--out study --samples 100,9", "samples holds 9", "10 to 100000")]
    [InlineData("--out study --samples x", "--samples 'x' is not a whole number")]
    [InlineData("--out study --sites 1", "sites is 1", "2 to 1000")]
    [InlineData("--out study --states 22", "states is 22", "2 to 21")]
    [InlineData("--out study --replicates 0", "replicates is 0", "at least 1")]
    [InlineData("--out study --replicates 2000000000", "data sets; at most 1,000,000 are allowed")]
    [InlineData("--out study --tree -1", "the tree is -1 sweeps deep", "0 (none) to 100000")]
    [InlineData("--out study --seqid 2", "seqid is 2", "0 to 1")]
    [InlineData("--out study --fields -1", "fields is -1", "0 to 10")]
    [InlineData("--out study --threads 0", "threads is 0", "at least 1")]
    [InlineData("--out study --sede 1", "unknown option '--sede'", "see 'taustar study planted --help'")]
    [InlineData("--out .", ". holds files but no study; choose another --out")]
    [InlineData("--out file", "file is a file; choose another --out")]
    public void What_cannot_be_used_is_refused_before_any_work(string line, params string[] pieces)
    {
        Put("file", "something else");
        Refused(["study", "planted", .. line.Split(' ')], pieces);
    }

    [Fact]
    public void Data_sets_that_cannot_be_analysed_are_named()
    {
        // Leaves of so shallow a tree are nearly copies: with weights they are worth one sequence.
        Finished run = Run(["study", "planted", "--samples", "50", "--truth", "cold", "--replicates", "1", "--tree", "0.1", "--seqid", "0.6", "--user", "pcd", "--out", "shallow", "-q"]);
        run.Refused("no data set can be analysed", "(cold, L = 20, q = 4, M = 50", "nothing to learn from");
        Assert.False(File.Exists(Path.Combine(Folder, "shallow", "planted.csv")));
    }

    [Theory]
    [InlineData("study plan.json planted --out study")]
    [InlineData("study --quiet planted --out study")]
    public void Nothing_stands_unheard_before_its_name(string line) => Refused(line.Split(' '), "'study planted' takes no plan; write its options behind it");
}
