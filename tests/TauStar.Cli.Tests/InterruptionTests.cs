using TauStar.Cli.Runs;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>
/// Runs that are stopped or killed go on with <c>--resume</c> and end with the very same bits. The program is signalled when it
/// has told of a stage; the settings make each stage long enough that it is then still under way.
/// </summary>
public sealed class InterruptionTests(Workbench bench, InterruptionTests.Uninterrupted whole) : CliTest(bench), IClassFixture<InterruptionTests.Uninterrupted>
{
    private const int Stopped = 130, Killed = 128 + Session.Kill;

    private static readonly string[] Slow =
    [
        "--alphabet", "ACD", "--engine", "sampled", "--seed", "7", "--chains", "64", "--max-updates", "700", "--plateau", "0", "--target", "1", "--sweeps", "40", "--burn-in", "12000",
        "--systems", "4", "--sequences", "20", "--bootstrap", "100",
    ];

    [Fact]
    public void Stopped_at_every_stage()
    {
        (string Stage, int Signal)[] stops =
        [
            ("training: update 0,", Session.Interrupt), ("training: ", Session.Terminate), ("refit 1 of 5", Session.Interrupt),
            ("refit 4 of 5", Session.Terminate), ("tempering: ", Session.Interrupt), ("analysis: ", Session.Terminate),
        ];
        for (int k = 0; k < stops.Length; k++)
        {
            using Session session = Start(k > 0, k % 2 + 1);
            session.WaitFor(stops[k].Stage);
            if (k > 0) session.SaidNothingBefore(stops[k - 1].Stage);
            session.Signal(stops[k].Signal);
            Finished end = session.Finish();
            Assert.True(end.Code == Stopped, $"stopped in {stops[k]}: exit code {end.Code}\n{end.Err}");
            Assert.Equal("", end.Out);
            Assert.EndsWith("taustar: state saved in run; go on with the same command and --resume\ntaustar: stopped\n", end.Err, StringComparison.Ordinal);
            Manifest manifest = Manifest.Read(PathOf("run", "manifest.json"));
            Assert.Equal(("stopped", k), (manifest.Status, manifest.Resumed));
            Assert.False(File.Exists(PathOf("run", "result.json")));
            NothingHalfWritten(Folder);
        }
        FinishRun(stops.Length, "analysis: ");
    }

    [Fact]
    public void Killed_without_warning()
    {
        string[] kills = ["refit 1 of 5", "tempering: ", "[100 %] done"]; // the last: while the files are written
        for (int k = 0; k < kills.Length; k++)
        {
            using Session session = Start(k > 0, 2);
            session.WaitFor(kills[k]);
            if (k > 0) session.SaidNothingBefore(k == 1 ? "refit 1 of 5" : "tempering: ");
            session.Signal(Session.Kill);
            Assert.Equal(Killed, session.Finish().Code);
            Assert.Equal(("running", k), (Manifest.Read(PathOf("run", "manifest.json")).Status, Manifest.Read(PathOf("run", "manifest.json")).Resumed));
            Put("run/.taustar-left.tmp", "half of a file");
        }
        FinishRun(kills.Length, "analysis: ");
    }

    [Fact]
    public void A_signal_before_the_run_begins_leaves_nothing()
    {
        Shell("mkfifo pipe").Well();
        using Session session = Session.Start(Folder, ["tune", "pipe", .. Slow, "--out", "run"]);
        using (FileStream pipe = new(PathOf("pipe"), FileMode.Open, FileAccess.Write)) // opens when the program reads
        {
            session.Signal(Session.Terminate);
            Thread.Sleep(500); // the signal is handled by a thread of its own
            pipe.Write(File.ReadAllBytes(Bench.Data));
        }
        Finished end = session.Finish();
        Assert.Equal((Stopped, "", "taustar: stopped\n"), (end.Code, end.Out, end.Err));
        Assert.False(Directory.Exists(PathOf("run")));
    }

    [Fact]
    public void Control_C_on_a_terminal()
    {
        Assert.SkipWhen(Shell("command -v script").Code != 0, "no script command to make a terminal");
        // What is typed goes to the terminal, which makes a signal of it; the bars are drawn meanwhile.
        Finished end = Shell($$"""
            wait_for() { for k in {1..300}; do grep -qs "$1" run/manifest.json && return; sleep 0.1; done; }
            (wait_for running; sleep 2; printf '\003'; wait_for stopped) | SHELL=/bin/bash script -qec "stty cols 100; exec $TAUSTAR \
                tune {{Bench.Data}} --out run --engine sampled --target 1 --plateau 0 --max-updates 20000000 --l2-couplings 1" /dev/null
            exit ${PIPESTATUS[1]}
            """);
        Assert.Equal(Stopped, end.Code);
        Assert.Contains("everything", end.Out, StringComparison.Ordinal);
        Assert.Contains("training: update ", end.Out, StringComparison.Ordinal);
        Assert.EndsWith("taustar: stopped\r\n", end.Out, StringComparison.Ordinal);
        Assert.Equal("stopped", Manifest.Read(PathOf("run", "manifest.json")).Status);
        Assert.True(File.Exists(PathOf("run", "checkpoint", "training.bin")));
    }

