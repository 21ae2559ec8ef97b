using TauStar.Numerics;
using TauStar.Studies;
using Xunit;

namespace TauStar.Tests.Studies;

/// <summary>Which words follow from which numbers.</summary>
public sealed class TuningVerdictTests
{
    private static readonly Lazy<TuningResult> Base = new(() => SmallStudy.Run(SmallStudy.Sample(7), SmallStudy.Options).Result);

    private static TuningResult With(Estimate tauPrime, double gain) => Base.Value with
    {
        TauPrime = Base.Value.TauPrime with { TauPrime = tauPrime, Gain = new Estimate(gain, gain / 2, gain * 2) },
    };

    private static string Advice(Estimate tauPrime, double gain) => TuningVerdict.Sentences(With(tauPrime, gain))[0];

    private static void Says(string sentence, params string[] words)
    {
        foreach (string word in words) Assert.Contains(word, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_raises_or_lowers_when_the_interval_leaves_1_out_and_the_gain_is_worth_it()
    {
        Says(Advice(new(1.32, 1.11, 1.6), 0.25), "raise the temperature", "1.32", "1.11 to 1.60", "0.25 nats");
        Says(Advice(new(0.72, 0.6, 0.95), 0.25), "lower the temperature", "0.72");
    }

    [Fact]
    public void Advice_is_undetermined_when_the_interval_includes_1()
    {
        Says(Advice(new(1.2, 0.95, 1.5), 0.25), "undetermined", "includes 1");
        Says(Advice(new(1.2, 1, 1.5), 0.25), "undetermined");
        Says(Advice(new(0.9, 0.7, 1), 0.25), "undetermined");
    }

    [Fact]
    public void Advice_leaves_the_temperature_at_1_below_a_hundredth_of_a_nat()
    {
        Says(Advice(new(1.05, 1.01, 1.1), 0.0099), "leave the temperature at 1");
        Says(Advice(new(1.05, 0.97, 1.1), 0.002), "leave the temperature at 1"); // before "undetermined": there is nothing to decide
        Says(Advice(new(1.05, 1.01, 1.1), 0.0101), "raise");
        TuningResult unsure = With(new(1.05, 1.01, 1.1), 0.03);
        unsure = unsure with { TauPrime = unsure.TauPrime with { Gain = new Estimate(0.03, -0.01, 0.06) } };
        Says(TuningVerdict.Sentences(unsure)[0], "leave the temperature at 1", "-0.010 to 0.060"); // it may as well be a loss
        Assert.Equal(0.01, TuningVerdict.SmallestGain);
    }

    [Fact]
    public void Advice_passes_doubt_on_before_all_else()
    {
        Says(Advice(new(2.5, 2.4, 2.5, EstimateStatus.OutOfRange, "the target lies above"), 0.5), "beyond the range", "2.50", "the target lies above");
        Says(Advice(new(1.3, 1.2, 1.4, EstimateStatus.Unreliable, "chains did not mix here"), 0.5), "do not rely on it", "chains did not mix here");
        Says(Advice(new(1.3, 1.2, 1.4, EstimateStatus.Unreliable, "chains did not mix here"), 0.001), "do not rely on it");
    }

    [Theory]
    [InlineData(0.84, true, "too hot")]
    [InlineData(0.86, true, "calibrated")]
    [InlineData(1.14, true, "calibrated")]
    [InlineData(1.16, true, "too cold")]
    [InlineData(1.0, false, "chains did not mix")]
    [InlineData(0.5, false, "chains did not mix")]
    public void Calibration_is_read_off_the_slope_of_correlations_at_1(double slope, bool mixed, string verdict)
    {
        Assert.Equal(verdict, TuningVerdict.Calibration(slope, mixed));
        TuningResult r = Base.Value with
        {
            Calibration = Base.Value.Calibration with { Verdict = verdict, Slope = Estimate.Exact(slope) },
        };
        string sentence = TuningVerdict.Sentences(r)[2];
        Says(sentence, verdict switch { "calibrated" => "reproduces its training data", "chains did not mix" => "do not mix", _ => verdict });
        Assert.Equal(verdict is "too hot" or "too cold", TuningVerdict.Warnings(r).Any(w => w.Contains("comes from training", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_reason_names_the_side_on_which_unseen_sequences_lie()
    {
        double modelMean = Base.Value.Curves.First(p => p.Tau == 1).Energy.Value;
        string Why(double target) => TuningVerdict.Sentences(Base.Value with
        {
            TauPrime = Base.Value.TauPrime with { TargetEnergy = Estimate.Exact(target) },
        })[1];
        Says(Why(modelMean + 1), "keeps too close to its training data");
        Says(Why(modelMean - 1), "too much weight on high energies");
    }

    [Fact]
    public void Warnings_name_what_is_wrong_and_nothing_else()
    {
        TuningResult good = Base.Value with
        {
            Curves = [.. Base.Value.Curves.Select(p => p with { Mixed = true })],
            Training = Base.Value.Training with { Source = "boltzmann-learning", Stop = "pearson", Pearson = 0.95 },
            Calibration = Base.Value.Calibration with { Verdict = "calibrated", Pearson = 0.94 },
            Data = Base.Value.Data with { EffectiveSequences = 100 },
            Quality = [.. Base.Value.Quality.Select(q => q with { NearestNatural = 0.6 })],
            Natural = Base.Value.Natural with { NearestNatural = 0.5 },
        };
        Assert.Empty(TuningVerdict.Warnings(good));
        void Warns(TuningResult bad, string words) => Says(Assert.Single(TuningVerdict.Warnings(bad)), words);
        Warns(good with { Data = good.Data with { EffectiveSequences = 99 } }, "Only 99 effective sequences");
        Warns(good with { Quality = [.. good.Quality.Select(q => q with { NearestNatural = q.Tau < 0.75 ? 0.95 : 0.6 })] }, "recites");
        Warns(good with { Training = good.Training with { Stop = "limit" } }, "ended by its limit");
        Warns(good with { Training = good.Training with { Stop = "plateau" } }, "ended by its plateau");
        Warns(good with { Training = good.Training with { Source = "given", Stop = "given" } }, "trained elsewhere");
        Warns(good with { Calibration = good.Calibration with { Pearson = 0.85 } }, "lagged behind");
        Warns(good with { Calibration = good.Calibration with { Verdict = "too cold" } }, "comes from training");
        Warns(good with { Curves = [.. good.Curves.Select(p => p with { Mixed = p.Tau != 1 })] }, "do not agree at τ = 1");
        Warns(good with { Curves = [.. good.Curves.Select(p => p with { Mixed = p.Tau > 0.6 })] }, "do not mix at");
    }

    [Fact]
    public void Fidelity_is_said_not_to_be_estimated() =>
        Says(TuningVerdict.Sentences(Base.Value)[^1], "τ*", "not estimated in this version");
}
