using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Tempering;

/// <summary>tau* under a posterior, against exact sweeps with every posterior draw as the truth.</summary>
public sealed class PosteriorTemperingTests
{
    private const int Draws = 200;
    private static readonly TemperatureRange Range = new(0.2, 6);
    private static readonly PairwiseFeatures Nine = new(Alphabet.Spin, 9, fields: false);
    private static readonly MomentTarget Target = MomentTarget.FromSamples(
        Nine, new ConfigurationSampler(new IsingTruth(3, 3).Enumerate(true).At(2.6)).Draw(150, RandomStream.FromSeed(1)));
    private static readonly double[] Model = new PublishedFit().Fit(Target, RandomStream.FromSeed(2)).Theta;
    private static readonly CouplingPosterior Posterior = EmpiricalBayes.Of(Target).Posterior;
    private static readonly PosteriorTempering Tempering = new(Nine, Model, Posterior, Range);

    private static TemperatureSweep Sweep(double[] truth) => new(Nine.Enumerate(truth), Nine.Energies(Model));

    [Fact]
    public void Tau_star_is_that_of_the_posterior_mean_and_so_of_the_mean_divergence()
    {
        TemperatureEstimate estimate = Tempering.TauStar("mean", 0, RandomStream.FromSeed(3));
        TemperatureSweep sweep = Sweep([.. Posterior.Mean]);
        Near(sweep.TauStar(Range).Tau, estimate.Tau.Value, 1e-9);
        Near(sweep.At(1).Reverse - sweep.At(estimate.Tau.Value).Reverse, estimate.Gain.Value, 1e-9);
        Assert.True(double.IsNaN(estimate.Tau.Low));

        // The divergence is linear in the truth's parameters up to a constant: its average over draws +- about the mean is the mean's.
        RandomSource random = RandomStream.FromSeed(4).Open();
        double[] draw = Posterior.Draw(random), mirror = [.. draw.Select((t, m) => 2 * Posterior.Mean[m] - t)];
        foreach (double tau in new[] { 0.5, 0.9, 1.4, 3.0 })
        {
            double Change(double[] truth) => Sweep(truth).At(tau).Reverse - Sweep(truth).At(1).Reverse;
            Near(Tempering.ReverseChange(tau).Value, (Change(draw) + Change(mirror)) / 2, 1e-9);
        }
    }

    [Fact]
    public void The_interval_holds_the_optima_of_posterior_draws()
    {
        TemperatureEstimate estimate = Tempering.TauStar("mean", Draws, RandomStream.FromSeed(5));
        RandomSource random = RandomStream.FromSeed(5).Open(); // the same draws
        double[] optima = [.. Enumerable.Range(0, Draws).Select(_ => Sweep(Posterior.Draw(random)).TauStar(Range).Tau).Order()];
        double tau = estimate.Tau.Value, low = optima[(int)(0.05 * Draws)], high = optima[(int)(0.95 * Draws)];
        Near(Math.Log(low / tau) * Tempering.Widening, Math.Log(estimate.Tau.Low / tau), 0.01);
        Near(Math.Log(high / tau) * Tempering.Widening, Math.Log(estimate.Tau.High / tau), 0.01);
    }

    [Fact]
    public void The_band_of_the_divergence_is_that_of_posterior_draws()
    {
        const double tau = 0.7;
        RandomSource random = RandomStream.FromSeed(6).Open();
        double[] changes = [.. Enumerable.Range(0, 2000).Select(_ =>
        {
            TemperatureSweep sweep = Sweep(Posterior.Draw(random));
            return sweep.At(tau).Reverse - sweep.At(1).Reverse;
        })];
        double mean = changes.Average(), deviation = Math.Sqrt(changes.Average(x => (x - mean) * (x - mean)));
        Estimate band = Tempering.ReverseChange(tau);
        Near(1, deviation * Tempering.Widening / band.StandardError, 0.09); // 2000 draws know a deviation to 1.6 %
        Near(band.Value, mean, Z * deviation / Math.Sqrt(2000));
    }

    [Fact]
    public void Intervals_are_wider_by_the_share_that_the_prior_determines()
    {
        L2Strengths determined = EmpiricalBayes.Of(Target).Determined;
        Near(2 - determined.Couplings / Nine.Count, Tempering.Widening, 1e-12);
        Assert.InRange(Tempering.Widening, 1.05, 1.95);
        L2Strengths known = new(double.PositiveInfinity, double.PositiveInfinity);
        Near(1, new PosteriorTempering(Nine, Model, CouplingPosterior.About(Target, Posterior.Map, new L2Strengths(0, 5), known), Range).Widening, 0);
    }

    [Fact]
    public void Where_data_are_endless_estimates_are_the_truth()
    {
        EnumeratedDistribution truth = new IsingTruth(3, 3).Enumerate(true).At(2.6);
        MomentTarget exact = MomentTarget.FromDistribution(Nine, truth) with { Samples = 1e9 };
        CouplingPosterior posterior = EmpiricalBayes.Of(exact).Posterior;
        TemperatureEstimate star = new PosteriorTempering(Nine, Model, posterior, Range).TauStar("mean", 50, RandomStream.FromSeed(7));
        TemperatureSweep sweep = new(truth, Nine.Energies(Model));
        Near(sweep.TauStar(Range).Tau, star.Tau.Value, 1e-4);
        Near(0, star.Tau.High - star.Tau.Low, 2e-3);
        (Estimate prime, Estimate gain) = new MeanEnergyMatch(Nine.Energies(Model)).Solve(new PosteriorTempering(Nine, Model, posterior, Range).MeanEnergy, Range);
        Near(sweep.TauPrime(Range).Tau, prime.Value, 1e-4);
        Near(sweep.At(1).Forward - sweep.TauPrime(Range).Divergence, gain.Value, 1e-6);
    }

    [Fact]
    public void An_optimum_at_the_edge_says_so()
    {
        PosteriorTempering narrow = new(Nine, Model, Posterior, new TemperatureRange(2, 3));
        TemperatureEstimate estimate = narrow.TauStar("mean", 50, RandomStream.FromSeed(8));
        Assert.Equal(EstimateStatus.OutOfRange, estimate.Tau.Status);
        Near(2, estimate.Tau.Value, 1e-12);
    }
}
