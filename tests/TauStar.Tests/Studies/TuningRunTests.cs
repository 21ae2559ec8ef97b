using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Studies;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Studies;

/// <summary>The whole pipeline on a small planted truth: same bits for any threads and after any interruption.</summary>
public sealed class TuningRunTests(ITestOutputHelper output)
{
    private static readonly AlignmentFindings Source = SmallStudy.Sample(7);

    private static readonly Lazy<(TuningOutcome Outcome, string Text, ActOn Progress)> Whole = new(() =>
    {
        ActOn progress = new(0, () => { });
        TuningOutcome outcome = SmallStudy.Run(Source, SmallStudy.Options, new(Progress: progress));
        return (outcome, SmallStudy.Print(outcome), progress);
    });

    [Fact]
    public void Threads_change_no_bit()
    {
        TuningOptions one = SmallStudy.Options with
        {
            Training = SmallStudy.Options.Training with { Threads = 1 },
            Exchange = SmallStudy.Options.Exchange with { Threads = 1 },
            Posterior = SmallStudy.Options.Posterior! with { Threads = 1 },
        };
        Assert.Equal(Whole.Value.Text, SmallStudy.Print(SmallStudy.Run(Source, one)));
    }

    [Fact]
    public void Another_seed_gives_other_numbers() =>
        Assert.NotEqual(Whole.Value.Outcome.Result.TauPrime.TauPrime, SmallStudy.Run(Source, SmallStudy.Options with { Seed = 8 }).Result.TauPrime.TauPrime);

    [Fact]
    public void Progress_never_goes_back_and_ends_at_one()
    {
        List<TuningProgress> seen = Whole.Value.Progress.Seen;
        output.WriteLine($"{seen.Count} reports");
        Assert.Equal(["training", "refit 1 of 3", "refit 2 of 3", "refit 3 of 3", "tempering", "posterior", "analysis", "done"], seen.Select(p => p.Stage).Distinct());
        Assert.All(seen, p => Assert.InRange(p.StageFraction, 0, 1));
        Assert.Equal(1, seen[^1].Fraction, 1e-12);
        Assert.True(seen[0].Fraction >= 0);
        foreach (string stage in seen.Select(p => p.Stage).Distinct())
        {
            double first = seen.First(p => p.Stage == stage).Fraction;
            Assert.All(seen.TakeWhile(p => p.Stage != stage), p => Assert.True(p.Fraction <= first + 1e-12));
        }
    }

    /// <summary>Report numbers from the first to the last, in every stage.</summary>
    private static IEnumerable<int> Points()
    {
        List<TuningProgress> seen = Whole.Value.Progress.Seen;
        yield return 1;
        foreach (string stage in new[] { "training", "refit 1 of 3", "refit 3 of 3", "tempering", "posterior", "analysis" })
        {
            int first = seen.FindIndex(p => p.Stage == stage), last = seen.FindLastIndex(p => p.Stage == stage);
            yield return (first + last) / 2 + 1;
        }
    }

    [Fact]
    public void A_run_that_is_cancelled_and_resumed_ends_with_the_same_bits()
    {
        foreach (int point in Points())
        {
            MemoryStore store = new();
            using CancellationTokenSource stop = new();
            Assert.ThrowsAny<OperationCanceledException>(() =>
                SmallStudy.Run(Source, SmallStudy.Options, new(store, new ActOn(point, stop.Cancel), stop.Token)));
            Assert.NotEmpty(store.Parts);
            ActOn resumed = new(0, () => { });
            Assert.Equal(Whole.Value.Text, SmallStudy.Print(SmallStudy.Run(Source, SmallStudy.Options, new(store, resumed))));
            output.WriteLine($"cancelled at report {point}: {resumed.Reports} reports to the end, {string.Join(" ", store.Parts)}");
            Assert.True(resumed.Reports <= Whole.Value.Progress.Reports - point + 1, "what was done was done again");
        }
    }

