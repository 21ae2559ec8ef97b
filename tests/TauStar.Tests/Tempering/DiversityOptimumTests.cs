using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Tempering;

/// <summary>tau' of a listed model about a listed truth: value, interval, gain and curve against D(p||q_tau) itself.</summary>
public sealed class DiversityOptimumTests(ITestOutputHelper output)
{
    private const int Sites = 5, States = 3, Runs = 40;

    private static readonly double[] Betas = [2.5, 1.6, 1, 0.65, 0.35, 0];
    private static readonly (double, double) Range = (0.4, 4);
    private static readonly PottsModel TruthModel = SmallModels.Random(Sites, States, 81, 0.7);
    private static readonly EnumeratedDistribution Truth = EnumeratedDistribution.Create(TruthModel);

    /// <summary>A model that is wrong: the truth's parameters times a factor, plus noise.</summary>
    private static PottsModel Wrong(float factor)
    {
        PottsModel noise = SmallModels.Random(Sites, States, 82, 0.3), model = TruthModel.Clone();
        for (int n = 0; n < model.Fields.Length; n++) model.Fields[n] = factor * (model.Fields[n] + noise.Fields[n]);
        for (int n = 0; n < model.Couplings.Length; n++) model.Couplings[n] = factor * (model.Couplings[n] + noise.Couplings[n]);
        return model;
    }

    private static double Divergence(EnumeratedDistribution model, double tau) => EnumeratedDistribution.ForwardDivergence(Truth, model.At(tau));

    private static double ExactOptimum(EnumeratedDistribution model) =>
        Math.Exp(Brent.Minimize(x => Divergence(model, Math.Exp(x)), Math.Log(0.4), Math.Log(4)).X);

    /// <summary>The estimate from samples of the truth, each a cluster of its own, held out from nothing: refits are the model.</summary>
    private static DiversityOptimum Estimate(PottsModel model, int samples, RandomStream stream, (double, double)? range = null)
    {
        TemperedCurve curve = new(TemperedCurveTests.Run(model, Betas, 16, stream.Child("run"), sweeps: 30), Sites, States);
        double[] energies = model.Energies(Truth.Sample(samples, stream.Child("truth")));
        Folds folds = new([.. Enumerable.Range(0, samples).Select(m => m % 5)], [.. Enumerable.Range(0, samples)], samples, 0.8);
        HeldOutEnergy heldOut = new([.. energies.Select(_ => 1.0)], energies, [energies, energies, energies, energies, energies], folds);
        return new DiversityOptimum(curve, MeanEnergyTarget.HeldOut(heldOut.Bootstrap(200, stream.Child("bootstrap"))), range ?? Range, stream.Child("curve"));
    }

    [Theory]
    [InlineData(0.6f)] // a model that is too hot: lower the temperature
    [InlineData(1.6f)] // one that is too cold: raise it
    public void Intervals_cover_the_minimum_of_the_divergence_and_the_gain_at_their_rate(float factor)
    {
        // 40 independent data sets and runs; 90 % intervals. Bars too short or too long fail at one in a million (four tests).
        PottsModel model = Wrong(factor);
        EnumeratedDistribution listed = EnumeratedDistribution.Create(model);
        double best = ExactOptimum(listed), gain = Divergence(listed, 1) - Divergence(listed, best), at = 1.5;
        double change = Divergence(listed, at) - Divergence(listed, 1);
        int covered = 0, coveredChange = 0, coveredGain = 0, coveredShort = 0;
        double sum = 0, gains = 0;
        object gate = new();
        Parallel.For(0, Runs, r =>
        {
            DiversityOptimum optimum = Estimate(model, 400, RandomStream.FromSeed(83).Child(r));
            Estimate tau = optimum.TauPrime, moved = optimum.DivergenceChange(at);
            Assert.Equal(EstimateStatus.Ok, tau.Status);
            lock (gate)
            {
                if (tau.Low <= best && best <= tau.High) covered++;
                if (Math.Abs(Math.Log(best / tau.Value)) < Math.Log(tau.High / tau.Low) / 10) coveredShort++;
                if (moved.Low <= change && change <= moved.High) coveredChange++;
                if (optimum.Gain.Low <= gain && gain <= optimum.Gain.High) coveredGain++;
                sum += Math.Log(tau.Value) / Runs;
                gains += optimum.Gain.Value / Runs;
            }
        });
        output.WriteLine($"tau' = {best:f3} (mean estimate {Math.Exp(sum):f3}), gain {gain:f3} (mean {gains:f3}); covered {covered}, gain {coveredGain}, change {coveredChange} of {Runs}; bars a fifth as long cover {coveredShort}");
        double limit = Statistical.FalseAlarm / 4;
        Assert.True(Statistical.BinomialTail(Runs, 0.9, covered) > limit);
        Assert.True(Statistical.BinomialTail(Runs, 0.9, coveredChange) > limit);
        Assert.True(Statistical.BinomialTail(Runs, 0.9, coveredGain) > limit);
        Assert.True(Statistical.BinomialTail(Runs, 0.9, coveredShort) < limit); // negative control
        Assert.True(factor > 1 == best > 1);
    }

