using TauStar.Diagnosis;
using TauStar.Numerics;
using TauStar.Studies;
using TauStar.Tempering;
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

    private static string Advice(Estimate tauPrime, double gain) => TuningVerdict.Sentences(With(tauPrime, gain))[1];

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
    public void Advice_is_undetermined_when_a_loss_is_likelier_than_one_in_five()
    {
        TuningResult unsure = With(new(1.2, 0.95, 1.5), 0.03);
        unsure = unsure with { TauPrime = unsure.TauPrime with { Gain = new Estimate(0.03, -0.05, 0.11) } };
        Says(TuningVerdict.Sentences(unsure)[1], "undetermined", "may gain or lose", "-0.050 to 0.110");
        unsure = unsure with { TauPrime = unsure.TauPrime with { Gain = new Estimate(0.03, -0.01, 0.07) } };
        Says(TuningVerdict.Sentences(unsure)[1], "raise");
    }

    [Fact]
    public void Advice_leaves_the_temperature_at_1_below_a_hundredth_of_a_nat()
    {
        Says(Advice(new(1.05, 1.01, 1.1), 0.0099), "leave the temperature at 1");
        Says(Advice(new(1.05, 0.97, 1.1), 0.002), "leave the temperature at 1"); // before "undetermined": there is nothing to decide
        Says(Advice(new(1.05, 1.01, 1.1), 0.0101), "raise");
        Assert.Equal(0.01, TuningVerdict.SmallestGain);
    }

    [Fact]
    public void Advice_passes_doubt_on_before_all_else()
    {
        Says(Advice(new(2.5, 2.4, 2.5, EstimateStatus.OutOfRange, "the target lies above"), 0.5), "raise the temperature to 2.50 at least", "beyond those searched", "the target lies above");
        Says(Advice(new(2.5, 2.4, 2.5, EstimateStatus.OutOfRange, "the target lies above"), 0.005), "leave the temperature at 1", "beyond those searched", "2.50");
        Says(Advice(new(1.3, 1.2, 1.4, EstimateStatus.Unreliable, "chains did not mix here"), 0.5), "do not rely on it", "chains did not mix here");
        Says(Advice(new(1.3, 1.2, 1.4, EstimateStatus.Unreliable, "chains did not mix here"), 0.001), "do not rely on it");
    }

    [Theory]
    [InlineData("too hot", "too hot")]
    [InlineData("too cold", "too cold")]
    [InlineData("calibrated", "is calibrated")]
    [InlineData("chains did not mix", "do not mix")]
    public void Calibration_is_told_apart_from_tuning(string verdict, string words)
    {
        TuningResult r = Base.Value with { Calibration = Base.Value.Calibration with { Verdict = verdict } };
        Says(TuningVerdict.Sentences(r)[^1], "Apart from tuning", words);
    }

    [Fact]
    public void A_model_of_one_sequence_has_no_Pearson()
    {
        CalibrationResult frozen = Base.Value.Calibration with { Verdict = "too cold", Slope = Estimate.Exact(0), Pearson = double.NaN };
        string said = TuningVerdict.Sentences(Base.Value with { Calibration = frozen })[^1];
        Says(said, "too cold", "all alike");
        Assert.DoesNotContain("NaN", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.20, 0.3, "too cold", -2)] // below the data in energy: frozen
    [InlineData(0.20, 0.3, "too hot", -0.1)] // no correlations: the shift is noise
    [InlineData(0.95, 0.9, "calibrated", -3)] // long sequences shift easily; the slope is right
    [InlineData(0.80, 0.3, "calibrated")] // shrunk, but less than the noise of few data would explain
    [InlineData(0.20, 0.3, "too hot")]
    [InlineData(0.84, 1.2, "too hot")]
    [InlineData(0.86, 1.2, "calibrated")]
    [InlineData(1.14, 0.3, "calibrated")]
    [InlineData(1.16, 0.3, "too cold")]
    public void Calibration_is_judged_by_the_slope_that_the_truth_would_show(double slope, double ifCalibrated, string verdict, double energyShift = 1) =>
        Assert.Equal(verdict, new SlopeCalibration(new CorrelationFit(0.9, slope), Estimate.Exact(slope), Estimate.Exact(ifCalibrated), energyShift).Verdict);

    [Fact]
    public void The_reason_names_the_side_on_which_unseen_sequences_lie()
    {
        double modelMean = Base.Value.Curves.First(p => p.Tau == 1).Energy.Value;
        // Where tau' is not to be relied on, the energies alone speak.
        string Why(double target) => Reason(new(1.3, 1.2, 1.4, EstimateStatus.Unreliable, "in doubt"), 0.25, target);
        Says(Why(modelMean + 1), "keeps too close to its training data");
        Says(Why(modelMean - 1), "too much weight on high energies");
        Says(Why(modelMean + 0.4), "the same within the error");
    }

    [Fact]
    public void The_reason_never_contradicts_the_advice()
    {
        double above = Base.Value.Curves.First(p => p.Tau == 1).Energy.Value + 1;
        Says(Reason(new(1.3, 1.2, 1.4), 0.25, above), "keeps too close to its training data");
        Says(Reason(new(0.7, 0.6, 0.8), 0.25, above - 2), "too much weight on high energies");
        Says(Reason(new(1.003, 1.001, 1.005), 0.008, above), "so near that turning the temperature is not worth it");
        Says(Advice(new(1.003, 1.001, 1.005), 0.008), "1.0030 (90 % interval 1.0010 to 1.0050)"); // an interval that is not a point
    }

    private static string Reason(Estimate tauPrime, double gain, double target)
    {
        TuningResult r = With(tauPrime, gain);
        return TuningVerdict.Sentences(r with { TauPrime = r.TauPrime with { TargetEnergy = new Estimate(target, target - 0.5, target + 0.5) } })[2];
    }

    [Fact]
    public void Warnings_name_what_is_wrong_and_nothing_else()
    {
        TuningResult good = Base.Value with
        {
            Curves = [.. Base.Value.Curves.Select(p => p with { Mixed = true })],
            Training = Base.Value.Training with { Source = "boltzmann-learning", Stop = "pearson", Pearson = 0.95 },
            Calibration = Base.Value.Calibration with { Verdict = "calibrated", Pearson = 0.94, PseudoLikelihoodTau = Estimate.Exact(1) },
            Data = Base.Value.Data with { EffectiveSequences = 100, IdentityThreshold = 0.8, FoldThreshold = 0.8 },
            Quality = [.. Base.Value.Quality.Select(q => q with { NearestNatural = 0.6 })],
            Natural = Base.Value.Natural with { NearestNatural = 0.5 },
            TauStar = Base.Value.TauStar with { ClassCheck = new ModelClassCheck("three-site correlations", 0, 40), Posterior = Base.Value.TauStar.Posterior! with { Settled = true } },
        };
        Assert.Empty(TuningVerdict.Warnings(good));
        void Warns(TuningResult bad, string words) => Says(Assert.Single(TuningVerdict.Warnings(bad)), words);
        Warns(good with { Data = good.Data with { EffectiveSequences = 99 } }, "Only 99 effective sequences");
        Warns(good with { Quality = [.. good.Quality.Select(q => q with { NearestNatural = q.Tau < 0.75 ? 0.95 : 0.6 })] }, "recites");
        Warns(good with { Training = good.Training with { Stop = "limit" } }, "ended by its limit");
        Warns(good with { Training = good.Training with { Stop = "plateau" } }, "ended by its plateau");
        TuningResult given = good with { Training = good.Training with { Source = "given", Stop = "given" } };
        Warns(given with { TauPrime = good.TauPrime with { Estimator = MeanEnergyTarget.ByRefits } }, "trained elsewhere");
        Assert.Empty(TuningVerdict.Warnings(given with { TauPrime = good.TauPrime with { Estimator = MeanEnergyTarget.ByPosterior } }));
        Warns(good with { Calibration = good.Calibration with { Pearson = 0.85 } }, "lagged behind");
        Warns(good with { Data = good.Data with { FoldThreshold = 0.95 } }, "from 95 % identity only");
        Warns(good with { Calibration = good.Calibration with { PseudoLikelihoodTau = new(20, double.NaN, double.NaN, EstimateStatus.OutOfRange, "the hotter the better") } }, "the hotter the better");
        Warns(good with { Curves = [.. good.Curves.Select(p => p with { Mixed = p.Tau != 1 })] }, "do not mix at τ = 1");
        Warns(good with { Curves = [.. good.Curves.Select(p => p with { Mixed = p.Tau > 0.6 })] }, "do not mix at");
    }

    [Fact]
    public void Fidelity_is_said_first_and_where_it_was_not_sought_that_is_said()
    {
        Says(TuningVerdict.Sentences(Base.Value)[0], "For fidelity");
        Says(TuningVerdict.Sentences(Base.Value with { TauStar = TauStarResult.NotComputed("no") })[0], "τ*", "was not sought");
    }

    [Fact]
    public void Why_tau_prime_names_what_decided_it()
    {
        string Why(string estimator) => TuningVerdict.Sentences(Base.Value with { TauPrime = Base.Value.TauPrime with { Estimator = estimator } }).Single(s => s.StartsWith("Why", StringComparison.Ordinal));
        Says(Why(MeanEnergyTarget.ByBoth), "refitted without them", "by these, scaled to a model of all of them, and by the posterior mean");
        Says(Why(MeanEnergyTarget.ByRefits), "refitted without them", "so, for a model of all of them, unseen");
        Assert.DoesNotContain("posterior", Why(MeanEnergyTarget.ByRefits), StringComparison.Ordinal);
        Assert.StartsWith("Why τ′: by the posterior mean", Why(MeanEnergyTarget.ByPosterior), StringComparison.Ordinal);
    }

    [Fact]
    public void A_verdict_that_stops_on_the_way_to_tau_star_says_where()
    {
        string Said(double to) => TuningVerdict.Sentences(Base.Value with
        {
            TauStar = Base.Value.TauStar with { TauStar = new Estimate(0.5, 0.45, 0.55), Fidelity = new TuningAdvice(TuningGoal.Fidelity, TuningDirection.Lower, to, "the reason") },
        })[0];
        Says(Said(0.7), "lower the temperature to τ = 0.70: the reason");
        Says(Said(0.5), "lower the temperature to τ* = 0.50 (90 % interval 0.45 to 0.55): the reason");
    }

    [Fact]
    public void Where_the_two_aims_want_two_temperatures_it_is_said()
    {
        TuningResult Apart(double star, double prime, TuningDirection direction = TuningDirection.Lower) => With(new(prime, prime - 0.05, prime + 0.05), 0.2) with
        {
            TauStar = Base.Value.TauStar with { Fidelity = new TuningAdvice(TuningGoal.Fidelity, direction, star, "the reason") },
        };
        Assert.Contains(TuningVerdict.Sentences(Apart(1, 1.33, TuningDirection.Leave)), s => s.Contains("sample at 1.00 for few designs", StringComparison.Ordinal));
        Assert.DoesNotContain(TuningVerdict.Sentences(Apart(1, 1.33, TuningDirection.Undetermined)), s => s.Contains("No one temperature", StringComparison.Ordinal));
        Assert.Contains(TuningVerdict.Sentences(Apart(0.8, 1.2)), s => s.Contains("No one temperature serves both", StringComparison.Ordinal) && s.Contains("0.80", StringComparison.Ordinal) && s.Contains("1.20", StringComparison.Ordinal));
        Assert.DoesNotContain(TuningVerdict.Sentences(Apart(0.8, 0.82)), s => s.Contains("No one temperature", StringComparison.Ordinal));
    }

    [Fact]
    public void A_posterior_that_did_not_settle_is_warned_of()
    {
        PosteriorSummary posterior = Base.Value.TauStar.Posterior!;
        TuningResult bad = Base.Value with { TauStar = Base.Value.TauStar with { Posterior = posterior with { Settled = false, Thermostat = 1.21 } } };
        Assert.Contains(TuningVerdict.Warnings(bad), w => w.Contains("had not settled", StringComparison.Ordinal) && w.Contains("1.21", StringComparison.Ordinal));
    }

    private static TuningResult Exact(TuningAdvice fidelity, Estimate gain, TuningAdvice diversity) => Base.Value with
    {
        Engine = TuningEngine.Exact,
        Training = Base.Value.Training with { Source = "exact", Fit = "empirical-bayes", Stop = "converged", Chains = null },
        TauStar = new TauStarResult
        {
            TauStar = new(0.84, 0.77, 0.92),
            Gain = gain,
            Estimates = [],
            ClassCheck = new ModelClassCheck("three-body moments", 0.5, 40),
            Fidelity = fidelity,
            Diversity = diversity,
        },
        TauPrime = Base.Value.TauPrime with { TauPrime = new(1.21, 1.05, 1.4), Gain = new(0.15, 0.02, 0.3) },
    };

    private static TuningAdvice To(TuningGoal goal, TuningDirection direction, double tau) => new(goal, direction, tau, "the reason");

    [Fact]
    public void The_exact_engine_advises_on_both_goals()
    {
        TuningAdvice lower = To(TuningGoal.Fidelity, TuningDirection.Lower, 0.84), raise = To(TuningGoal.Diversity, TuningDirection.Raise, 1.21);
        TuningAdvice leave = To(TuningGoal.Diversity, TuningDirection.Leave, 1), unclear = To(TuningGoal.Fidelity, TuningDirection.Undetermined, 1);
        IReadOnlyList<string> said = TuningVerdict.Sentences(Exact(lower, new(0.083, 0.02, 0.17), raise));
        Says(said[0], "For fidelity, lower the temperature to τ* = 0.84 (90 % interval 0.77 to 0.92): the reason. ", "too much that the data do not support");
        Says(said[1], "For diversity, raise the temperature to τ′ = 1.21 (90 % interval 1.05 to 1.40): the reason. Why τ′: refitted without them");
        Says(said[2], "On top of this fit", "D(q‖p) by 0.08 nats", "D(p‖q) by 0.15", "data alone cannot say");
        Says(said[3], "Apart from tuning");
        Says(TuningVerdict.Sentences(Exact(lower, new(0.083, 0.02, 0.17), leave))[1], "For diversity, leave the temperature at 1: the reason");
        Says(TuningVerdict.Sentences(Exact(unclear, new(0.083, 0.02, 0.17), leave))[0], "For fidelity, the direction is undetermined: the reason");
        Says(TuningVerdict.Sentences(Exact(unclear, Estimate.NotComputed("none"), leave))[2], "tuning adds nothing that these data can show");
        Assert.DoesNotContain("NaN", string.Concat(TuningVerdict.Sentences(Exact(unclear, Estimate.NotComputed("none"), leave))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_exact_engine_warns_of_another_class_and_of_fits_without_end()
    {
        TuningResult good = Exact(To(TuningGoal.Fidelity, TuningDirection.Leave, 1), new(0, 0, 0.01), To(TuningGoal.Diversity, TuningDirection.Leave, 1)) with
        {
            Curves = [.. Base.Value.Curves.Select(p => p with { Mixed = true })],
            Quality = [],
            Calibration = Base.Value.Calibration with { PseudoLikelihoodTau = Estimate.Exact(1) },
            Data = Base.Value.Data with { EffectiveSequences = 100, IdentityThreshold = 0.8, FoldThreshold = 0.8 },
        };
        Assert.Empty(TuningVerdict.Warnings(good));
        Says(Assert.Single(TuningVerdict.Warnings(good with { TauStar = good.TauStar with { ClassCheck = new ModelClassCheck("three-body moments", 4.5, 40) } })),
            "no model of this family", "three-body moments", "4.5", "cannot be trusted");
        Says(Assert.Single(TuningVerdict.Warnings(good with { Training = good.Training with { Stop = "limit" } })), "without converging", "--fit l2");
    }
}