    [Fact]
    public void A_run_that_is_cancelled_again_and_again_ends_with_the_same_bits()
    {
        MemoryStore store = new();
        string? text = null;
        int rounds = 0;
        while (text is null)
        {
            Assert.True(++rounds < 50, "no progress between interruptions");
            using CancellationTokenSource stop = new();
            try
            {
                text = SmallStudy.Print(SmallStudy.Run(Source, SmallStudy.Options, new(store, new ActOn(29, stop.Cancel), stop.Token)));
            }
            catch (OperationCanceledException)
            {
                // goes on in the next round
            }
        }
        output.WriteLine($"{rounds} rounds");
        Assert.True(rounds > 3);
        Assert.Equal(Whole.Value.Text, text);
    }

    private sealed class Killed : Exception;

    [Fact]
    public void A_run_that_is_killed_without_a_word_goes_on_from_its_last_checkpoint_with_the_same_bits()
    {
        foreach (int point in Points())
        {
            MemoryStore store = new();
            Assert.Throws<Killed>(() =>
                SmallStudy.Run(Source, SmallStudy.Options, new(store, new ActOn(point, () => throw new Killed()))));
            Assert.Equal(Whole.Value.Text, SmallStudy.Print(SmallStudy.Run(Source, SmallStudy.Options, new(store))));
        }
    }

    [Fact]
    public void A_finished_run_is_not_done_again()
    {
        MemoryStore store = new();
        SmallStudy.Run(Source, SmallStudy.Options, new(store));
        ActOn again = new(0, () => { });
        Assert.Equal(Whole.Value.Text, SmallStudy.Print(SmallStudy.Run(Source, SmallStudy.Options, new(store, again))));
        Assert.Equal(["analysis", "done"], again.Seen.Select(p => p.Stage));
    }

    [Fact]
    public void Results_agree_with_each_other()
    {
        (TuningOutcome outcome, TuningResult r) = (Whole.Value.Outcome, Whole.Value.Outcome.Result);
        Assert.Equal(TuningResult.CurrentSchema, r.SchemaVersion);
        Assert.Equal((200, 8, 7UL), (r.Data.Sequences, r.Data.Sites, r.Seed));
        Assert.Equal(r.Training.Updates + 1, outcome.History.Count);
        Assert.Equal(outcome.History[^1].Pearson, r.Training.Pearson);
        Assert.Equal(3, r.TauPrime.Folds.Count);
        Assert.Equal(200, r.TauPrime.Folds.Sum(f => f.HeldOut));
        Assert.Equal(r.Data.EffectiveSequences, r.TauPrime.Folds.Sum(f => f.HeldOutWeight), 1e-9);
        double gap = r.TauPrime.Folds.Sum(f => f.HeldOutWeight * (f.HeldOutEnergy - f.TrainEnergy)) / r.Data.EffectiveSequences;
        Assert.Equal(gap, r.TauPrime.Gap.Value, 1e-9);
        double[] ways = [.. r.TauStar.Estimates.Where(e => e.Goal == TuningGoal.Diversity).Skip(1).Select(e => e.Tau.Value)]; // by refits, by the posterior
        Assert.Equal((MeanEnergyTarget.ByBoth, 2), (r.TauPrime.Estimator, ways.Length));
        Assert.InRange(r.TauPrime.TauPrime.Value, ways.Min(), ways.Max());
        Assert.Equal(r.Curves.Select(p => p.Tau).Order(), r.Curves.Select(p => p.Tau));
        CurvePoint one = Assert.Single(r.Curves, p => p.Tau == 1), best = Assert.Single(r.Curves, p => p.Tau == r.TauPrime.TauPrime.Value);
        Assert.Equal(0, one.ForwardDivergenceChange.Value, 1e-12);
        Assert.Equal(-r.TauPrime.Gain.Value, best.ForwardDivergenceChange.Value, 1e-12);
        Assert.Equal(r.TauPrime.TargetEnergy.Value, best.Energy.Value, 1e-2); // tau' is where the two meet
        Assert.All(r.Curves, p => Assert.True(p.ForwardDivergenceChange.Value >= best.ForwardDivergenceChange.Value - 1e-9));
        Assert.Equal(["tau1", "tau-prime", "tau-star", "tau0.8"], outcome.Generated.Select(g => g.Label));
        Assert.All(outcome.Generated, g => Assert.Equal(60 * 8, g.Rows.Length));
        for (int n = 0; n < 60; n++)
            Assert.Equal(outcome.Model.Energy(outcome.Generated[0].Rows.AsSpan(8 * n, 8)), outcome.Generated[0].Energies[n]);
        Assert.All(r.Energies, h => Assert.Equal(1, h.Density.Sum() * h.BinWidth, 1e-9));
        Assert.Equal(0, 1 / r.Ladder[^1].Tau);
        Assert.Contains(r.Ladder, k => k.Tau == 1);
        Assert.NotEmpty(r.Verdict);
        CurvePoint real = Assert.Single(r.Curves, p => p.Tau == r.TauStar.TauStar.Value);
        Assert.Equal(-r.TauStar.Gain.Value, real.ReverseDivergenceChange.Value, 1e-9);
        Assert.All(r.Curves, p => Assert.True(p.ReverseDivergenceChange.Value >= real.ReverseDivergenceChange.Value - 1e-4));
        Assert.Equal(0, one.ReverseDivergenceChange.Value, 1e-9);
        Assert.Equal((outcome.Result.TauStar.Posterior!.Steps, 200), (r.TauStar.Posterior!.Steps, r.TauStar.Posterior.Chains));
        Assert.Equal(r.TauStar.TauStar, r.TauStar.Estimates[0].Tau);
    }

