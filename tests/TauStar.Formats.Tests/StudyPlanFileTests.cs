using System.Text;
using CsCheck;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Formats.Plans;
using TauStar.Landscapes;
using TauStar.Studies;
using Xunit;

namespace TauStar.Formats.Tests;

public sealed class StudyPlanFileTests : TestFiles
{
    private const string Truth = "{\"kind\":\"ising\",\"rows\":4,\"columns\":4}", Fit = "{\"kind\":\"published\"}";

    private static string Plan(string truths = Truth, string fits = Fit, string temperatures = "2, 2.5", string samples = "54, 71", string more = "") =>
        $$"""{"truths":[{{truths}}],"temperatures":[{{temperatures}}],"samples":[{{samples}}],"fits":[{{fits}}]{{more}}}""";

    private static StudyPlan Parse(string text) => StudyPlanFile.Parse(text, "plan.json");

    private static void Equal(StudyPlan expected, StudyPlan actual)
    {
        Assert.Equal(expected.Cells(), actual.Cells());
        Assert.Equal(expected.Seed, actual.Seed);
    }

    [Fact]
    public void A_plan_is_read_member_by_member()
    {
        StudyPlan plan = Parse("""
            { // a study
              "truths": [{ "kind": "ising", "rows": 4, "columns": 3, "periodic": false }, { "kind": "spin-glass", "spins": 9, "field-deviation": 0.3 },],
              "temperatures": [2.0, 25e-1],
              "samples": [54, 71],
              "replicates": 3, /* of each */
              "fits": [{ "kind": "published" }, { "l2-couplings": 1, "kind": "newton" }],
              "seed": 18446744073709551615,
            }
            """);
        Assert.Equal([new IsingTruth(4, 3, 1, false), new SpinGlassTruth(9, 1, 0.3, 1)], plan.Truths);
        Assert.Equal([2, 2.5], plan.Temperatures);
        Assert.Equal([54, 71], plan.Samples);
        Assert.Equal(3, plan.Replicates);
        Assert.Equal([new PublishedFit(), new NewtonFit(0, 1)], plan.Fits);
        Assert.Equal(ulong.MaxValue, plan.Seed);
        Assert.Equal(2 * 2 * 2 * 3 * 2, plan.Cells().Count);
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        StudyPlan plan = Parse(Plan());
        Assert.Equal(10, plan.Replicates);
        Assert.Equal(1ul, plan.Seed);
    }

