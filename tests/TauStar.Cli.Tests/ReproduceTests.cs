using System.Text.Json;
using TauStar.Cli.Commands;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Formats;
using TauStar.Reporting.Tests;
using TauStar.Studies.Reproduction;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>taustar reproduce</c>: what it refuses, and what it writes of results that are given.</summary>
public sealed class ReproduceTests(Workbench bench) : CliTest(bench)
{
    [Theory]
    [InlineData("fig9", "figure 'fig9' is unknown", "fig2, fig3, figC-toy, figC-ising, figD, all")]
    [InlineData("fig3 fig2", "unknown argument 'fig2'")]
    [InlineData("fig3 --temperatures 0", "temperatures holds 0", "above 0")]
    [InlineData("fig3 --temperatures 2,-1", "temperatures holds -1")]
    [InlineData("fig3 --temperatures 2,2", "temperatures holds 2 twice")]
    [InlineData("fig3 --temperatures 2;3", "--temperatures '2;3' is not a number")]
    [InlineData("fig3 --temperatures 2,,3", "--temperatures '' is not a number")]
    [InlineData("fig3 --temperatures inf", "--temperatures 'inf' is not a number")]
    [InlineData("fig3 --samples 0", "samples holds 0", "at least 1")]
    [InlineData("fig3 --samples 1.5", "--samples '1.5' is not a whole number")]
    [InlineData("fig3 --samples many", "--samples 'many' is not a whole number")]
    [InlineData("fig3 --gaps 2", "fig3", "leave out --gaps")]
    [InlineData("fig2 --temperatures 2", "fig2", "leave out --temperatures")]
    [InlineData("figC-toy --gaps 0", "gaps holds 0", "above 0")]
    [InlineData("figC-toy --gaps x", "--gaps 'x' is not a number")]
    [InlineData("figC-toy --samples 40,80", "samples holds 2 numbers", "at one M")]
    [InlineData("--gaps -3", "gaps holds -3")]
    [InlineData("--replicates 0", "replicates is 0", "at least 1")]
    [InlineData("--replicates ten", "--replicates 'ten' is not a whole number")]
    [InlineData("--seed -1", "--seed '-1' is not a whole number from 0")]
    [InlineData("--threads 0", "threads is 0", "at least 1")]
    [InlineData("--reference missing", "missing: no such folder of published numbers", "--reference")]
    [InlineData("--frobnicate", "unknown option '--frobnicate'", "see 'taustar reproduce --help'")]
    public void Refuses(string line, params string[] pieces) => Refused(["reproduce", .. line.Split(' '), "--out", "figures"], pieces);

    [Fact]
    public void Refuses_lists_and_names_that_are_empty()
    {
        Refused(["reproduce", "fig2", "--gaps", ""], "gaps is empty");
        Refused(["reproduce", "fig3", "--temperatures", ""], "temperatures is empty");
        Refused(["reproduce", "fig3", "--samples", ""], "samples is empty");
        Refused(["reproduce", "fig3", "--out", ""], "--out is empty");
        Refused(["reproduce", "fig3", "--reference", ""], "--reference is empty");
        Refused(["reproduce", ""], "figure '' is unknown");
    }

    [Fact]
    public void Refuses_folders_that_cannot_be_used()
    {
        Put("file", "a file");
        Refused(["reproduce", "fig3", "--out", "file"], "file is a file");
        Directory.CreateDirectory(PathOf("published"));
        Refused(["reproduce", "fig3", "--reference", "published"], "published: holds none of");
        Put("published/ising4x4_tau_phase.csv", "T,M\n2,54\n");
        Refused(["reproduce", "fig3", "--reference", "published"], "ising4x4_tau_phase.csv: line 1: columns are");
    }

    [Fact]
    public void Everything_means_each_figure_with_the_wishes_that_fit_it()
    {
        IReadOnlyList<(PaperFigure Figure, Studies.StudyPlan Plan)> plans = ReproduceCommand.Plans("all", new() { Temperatures = [2.5], Gaps = [3], Samples = [60, 70], Replicates = 2 });
        Assert.Equal(PaperFigureName.All, plans.Select(p => p.Figure));
        Assert.Equal([4, 4, 2, 4, 4], plans.Select(p => p.Plan.Cells().Count));
        Assert.Equal(PaperFigure.FigCToy, Assert.Single(ReproduceCommand.Plans("figc-TOY", new())).Figure);
    }

