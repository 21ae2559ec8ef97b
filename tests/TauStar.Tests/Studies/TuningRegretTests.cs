using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Studies;
using Xunit;

namespace TauStar.Tests.Studies;

/// <summary>
/// Does tuning help? tau' of whole runs held against D(p||q_tau), listed over all 4^8 configurations, of planted truths.
/// The measure is the pooled regret fraction sum [D(tau') - D(best)] / sum [D(1) - D(best)] over the data sets:
/// 0 is perfect, 1 no better than leaving the temperature alone.
/// </summary>
public sealed class TuningRegretTests(ITestOutputHelper output)
{
    private static readonly TuningOptions Options = SmallStudy.Options with
    {
        // Penalties near maximum likelihood, where there is something to gain.
        Training = new()
        {
            Chains = 800,
            Sweeps = 2,
            TargetPearson = 0.95,
            MaxUpdates = 200,
            LearningRate = 0.2,
            Threads = 1,
            FieldPenalty = 0.001,
            CouplingPenalty = 0.001,
        },
        Exchange = SmallStudy.Options.Exchange with { Threads = 1, Sweeps = 80 },
        Folds = 5,
        IdentityThreshold = 0, // independent draws, however alike: weights would make the data those of another truth
        TauMin = 0.4,
        TauMax = 4,
    };

    private const double LargestRegret = 0.5;

    [Fact]
    public void Tau_prime_takes_most_of_the_gain_there_is_over_planted_truths()
    {
        (PlantedRegime Regime, int Count)[] sets =
        [
            (PlantedRegime.Warm, 60), (PlantedRegime.Warm, 250), (PlantedRegime.Mid, 60), (PlantedRegime.Mid, 120),
            (PlantedRegime.Cold, 250), (PlantedRegime.Cold, 500),
        ];
        Regret[] regrets = new Regret[sets.Length];
        Parallel.For(0, sets.Length, s => regrets[s] = Measure(sets[s].Regime, sets[s].Count, (ulong)(200 + s), Options));
        for (int s = 0; s < sets.Length; s++) output.WriteLine($"{sets[s]}: {regrets[s]}");
        double possible = regrets.Sum(r => r.AtOne - r.AtBest);
        double pooled = regrets.Sum(r => r.AtFound - r.AtBest) / possible, backwards = regrets.Sum(r => r.AtInverse - r.AtBest) / possible;
        output.WriteLine($"pooled regret fraction {pooled:f3}; limit {LargestRegret}; of 1/tau' {backwards:f1}");
        Assert.True(pooled < LargestRegret);
        Assert.True(backwards > 1); // negative control: the wrong direction does harm
    }

    [Fact]
    public void Weights_shared_among_copies_of_independent_draws_mislead_negative_control()
    {
        // In a cold truth the native configuration is drawn again and again; sharing its weight flattens the truth that the
        // model is fitted to, and holding out all copies together makes unseen draws look stranger than they are.
        Regret shared = Measure(PlantedRegime.Cold, 500, 205, Options with { IdentityThreshold = 1 });
        Regret full = Measure(PlantedRegime.Cold, 500, 205, Options);
        output.WriteLine($"shared: {shared}\nin full: {full}");
        Assert.True(shared.AtFound - shared.AtBest > LargestRegret * (shared.AtOne - shared.AtBest));
        Assert.True(shared.AtOne > 3 * full.AtOne); // the model itself is spoilt first
    }

    /// <summary>D(p||q_tau) in nats.</summary>
    private sealed record Regret(double Found, double Best, double AtOne, double AtFound, double AtBest, double AtInverse)
    {
        public override string ToString() => $"tau' {Found:f3}, best {Best:f3}; D(p||q) {AtOne:f3} at 1, {AtFound:f3} there, {AtBest:f3} at best";
    }

    private static Regret Measure(PlantedRegime regime, int count, ulong seed, TuningOptions options)
    {
        EnumeratedDistribution truth = SmallStudy.Truth(seed, regime);
        Alignment data = truth.Sample(count, RandomStream.FromSeed(seed).Child("regret"));
        TuningOutcome outcome = SmallStudy.Run(SmallStudy.Source(data), options with { Seed = seed });
        EnumeratedDistribution model = EnumeratedDistribution.Create(outcome.Model);
        double target = truth.Mean(model.Energies);
        double Divergence(double tau) => target / tau + model.At(tau).LogZ - truth.Entropy;
        double best = Math.Exp(Brent.Minimize(x => Divergence(Math.Exp(x)), Math.Log(0.4), Math.Log(4), 1e-4).X);
        double found = outcome.Result.TauPrime.TauPrime.Value;
        return new Regret(found, best, Divergence(1), Divergence(found), Divergence(best), Divergence(1 / found));
    }
}
