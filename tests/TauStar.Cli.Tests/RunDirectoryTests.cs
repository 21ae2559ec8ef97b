using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;
using TauStar.Studies;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>The files of a finished run say what they should, and agree with each other.</summary>
public sealed partial class RunDirectoryTests(Workbench bench) : CliTest(bench)
{
    /// <summary>Headers carry four decimals, the model file numbers of single precision: half a digit and a few roundings.</summary>
    private const double EnergyTolerance = 1e-4;

    private TuningResult Result => ResultJson.Read(Bench.ReferenceFile("result.json"));

    [GeneratedRegex(@"^>(?<label>\S+)_\d+ tau=(?<tau>\S+) seed=(?<seed>\d+) \| DCAenergy: (?<energy>-?\d+\.\d{4})$")]
    private static partial Regex Header { get; }

    [Fact]
    public void All_files_are_there_and_no_others()
    {
        string[] figures = ["energies", "fidelity-diversity", "forward-divergence", "replica-exchange", "reverse-divergence", "thermodynamics", "training"];
        IEnumerable<string> expected =
        [
            "result.json", "report.html", "model.params.dat.gz", "history.csv", "curves.csv",
            .. figures.SelectMany(f => new[] { $"figures/{f}.svg", $"figures/{f}.png" }),
            .. new[] { "tau1", "tau-prime", "tau-star", "tau0.8", "tau1.25" }.Select(s => $"sequences/{s}.fasta"),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Results(Bench.ReferenceFile()).Keys);
        NothingHalfWritten(Bench.ReferenceFile());
    }