    [Fact]
    public void Without_tau_star_no_posterior_is_sampled()
    {
        ActOn progress = new(0, () => { });
        TuningOutcome outcome = SmallStudy.Run(Source, SmallStudy.Options with { Posterior = null }, new(Progress: progress));
        Assert.DoesNotContain(progress.Seen, p => p.Stage == "posterior");
        Assert.Equal(1, progress.Seen[^1].Fraction, 1e-12);
        Assert.Equal(EstimateStatus.Unavailable, outcome.Result.TauStar.TauStar.Status);
        TauPrimeResult both = Whole.Value.Outcome.Result.TauPrime, refits = outcome.Result.TauPrime; // the same refits
        Assert.Equal((MeanEnergyTarget.ByRefits, both.Gap, both.DataEnergy), (refits.Estimator, refits.Gap, refits.DataEnergy));
        Assert.Equal(refits.DataEnergy + refits.Gap.Value * 2 / 3, refits.TargetEnergy.Value, 1e-9);
    }

    [Fact]
    public void A_given_model_is_taken_as_it_is_and_nothing_is_trained()
    {
        PottsModel given = Whole.Value.Outcome.Model;
        ActOn progress = new(0, () => { });
        TuningOutcome outcome = SmallStudy.Run(Source, SmallStudy.Options, new(Progress: progress), given);
        Assert.DoesNotContain(progress.Seen, p => p.Stage == "training" || p.Stage.StartsWith("refit", StringComparison.Ordinal));
        Assert.Equal(1, progress.Seen[^1].Fraction, 1e-12);
        Assert.Same(given, outcome.Model);
        Assert.Empty(outcome.History);
        Assert.Equal(("given", 0, "given"), (outcome.Result.Training.Source, outcome.Result.Training.Updates, outcome.Result.Training.Stop));
        TauPrimeResult theirs = outcome.Result.TauPrime;
        Assert.Equal((MeanEnergyTarget.ByPosterior, EstimateStatus.Unavailable, 0), (theirs.Estimator, theirs.Gap.Status, theirs.Folds.Count));
        Assert.Equal(Whole.Value.Outcome.Result.TauStar.TauStar, outcome.Result.TauStar.TauStar); // same model, same posterior, same seed
        // What the posterior says of a model does not depend on who trained it.
        TemperatureEstimate ours = Whole.Value.Outcome.Result.TauStar.Estimates.Single(e => e.Goal == TuningGoal.Diversity && e.Estimator == MeanEnergyTarget.ByPosterior);
        Assert.Equal((ours.Tau.Value, ours.Gain.Value), (theirs.TauPrime.Value, theirs.Gain.Value));
    }