    public static TheoryData<string, GroundTruth> Truths() => new()
    {
        { "{\"kind\":\"ising\",\"rows\":4,\"columns\":4}", new IsingTruth(4, 4) },
        { "{\"kind\":\"ising\",\"rows\":2,\"columns\":2,\"layers\":3,\"coupling\":-0.5,\"periodic\":false}", new IsingTruth(2, 2, -0.5, false, 3) },
        { "{\"kind\":\"edwards-anderson\",\"rows\":3,\"columns\":4}", new EdwardsAndersonTruth(3, 4, 1) },
        { "{\"kind\":\"edwards-anderson\",\"rows\":3,\"columns\":2,\"seed\":7,\"periodic\":false,\"layers\":2}", new EdwardsAndersonTruth(3, 2, 7, false, 2) },
        { "{\"kind\":\"spin-glass\",\"spins\":12}", new SpinGlassTruth(12, 1, 0, 1) },
        { "{\"kind\":\"spin-glass\",\"spins\":12,\"coupling-deviation\":1e-5,\"field-deviation\":0.1,\"seed\":3}", new SpinGlassTruth(12, 1e-5, 0.1, 3) },
        { "{\"kind\":\"hopfield\",\"spins\":12,\"patterns\":2,\"seed\":0}", new HopfieldTruth(12, 2, 0) },
        { "{\"kind\":\"three-body\",\"spins\":8,\"triples\":10}", new ThreeBodyTruth(8, 10, 1, 1, 1) },
        { "{\"kind\":\"three-body\",\"spins\":8,\"triples\":10,\"triple-deviation\":0.5,\"pair-deviation\":0,\"seed\":2}", new ThreeBodyTruth(8, 10, 0.5, 0, 2) },
        { "{\"kind\":\"three-body\",\"spins\":8,\"triples\":10,\"field-deviation\":0.3}", new ThreeBodyTruth(8, 10, 1, 1, 1, 0.3) },
        { "{\"kind\":\"rna\",\"length\":10}", new RnaTruth(10, 0.5, 1) },
        { "{\"kind\":\"rna\",\"length\":10,\"loop\":4,\"field-deviation\":0,\"seed\":2}", new RnaTruth(10, 0, 2, 4) },
        { "{\"kind\":\"hairpin\",\"length\":7}", new HairpinTruth(7, 0.5, 1) },
        { "{\"kind\":\"hairpin\",\"length\":7,\"field-deviation\":0.2,\"cooperative\":true,\"seed\":3}", new HairpinTruth(7, 0.2, 3, true) },
        { "{\"kind\":\"two-level\",\"states\":100,\"ground\":20,\"gap\":5.5}", new TwoLevelTruth(100, 20, 5.5) },
        { "{\"kind\":\"planted\",\"length\":6}", new PlantedTruth(6, 4, PlantedRegime.Mid, 1) },
        { "{\"kind\":\"planted\",\"length\":6,\"states\":5,\"regime\":\"cold\",\"seed\":9}", new PlantedTruth(6, 5, PlantedRegime.Cold, 9) },
    };

    [Theory]
    [MemberData(nameof(Truths))]
    public void Every_kind_of_truth_is_read_and_written_back(string json, GroundTruth expected)
    {
        StudyPlan plan = Parse(Plan(json));
        Assert.Equal(expected, plan.Truths[0]);
        Equal(plan, Parse(StudyPlanFile.ToText(plan)));
    }

    [Fact]
    public void Every_kind_is_among_those_tried() =>
        Assert.Empty(PlanKinds.Truths.Select(k => k.Kind).Except(Truths().Select(row => row.Data.Item2.Id.Split(' ')[0])));

    [Fact]
    public void A_plan_written_reads_back_equal()
    {
        StudyPlan plan = new()
        {
            Truths = [new IsingTruth(3, 3, 1e-7), new SpinGlassTruth(9, 0.1, 1.0 / 3, ulong.MaxValue)],
            Temperatures = [0.1, 1e6, 1.0 / 3],
            Samples = [1, int.MaxValue],
            Replicates = 1,
            Fits = [new NewtonFit(0.1, 1e16), new PublishedFit { Step = 0.02 }],
            Seed = 12345678901234567890,
        };
        StudyPlanFile.Write(PathOf("plan.json"), plan);
        Equal(plan, StudyPlanFile.Read(PathOf("plan.json")));
        Assert.DoesNotContain('\r', StudyPlanFile.ToText(plan));
    }