    [Fact]
    public void Every_number_with_an_interval_has_a_status()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Bench.ReferenceFile("result.json")));
        Assert.Equal(TuningResult.CurrentSchema, json.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(5, json.RootElement.GetProperty("seed").GetInt32());
        int estimates = 0;
        Walk(json.RootElement);
        Assert.InRange(estimates, 41 * 5, int.MaxValue); // five a point of the curves, and more

        JsonElement tauStar = json.RootElement.GetProperty("tauStar").GetProperty("tauStar");
        Assert.NotEqual("unavailable", tauStar.GetProperty("status").GetString());
        Assert.InRange(tauStar.GetProperty("value").GetDouble(), tauStar.GetProperty("low").GetDouble(), tauStar.GetProperty("high").GetDouble());

        void Walk(JsonElement e)
        {
            if (e.ValueKind == JsonValueKind.Array) foreach (JsonElement item in e.EnumerateArray()) Walk(item);
            if (e.ValueKind != JsonValueKind.Object) return;
            if (e.TryGetProperty("low", out _) && e.TryGetProperty("value", out _))
            {
                estimates++;
                Assert.True(e.TryGetProperty("high", out _));
                Assert.Contains(e.GetProperty("status").GetString(), new[] { "ok", "unreliable", "outOfRange", "unavailable" });
            }
            foreach (JsonProperty property in e.EnumerateObject()) Walk(property.Value);
        }
    }

    [Fact]
    public void Sequences_carry_tau_energy_and_seed_and_the_model_agrees()
    {
        TuningResult result = Result;
        Alphabet alphabet = new("custom", result.Data.Letters);
        PottsModel model = ModelFile.Read(Bench.ReferenceFile("model.params.dat.gz"), alphabet);
        Assert.Equal(8, model.Sites);
        double worst = 0;
        foreach ((string label, double tau) in new[] { ("tau1", 1), ("tau-prime", result.TauPrime.TauPrime.Value), ("tau0.8", 0.8), ("tau1.25", 1.25) })
        {
            string[] lines = File.ReadAllLines(Bench.ReferenceFile("sequences", $"{label}.fasta"));
            Assert.Equal(2 * 20, lines.Length);
            HashSet<string> energies = [];
            for (int r = 0; r < 20; r++)
            {
                Match header = Header.Match(lines[2 * r]);
                Assert.True(header.Success, lines[2 * r]);
                Assert.Equal(label, header.Groups["label"].Value);
                Assert.Equal(tau, double.Parse(header.Groups["tau"].ValueSpan, CultureInfo.InvariantCulture));
                Assert.Equal("5", header.Groups["seed"].Value);
                byte[] states = [.. lines[2 * r + 1].Select(letter => (byte)alphabet.IndexOf(letter))];
                double said = double.Parse(header.Groups["energy"].ValueSpan, CultureInfo.InvariantCulture);
                worst = Math.Max(worst, Math.Abs(said - model.Energy(states)));
                energies.Add(header.Groups["energy"].Value);
            }
            Assert.InRange(energies.Count, 5, 20); // different sequences, not one twenty times
            Assert.Equal(20, AlignmentReader.Read(Bench.ReferenceFile("sequences", $"{label}.fasta"), new() { Alphabet = alphabet }).Alignment.Count);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"largest difference of an energy: {worst:E2}");
        Assert.InRange(worst, 0, EnergyTolerance);
    }

    [Fact]
    public void Tables_document_their_columns_and_agree_with_the_result()
    {
        TuningResult result = Result;
        List<Dictionary<string, string>> curves = Table("curves.csv"), history = Table("history.csv");
        Assert.Equal(result.Curves.Count, curves.Count);
        foreach ((CurvePoint point, Dictionary<string, string> row) in result.Curves.Zip(curves))
        {
            Assert.Equal(point.Tau, Number(row["tau"]));
            Assert.Equal(point.Energy.Value, Number(row["energy"]));
            Assert.Equal(point.LogZ.High, Number(row["log_z_high"]));
            Assert.Equal(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{point.ForwardDivergenceChange.Status}"), row["forward_divergence_change_status"]);
            Assert.Equal(point.Mixed, bool.Parse(row["mixed"]));
        }
        Assert.Equal(result.Training.Updates + 1, history.Count); // the start, then every update
        Assert.Equal(result.Training.Pearson, Number(history[^1]["pearson"]));

        List<Dictionary<string, string>> Table(string name)
        {
            string[] lines = File.ReadAllLines(Bench.ReferenceFile(name));
            string[] comments = [.. lines.TakeWhile(l => l.StartsWith('#'))];
            string[] columns = lines[comments.Length].Split(',');
            Assert.All(columns, column => Assert.Contains(comments, c => c.StartsWith($"# {column}: ", StringComparison.Ordinal) && c.Length > column.Length + 4));
            return [.. lines.Skip(comments.Length + 1).Select(l => columns.Zip(l.Split(',')).ToDictionary(p => p.First, p => p.Second))];
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void The_manifest_says_how_the_run_came_about()
    {
        Manifest manifest = Manifest.Read(Bench.ReferenceFile("manifest.json"));
        Assert.Equal("complete", manifest.Status);
        Assert.Equal("tune", manifest.Command);
        Assert.Equal(Manifest.ProgramVersion, manifest.Version);
        Assert.Equal(TuneSettings.All.Select(s => s.Name), manifest.Settings.Keys);
        Assert.Equal("5", manifest.Settings["seed"]);
        Assert.Equal("64", manifest.Settings["chains"]);
        Assert.Equal("0.8,1.25", manifest.Settings["at"]);
        InputRecord input = Assert.Single(manifest.Inputs);
        Assert.Equal(("data", "data.fasta"), (input.Role, input.Path));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Bench.Data))), input.Sha256);
        Assert.Equal(input.Sha256, Result.Data.Sha256);
        Assert.InRange(manifest.Machine.Cores, 1, 100_000);
        Assert.NotEqual("", manifest.Machine.Processor);
        Assert.InRange(manifest.Seconds, 0.01, 600);
        DateTime started = DateTime.Parse(manifest.Started, CultureInfo.InvariantCulture), finished = DateTime.Parse(manifest.Finished!, CultureInfo.InvariantCulture);
        Assert.True(started <= finished);
        Assert.Equal(0, manifest.Resumed);
    }

    [Fact]
    public void The_report_and_the_figures_open_offline()
    {
        string report = File.ReadAllText(Bench.ReferenceFile("report.html"));
        Assert.StartsWith("<!doctype html>", report, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<(script|link|img)[^>]*(src|href)=[\"']?(https?:)?//", report);
        foreach (string sentence in Result.Verdict) Assert.Contains(System.Net.WebUtility.HtmlEncode(sentence)[..20], report, StringComparison.Ordinal);
        foreach (string path in Directory.EnumerateFiles(Bench.ReferenceFile("figures"), "*.svg"))
        {
            Assert.Equal("svg", XDocument.Load(path).Root!.Name.LocalName);
            byte[] png = File.ReadAllBytes(Path.ChangeExtension(path, ".png"));
            Assert.True(png is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] && png.Length > 1000, path);
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        // Other tests repeat the reference, which has two threads, with as many as there are processors.
        Tune(Bench.Data, "--out", "one", "-q", "--at", "0.8,1.25", "--threads", "1").Well();
        SameResults(Bench.ReferenceFile(), PathOf("one"));
    }
}
