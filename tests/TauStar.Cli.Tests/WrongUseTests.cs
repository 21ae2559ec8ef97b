using System.Text.Json;
using TauStar.Cli.Settings;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>Commands, options, configuration and run directories that cannot be used.</summary>
public sealed class WrongUseTests(Workbench bench) : CliTest(bench)
{
    [Theory]
    [InlineData("--target 1,5", "--target '1,5' is not a number", "decimal point")]
    [InlineData("--l2-couplings x", "--l2-couplings 'x' is not a number")]
    [InlineData("--l2-fields nan", "--l2-fields 'nan' is not a number")]
    [InlineData("--chains 1.5", "--chains '1.5' is not a whole number")]
    [InlineData("--chains 0", "chains is 0", "at least 2")]
    [InlineData("--seed -1", "--seed '-1' is not a whole number from 0")]
    [InlineData("--folds 1", "folds is 1", "2 to 20")]
    [InlineData("--tau-min 2", "lowest tau is 2", "below 1")]
    [InlineData("--tau-max 1", "highest tau is 1", "above 1")]
    [InlineData("--at 0.1", "temperature is 0.1", "0.3 to 3")]
    [InlineData("--at 1,,2", "--at '' is not a number")]
    [InlineData("--systems 5", "systems is 5", "even")]
    [InlineData("--threads 0", "threads is 0", "at least 1")]
    [InlineData("--unknown maybe", "--unknown 'maybe' is unknown", "gap, remove, error")]
    [InlineData("--alphabet proteins", "proteins", "protein, rna, dna")]
    [InlineData("--max-gaps 2", "gap fraction is 2")]
    [InlineData("--frobnicate", "unknown option '--frobnicate'", "see 'taustar tune --help'")]
    [InlineData("more.fasta", "unknown argument 'more.fasta'", "see 'taustar tune --help'")]
    [InlineData("--seed", "--seed", "see 'taustar tune --help'")]
    [InlineData("--seed 1 --seed 2", "--seed", "see 'taustar tune --help'")]
    [InlineData("--resume --force", "--resume and --force")]
    [InlineData("--resume", "run holds no run to resume")]
    public void Options(string options, params string[] pieces) =>
        Refused(["tune", Bench.Data, "--out", "run", .. options.Split(' ')], pieces);