    [Fact]
    public void Packed_files_and_byte_order_marks_are_read()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("\uFEFF" + Plan());
        Equal(Parse(Plan()), StudyPlanFile.Read(Bytes(bytes)));
        Equal(Parse(Plan()), StudyPlanFile.Read(Bytes(Gzip(bytes), "packed")));
    }

    [Theory]
    [InlineData("[]", "the plan is a list; give an object")]
    [InlineData("{}", "truths is missing")]
    [InlineData("{\"truth\": []}", "the plan: unknown key 'truth'; keys are truths, temperatures, samples, replicates, fits, seed")]
    [InlineData("{\n  \"truths\": [\n", "line 3, column 1: not valid JSON")]
    [InlineData("{\"truths\": 1 2}", "line 1, column 14: not valid JSON")]
    [InlineData("no JSON", "line 1, column 2: not valid JSON")]
    [InlineData("", "line 1, column 1: not valid JSON")]
    public void What_is_no_plan_is_refused(string text, string complaint) => IsRefused(text, complaint);

    [Theory]
    [InlineData("", "truths is empty")]
    [InlineData("3", "truth 1 is 3; give an object")]
    [InlineData("{}", "truth 1: kind is missing; kinds are ising, edwards-anderson, spin-glass")]
    [InlineData(Truth + ",{\"kind\":\"isnig\"}", "truth 2: unknown kind \"isnig\"; kinds are ising")]
    [InlineData("{\"kind\":5}", "truth 1: unknown kind 5; kinds are")]
    [InlineData("{\"kind\":\"ising\",\"rows\":4,\"colums\":4}", "truth 1: unknown key 'colums'; keys are kind, rows, columns, coupling, periodic, layers")]
    [InlineData("{\"kind\":\"ising\",\"rows\":4}", "truth 1: columns is missing")]
    [InlineData("{\"kind\":\"ising\",\"rows\":4,\"rows\":4,\"columns\":4}", "truth 1: key 'rows' stands twice")]
    [InlineData("{\"kind\":\"ising\",\"rows\":\"4\",\"columns\":4}", "truth 1: rows is \"4\"; give a whole number")]
    [InlineData("{\"kind\":\"ising\",\"rows\":4.5,\"columns\":4}", "rows is 4.5; give a whole number")]
    [InlineData("{\"kind\":\"ising\",\"rows\":null,\"columns\":4}", "rows is null")]
    [InlineData("{\"kind\":\"ising\",\"rows\":99999999999,\"columns\":4}", "rows is 99999999999")]
    [InlineData("{\"kind\":\"ising\",\"rows\":4,\"columns\":4,\"periodic\":1}", "periodic is 1; give true or false")]
    [InlineData("{\"kind\":\"ising\",\"rows\":4,\"columns\":4,\"coupling\":1e999}", "coupling is 1e999; give a number")]
    [InlineData("{\"kind\":\"ising\",\"rows\":4,\"columns\":4,\"coupling\":[1]}", "coupling is a list; give a number")]
    [InlineData("{\"kind\":\"ising\",\"rows\":6,\"columns\":6}", "truth 1: a lattice of 6 x 6 has 36 sites; at most 25")]
    [InlineData("{\"kind\":\"hopfield\",\"spins\":9,\"patterns\":0}", "truth 1: patterns is 0")]
    [InlineData("{\"kind\":\"hopfield\",\"spins\":9,\"patterns\":1,\"seed\":-1}", "seed is -1; give a whole number from 0 to 18446744073709551615")]
    [InlineData("{\"kind\":\"planted\",\"length\":6,\"regime\":\"hot\"}", "regime is \"hot\"; give one of \"warm\", \"mid\", \"cold\"")]
    [InlineData("{\"kind\":\"planted\",\"length\":6,\"regime\":1}", "regime is 1")]
    [InlineData(Truth + "," + Truth, "twice")]
    [InlineData("{\"kind\":\"a\\nb\"}", "unknown kind \"a\\nb\"")]
    public void Truths_that_cannot_be_are_refused(string truths, string complaint) => IsRefused(Plan(truths), complaint);

    [Fact]
    public void Values_that_cannot_be_are_refused()
    {
        IsRefused(Plan(temperatures: "2, 0"), "temperatures holds 0");
        IsRefused(Plan(temperatures: "2, \"3\""), "temperature 2 is \"3\"; give a number above 0");
        IsRefused(Plan(temperatures: "1e999"), "temperature 1 is 1e999");
        IsRefused(Plan(temperatures: "2, 2.0"), "temperatures holds 2 twice");
        IsRefused(Plan(temperatures: ""), "temperatures is empty");
        IsRefused(Plan(samples: "54, 1.5"), "number 2 of samples is 1.5");
        IsRefused(Plan(samples: "0"), "samples holds 0");
        IsRefused(Plan(fits: ""), "fits is empty");
        IsRefused(Plan(fits: "{\"kind\":\"newten\"}"), "fit 1: unknown kind \"newten\"; kinds are published, newton");
        IsRefused(Plan(fits: "{\"kind\":\"newton\",\"l2\":1}"), "fit 1: unknown key 'l2'; keys are kind, l2-fields, l2-couplings");
        IsRefused(Plan(more: ",\"replicates\":0"), "replicates is 0");
        IsRefused(Plan(more: ",\"replicates\":true"), "replicates is true; give a whole number");
        IsRefused(Plan(more: ",\"replicates\":2000000000"), "the plan has 8,000,000,000 cells; at most 1,000,000");
        IsRefused(Plan(more: ",\"truths\":[]"), "key 'truths' stands twice");
        IsRefused(Plan(more: ",\"temperatures \":[]"), "unknown key 'temperatures '");
        IsRefused(Plan(more: $",\"{new string('x', 300)}\":1"), "unknown key 'xxx");
        IsRefused(Plan(more: ",\"seed\":" + new string('[', 1000)), "not valid JSON");
    }

    [Fact]
    public void Files_that_are_no_plan_are_refused()
    {
        FileIsRefused(PathOf("absent.json"), "no such file");
        FileIsRefused(Text(""), "the file is empty");
        FileIsRefused(Text(Plan() + new string(' ', StudyPlanFile.MostBytes)), "is longer than 1,048,576 bytes");
        FileIsRefused(Bytes(new byte[100]), "is not text");
        FileIsRefused(Text(">a\nACGU\n"), "line 1, column 1: not valid JSON");
        FileIsRefused(Text("{}"), "truths is missing");
    }

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"truths\":[{\"kind\":\"\\ud800\"}],\"temperatures\":[2],\"samples\":[5],\"fits\":[{\"kind\":\"published\"}]}")]
    public void Half_characters_are_refused(string text) => IsRefused(text, "not valid Unicode");

    [Fact]
    public void A_damaged_plan_is_read_or_refused_in_one_line()
    {
        const string pieces = "{}[]\",:\\0123456789.-+eEutrfnl ud8001/*\n\0x";
        string[] plans = [.. Truths().Select(row => Plan(row.Data.Item1, "{\"kind\":\"newton\",\"l2-fields\":1},", more: ",\"replicates\":2"))];
        Gen.Select(Gen.Int[0, plans.Length - 1], Gen.Select(Gen.Int[0, 400], Gen.Int[0, 2], Gen.Int[0, pieces.Length - 1]).Array[1, 4]).Sample((chosen, damage) =>
        {
            StringBuilder text = new(plans[chosen]);
            foreach ((int place, int what, int letter) in damage)
            {
                int at = place % text.Length;
                if (what == 0) text[at] = pieces[letter];
                else if (what == 1) text.Insert(at, pieces[letter]);
                else text.Remove(at, 1);
            }
            try
            {
                Parse(text.ToString());
            }
            catch (InputException e)
            {
                OneLine(e.Message, "plan.json: ");
            }
        }, iter: 20_000);
    }

    [Fact]
    public void The_example_is_a_plan()
    {
        StudyPlan plan = StudyPlanFile.Read(Path.Combine(ExamplesFolder(), "ising-study.json"));
        Assert.Equal(40, plan.Cells().Count);
    }

    private static string ExamplesFolder([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "examples");

    private static void IsRefused(string text, string complaint)
    {
        InputException e = Assert.Throws<InputException>(() => Parse(text));
        OneLine(e.Message, "plan.json: ", complaint);
        Assert.True(e.Message.Length < 300, e.Message);
    }

    private static void FileIsRefused(string path, string complaint) =>
        OneLine(Assert.Throws<InputException>(() => StudyPlanFile.Read(path)).Message, path, complaint);
}
