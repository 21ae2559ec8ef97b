using System.Text.Json;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Studies;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Formats.Tests;

public sealed class ResultJsonTests : TestFiles
{
    [Fact]
    public void A_result_survives_a_round_trip_number_by_number()
    {
        TuningResult result = Sample();
        ResultJson.Write(PathOf("result.json"), result);
        TuningResult back = ResultJson.Read(PathOf("result.json"));
        Assert.Equal(ResultJson.ToText(result), ResultJson.ToText(back));
        Assert.Equal(result.TauStar.TauStar, back.TauStar.TauStar);
        Assert.Equal(result.TauPrime.TauPrime, back.TauPrime.TauPrime);
        Assert.Equal(result.Ladder, back.Ladder);
        Assert.Equal(result.Natural, back.Natural);
        Assert.Equal(result.Seed, back.Seed);
        Assert.Equal(result.Curves, back.Curves);
        Assert.Equal(result.Quality, back.Quality);
        Assert.Equal(result.Calibration, back.Calibration);
        Assert.Equal(result.Energies[0].Density, back.Energies[0].Density);
        Assert.True(double.IsNaN(back.TauStar.TauStar.Value));
        Assert.True(double.IsPositiveInfinity(back.Ladder[1].Tau));
        Assert.Equal(result.Verdict, back.Verdict);
    }

