using System.Text.RegularExpressions;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>The commands of README.md that are marked <c>&lt;!-- tested --&gt;</c> run as they are written there.</summary>
public sealed partial class ReadmeTests(Workbench bench) : CliTest(bench)
{
    [GeneratedRegex(@"^<!-- tested -->\n```sh\n(?<block>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex TestedBlock { get; }

    [Fact]
    public void Commands_run_as_written()
    {
        string root = Root();
        string readme = File.ReadAllText(Path.Combine(root, "README.md")).ReplaceLineEndings("\n");
        MatchCollection blocks = TestedBlock.Matches(readme);
        Assert.Equal(Regex.Count(readme, "<!-- tested -->"), blocks.Count); // a mark with no block after it tests nothing
        string[] lines = [.. blocks.SelectMany(block => block.Groups["block"].Value.Split('\n')).Where(line => line.StartsWith("./taustar ", StringComparison.Ordinal))];
        Assert.NotEmpty(lines);

        Directory.CreateDirectory(PathOf("examples"));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "examples"))) File.Copy(file, PathOf("examples", Path.GetFileName(file)));
        File.CreateSymbolicLink(PathOf("taustar"), Session.Program);
        foreach (string line in lines)
        {
            Finished end = Shell($"set -o pipefail\n{line}");
            Assert.True(end.Code == 0, $"{line}\nexit code {end.Code}\n{end.Out}\n{end.Err}");
        }
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "TauStar.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("no TauStar.slnx above the tests");
    }
}
