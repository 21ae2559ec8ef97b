using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Tempering;

/// <summary>tau* from configurations of a replica-exchange run, against D(q_tau||p) summed over all configurations.</summary>
public sealed class FidelityOptimumTests(ITestOutputHelper output)
{
    private const int Sites = 6, States = 3, Runs = 24;

    private static readonly double[] Betas = [3, 2.2, 1.6, 1.25, 1, 0.8, 0.6, 0.4, 0];
    private static readonly TemperatureRange Range = new(0.4, 2.5);
    private static readonly PottsModel Truth = SmallModels.Random(Sites, States, 91, 0.6);

    private static PottsModel Wrong(float factor)
    {
        PottsModel noise = SmallModels.Random(Sites, States, 92, 0.35), model = Truth.Clone();
        for (int n = 0; n < model.Fields.Length; n++) model.Fields[n] = factor * (model.Fields[n] + noise.Fields[n]);
        for (int n = 0; n < model.Couplings.Length; n++) model.Couplings[n] = factor * (model.Couplings[n] + noise.Couplings[n]);
        return model;
    }

    private static FidelityOptimum Run(PottsModel model, RandomStream stream)
    {
        ReplicaExchange run = new(model, Betas, null, new() { Systems = 16, BurnIn = 50, Sweeps = 200, SnapshotEvery = 4, Threads = 1 }, stream);
        while (!run.Finished) run.Step();
        return new FidelityOptimum(run, model, Range);
    }

    [Theory]
    [InlineData(0.7f)] // too hot a model: lower
    [InlineData(1.6f)] // too cold: raise
    public void Optimum_gain_and_curve_are_the_exact_ones_within_their_errors(float factor)
    {
        PottsModel model = Wrong(factor);
        EnumeratedDistribution p = EnumeratedDistribution.Create(Truth), q = EnumeratedDistribution.Create(model);
        double Exact(double tau) => EnumeratedDistribution.ForwardDivergence(q.At(tau), p) - EnumeratedDistribution.ForwardDivergence(q, p);
        double best = Math.Exp(Brent.Minimize(x => Exact(Math.Exp(x)), Math.Log(0.4), Math.Log(2.5)).X);
        double[] z = new double[2 * Runs];
        Parallel.For(0, Runs, r =>
        {
            FidelityOptimum fidelity = Run(model, RandomStream.FromSeed(93).Child(r));
            ReverseCurve curve = fidelity.Curve(Truth);
            IReadOnlyList<ReverseCurve> without = fidelity.Without(Truth);
            double place = Math.Log(curve.Optimum().Tau / best), error = Jackknife.StandardError([.. without.Select(c => Math.Log(c.Optimum().Tau))]);
            double change = curve.At(0.6) - Exact(0.6), changeError = Jackknife.StandardError([.. without.Select(c => c.At(0.6))]);
            (z[2 * r], z[2 * r + 1]) = (place / error, change / changeError);
        });
        foreach (int kind in new[] { 0, 1 })
        {
            double[] scores = [.. z.Where((_, n) => n % 2 == kind)];
            double mean = scores.Average(), spread = Math.Sqrt(scores.Average(x => x * x));
            output.WriteLine($"exact optimum {best:f4}, gain {-Exact(best):f4}; mean z {mean:f2}, rms z {spread:f2}");
            // t with 7 degrees of freedom has rms 1.18; of 24 such the rms lies within these limits but for one in a million (by simulation), and so does the mean.
            Assert.InRange(spread, 0.5, 2.2);
            Assert.InRange(Math.Abs(mean), 0, 1.3);
        }
    }

    [Fact]
    public void A_truth_that_is_the_model_has_its_optimum_at_one_without_noise_and_another_gauge_changes_nothing()
    {
        PottsModel model = Wrong(1.2f);
        FidelityOptimum fidelity = Run(model, RandomStream.FromSeed(94));
        TemperatureOptimum optimum = fidelity.Curve(model).Optimum(); // the same draws on both sides: noise falls out
        Assert.Equal(1, optimum.Tau, 1e-3);
        Assert.Equal(0, optimum.Divergence, 1e-6);
        ReverseCurve plain = fidelity.Curve(Truth), gauged = fidelity.Curve(SmallModels.ChangeGauge(Truth, 5));
        foreach (double tau in new[] { 0.45, 0.8, 1.7 }) Assert.Equal(plain.At(tau), gauged.At(tau), 1e-4);
        TemperatureOptimum scaled = fidelity.Curve(Scaled(model, 2)).Optimum(); // p ~ exp(-2 E^): the model at tau = 1/2
        Assert.Equal(0.5, scaled.Tau, 1e-3);
    }

    [Fact]
    public void The_slope_belongs_to_the_curve()
    {
        ReverseCurve curve = Run(Wrong(1.4f), RandomStream.FromSeed(95)).Curve(Truth);
        TemperatureOptimum optimum = curve.Optimum();
        double least = Enumerable.Range(0, 2000).Select(n => curve.At(0.4 * Math.Pow(2.5 / 0.4, n / 1999.0))).Min();
        Assert.Equal(least, optimum.Divergence, 1e-5);
        Assert.Equal(OptimumPlace.Inside, optimum.Place);
        Assert.Equal(0, curve.At(1), 1e-9);
    }

    private static PottsModel Scaled(PottsModel model, float factor)
    {
        PottsModel scaled = model.Clone();
        foreach (ref float h in scaled.Fields.AsSpan()) h *= factor;
        foreach (ref float j in scaled.Couplings.AsSpan()) j *= factor;
        return scaled;
    }
}