    [Fact]
    public void Every_setting_refuses_nonsense_by_name()
    {
        foreach (Setting<ReproduceSettings> setting in ReproduceSettings.All.Where(s => s.Name is not ("out" or "reference")))
        {
            Data.InputException e = Assert.Throws<Data.InputException>(() => setting.Apply(new ReproduceSettings(), "nonsense"));
            Assert.Contains($"--{setting.Name} 'nonsense'", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void All_files_of_all_figures()
    {
        ReproductionFiles.Write(Folder, SampleReproduction.Typical());
        Assert.Equal(
            [
                "fig2.csv", "fig2.png", "fig2.svg", "fig2_divergences.csv", "fig2_example.json", "fig2_line.csv", "fig2_states.csv",
                "fig3.csv", "fig3.png", "fig3.svg", "fig3_example.csv", "fig3_levels.csv", "fig3_line.csv",
                "figC-ising.csv", "figC-ising.png", "figC-ising.svg", "figC-toy.csv", "figC-toy.png", "figC-toy.svg", "figD.csv", "figD.png", "figD.svg",
            ],
            Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        NothingHalfWritten(Folder);
        Assert.Equal("T,M,tau_star_mean,tau_star_sem,tau_prime_mean,tau_prime_sem", Header("fig3.csv"));
        Assert.Equal("gap,M,tau_star_mean,tau_star_sem,tau_prime_mean,tau_prime_sem", Header("fig2.csv"));
        Assert.Equal(string.Join(',', ReferenceFolder.ToyColumns), Header("figC-toy.csv"));
        Assert.Equal("T,M,kappa_mean,kappa_sem,C_mean,C_sem", Header("figC-ising.csv"));
        Assert.Equal(string.Join(',', ReferenceFolder.LevelColumns), Header("figD.csv"));
        Assert.Equal("M,T,T_sem", Header("fig3_line.csv"));
        Assert.Equal(34 * 17, Rows("fig3.csv").Length);
        Assert.Equal(71, Rows("fig3_example.csv").Length);
        Assert.Equal(71, Rows("fig2_divergences.csv").Length);
        Assert.Contains("160,,", Rows("fig2_line.csv")); // no crossing: empty
    }

    [Fact]
    public void The_worked_example_as_json()
    {
        ReproductionFiles.Write(Folder, new ReproductionData { Fig2Example = SampleReproduction.TwoLevel() });
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf("fig2_example.json")));
        (string, double)[] expected =
        [
            ("n_ground_hat", 2), ("gap_hat", 2.772589), ("tau_star", 0.633735), ("tau_prime", 1.363554), ("kl_reverse_1", 0.518403), ("kl_reverse_star", 0.371939),
            ("kl_forward_1", 0.677493), ("kl_forward_prime", 0.621374), ("kappa_1", 1.940812), ("C_1", 1.229960),
        ];
        Assert.Equal(expected.Select(e => e.Item1), json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.All(expected, e => Assert.Equal(e.Item2, json.RootElement.GetProperty(e.Item1).GetDouble(), 2e-6));
    }

    [Fact]
    public void The_comparison_as_table_and_text()
    {
        PublishedNumbers published = new()
        {
            Fig3 = [new(2, 54, new(0.675), new(1.556)), new(5, 54, new(3), new(2.2))],
            FigCToy = [new(5, new(0.324, 0.002), new(0.4035, 0.001)), new(6, new(0.4175, 0.001), new(0.4145, 0.0006))],
        };
        ReferenceComparison comparison = ReferenceComparison.Of(SampleReproduction.Typical(), published);
        ReproductionFiles.Write(Folder, comparison);
        Assert.Equal("figure,quantity,gap,T,M,level,ours,ours_sem,published,published_error,z,kind", Header("comparison.csv"));
        Assert.Equal(8, Rows("comparison.csv").Length);
        Assert.Contains(Rows("comparison.csv"), row => row.StartsWith("fig3,tau_star,,5,54,,", StringComparison.Ordinal) && row.EndsWith(",0,atLeast", StringComparison.Ordinal));
        string text = File.ReadAllText(PathOf("comparison.txt"));
        Assert.Equal(ComparisonText.Describe(comparison), text);
        Assert.Contains("1 of 1", text, StringComparison.Ordinal);
        Assert.Matches("figC-toy +kappa = C +80 +gap +5.950 \\+- 0.030 +5.9[0-9]+ \\+- 0.0[0-9]+\n", text);
        Assert.All(text.Split('\n').Take(5), line => Assert.True(line.Length <= 80, line));
        ReproductionFiles.DropComparison(Folder);
        Assert.Empty(Directory.EnumerateFiles(Folder));
    }

    private string Header(string name) => File.ReadLines(PathOf(name)).First(line => line[0] != '#');

    private string[] Rows(string name) => [.. File.ReadLines(PathOf(name)).Where(line => line[0] != '#').Skip(1)];

    [Fact]
    public void Figure_2_has_the_published_numbers_of_its_example()
    {
        Run("reproduce", "fig2", "--gaps", "3", "--samples", "5", "--replicates", "2", "--out", "figures", "-q").Well();
        using JsonDocument example = JsonDocument.Parse(File.ReadAllText(PathOf("figures", "fig2_example.json")));
        (string Key, double Published)[] published =
        [
            ("n_ground_hat", 2), ("gap_hat", 2.772589), ("tau_star", 0.633735), ("tau_prime", 1.363554), ("kl_reverse_1", 0.518403),
            ("kl_reverse_star", 0.371939), ("kl_forward_1", 0.677493), ("kl_forward_prime", 0.621374), ("kappa_1", 1.940812), ("C_1", 1.229960),
        ];
        Assert.Equal(published.Select(p => p.Key), example.RootElement.EnumerateObject().Select(member => member.Name));
        foreach ((string key, double value) in published) Assert.Equal(value, example.RootElement.GetProperty(key).GetDouble(), 1e-6);
    }

    [Fact]
    public void A_figure_killed_in_the_middle_goes_on_to_the_same_bytes_with_any_number_of_threads()
    {
        string[] call = ["reproduce", "fig3", "--temperatures", "2.5,4", "--samples", "60,90", "--replicates", "6"];
        Run([.. call, "--out", "whole", "--threads", "1", "-q"]).Well();
        using (Session session = Session.Start(Folder, [.. call, "--out", "parts", "--threads", "2"]))
        {
            session.WaitFor("fig3: 0 of 24 cells");
            session.Signal(Session.Kill);
            session.Finish();
        }
        Run([.. call, "--out", "parts", "--threads", "2", "-q"]).Well();
        string[] files = ["fig3.csv", "fig3.svg", "fig3.png", "fig3_line.csv", "fig3_example.csv", "fig3_levels.csv"];
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(PathOf("whole", file)), File.ReadAllBytes(PathOf("parts", file))));
        NothingHalfWritten(Folder);
        string header = File.ReadLines(PathOf("whole", "fig3.csv")).First(line => !line.StartsWith('#'));
        Assert.Equal("T,M,tau_star_mean,tau_star_sem,tau_prime_mean,tau_prime_sem", header);
    }

    [Fact]
    public void What_is_made_is_held_against_numbers_at_hand()
    {
        Directory.CreateDirectory(PathOf("published"));
        Put("published/toy_kappa_C.csv", "# made up\ngap,kappa_mean,kappa_sem,C_mean,C_sem\n4,0.2217,0.0018,0.3781,0.0011\n5,0.9,0.001,0.9,0.001\n");
        Finished made = Run("reproduce", "figC-toy", "--gaps", "4,5", "--reference", "published", "--out", "figures", "-q").Well();
        Assert.Contains("farthest: figC-toy", made.Out, StringComparison.Ordinal);
        string[] rows = [.. File.ReadLines(PathOf("figures", "comparison.csv")).Where(line => !line.StartsWith('#'))];
        Assert.Equal(5, rows.Length);
        int z = Array.IndexOf(rows[0].Split(','), "z");
        double Z(int row) => Math.Abs(double.Parse(rows[row].Split(',')[z], System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(Z(1) < 4.9 && Z(2) < 4.9); // the published numbers of gap 4, rounded
        Assert.True(Z(3) > 50 && Z(4) > 50); // numbers that are wrong are found out
    }
}