    [Fact]
    public void Where_chains_do_not_mix_all_the_way_to_1_but_do_at_the_optimum_the_verdict_counts_from_where_they_do()
    {
        PottsModel given = new(Whole.Value.Outcome.Model.Alphabet, SmallStudy.Sites);
        for (int n = 0; n < given.Fields.Length; n++) given.Fields[n] = Frozen * Whole.Value.Outcome.Model.Fields[n];
        for (int n = 0; n < given.Couplings.Length; n++) given.Couplings[n] = Frozen * Whole.Value.Outcome.Model.Couplings[n];
        TuningResult r = SmallStudy.Run(Source, SmallStudy.Options with { TauMax = 20 }, null, given).Result;
        foreach (string sentence in r.Verdict) output.WriteLine(sentence);
        EnumeratedDistribution truth = SmallStudy.Truth(7), model = EnumeratedDistribution.Create(given);
        double Reverse(double tau) => EnumeratedDistribution.ReverseDivergence(truth, model.At(tau));
        double Forward(double tau) => EnumeratedDistribution.ForwardDivergence(truth, model.At(tau));
        TuningAdvice fidelity = r.TauStar.Fidelity!, diversity = r.TauStar.Diversity!;
        Assert.Equal((TuningDirection.Raise, TuningDirection.Raise), (fidelity.Direction, diversity.Direction));
        Assert.Contains("chains do not mix all the way down to 1", fidelity.Reason, StringComparison.Ordinal);
        Assert.Equal(EstimateStatus.Ok, r.TauPrime.TauPrime.Status);
        Assert.Equal(r.TauPrime.Gain.Note, r.TauStar.Gain.Note); // both counted from the same place, and the advice says so
        Assert.Contains("chains do not mix all the way down to 1", diversity.Reason, StringComparison.Ordinal);
        Assert.Contains("chains do not mix all the way down to 1", r.TauPrime.Gain.Note, StringComparison.Ordinal);
        output.WriteLine($"exact: {Reverse(1):f1} at 1, {Reverse(fidelity.Tau):f2} there; {Forward(1):f1} and {Forward(r.TauPrime.TauPrime.Value):f2}, said {r.TauPrime.Gain.Value:f1}");
        Assert.True(Reverse(fidelity.Tau) < Reverse(1));
        Assert.True(Forward(1) - Forward(r.TauPrime.TauPrime.Value) > 0.9 * r.TauPrime.Gain.Value); // the least that is gained
    }

    private const float Frozen = 18;

    [Fact]
    public void A_given_model_without_a_posterior_is_judged_by_refits_that_are_not_its_own()
    {
        PottsModel given = Whole.Value.Outcome.Model;
        TuningOutcome outcome = SmallStudy.Run(Source, SmallStudy.Options with { Posterior = null }, null, given);
        TauPrimeResult theirs = outcome.Result.TauPrime;
        Assert.Equal((MeanEnergyTarget.ByRefits, 3), (theirs.Estimator, theirs.Folds.Count));
        Assert.Equal((EstimateStatus.Unreliable, EstimateStatus.Unreliable), (theirs.TauPrime.Status, theirs.Gain.Status)); // whose optimism is that?
        Assert.Contains(outcome.Result.Warnings, w => w.Contains("trained elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public void Models_that_do_not_fit_the_data_are_refused()
    {
        PottsModel given = Whole.Value.Outcome.Model;
        Assert.Throws<InputException>(() => SmallStudy.Run(Source, SmallStudy.Options, null, new PottsModel(given.Alphabet, 9)));
        Assert.Throws<InputException>(() => SmallStudy.Run(Source, SmallStudy.Options, null, new PottsModel(new Alphabet("custom", "WXYZ"), 8)));
    }

    [Fact]
    public void Settings_out_of_range_are_refused_before_anything_runs()
    {
        TuningOptions o = SmallStudy.Options;
        foreach (TuningOptions bad in new[]
        {
            o with { IdentityThreshold = -0.1 }, o with { Pseudocount = 1 }, o with { Folds = 1 }, o with { TauMin = 1 }, o with { TauMax = 1 },
            o with { CurvePoints = 4 }, o with { Sequences = 1 }, o with { GenerationSweeps = 0 }, o with { Bootstrap = 99 }, o with { AtTau = [3] },
            o with { Exchange = o.Exchange with { Systems = 5 } }, o with { Training = o.Training with { Chains = 0 } },
        })
        {
            ActOn progress = new(0, () => { });
            Assert.Throws<InputException>(() => SmallStudy.Run(Source, bad, new(Progress: progress)));
            Assert.Equal(0, progress.Reports);
        }
    }
}
