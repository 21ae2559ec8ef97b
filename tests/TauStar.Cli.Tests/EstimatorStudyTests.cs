using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>Estimator studies that are stopped, killed, repeated and grown end with the very same tables.</summary>
public sealed class EstimatorStudyTests(Workbench bench) : CliTest(bench)
{
    private static readonly string[] Grid =
        ["--landscape", "ising4x4", "--temperatures", "2.6,4", "--samples", "12,20", "--fit", "l2", "--seed", "3"];

    private static readonly string[] Files = ["estimators.csv", "summary.csv", "estimators-tau-star.svg", "estimators-tau-prime.svg", "estimators-regret.svg"];

    [Fact]
    public void Stopped_and_killed_it_goes_on_to_the_same_bytes()
    {
        Finished whole = Run(["study", "estimators", .. Grid, "--replicates", "6", "--out", "whole", "--threads", "1", "--quiet"]).Well();
        Assert.Equal("", whole.Err);
        Assert.Contains("ising4x4, l2, tau*: 24 data sets", whole.Out, StringComparison.Ordinal);
        Assert.Contains("\n  verdict  ", whole.Out, StringComparison.Ordinal);

        (int Signal, int Code)[] ends = [(Session.Terminate, 130), (Session.Kill, 128 + Session.Kill), (Session.Interrupt, 130)];
        foreach ((int signal, int code) in ends)
        {
            using Session session = Session.Start(Folder, ["study", "estimators", .. Grid, "--replicates", "6", "--out", "parts", "--threads", "2"]);
            session.WaitFor("data sets: ");
            session.Signal(signal);
            Finished end = session.Finish();
            Assert.Equal((code, ""), (end.Code, end.Out));
            if (signal != Session.Kill) Assert.EndsWith("data sets are saved in parts; go on with the same command\ntaustar: stopped\n", end.Err, StringComparison.Ordinal);
            Assert.All(Files, file => Assert.False(File.Exists(PathOf("parts", file)))); // tables tell of finished studies only
        }
        Finished last = Run(["study", "estimators", .. Grid, "--replicates", "6", "--out", "parts", "--threads", "2"]).Well();
        Assert.Equal(whole.Out.Replace("whole", "parts", StringComparison.Ordinal), last.Out);
        Assert.All(Files, file => Assert.Equal(File.ReadAllBytes(PathOf("whole", file)), File.ReadAllBytes(PathOf("parts", file))));
        NothingHalfWritten(Folder);
    }

    [Fact]
    public void A_study_that_grows_keeps_what_it_has()
    {
        Run(["study", "estimators", .. Grid, "--replicates", "1", "--out", "parts", "-q"]).Well();
        Finished grown = Run(["study", "estimators", .. Grid, "--replicates", "2", "--out", "parts"]).Well();
        Assert.Contains("4 of 8 data sets are there already", grown.Err, StringComparison.Ordinal);
        Assert.Contains("8 data sets", grown.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out study", "--landscape is missing", "ising4x4, spin-glass, hopfield, rna, gap, three-body")]
    [InlineData("--landscape glass --out study", "landscape 'glass' is unknown", "spin-glass")]
    [InlineData("--landscape rna,rna --out study", "landscape holds rna twice")]
    [InlineData("--landscape rna", "--out is missing; name a folder for the study")]
    [InlineData("--landscape rna --out study --temperatures 1,0", "temperatures holds 0", "above 0")]
    [InlineData("--landscape rna --out study --temperatures 1,1", "temperatures holds 1 twice")]
    [InlineData("--landscape rna --out study --samples 54,9", "samples holds 9", "10 to 10000000")]
    [InlineData("--landscape rna --out study --samples x", "--samples 'x' is not a whole number")]
    [InlineData("--landscape rna --out study --replicates 0", "replicates is 0", "at least 1")]
    [InlineData("--landscape all --out study --replicates 2000000000", "data sets; at most 1,000,000 are allowed")]
    [InlineData("--landscape rna --out study --fit newton", "fit 'newton' is unknown", "early-stop, ml, l2")]
    [InlineData("--landscape rna --out study --threads 0", "threads is 0", "at least 1")]
    [InlineData("--landscape rna --out study --sede 1", "unknown option '--sede'", "see 'taustar study estimators --help'")]
    [InlineData("--landscape rna --out .", ". holds files but no study; choose another --out")]
    [InlineData("--landscape rna --out file", "file is a file; choose another --out")]
    public void What_cannot_be_used_is_refused_before_any_work(string line, params string[] pieces)
    {
        Put("file", "something else");
        Refused(["study", "estimators", .. line.Split(' ')], pieces);
    }

    [Theory]
    [InlineData("study plan.json estimators --landscape rna --out study")]
    [InlineData("study --quiet estimators --landscape rna --out study")]
    [InlineData("study --threads 1 estimators --landscape rna --out study")]
    public void Nothing_stands_unheard_before_its_name(string line) => Refused(line.Split(' '), "takes no plan; write its options behind it");
}
