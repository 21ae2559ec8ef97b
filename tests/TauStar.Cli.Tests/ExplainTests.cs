using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>taustar explain</c>.</summary>
public sealed class ExplainTests(Workbench bench) : CliTest(bench)
{
    private static readonly string[] Quick = ["explain", "--replicates", "60"];

    [Fact]
    public void Alone_it_gives_advice_reasons_and_a_table()
    {
        Finished end = Run("explain").Well();
        Assert.Equal("", end.Err);
        Assert.StartsWith("For fidelity, raise the temperature: at τ = 1, κ = 0.32", end.Out, StringComparison.Ordinal);
        foreach (string piece in new[] { "falsely low", "For diversity, raise", "More data: M = 320", "fidelity D(q‖p)", "at τ = 1 ", "best common τ", "nine in ten from" })
            Assert.Contains(piece, end.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(end.Out, c => c == '\u001b');
        Assert.Empty(Listing());
    }

    [Theory]
    [InlineData("9", "For fidelity, lower the temperature")]
    [InlineData("3", "For fidelity, raise the temperature")]
    public void The_gap_decides(string gap, string advice) =>
        Assert.StartsWith(advice, Run([.. Quick, "--gap", gap]).Well().Out, StringComparison.Ordinal);

    [Fact]
    public void Json_holds_the_numbers()
    {
        using JsonDocument json = JsonDocument.Parse(Run([.. Quick, "--json", "--samples", "40", "--seed", "9"]).Well().Out);
        JsonElement root = json.RootElement;
        Assert.Equal(40, root.GetProperty("question").GetProperty("samples").GetInt32());
        Assert.Equal("two-level states=100 ground=20 gap=5", root.GetProperty("question").GetProperty("truth").GetProperty("id").GetString());
        double kappa = root.GetProperty("kappa").GetProperty("mean").GetDouble(), c = root.GetProperty("heatCapacity").GetProperty("mean").GetDouble();
        Assert.Equal(kappa - c, root.GetProperty("fidelity").GetProperty("slopeAtOne").GetProperty("mean").GetDouble(), 1e-12);
        Assert.Contains(root.GetProperty("fidelity").GetProperty("advice").GetString(), new[] { "lower", "raise", "leave", "undetermined" });
        Assert.True(root.GetProperty("curve").GetArrayLength() > 100);
        Assert.True(root.GetProperty("reasons").GetArrayLength() >= 5);
    }

    [Fact]
    public void Threads_and_languages_change_nothing_and_seeds_do()
    {
        string one = Run([.. Quick, "--json", "--threads", "1"]).Well().Out;
        Assert.Equal(one, Run([.. Quick, "--json", "--threads", "4"]).Well().Out);
        Assert.NotEqual(one, Run([.. Quick, "--json", "--seed", "2"]).Well().Out);
        Assert.Equal(one, Shell($"LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 exec \"$TAUSTAR\" {string.Join(' ', Quick)} --json").Well().Out);
    }

    [Fact]
    public void A_folder_gets_the_figure_and_its_numbers()
    {
        Finished end = Run([.. Quick, "--out", "deep/explain"]).Well();
        Assert.Equal(["explain.csv", "explain.png", "explain.svg"],
            Directory.EnumerateFiles(PathOf("deep", "explain")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(PathOf("deep", "explain", "explain.png"))[..4]);
        string svg = XDocument.Load(PathOf("deep", "explain", "explain.svg")).Root!.Value;
        foreach (string text in new[] { "Divergences", "κ against C", "found low", "missed low", "falsely low", "τ* = ", "τ′ = " })
            Assert.Contains(text, svg, StringComparison.Ordinal);

        string[] lines = File.ReadAllLines(PathOf("deep", "explain", "explain.csv"));
        Assert.Equal("# taustar explain: two-level states=100 ground=20 gap=5 samples=80 replicates=60 seed=1", lines[0]);
        string[][] table = [.. lines.Where(line => line[0] != '#').Select(line => line.Split(','))];
        Assert.All(table[0], column => Assert.Contains(lines, line => line.StartsWith($"# {column}: ", StringComparison.Ordinal)));
        double[] row = [.. table.Single(cells => cells[0] == "1").Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        double Of(string column) => row[Array.IndexOf(table[0], column)];
        Assert.Equal(Of("reverse"), Of("reverse_found_low") + Of("reverse_missed_low") + Of("reverse_high") + Of("reverse_falsely_low"), 1e-12);
        Assert.Equal(Of("forward"), Of("forward_found_low") + Of("forward_missed_low") + Of("forward_high") + Of("forward_falsely_low"), 1e-12);
        NothingHalfWritten(Folder);

        // The same question again: the same bytes, in the place of the old ones.
        byte[][] before = [.. Directory.EnumerateFiles(PathOf("deep", "explain")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        Refused([.. Quick, "--out", "deep/explain"], "explain.svg: exists already", "--force");
        Assert.Equal(end.Out, Run([.. Quick, "--out", "deep/explain", "--threads", "3", "--force"]).Well().Out);
        Assert.Equal(before, Directory.EnumerateFiles(PathOf("deep", "explain")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
    }

    [Theory]
    [InlineData("--ground 100", "ground is 100", "1 to states - 1 = 99")]
    [InlineData("--ground 0", "ground is 0", "1 to states - 1")]
    [InlineData("--states 1", "states is 1", "2 to 1000000")]
    [InlineData("--states 2000000000", "states is 2000000000", "2 to 1000000")]
    [InlineData("--gap 0", "gap is 0", "above 0")]
    [InlineData("--gap -3", "gap is -3", "above 0")]
    [InlineData("--gap 1,5", "--gap '1,5' is not a number", "decimal point")]
    [InlineData("--gap nan", "--gap 'nan' is not a number")]
    [InlineData("--samples 1", "samples is 1", "2 to")]
    [InlineData("--samples 1.5", "--samples '1.5' is not a whole number")]
    [InlineData("--samples 2147483647", "samples is 2147483647", "2 to")]
    [InlineData("--replicates 1", "replicates is 1", "2 to")]
    [InlineData("--seed -1", "--seed '-1' is not a whole number from 0")]
    [InlineData("--threads 0", "threads is 0", "at least 1")]
    [InlineData("--frobnicate", "unknown option '--frobnicate'", "see 'taustar explain --help'")]
    [InlineData("more", "unknown argument 'more'", "see 'taustar explain --help'")]
    public void Wrong_input_is_one_line_and_writes_nothing(string options, params string[] pieces) =>
        Refused(["explain", "--out", "out", .. options.Split(' ')], pieces);

    [Fact]
    public void Places_that_cannot_be_written()
    {
        Put("file", "x");
        Refused([.. Quick, "--out", "file"], "--out file is a file");
        Refused([.. Quick, "--out", ""], "--out is empty");
        Refused([.. Quick, "--out", "file/deeper"], "cannot make the folder file/deeper");
        Shell("exec \"$TAUSTAR\" explain --replicates 20 > /dev/full").Refused("cannot write to standard output");
    }
}