    [Fact]
    public void A_simulation_stops_without_a_file()
    {
        Shell("mkfifo pipe").Well();
        using Session session = Session.Start(Folder, "simulate", "planted", "--sites", "60", "--config", "pipe", "--out", "planted.fasta");
        using (StreamWriter pipe = new(PathOf("pipe"))) pipe.Write("{ \"samples\": 100000 }"); // draws for minutes
        session.Signal(Session.Interrupt);
        Finished end = session.Finish();
        Assert.Equal((Stopped, "", "taustar: stopped\n"), (end.Code, end.Out, end.Err));
        Assert.False(File.Exists(PathOf("planted.fasta")));
    }

    [Theory]
    [InlineData("energies", true)]
    [InlineData("dms", true)]
    [InlineData("contacts", false)]
    public void What_scores_stops_without_a_file(string command, bool data)
    {
        Shell("mkfifo pipe").Well();
        using Session session = Session.Start(Folder, [command, Bench.Truth, .. data ? new[] { Bench.Data } : [], "--config", "pipe", "--out", "scores.csv"]);
        using (StreamWriter pipe = new(PathOf("pipe"))) // opens when the program reads
        {
            session.Signal(Session.Interrupt);
            Thread.Sleep(500); // the signal is handled by a thread of its own
            pipe.Write("{ \"alphabet\": \"ACD\" }");
        }
        Finished end = session.Finish();
        Assert.Equal((Stopped, "", "taustar: stopped\n"), (end.Code, end.Out, end.Err));
        Assert.False(File.Exists(PathOf("scores.csv")));
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused()
    {
        using (Session session = Start(resume: false, 2))
        {
            session.WaitFor("refit 1 of 5");
            session.Signal(Session.Interrupt);
            Assert.Equal(Stopped, session.Finish().Code);
        }
        string part = PathOf("run", "checkpoint", "training.bin");
        byte[] bytes = File.ReadAllBytes(part);
        File.WriteAllBytes(part, bytes[..(bytes.Length / 2)]);
        Run(["tune", Bench.Data, .. Slow, "--out", "run", "--resume", "-q"]).Refused("checkpoint 'training' is damaged");
        Run(["tune", Bench.Data, .. Slow, "--out", "run", "--resume", "-q", "--max-updates", "20"]).Refused("--max-updates");
    }

    [Fact]
    public void What_is_replaced_is_kept_until_the_new_run_is_complete()
    {
        Tune(Bench.Data, "--out", "run", "--at", "0.8,1.25", "-q").Well();
        string[] begin = ["tune", Bench.Data, .. Slow, "--out", "run", "--threads", "2", "--force"];
        using (Session session = Session.Start(Folder, begin))
        {
            session.WaitFor("refit 1 of 5");
            session.Signal(Session.Kill);
            Assert.Equal(Killed, session.Finish().Code);
        }
        SameResults(Bench.ReferenceFile(), PathOf("run", "replaced"));
        Refused(["tune", "run/replaced/sequences/tau1.fasta", .. Slow, "--out", "run", "--force"], "belongs to the run in run"); // it goes when the new run is complete
        using (Session session = Session.Start(Folder, begin)) // begun anew: of the unfinished run nothing is kept
        {
            session.WaitFor("training: update 0,");
            session.Signal(Session.Interrupt);
            Assert.Equal(Stopped, session.Finish().Code);
        }
        SameResults(Bench.ReferenceFile(), PathOf("run", "replaced"));
        Run("resume", "run", "-q").Well();
        SameResults(whole.Folder(Bench), PathOf("run"));
        Assert.False(Directory.Exists(PathOf("run", "replaced")));
    }

    [Fact]
    public void Two_processes_never_share_a_run()
    {
        using Session first = Start(resume: false, 1);
        first.WaitFor("training: update 0,");
        Run(["tune", Bench.Data, .. Slow, "--out", "run", "--resume", "-q"]).Refused("another process is at work");
        Run(["tune", Bench.Data, .. Slow, "--out", "run", "--force", "-q"]).Refused("another process is at work");
        first.Finish().Well(); // undisturbed
        SameResults(whole.Folder(Bench), PathOf("run"));
    }

    private Session Start(bool resume, int threads) => Session.Start(Folder,
        ["tune", Bench.Data, .. Slow, "--out", "run", "--threads", $"{threads}", .. resume ? new[] { "--resume" } : []]);

    /// <summary>Goes on to the end, from a stage onwards: what was done is not done again.</summary>
    private void FinishRun(int times, string stage)
    {
        using Session last = Start(resume: true, 2);
        last.WaitFor("[");
        last.SaidNothingBefore(stage);
        last.Finish().Well();
        Manifest manifest = Manifest.Read(PathOf("run", "manifest.json"));
        Assert.Equal(("complete", times), (manifest.Status, manifest.Resumed));
        NothingHalfWritten(Folder);
        SameResults(whole.Folder(Bench), PathOf("run"));
    }

    /// <summary>The same run without interruption.</summary>
    public sealed class Uninterrupted : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("taustar-cli-").FullName;

        public string Folder(Workbench bench)
        {
            string run = Path.Combine(folder, "run");
            if (Directory.Exists(run)) return run;
            using Session session = Session.Start(folder, ["tune", bench.Data, .. Slow, "--out", "run", "-q"]);
            session.Finish().Well();
            return run;
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