    [Theory]
    [InlineData("", "command", "see 'taustar --help'")]
    [InlineData("frobnicate", "unknown command 'frobnicate'", "see 'taustar --help'")]
    [InlineData("simulate", "command", "see 'taustar simulate --help'")]
    [InlineData("simulate cheese", "unknown command 'cheese'", "see 'taustar simulate --help'")]
    [InlineData("simulate planted --states 99", "99 states", "2 to 21")]
    [InlineData("simulate planted --sites 1000000", "sites is 1000000", "up to 1000")]
    [InlineData("simulate planted --tree -1", "the tree is -1 sweeps deep", "allowed: 0 to")]
    [InlineData("simulate ising --tree 1", "--tree")]
    [InlineData("simulate ising --rows 200 --columns 200", "200 x 200", "1000 sites")]
    [InlineData("simulate ising --temperature 1e-300", "allowed: up to 1000")]
    [InlineData("simulate ising --temperature 0", "temperature is 0", "above 0")]
    [InlineData("simulate ising --samples 0", "samples is 0", "at least 1")]
    [InlineData("simulate ising --out missing/spins.csv", "cannot write missing/spins.csv", "folder", "does not exist")]
    [InlineData("tune", "DATA", "see 'taustar tune --help'")]
    [InlineData("inspect", "DATA", "see 'taustar inspect --help'")]
    [InlineData("study", "PLAN", "see 'taustar study --help'")]
    [InlineData("study plan.json", "--out is missing; name a folder for the study")]
    [InlineData("study plan.json --out study --threads 0", "threads is 0", "at least 1")]
    [InlineData("study plan.json other.json --out study", "unknown argument 'other.json'", "see 'taustar study --help'")]
    [InlineData("study plan.json --out study --seed 1", "unknown option '--seed'", "see 'taustar study --help'")]
    [InlineData("completion", "SHELL", "see 'taustar completion --help'")]
    [InlineData("completion tcsh", "'tcsh'", "bash, zsh or fish")]
    public void Commands(string line, params string[] pieces) => Refused(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), pieces);

    [Theory]
    [InlineData("""{ "sede": 3 }""", "unknown key 'sede'", "seed")]
    [InlineData("""{ "seed": 3, "seed": 4 }""", "key 'seed' stands twice")]
    [InlineData("{\n  \"seed\": 3\n  \"at\": 1\n}", "line 3, column 3: not valid JSON")]
    [InlineData("", "not valid JSON")]
    [InlineData("[1, 2]", "one JSON object")]
    [InlineData("""{ "seed": "three" }""", "--seed 'three' is not a whole number")]
    [InlineData("""{ "target": { "pearson": 0.9 } }""", "value is an object")]
    [InlineData("""{ "folds": 1 }""", "folds is 1; allowed: 2 to 20")]
    [InlineData("""{ "at": [0.8, 9] }""", "temperature is 9")]
    public void Configuration(string json, params string[] pieces)
    {
        Put("config.json", json);
        Refused(["tune", Bench.Data, "--out", "run", "--config", "config.json"], ["taustar: config.json: ", .. pieces]);
    }

    [Fact]
    public void A_configuration_that_is_missing() =>
        Refused(["tune", Bench.Data, "--out", "run", "--config", "missing.json"], "taustar: missing.json: cannot be read");

    [Fact]
    public void Flags_win_over_the_configuration_and_a_manifest_repeats_its_run()
    {
        Put("config.json", """{ "folds": 1, "seed": 5, /* all of the small settings */ "chains": 64, "at": [0.8, 1.25], "model": null, }""");
        Refused(["tune", Bench.Data, "--config", "config.json", "--folds", "40"], "taustar: folds is 40"); // the flag is what is wrong
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Bench.ReferenceFile("manifest.json")));
        Put("config.json", manifest.RootElement.GetProperty("settings").GetRawText());
        Run("tune", Bench.Data, "--config", "config.json", "--out", "again", "-q").Well();
        SameResults(Bench.ReferenceFile(), PathOf("again"));
    }

    [Fact]
    public void Run_directories_that_are_taken()
    {
        Directory.CreateDirectory(PathOf("mine"));
        Put("mine/notes.txt", "keep me");
        Put("file", "a file");
        Refused(["tune", Bench.Data, "--out", "file"], "file is a file");
        Refused(["tune", Bench.Data, "--out", "file/run"], "cannot write to file/run");
        Refused(["tune", Bench.Data, "--out", ""], "--out is empty");
        Refused(["tune", Bench.Data, "--out", "mine"], "mine exists already", "--resume", "--force");
        Refused(["tune", Bench.Data, "--out", "mine", "--force"], "mine holds files but no run");
        Refused(["tune", Bench.Data, "--out", "mine", "--resume"], "mine holds no run to resume");
        Put("mine/manifest.json", "{ \"status\": ");
        Refused(["tune", Bench.Data, "--out", "mine", "--resume"], "manifest.json: not a manifest");
        Refused(["tune", Bench.Data, "--out", "mine", "--force"], "manifest.json: not a manifest");
    }

    [Fact]
    public void Force_replaces_a_run_and_nothing_else()
    {
        Tune(Bench.Data, "--out", "run", "-q", "--at", "2").Well();
        Put("run/notes.txt", "keep me");
        Refused(["tune", Bench.Data, .. Workbench.Small, "--out", "run"], "run exists already");
        Tune(Bench.Data, "--out", "run", "-q", "--force", "--at", "0.8,1.25").Well();
        Assert.Equal("keep me", File.ReadAllText(PathOf("run", "notes.txt")));
        File.Delete(PathOf("run", "notes.txt"));
        SameResults(Bench.ReferenceFile(), PathOf("run"));
    }

    /// <summary>What --force is to replace is there until the new run is: data or a model out of it are refused, and so are data of which it turns out late that nothing can be learned.</summary>
    [Fact]
    public void Force_loses_nothing_of_a_run_that_it_cannot_replace()
    {
        Tune(Bench.Data, "--out", "run", "-q").Well();
        Put("run/notes.txt", "keep me");
        Put("two.fasta", ">a\nACDACDAC\n>b\nCCDACADA\n");
        string[] Again(string data, params string[] more) => ["tune", data, .. Workbench.Small, "--out", "run", "--force", "-q", .. more];
        Refused(Again("run/sequences/tau1.fasta"), "run/sequences/tau1.fasta: belongs to the run in run");
        Refused(["tune", Bench.Data, .. Workbench.SmallForModels, "--out", "run", "--force", "-q", "--model", PathOf("run", "model.params.dat.gz")], "belongs to the run in run");
        Refused(Again("two.fasta", "--folds", "2"), "two.fasta: without fold 1 of 2 the weights of the sequences add up to 1");
        Refused(["tune", "two.fasta", .. Workbench.Small, "--out", "deep/new", "--folds", "2", "-q"], "two.fasta: without fold 1");
        File.Copy(PathOf("run", "sequences", "tau1.fasta"), PathOf("run", "own.fasta"));
        Run(Again("run/own.fasta")).Well(); // beside the run's own files
        Assert.True(File.Exists(PathOf("run", "notes.txt")) && !Directory.Exists(PathOf("run", "replaced")));
    }

    [Fact]
    public void A_run_goes_on_only_as_it_began()
    {
        string run = Path.GetDirectoryName(Bench.ReferenceFile("result.json"))!;
        string[] same = ["tune", Bench.Data, .. Workbench.Small, "--out", run, "--resume"];
        DateTime before = File.GetLastWriteTimeUtc(Bench.ReferenceFile("manifest.json"));
        Refused(same, "was begun with --at 0.8,1.25, not (default)"); // --at is left out
        Refused([.. same, "--at", "0.8,1.25", "--target", "0.5"], "was begun with --target 0.95, not 0.5");
        Put("other.fasta", File.ReadAllText(Bench.Data) + ">more\nACDACDAC\n");
        Refused([same[0], "other.fasta", .. same[2..], "--at", "0.8,1.25"], "another data than other.fasta");
        Refused([.. same, "--at", "0.8,1.25", "--model", Bench.Truth], "--chains has no effect on a model that is given");
        Assert.Equal(before, File.GetLastWriteTimeUtc(Bench.ReferenceFile("manifest.json")));
    }

    [Fact]
    public void Every_setting_refuses_nonsense_by_name()
    {
        // In this process: the parsers are the same, and there are many.
        foreach (Setting<TuneSettings> setting in TuneSettings.All.Where(s => s.Name is not ("out" or "model" or "alphabet")))
        {
            Data.InputException e = Assert.Throws<Data.InputException>(() => setting.Apply(new TuneSettings(), "nonsense"));
            Assert.Contains($"--{setting.Name} 'nonsense'", e.Message, StringComparison.Ordinal);
        }
    }
}
