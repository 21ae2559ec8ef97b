using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Studies;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Studies;

/// <summary>The exact engine on planted spin glasses whose true optima are known.</summary>
public sealed class ExactTuningTests(ITestOutputHelper output)
{
    private const int Spins = 9, Samples = 150;

    private static readonly TuningOptions Options = new() { Seed = 3, Sequences = 400, CurvePoints = 9, AtTau = [0.8] };

    private static readonly EnumeratedDistribution Truth = new SpinGlassTruth(Spins, 1.2, 0.3, 11).Enumerate(folded: false);

    private static AlignmentFindings Sample(ulong seed) => Sample(Truth, seed, Samples);

    private static AlignmentFindings Sample(EnumeratedDistribution truth, ulong seed, int count) => SmallStudy.Source(new Alignment(Alphabet.Spin,
        [.. Enumerable.Range(1, count).Select(m => $"s{m}")], new ConfigurationSampler(truth).Draw(count, RandomStream.FromSeed(seed))));

    private static readonly Lazy<TuningOutcome> Whole = new(() => SmallStudy.Run(Sample(1), Options));

    [Fact]
    public void Small_systems_are_exact_and_large_ones_sampled()
    {
        TuningEngine For(int sites, int states, TuningOptions options, bool given = false) => EngineChoice.For(SmallStudy.Source(
            new Alignment(new Alphabet("custom", "ACDEFGHIKLMNPQRSTVWY"[..states]), ["a"], new byte[sites])), options, given);
        TuningOptions auto = new(), exact = new() { Engine = TuningEngine.Exact }, sampled = new() { Engine = TuningEngine.Sampled };
        Assert.Equal(TuningEngine.Exact, For(20, 2, auto));
        Assert.Equal(TuningEngine.Exact, For(10, 4, auto)); // 435 parameters
        Assert.Equal(TuningEngine.Sampled, For(21, 2, auto));
        Assert.Equal(TuningEngine.Sampled, For(4, 20, auto)); // 160,000 configurations, but 2242 parameters
        Assert.Equal(TuningEngine.Sampled, For(20, 2, auto, given: true));
        Assert.Equal(TuningEngine.Sampled, For(20, 2, sampled));
        Assert.Contains("2^21 configurations", Assert.Throws<InputException>(() => For(21, 2, exact)).Message, StringComparison.Ordinal);
        Assert.Contains("2242 parameters", Assert.Throws<InputException>(() => For(4, 20, exact)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot take a model", Assert.Throws<InputException>(() => For(9, 2, exact, given: true)).Message, StringComparison.Ordinal);
        Assert.Equal(TuningEngine.Exact, For(9, 2, auto with { Fit = new NewtonFit() }));
        Assert.Throws<InputException>(() => For(9, 2, sampled with { Fit = new NewtonFit() }));
        Assert.Throws<InputException>(() => For(21, 2, auto with { Fit = new NewtonFit() }));
    }

    [Fact]
    public void Same_seed_same_bits_for_any_threads()
    {
        TuningOptions Threads(int n) => Options with { Training = Options.Training with { Threads = n }, Exchange = Options.Exchange with { Threads = n } };
        string one = SmallStudy.Print(SmallStudy.Run(Sample(1), Threads(1)));
        Assert.Equal(one, SmallStudy.Print(SmallStudy.Run(Sample(1), Threads(2))));
        Assert.Equal(one, SmallStudy.Print(Whole.Value));
    }

    [Fact]
    public void Curves_are_those_of_enumeration()
    {
        // The outcome's model has single precision, the curves have not: energies of some 10 k_B T, rounded at 1e-7 of them.
        const double Tolerance = 1e-5;
        EnumeratedDistribution model = EnumeratedDistribution.Create(Whole.Value.Model);
        double largest = 0;
        foreach (CurvePoint point in Whole.Value.Result.Curves)
        {
            EnumeratedDistribution at = model.At(point.Tau);
            foreach ((double exact, Estimate found) in new[]
            {
                (at.MeanEnergy, point.Energy), (at.HeatCapacity, point.HeatCapacity), (at.LogZ, point.LogZ), (at.Entropy / Spins, point.EntropyPerSite),
            })
            {
                largest = Math.Max(largest, Math.Abs(found.Value - exact) / (1 + Math.Abs(exact)));
                Assert.Equal((found.Value, found.Value, EstimateStatus.Ok), (found.Low, found.High, found.Status));
            }
        }
        output.WriteLine($"largest relative difference {largest:E1}");
        Assert.InRange(largest, 0, Tolerance);
    }

    [Fact]
    public void Results_agree_with_each_other()
    {
        (TuningOutcome outcome, TuningResult r) = (Whole.Value, Whole.Value.Result);
        Assert.Equal((TuningEngine.Exact, "exact", "empirical-bayes", "converged"), (r.Engine, r.Training.Source, r.Training.Fit, r.Training.Stop));
        Assert.Empty(r.Ladder);
        Assert.Empty(outcome.History);
        Assert.Null(r.Training.Chains);
        Assert.Equal(["tau1", "tau-prime", "tau-star", "tau0.8"], outcome.Generated.Select(g => g.Label));
        Assert.All(outcome.Generated, g => Assert.Equal(400 * Spins, g.Rows.Length));
        Assert.Equal(r.TauPrime.DataEnergy, outcome.Model.Energies(Sample(1).Alignment).Average(), 1e-4);
        CurvePoint one = Assert.Single(r.Curves, p => p.Tau == 1);
        CurvePoint prime = Assert.Single(r.Curves, p => p.Tau == r.TauPrime.TauPrime.Value), star = Assert.Single(r.Curves, p => p.Tau == r.TauStar.TauStar.Value);
        Assert.Equal(0, one.ForwardDivergenceChange.Value, 1e-9);
        Assert.Equal(0, one.ReverseDivergenceChange.Value, 1e-9);
        Assert.Equal(-r.TauPrime.Gain.Value, prime.ForwardDivergenceChange.Value, 1e-9);
        Assert.Equal(-r.TauStar.Gain.Value, star.ReverseDivergenceChange.Value, 1e-9);
        Assert.All(r.Curves, p => Assert.True(p.ForwardDivergenceChange.Value >= prime.ForwardDivergenceChange.Value - 1e-9));
        Assert.All(r.Curves, p => Assert.True(p.ReverseDivergenceChange.Value >= star.ReverseDivergenceChange.Value - 1e-9));
        Assert.Equal(r.TauPrime.TargetEnergy.Value, prime.Energy.Value, 1e-6); // tau' is where the two meet
        Assert.Equal(r.TauStar.TauStar, r.TauStar.Estimates[0].Tau);
        Assert.Equal(r.Training.Pearson, r.Calibration.Pearson);
        Assert.All(r.Energies, h => Assert.Equal(1, h.Density.Sum() * h.BinWidth, 1e-9));
    }

    [Fact]
    public void Generated_sequences_follow_the_model_at_their_temperature_and_not_at_another()
    {
        // Normal deviates of five mean energies: all within 5.2 but one time in a million.
        const double Largest = 5.2;
        EnumeratedDistribution model = EnumeratedDistribution.Create(Whole.Value.Model);
        double Deviate(GeneratedSet set, double tau)
        {
            EnumeratedDistribution at = model.At(tau);
            return (set.Energies.Average() - at.MeanEnergy) / Math.Sqrt(at.HeatCapacity * tau * tau / set.Energies.Length);
        }
        foreach (GeneratedSet set in Whole.Value.Generated)
        {
            output.WriteLine($"{set.Label}: {Deviate(set, set.Tau):F2}");
            Assert.InRange(Deviate(set, set.Tau), -Largest, Largest);
        }
        Assert.NotInRange(Deviate(Whole.Value.Generated[^1], 1.2), -Largest, Largest); // drawn at 0.8
    }

    /// <summary>
    /// Over truths and data sets: true optima lie in the 90 % intervals (if each did with chance 0.9, fewer than 17 of 30 would once in a
    /// million), and turning the temperature gets nearer to the truth than leaving it. Control: an interval off by its own width.
    /// </summary>
    [Theory]
    [InlineData("early-stop")]
    [InlineData("ml")]
    [InlineData("l2")]
    public void True_optima_lie_within_the_intervals_and_tuning_helps(string fit)
    {
        const int Sets = 30, Fewest = 17;
        PairwiseFitMethod method = fit switch { "ml" => new NewtonFit(), "l2" => new EmpiricalBayesFit(), _ => new PublishedFit() };
        int coveredStar = 0, coveredPrime = 0, coveredByControl = 0;
        double star = 0, starBest = 0, prime = 0, primeBest = 0;
        for (ulong set = 1; set <= Sets; set++)
        {
            EnumeratedDistribution truth = new SpinGlassTruth(Spins, 2, 0.5, set).Enumerate(folded: false);
            TuningOutcome outcome = SmallStudy.Run(Sample(truth, set, 100), Options with { Fit = method, Sequences = 2, CurvePoints = 5 });
            Estimate tauStar = outcome.Result.TauStar.TauStar, tauPrime = outcome.Result.TauPrime.TauPrime;
            TemperatureSweep sweep = new(truth, [.. EnumeratedDistribution.Create(outcome.Model).Energies]);
            TemperatureOptimum bestStar = sweep.TauStar(ListedTuning.Range), bestPrime = sweep.TauPrime(ListedTuning.Range);
            bool Within(Estimate e, double tau, double shift = 0) => e.Low + shift <= tau && tau <= e.High + shift;
            coveredStar += Within(tauStar, bestStar.Tau) ? 1 : 0;
            coveredPrime += Within(tauPrime, bestPrime.Tau) ? 1 : 0;
            coveredByControl += Within(tauStar, bestStar.Tau, tauStar.High - tauStar.Low) ? 1 : 0;
            SweepPoint one = sweep.At(1);
            star += one.Reverse - sweep.At(tauStar.Value).Reverse;
            starBest += one.Reverse - bestStar.Divergence;
            prime += one.Forward - sweep.At(tauPrime.Value).Forward;
            primeBest += one.Forward - bestPrime.Divergence;
        }
        output.WriteLine($"{fit}: covered tau* {coveredStar}, tau' {coveredPrime}, control {coveredByControl} of {Sets}; gained {star / Sets:F4} of {starBest / Sets:F4} and {prime / Sets:F4} of {primeBest / Sets:F4} nats");
        Assert.InRange(coveredStar, Fewest, Sets);
        Assert.InRange(coveredPrime, Fewest, Sets);
        Assert.InRange(coveredByControl, 0, Fewest - 1);
        Assert.True(star > 0.4 * starBest);
        Assert.True(prime > -1e-2 * Sets); // of a penalised fit nothing is left to gain
    }

    [Fact]
    public void A_small_alignment_with_gaps_and_weights_is_served()
    {
        EnumeratedDistribution truth = EnumeratedDistribution.Create(
            PlantedPotts.Create(new() { Sites = 4, States = 4, Regime = PlantedRegime.Warm }, RandomStream.FromSeed(5)).Model);
        byte[] rows = new ConfigurationSampler(truth).Draw(120, RandomStream.FromSeed(6));
        AlignmentFindings source = SmallStudy.Source(new Alignment(new Alphabet("custom", "-ACG"), [.. Enumerable.Range(1, 120).Select(m => $"s{m}")], rows));
        TuningResult r = SmallStudy.Run(source, Options with { IdentityThreshold = 1 }).Result;
        Assert.Equal(TuningEngine.Exact, r.Engine);
        Assert.Equal(source.Distinct, r.Data.EffectiveSequences, 1e-9); // copies share one weight
        Assert.Contains(r.Verdict, s => s.StartsWith("For fidelity", StringComparison.Ordinal));
    }

    /// <summary>Independent RNA read as an alignment: no weight on gapped sequences, no weights that flatten, the same numbers as over the four bases.</summary>
    [Fact]
    public void A_gap_that_never_occurs_is_no_state_and_few_sites_are_not_reweighted()
    {
        EnumeratedDistribution truth = new HairpinTruth(6, 0.2, 1).Enumerate(false).At(0.5);
        byte[] rows = new ConfigurationSampler(truth).Draw(150, RandomStream.FromSeed(8)), shifted = [.. rows.Select(state => (byte)(state + 1))];
        string[] names = [.. Enumerable.Range(1, 150).Select(m => $"s{m}")];
        TuningOutcome gapped = SmallStudy.Run(SmallStudy.Source(new Alignment(Alphabet.Rna, names, shifted)), Options);
        TuningOutcome plain = SmallStudy.Run(SmallStudy.Source(new Alignment(RnaTruth.Bases, names, rows)), Options);
        Assert.Equal(("ACGU", 150.0, 0.0), (gapped.Result.Data.Letters, gapped.Result.Data.EffectiveSequences, gapped.Result.Data.IdentityThreshold));
        Assert.Contains(gapped.Result.Data.Findings, text => text.Contains("gap occurs nowhere", StringComparison.Ordinal));
        Assert.Equal(plain.Result.TauStar.TauStar, gapped.Result.TauStar.TauStar);
        Assert.Equal(plain.Result.TauPrime.TauPrime, gapped.Result.TauPrime.TauPrime);
    }

    [Fact]
    public void A_run_stops_between_two_stages()
    {
        using CancellationTokenSource stop = new();
        ActOn progress = new(2, stop.Cancel);
        Assert.ThrowsAny<OperationCanceledException>(() => SmallStudy.Run(Sample(1), Options, new(null, progress, stop.Token)));
        ActOn whole = new(0, () => { });
        SmallStudy.Run(Sample(1), Options, new(null, whole));
        Assert.Equal(["fit", "temperatures", "analysis", "done"], whole.Seen.Select(p => p.Stage));
        Assert.Equal(1, whole.Seen[^1].Fraction);
        Assert.Equal(whole.Seen.Select(p => p.Fraction).Order(), whole.Seen.Select(p => p.Fraction));
    }
}
