using System.Text.Json;
using TauStar.Cli.Runs;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>train</c> and <c>resume</c>: what a training leaves, in every kind of model, and that it ends with the same bits however often it was stopped.</summary>
public sealed class TrainTests(Workbench bench) : CliTest(bench)
{
    private static readonly string[] Quick = ["--alphabet", "ACD", "--chains", "300", "--sweeps", "2", "--target", "0.6", "--slope", "10", "--epochs", "200", "--check-sweeps", "50", "-q"];

    private string[] Train(params string[] more) => ["train", Bench.Data, .. Quick, .. more.Contains("--out") ? Array.Empty<string>() : ["--out", "run"], .. more];

    private JsonElement Result(string run = "run") => JsonDocument.Parse(File.ReadAllText(PathOf(run, "train.json"))).RootElement;

    [Fact]
    public void A_training_leaves_a_model_that_other_commands_take()
    {
        Finished end = Run(Train()).Well();
        Assert.Contains("independent sample from random states: Pearson", end.Out, StringComparison.Ordinal);
        JsonElement result = Result();
        Assert.Equal(("bmDCA", "pearson", 1.0), (result.GetProperty("model").GetString(), result.GetProperty("stop").GetString(), result.GetProperty("density").GetDouble()));
        Assert.True(result.GetProperty("pearson").GetDouble() >= 0.6);
        Assert.Equal(["data", "random"], result.GetProperty("check").EnumerateArray().Select(s => s.GetProperty("start").GetString()).Order());
        string text = Run("energies", "run/model.params.dat.gz", Bench.Data, "--alphabet", "ACD").Well().Out;
        Assert.Equal(text, Run("energies", "run/model.h5", Bench.Data, "--alphabet", "ACD").Well().Out);
        Assert.Equal(300, Run("energies", "run/model.h5", "run/chains.fasta.gz", "--alphabet", "ACD").Well().Out.Trim().Split('\n').Length - 1);
        Assert.True(File.Exists(PathOf("run", "figures", "training.svg")) && File.Exists(PathOf("run", "history.csv")));
        Assert.Equal("complete", Manifest.Read(PathOf("run", "manifest.json")).Status);
        Refused(Train(), "exists already");
        Assert.Equal(end.Out, Run("resume", "run", "-q").Well().Out); // finished: shown again
        Assert.Equal(Result().GetProperty("updates").GetInt32(), JsonDocument.Parse(Run("resume", "run", "-q", "--json").Well().Out).RootElement.GetProperty("updates").GetInt32());
    }

    [Fact]
    public void Sparse_models_have_the_couplings_that_were_asked_for()
    {
        Put("pairs.txt", "# i j\n0 3\n1,4\n");
        Run(Train("--model", "fixed", "--graph", "pairs.txt")).Well();
        int sites = Result().GetProperty("sites").GetInt32();
        Assert.Equal(2.0 / (sites * (sites - 1) / 2), Result().GetProperty("density").GetDouble(), 1e-12);
        Run(Train("--model", "fixed", "--graph", "run/model.params.dat.gz", "--out", "again")).Well(); // the graph of a model
        Assert.Equal(Result().GetProperty("density").GetDouble(), Result("again").GetProperty("density").GetDouble(), 1e-12);
        Run(Train("--model", "eaDCA", "--factivate", "0.02", "--gsteps", "3", "--out", "ea")).Well();
        Assert.InRange(Result("ea").GetProperty("density").GetDouble(), 0.019, 0.5);
        Run(Train("--model", "eddca", "--density", "0.5", "--drate", "0.2", "--out", "ed")).Well();
        Assert.InRange(Result("ed").GetProperty("density").GetDouble(), 0.3, 0.5001);
        Run(Train("--model", "profile", "--out", "profile")).Well();
        Assert.Equal((0.0, 0), (Result("profile").GetProperty("density").GetDouble(), Result("profile").GetProperty("updates").GetInt32()));
    }

    [Fact]
    public void The_names_of_adabmDCA_are_understood()
    {
        Run("train", Bench.Data, "--alphabet", "ACD", "--nchains", "100", "--nsweeps", "1", "--nepochs", "2", "--lr", "0.01", "--optimiser", "plain", "--nthreads", "1", "--check-sweeps", "0",
            "--output", "run", "-q").Well();
        Assert.Equal((100, 2, "limit"), (Result().GetProperty("chains").GetInt32(), Result().GetProperty("updates").GetInt32(), Result().GetProperty("stop").GetString()));
    }

