using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>Files that commands write are none that they read, no two the same, and none that is there unless --force is given.</summary>
public sealed class OutputFilesTests(Workbench bench) : CliTest(bench)
{
    private const string Read = "is read and would be overwritten", There = "exists already; give --force to replace it";

    public static TheoryData<string> Scoring() =>
    [
        "energies m.dat d.fasta --alphabet ACD --out", "dms m.dat d.fasta --alphabet ACD --out", "contacts m.dat --alphabet ACD --separation 1 --out",
        "sample m.dat --alphabet ACD --start d.fasta --sequences 4 --sweeps 2 -q --out",
    ];

    private string[] Words(string line, params string[] more)
    {
        if (!File.Exists(PathOf("m.dat"))) File.Copy(Bench.Truth, PathOf("m.dat"));
        if (!File.Exists(PathOf("d.fasta"))) File.Copy(Bench.Data, PathOf("d.fasta"));
        return [.. line.Split(' '), .. more];
    }

    [Theory]
    [MemberData(nameof(Scoring))]
    public void What_is_read_is_never_written(string line)
    {
        string[] words = Words(line);
        File.CreateSymbolicLink(PathOf("link.fasta"), PathOf("d.fasta"));
        bool takesData = line.Contains("d.fasta", StringComparison.Ordinal);
        foreach (string force in new[] { "", "--force" })
        {
            string[] Into(string file) => [.. words, file, .. force.Length == 0 ? Array.Empty<string>() : [force]];
            if (takesData)
            {
                Refused(Into("d.fasta"), Read);
                Refused(Into("./d.fasta"), Read);
                Refused(Into("link.fasta"), Read);
            }
            if (!line.StartsWith("sample", StringComparison.Ordinal)) Refused(Into("m.dat"), $"m.dat: {Read}"); // a folder or a .fasta there
        }
    }

    [Theory]
    [MemberData(nameof(Scoring))]
    [InlineData("simulate planted --sites 4 --states 3 --samples 5 --out")]
    public void What_is_there_is_replaced_when_told_to(string line)
    {
        string[] words = Words(line);
        Put("out.fasta", "what was here\n");
        Refused([.. words, "out.fasta"], $"out.fasta: {There}");
        Run([.. words, "out.fasta", "--force"]).Well();
        Assert.DoesNotContain("what was here", File.ReadAllText(PathOf("out.fasta")), StringComparison.Ordinal);
        Run([.. words, "new.fasta"]).Well();
        Assert.Equal(File.ReadAllBytes(PathOf("new.fasta")), File.ReadAllBytes(PathOf("out.fasta")));
    }

    [Fact]
    public void Two_results_have_two_names()
    {
        const string twice = "would be written twice";
        Refused(Words("dms m.dat d.fasta --alphabet ACD --out a.svg --figure a.svg"), $"a.svg: {twice}");
        Refused(Words("simulate planted --sites 4 --states 3 --samples 5 --out a.fasta --model-out ./a.fasta"), twice);
        Put("old.svg", "what was here\n");
        Refused(Words("dms m.dat d.fasta --alphabet ACD --out b.csv --figure old.svg"), $"old.svg: {There}");
        Run(Words("energies m.dat d.fasta --alphabet ACD --out /dev/null")).Well(); // what holds nothing loses nothing
    }
}
