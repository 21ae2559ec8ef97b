using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Tempering;

/// <summary>tau* by the sampled posterior, against the listed one where there are both (theory: sections 6 and 7).</summary>
public sealed class TauStarPosteriorTests(ITestOutputHelper output)
{
    [Fact]
    public void On_the_4_by_4_lattice_it_agrees_with_the_exact_estimator()
    {
        const int Samples = 2000;
        PairwiseFeatures features = new(Alphabet.Spin, 16, fields: true);
        byte[] rows = new ConfigurationSampler(new IsingTruth(4, 4).Enumerate(false).At(2.6)).Draw(Samples, RandomStream.FromSeed(31));
        MomentTarget target = MomentTarget.FromSamples(features, rows);
        // A model that wants another temperature by far: the maximum-likelihood one, too cold.
        double[] theta = [.. new NewtonFit().Fit(target, RandomStream.FromSeed(32)).Theta.Select(t => 1.15 * t)];
        PosteriorTempering exact = new(features, theta, EmpiricalBayes.Of(target).Posterior, new(0.3, 3));
        double expected = exact.TauStar("exact", 0, RandomStream.FromSeed(33)).Tau.Value;

        PottsModel model = features.ToPotts(theta);
        Alignment data = new(Alphabet.Spin, [.. Enumerable.Range(0, Samples).Select(m => $"{m}")], rows);
        double[] weights = [.. Enumerable.Repeat(1.0, Samples)];
        ReplicaExchange run = new(model, TemperatureLadder.RefineAroundOne(TemperatureLadder.Guess(0.3, 14), 0.15, 0.04), data,
            new() { Systems = 32, BurnIn = 200, Sweeps = 800, SnapshotEvery = 8 }, RandomStream.FromSeed(34));
        while (!run.Finished) run.Step();
        Folds folds = Folds.Split(data, weights, 5, 0, RandomStream.FromSeed(35));
        HeldOutPenalty penalty = HeldOutPenalty.Choose(data, weights, folds, new(), TestContext.Current.CancellationToken, null);
        PottsModel start = PseudoLikelihood.Fit(data, weights, new(1, penalty.CouplingPenalty), null, new(), TestContext.Current.CancellationToken);
        CouplingThermostat thermostat = new(PairFrequencies.Count(data, weights, 0), Samples, new(2, penalty.CouplingPenalty / 2), start, data,
            new() { Chains = 4000, Steps = 600 }, RandomStream.FromSeed(36));
        TauStarPosterior posterior = new(thermostat, new FidelityOptimum(run, model, new(0.3, 3)), start);
        double last = 0;
        while (!posterior.Finished)
        {
            posterior.Step();
            Assert.InRange(posterior.Progress, last, 1);
            last = posterior.Progress;
        }
        TemperatureEstimate found = posterior.TauStar("sampled");
        output.WriteLine($"exact {expected:f4}, sampled {found.Tau}, {posterior.Check}");
        Assert.True(posterior.Check!.IsGood);
        Assert.Equal(1, posterior.Progress);
        Assert.Equal(Math.Log(expected), Math.Log(found.Tau.Value), 0.02);
        Assert.True(Math.Abs(Math.Log(expected)) > 0.1); // negative control: tau* = 1 would fail
        Assert.InRange(expected, found.Tau.Low, found.Tau.High);
        Assert.Equal(-found.Gain.Value, posterior.Changes([found.Tau.Value])[0].Value, 1e-9);
        // From another temperature: the difference, its error not that of the sum, for both share the way.
        double other = Math.Sqrt(found.Tau.Value);
        Estimate here = posterior.Changes([found.Tau.Value])[0], there = posterior.Changes([other])[0], between = posterior.Changes([found.Tau.Value], other)[0];
        Assert.Equal(here.Value - there.Value, between.Value, 1e-9);
        Assert.True(between.StandardError < here.StandardError);
    }

    [Fact]
    public void It_goes_on_until_its_halves_agree_and_says_so_where_they_never_do()
    {
        // So few chains that their noise alone heats the couplings: the thermostat cannot read 1, and the run ends at its limit.
        PottsModel truth = SmallModels.Random(5, 3, 41, 1.5f);
        EnumeratedDistribution listed = EnumeratedDistribution.Create(truth);
        Alignment data = listed.Sample(3000, RandomStream.FromSeed(42));
        ReplicaExchange run = new(truth, [2, 1.4, 1, 0.7, 0.4, 0], data, new() { Systems = 8, BurnIn = 20, Sweeps = 60, SnapshotEvery = 10 }, RandomStream.FromSeed(43));
        while (!run.Finished) run.Step();
        CouplingThermostat thermostat = new(PairFrequencies.Count(data, null, 0), 3000, new(2, 1), truth, data,
            new() { Chains = 4, Steps = 30, BurnIn = 1 }, RandomStream.FromSeed(44));
        TauStarPosterior posterior = new(thermostat, new FidelityOptimum(run, truth, new(0.55, 2)), truth);
        while (!posterior.Finished) posterior.Step();
        output.WriteLine($"{posterior.Check}");
        Assert.False(posterior.Check!.IsGood);
        Assert.Equal(30 * 8, posterior.Check.Steps);
    }
}