    [Fact]
    public void Stopped_and_killed_it_ends_with_the_same_bits()
    {
        string[] slow = ["train", Bench.Data, "--alphabet", "ACD", "--chains", "256", "--sweeps", "2", "--target", "1", "--plateau", "0", "--epochs", "4000", "--check-sweeps", "40"];
        Run([.. slow, "--out", "whole", "-q"]).Well();
        using (Session first = Session.Start(Folder, [.. slow, "--out", "run", "--threads", "1"]))
        {
            first.WaitFor("training: update ");
            first.Signal(Session.Interrupt);
            Finished end = first.Finish();
            Assert.Equal(130, end.Code);
            Assert.EndsWith("taustar: state saved in run; go on with 'taustar resume run'\ntaustar: stopped\n", end.Err, StringComparison.Ordinal);
        }
        using (Session second = Session.Start(Folder, "resume", "run"))
        {
            second.WaitFor("training: update ");
            second.Signal(Session.Kill);
            Assert.Equal(128 + Session.Kill, second.Finish().Code);
        }
        Assert.True(File.Exists(PathOf("run", "checkpoint", "training.bin")));
        Run("resume", "run", "--threads", "2", "-q").Well();
        Assert.Equal(("complete", 2), (Manifest.Read(PathOf("run", "manifest.json")).Status, Manifest.Read(PathOf("run", "manifest.json")).Resumed));
        SameResults(PathOf("whole"), PathOf("run"));
    }

    [Fact]
    public void A_training_goes_on_from_a_model()
    {
        Run(Train()).Well();
        Finished first = Run(Train("--out", "again", "--path_params", "run/model.h5")).Well();
        Assert.InRange(Result("again").GetProperty("updates").GetInt32(), 0, Result().GetProperty("updates").GetInt32() / 2); // its chains are others, that is all
        Assert.Contains("run/model.h5", File.ReadAllText(PathOf("again", "manifest.json")), StringComparison.Ordinal);
        Assert.Equal(first.Out, Run("resume", "again", "-q").Well().Out);
        Run("train", Bench.Data, "--alphabet", "ACD", "--chains", "50", "--sweeps", "1", "--epochs", "1", "--check-sweeps", "0", "--model", "eaDCA", "--init", "run/model.h5", "--out", "sparse", "-q").Well();
        Assert.Equal(1, Result("sparse").GetProperty("density").GetDouble()); // all of its couplings were there
        Put("other.fasta", ">a\nACDA\n>b\nACDC\n>c\nCCDC\n");
        Refused(["train", "other.fasta", .. Quick, "--out", "no", "--init", "run/model.h5"], "run/model.h5: a model of 8 sites", "has 4");
        Refused(Train("--out", "no", "--init", "nowhere.dat"), "nowhere.dat");
        Refused(Train("--out", "no", "--model", "profile", "--init", "run/model.h5"), "--init has no effect with --model profile");
    }

    [Fact]
    public void An_alphabet_that_begins_with_its_gap_is_resumed()
    {
        Put("gaps.fasta", ">a\nA-CA\n>b\nCC-A\n>c\nACCA\n>d\n-CAC\n");
        string[] train = ["train", "gaps.fasta", "--alphabet", "-AC", "--chains", "50", "--sweeps", "1", "--epochs", "3", "--check-sweeps", "0", "--out", "run", "-q"];
        string said = Run(train).Well().Out;
        Assert.Equal(said, Run("resume", "run", "-q").Well().Out);
    }

    [Fact]
    public void Trainings_that_diverge_say_so()
    {
        Refused(Train("--l2-couplings", "1e20"), "training diverged", "smaller learning rate, or weaker penalties");
        Assert.Contains("forbids or forces a state", Run(Train("--l2-couplings", "100")).Well().Out, StringComparison.Ordinal);
    }

    /// <summary>Nothing is left that the corrected command would stumble over.</summary>
    [Fact]
    public void Too_large_a_run_leaves_nothing() => Refused(["train", Bench.Data, "--alphabet", "ACD", "--chains", "2000000000", "--out", "run", "-q"], "not enough memory");

    [Fact]
    public void Wrong_use_is_refused_in_one_line()
    {
        Put("pairs.txt", "0 3\n0 99\n");
        Put("words.txt", "hello world\n");
        Refused(Train("--model", "fixed"), "--model fixed needs --graph");
        Refused(Train("--graph", "pairs.txt"), "--graph is for --model fixed only");
        Refused(Train("--model", "fixed", "--graph", "pairs.txt"), "line 2", "'0 99'", "counted from 0");
        Refused(Train("--model", "fixed", "--graph", "words.txt"), "words.txt");
        Refused(Train("--model", "dca"), "--model 'dca' is not known", "bmDCA");
        Refused(Train("--density", "2"), "density");
        Refused(Train("--weights", "words.txt"), "words.txt");
        Assert.DoesNotContain("--", Run("resume", "nowhere").Refused("'nowhere' holds no run").Err, StringComparison.Ordinal);
        Refused(["resume", "pairs.txt"], "'pairs.txt' holds no run");
        Refused(["resume", ""], "'' holds no run");
        Run(Train()).Well();
        Refused(["tune", Bench.Data, "--alphabet", "ACD", "--out", "run", "--resume", "-q"], "holds a run of train");
    }
}
