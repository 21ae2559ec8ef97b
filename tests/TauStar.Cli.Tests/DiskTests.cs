using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>Disks that are full: no file is left half written, and a run that was under way goes on when there is room.</summary>
public sealed class DiskTests(Workbench bench) : CliTest(bench)
{
    private string Command(string output) => $"\"$TAUSTAR\" tune {Bench.Data} {string.Join(' ', Workbench.Small)} --at 0.8,1.25 -q --out {output}";

    /// <summary>The command with no file allowed to pass a size; the runtime itself maps large files unless told not to.</summary>
    private string Limited(int kilobytes, string output) =>
        $"export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f {kilobytes}; exec {Command(output)}";

    [Fact]
    public void No_room_for_the_first_file_leaves_no_folder()
    {
        Shell(Limited(0, "deep/run")).Refused("cannot write deep/run/manifest.json");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
        Directory.CreateDirectory(PathOf("run"));
        Shell(Limited(0, "run")).Refused("cannot write run/manifest.json");
        Assert.Empty(Directory.EnumerateFileSystemEntries(PathOf("run")));
    }

    [Theory]
    [InlineData(4, "checkpoint/training.bin")]
    [InlineData(1000, "report.html")]
    public void No_room_in_the_middle_is_told_and_taken_up_again(int kilobytes, string file)
    {
        Shell(Limited(kilobytes, "run")).Refused($"cannot write run/{file}", "--resume");
        NothingHalfWritten(Folder);
        Assert.False(File.Exists(PathOf("run", file)));
        Assert.False(File.Exists(PathOf("run", "result.json")));
        Assert.Contains("\"stopped\"", File.ReadAllText(PathOf("run", "manifest.json")), StringComparison.Ordinal);
        Shell(Command("run") + " --resume").Well();
        SameResults(Bench.ReferenceFile(), PathOf("run"));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(200)]
    public void A_full_file_system(int kilobytes)
    {
        Directory.CreateDirectory(PathOf("tiny"));
        string inside = $"mount -t tmpfs -o size={kilobytes}k tmpfs tiny";
        string unshare = Environment.UserName == "root" ? "unshare -m" : "unshare -rm";
        Assert.SkipWhen(Shell($"{unshare} bash -c '{inside}'").Code != 0, "no right to mount a small file system");
        Finished found = Shell($"""
            exec {unshare} bash -c '{inside}; {Command("tiny/run")}; code=$?
            [ -e tiny/run/result.json ] || [ -n "$(find tiny -name "*.tmp")" ] && exit 99
            exit $code'
            """);
        found.Refused("cannot write tiny/run/", "no space left on device", "--resume");
    }

    [Fact]
    public void Lost_output_is_an_error_and_lost_messages_are_none()
    {
        Shell($"exec \"$TAUSTAR\" inspect {Bench.Data} > /dev/full").Refused("cannot write to standard output: no space left on device");
        Shell("exec \"$TAUSTAR\" simulate ising > /dev/full").Refused("cannot write to standard output");
        Shell("exec \"$TAUSTAR\" tune --help > /dev/full").Refused("cannot write to standard output");
        Shell("exec \"$TAUSTAR\" --version > /dev/full").Refused("cannot write to standard output");
        Shell("exec \"$TAUSTAR\" simulate ising --out /dev/full").Refused("cannot write /dev/full: no space left on device");
        Shell($"exec \"$TAUSTAR\" inspect {Bench.Data} >&-").Refused("cannot write to standard output");
        Assert.Equal(2, Shell("exec \"$TAUSTAR\" inspect missing.fasta 2> /dev/full").Code);
        Finished run = Shell(Command("run").Replace(" -q", "", StringComparison.Ordinal) + " 2> /dev/full").Well();
        Assert.NotEqual("", run.Out);
        SameResults(Bench.ReferenceFile(), PathOf("run"));
    }

    [Fact]
    public void Of_a_set_of_files_all_are_there_or_none()
    {
        foreach (string command in new[] { "explain --states 20 --ground 4 --samples 20 --replicates 20", $"compare {Bench.Data} {Bench.Data} --alphabet ACD -q" })
        {
            Shell($"export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 20; exec \"$TAUSTAR\" {command} --out deep/set").Refused("cannot write deep/set/");
            Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
        }
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_keeps_what_it_held()
    {
        Put("spins.csv", "what was here\n");
        Shell("export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 1; exec \"$TAUSTAR\" simulate ising --samples 1000 --out spins.csv --force")
            .Refused("cannot write spins.csv");
        Assert.Equal("what was here\n", File.ReadAllText(PathOf("spins.csv")));
        NothingHalfWritten(Folder);
    }
}