    [Fact]
    public void What_the_exact_engine_found_survives_too()
    {
        Estimate number = Estimate.FromStandardError(0.9, 0.1);
        TuningResult sample = Sample(), result = sample with
        {
            Engine = TuningEngine.Exact,
            Training = sample.Training with { Source = "exact", Fit = "empirical-bayes", Chains = null, History = [] },
            TauStar = new TauStarResult
            {
                TauStar = number,
                Gain = number,
                Estimates = [new TemperatureEstimate("one-loop", TuningGoal.Fidelity, number, Estimate.NotComputed("none"))],
                ClassCheck = new ModelClassCheck("three-body moments", 3.5, 40),
                L2Fields = 1.0 / 3,
                L2Couplings = 5,
                Fidelity = new TuningAdvice(TuningGoal.Fidelity, TuningDirection.Lower, 0.9, "why <not>"),
                Diversity = new TuningAdvice(TuningGoal.Diversity, TuningDirection.Leave, 1, "why"),
            },
        };
        ResultJson.Write(PathOf("result.json"), result);
        TuningResult back = ResultJson.Read(PathOf("result.json"));
        Assert.Equal(ResultJson.ToText(result), ResultJson.ToText(back));
        Assert.Equal(result.TauStar with { Estimates = [] }, back.TauStar with { Estimates = [] });
        Assert.Equal(result.TauStar.Estimates, back.TauStar.Estimates);
        Assert.Null(back.Training.Chains);
        Assert.Contains("\"direction\": \"lower\"", ResultJson.ToText(result), StringComparison.Ordinal);
        Assert.Contains("\"engine\": \"exact\"", ResultJson.ToText(result), StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_is_plain_JSON_that_may_stand_inside_HTML()
    {
        string text = ResultJson.ToText(Sample());
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        Assert.Equal(3, root.GetProperty("schemaVersion").GetInt32());
        Assert.Equal("unavailable", root.GetProperty("tauStar").GetProperty("tauStar").GetProperty("status").GetString());
        Assert.Equal("NaN", root.GetProperty("tauStar").GetProperty("tauStar").GetProperty("value").GetString());
        Assert.Equal("Infinity", root.GetProperty("ladder")[1].GetProperty("tau").GetString());
        Assert.DoesNotContain("standardError", text, StringComparison.Ordinal);
        Assert.DoesNotContain("</", text, StringComparison.Ordinal);
        Assert.Contains("τ′ = 0.5", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"schemaVersion\": 3", "\"schemaVersion\": 1", "schema version 1")]
    [InlineData("\"schemaVersion\": 3", "\"schema\": 3", "no schemaVersion")]
    [InlineData("\"seed\": 18446744073709551615", "\"seed\": -1", "seed")]
    [InlineData("\"seed\"", "\"sead\"", "sead")]
    [InlineData("\"version\": \"0.1.0\",", "", "version")]
    [InlineData("\"version\": \"0.1.0\",", "\"version\": \"0.1.0\", \"version\": \"0.1.0\",", "version")]
    [InlineData("\"version\": \"0.1.0\"", "\"version\": null", "version")]
    [InlineData("\"unavailable\"", "\"lost\"", "status")]
    [InlineData("\"unavailable\"", "3", "status")]
    [InlineData("{", "", "line 2")]
    public void Other_files_are_refused_in_one_line(string old, string changed, string piece)
    {
        string text = ResultJson.ToText(Sample());
        int at = text.IndexOf(old, StringComparison.Ordinal);
        string path = Text(text[..at] + changed + text[(at + old.Length)..], "result.json");
        OneLine(Assert.Throws<InputException>(() => ResultJson.Read(path)).Message, path, piece);
    }

    [Theory]
    [InlineData("[]"), InlineData("null"), InlineData("hello"), InlineData(""), InlineData("{}")]
    public void Files_that_are_no_results_are_refused(string text) =>
        OneLine(Assert.Throws<InputException>(() => ResultJson.Read(Text(text))).Message, PathOf("input.txt"));

    private static TuningResult Sample()
    {
        Estimate number = Estimate.FromStandardError(1.0 / 3, 0.1);
        ControlQuality control = new(0.1, -0.2, 0.3, 0.4);
        return new TuningResult
        {
            Version = "0.1.0",
            Seed = ulong.MaxValue,
            Engine = TuningEngine.Sampled,
            Data = new DataSummary
            {
                File = "fn3.sto",
                Format = "Stockholm",
                Sha256 = "00",
                Alphabet = "protein",
                Letters = Alphabet.Protein.Letters,
                Sequences = 98,
                Distinct = 98,
                Sites = 84,
                EffectiveSequences = 93.5,
                IdentityThreshold = 0.8,
                FoldThreshold = 0.8,
                Clusters = 90,
                GapFraction = 0.04,
                Findings = ["one </script>", "two"],
            },
            Training = new TrainingSummary
            {
                Source = "boltzmann-learning",
                Updates = 100,
                Stop = "pearson",
                Pearson = 0.95,
                Slope = 0.9,
                Chains = new ChainTraining(1000, 10, 0.01, 0, 1e-3),
                History = [new TrainingRecord(1, 0.1, 0.2, double.NaN, 0.4, -5)],
            },
            TauPrime = new TauPrimeResult
            {
                Estimator = "combined",
                TauPrime = number,
                DataEnergy = -100.123456789012345,
                Gap = number,
                TargetEnergy = number,
                Gain = number.Doubt(EstimateStatus.OutOfRange, "at the end"),
                Folds = [new FoldSummary(1, 20, 19.5, -100, -90, 50, 0.95)],
            },
            TauStar = TauStarResult.NotComputed("later"),
            Curves =
            [
                new CurvePoint
                {
                    Tau = 0.1, Energy = number, HeatCapacity = number, LogZ = number, EntropyPerSite = number,
                    ForwardDivergenceChange = number, ReverseDivergenceChange = number, EffectiveSamples = 100, RHat = 1.001, Mixed = true,
                },
            ],
            Ladder = [new RungSummary(1, 0.3, 1, 100, 5, 2), new RungSummary(double.PositiveInfinity, double.NaN, 1, 100, 1, 2)],
            Quality =
            [
                new GenerationQuality
                {
                    Tau = 1, Pearson = 0.9, Slope = 0.8, Energy = -50, PairwiseIdentity = 0.3, NearestNatural = 0.5,
                    Independent = control, Mixed = false,
                },
            ],
            Natural = new NaturalReference(-1, -2, 0.3, 0.4, control),
            Calibration = new CalibrationResult
            {
                PseudoLikelihoodTau = number,
                Pearson = 0.9,
                SlopeIfCalibrated = new Estimate(0.9, 0.85, 0.95),
                Slope = number,
                EnergyShift = 0.1,
                Verdict = "calibrated",
            },
            Energies = [new EnergyHistogram("natural", double.NaN, -10, 0.1, [0.1, double.Epsilon, double.MaxValue, -0.0])],
            Verdict = ["τ′ = 0.5 <b>"],
            Warnings = [],
        };
    }
}