    [Fact]
    public void Intervals_are_honest_when_all_of_the_error_is_from_sampling_the_model()
    {
        // The target is exact and does not scatter: what is left are the jackknife deviations of 8 groups, so
        // log(tau'/exact) over its error is a Student's t with 7 degrees. Both sides and a control; one in a million in all.
        PottsModel model = Wrong(1.5f);
        EnumeratedDistribution listed = EnumeratedDistribution.Create(model);
        double target = Truth.Mean(listed.Energies), best = ExactOptimum(listed);
        const int runs = 80;
        double[] t = new double[runs];
        Parallel.For(0, runs, r =>
        {
            RandomStream stream = RandomStream.FromSeed(87).Child(r);
            TemperedCurve curve = new(TemperedCurveTests.Run(model, Betas, 16, stream, sweeps: 20), Sites, States);
            DiversityOptimum optimum = new(curve, new MeanEnergyTarget("exact", target, [.. Enumerable.Repeat(target, 400)], 0), Range, stream.Child("b"));
            Estimate tau = optimum.TauPrime;
            t[r] = Math.Log(tau.Value / best) / (Math.Log(tau.High / tau.Low) / (2 * Numerics.Estimate.NinetyPercent));
        });
        double fisher = Statistical.Fisher(t, 7), low = Statistical.ChiSquareLimit(2 * runs, -4.9), high = Statistical.ChiSquareLimit(2 * runs, 4.9);
        output.WriteLine($"Fisher {fisher:f0} of {low:f0} to {high:f0}, mean t {t.Average():f2}, rms {Math.Sqrt(t.Average(x => x * x)):f2} (1.18 expected)");
        Assert.InRange(fisher, low, high);
        Assert.True(Statistical.Fisher(t.Select(x => 2.5 * x), 7) > high); // negative controls: bars too short and too long
        Assert.True(Statistical.Fisher(t.Select(x => x / 5), 7) < low);
    }

    [Fact]
    public void With_much_data_tau_prime_gain_and_curve_are_those_of_the_listed_divergence()
    {
        PottsModel model = Wrong(1.5f);
        EnumeratedDistribution listed = EnumeratedDistribution.Create(model);
        RandomStream stream = RandomStream.FromSeed(84);
        TemperedCurve curve = new(TemperedCurveTests.Run(model, Betas, 160, stream), Sites, States);
        double target = Truth.Mean(listed.Energies);
        DiversityOptimum optimum = new(curve, new MeanEnergyTarget("exact", target, [target], 0), Range, stream.Child("b"));
        double best = ExactOptimum(listed), gain = Divergence(listed, 1) - Divergence(listed, best);
        output.WriteLine($"tau' {optimum.TauPrime.Value:f4}, exact {best:f4}; gain {optimum.Gain.Value:f4}, exact {gain:f4}");
        Statistical.Near(best, optimum.TauPrime.Value, 0.05); // 160 systems leave about 0.5 % of Monte Carlo error
        Statistical.Near(gain, optimum.Gain.Value, 0.04);
        Assert.Equal(0, optimum.DivergenceChange(1).Value, 1e-12);
        Assert.Equal(optimum.Gain.Value, optimum.GainFrom(1).Value, 1e-12);
        Statistical.Near(Divergence(listed, 1.2) - Divergence(listed, best), optimum.GainFrom(1.2).Value, 0.04);
        foreach (double tau in new[] { 0.45, 0.7, 0.9, 1.3, 2, 3.9 })
        {
            Statistical.Near(Divergence(listed, tau) - Divergence(listed, 1), optimum.DivergenceChange(tau).Value, 0.05);
            // d/dtau D(p||q_tau) = (<E>_q - <E>_p)/tau^2, on the interpolated curve itself.
            const double step = 1e-4;
            double slope = (optimum.DivergenceChange(tau + step).Value - optimum.DivergenceChange(tau - step).Value) / (2 * step);
            Statistical.Near((curve.At(tau).MeanEnergy - target) / (tau * tau), slope, 1e-3 * Math.Max(1, Math.Abs(slope)));
        }
        Assert.True(optimum.DivergenceChange(best * 1.05).Value > -optimum.Gain.Value && optimum.DivergenceChange(best / 1.05).Value > -optimum.Gain.Value);
    }

    [Theory]
    [InlineData(1.6f, 0.7, 1.05, "above")] // wants tau' near 1.5
    [InlineData(0.6f, 0.95, 1.5, "below")] // wants tau' near 0.6
    public void An_optimum_beyond_the_range_says_so_and_is_the_nearest_end(float factor, double min, double max, string word)
    {
        DiversityOptimum optimum = Estimate(Wrong(factor), 2000, RandomStream.FromSeed(85), (min, max));
        Assert.Equal(EstimateStatus.OutOfRange, optimum.TauPrime.Status);
        Assert.Contains(word, optimum.TauPrime.Note, StringComparison.Ordinal);
        Statistical.Near(factor > 1 ? max : min, optimum.TauPrime.Value, 1e-9);
    }

    [Fact]
    public void Equal_streams_give_equal_bits()
    {
        DiversityOptimum one = Estimate(Wrong(1.2f), 300, RandomStream.FromSeed(86)), two = Estimate(Wrong(1.2f), 300, RandomStream.FromSeed(86));
        Assert.Equal(one.TauPrime, two.TauPrime);
        Assert.Equal(one.Gain, two.Gain);
        Assert.Equal(one.Target, two.Target);
        Assert.Equal(one.DivergenceChange(1.7), two.DivergenceChange(1.7));
    }
}
