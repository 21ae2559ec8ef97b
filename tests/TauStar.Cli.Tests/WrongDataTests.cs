using System.Text;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>Data that cannot be used: exit code 2, one line that names the place, and nothing written.</summary>
public sealed class WrongDataTests(Workbench bench) : CliTest(bench)
{
    [Theory]
    [InlineData("empty.fasta", "", "the file is empty")]
    [InlineData("lengths.fasta", ">a\nACDE\n>b\nACD\n>c\nACDF\n", "record 2 'b', line 3: 3 columns")]
    [InlineData("letters.fasta", ">a\nACDE\n>b\nAC?E\n", "record 2 'b', line 4, column 3: '?'")]
    [InlineData("one.fasta", ">a\nACDE\n", "one sequence only (record 1 'a', line 1)")]
    [InlineData("same.fasta", ">a\nACDE\n>b\nACDE\n>c\nACDE\n", "identical")]
    [InlineData("columns.fasta", ">a\n>b\n", "0 columns")]
    [InlineData("one-column.fasta", ">a\nA\n>b\nC\n", "at least 2 columns")]
    [InlineData("few.fasta", ">a\nACDE\n>b\nACDF\n", "cannot be split into 5 folds")]
    [InlineData("broken.sto", "# STOCKHOLM 1.0\na ACDE\nb ACD\n//\n", "record 2 'b', line 3: 3 columns")]
    [InlineData("states.csv", "0,1\n1,0\n0,x\n", "line 3")]
    [InlineData("prose.txt", "Dear reader,\nthis is no alignment.\n", "prose.txt")]
    public void Text(string name, string text, string piece)
    {
        Put(name, text);
        Refused(["tune", name], $"taustar: {name}: ", piece);
    }

    [Fact]
    public void Inspect_refuses_alike()
    {
        Put("letters.fasta", ">a\nACDE\n>b\nAC?E\n");
        Refused(["inspect", "letters.fasta"], "taustar: letters.fasta: record 2 'b', line 4, column 3: '?'");
        Put("x.fasta", ">a\nACDE\n>b\nACXE\n");
        Refused(["inspect", "x.fasta", "--unknown", "error"], "taustar: x.fasta: record 2 'b', line 4, column 3: 'X'");
    }

    [Fact]
    public void Bytes_that_are_no_text()
    {
        byte[] good = File.ReadAllBytes(Bench.Data);
        Refused(["tune", Put("cut.fasta.gz", Gzip(good)[..100])], "taustar: cut.fasta.gz: ", "cut short");
        Refused(["tune", Put("junk.bin", [.. Enumerable.Range(0, 5000).Select(k => (byte)(k * k * 31 >> 3))])], "taustar: junk.bin: ", "not text");
        Refused(["tune", Put("junk.gz", [0x1f, 0x8b, .. Enumerable.Range(0, 500).Select(k => (byte)(k * 37))])], "taustar: junk.gz: ", "gzip data");
    }

    [Fact]
    public void A_million_columns()
    {
        string row = new('A', 1_000_000);
        Refused(["tune", Put("wide.fasta", $">a\n{row}\n>b\nC{row[1..]}\n")], "taustar: wide.fasta: ", "1,000,000 columns", "limit of 20,000");
    }

    [Fact]
    public void A_model_too_large_for_memory_is_refused_before_it_is_begun()
    {
        // 15,000 columns are read, but q^2 L^2 couplings of 21 states are not held by any array.
        StringBuilder fasta = new();
        for (int m = 0; m < 12; m++) fasta.Append('>').Append(m).Append('\n').Append('A', m).Append('W').Append('C', 15_000 - m - 1).Append('\n');
        Refused(["tune", Put("large.fasta", fasta.ToString())], "taustar: large.fasta: ", "15000 sites", "GB");
    }

    [Fact]
    public void Paths()
    {
        Directory.CreateDirectory(PathOf("folder"));
        Refused(["tune", "folder"], "taustar: folder: is a folder");
        Refused(["tune", "missing.fasta"], "taustar: missing.fasta: no such file");
        Refused(["tune", "no\nsuch.fasta"], "taustar: no\\u000asuch.fasta: no such file");
        Refused(["tune", ""], "the name of the input file is empty");
    }

    [Fact]
    public void No_permission()
    {
        Put("secret.fasta", File.ReadAllBytes(Bench.Data));
        File.SetUnixFileMode(PathOf("secret.fasta"), UnixFileMode.None);
        string[] before = Listing();
        // Root may read everything, so it has to give that right up first.
        const string Drop = "setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search";
        bool root = Environment.UserName == "root";
        Assert.SkipWhen(root && Shell($"{Drop} true").Code != 0, "root, and setpriv cannot take its rights away");
        Shell($"exec {(root ? Drop : "")} \"$TAUSTAR\" tune secret.fasta").Refused("taustar: secret.fasta: no permission to read it");
        Assert.Equal(before, Listing());

        Directory.CreateDirectory(PathOf("closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Shell($"exec {(root ? Drop : "")} \"$TAUSTAR\" tune {Bench.Data} --out closed/run").Refused("cannot write to closed/run", "choose another --out");
        Assert.Empty(Directory.EnumerateFileSystemEntries(PathOf("closed")));
    }

    [Fact]
    public void A_device_that_fails_while_it_is_read()
    {
        Refused(["inspect", "/proc/self/mem"], "taustar: /proc/self/mem: cannot be read");
    }

    [Fact]
    public void Windows_line_ends_are_read()
    {
        string text = File.ReadAllText(Bench.Data);
        Put("unix.fasta", text);
        Put("windows.fasta", "\uFEFF" + text.Replace("\n", "\r\n", StringComparison.Ordinal));
        string unix = Run("inspect", "unix.fasta").Well().Out, windows = Run("inspect", "windows.fasta").Well().Out;
        Assert.Equal(unix, windows.Replace("windows", "unix", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model.dat", "", "the file is empty")]
    [InlineData("model.dat", "something else\n", "begins no model format")]
    [InlineData("model.dat", "J 0 1 A\n", "line 1")]
    [InlineData("model.dat", "h 0 A 1e\n", "line 1")]
    public void Broken_models(string name, string text, string piece)
    {
        Put(name, text);
        Refused(["tune", Bench.Data, "--out", "run", "--model", name], $"taustar: {name}: ", piece);
    }

    [Fact]
    public void A_model_of_another_size_and_one_that_is_missing()
    {
        Run("simulate", "planted", "--sites", "5", "--states", "3", "--out", "other.fasta", "--model-out", "other.dat").Well();
        Refused(["tune", Bench.Data, "--out", "run", "--model", "other.dat"], "taustar: other.dat: ", "5 sites", "has 8");
        Refused(["tune", Bench.Data, "--out", "run", "--model", "missing.dat"], "taustar: missing.dat: no such file");
        Refused(["tune", Bench.Data, "--out", "run", "--model", "."], "taustar: .: is a folder");
    }
}
