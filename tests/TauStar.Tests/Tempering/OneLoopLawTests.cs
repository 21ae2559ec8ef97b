using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Tempering;

/// <summary>The law for many data on the 4 x 4 Ising model (theory: section 6).</summary>
public sealed class OneLoopLawTests(ITestOutputHelper output)
{
    private static readonly PairwiseFeatures Features = new(Alphabet.Spin, 16, fields: false);
    private static readonly double[] Couplings = Features.FromPotts(IsingLattice.Create(4, 4, 1, 1));

    private static double[] At(double temperature) => [.. Couplings.Select(j => j / temperature)];

    [Theory]
    [InlineData(2.05, -29.9, 11.6)]
    [InlineData(2.6, -9.8, 9.5)]
    [InlineData(3.0, -3.1, 12.4)]
    [InlineData(3.4, 3.7, 18.1)]
    [InlineData(4.0, 17.0, 31.2)]
    [InlineData(4.6, 34.6, 48.9)]
    public void It_has_the_known_values(double temperature, double star, double prime)
    {
        OneLoopLaw law = OneLoopLaw.At(Features, At(temperature));
        Near(star, law.TauStarTimesSamples, 0.1); // known to one decimal
        Near(prime, law.TauPrimeTimesSamples, 0.1);
    }

    [Fact]
    public void Its_zero_lies_at_T_3_19()
    {
        double zero = Brent.FindRoot(t => OneLoopLaw.At(Features, At(t)).TauStarTimesSamples, 3, 3.4, 1e-6);
        output.WriteLine($"zero at {zero:F4}");
        Near(3.194, zero, 0.001);
    }

    [Theory]
    [InlineData(2.05, 240)]
    [InlineData(2.6, 240)]
    [InlineData(4.0, 240)]
    [InlineData(4.6, 240)]
    public void Converged_fits_to_4000_samples_follow_it(double temperature, int replicates)
    {
        // To first order both log tau scatter by theta.(mu_d - mu)/C, whose mean is 0 exactly: without it the mean of 240 fits
        // is known to about one per cent. The law has to hold within 5 %, beside the scatter that a test at one in a million allows.
        const int samples = 4000;
        double[] theta = At(temperature);
        EnumeratedDistribution truth = Features.Enumerate(theta);
        double[] moments = Features.Moments(truth);
        ConfigurationSampler sampler = new(truth);
        // C of theory section 6 is Var(E/T): the heat capacity in units where the model is at tau = 1.
        double[] star = new double[replicates], prime = new double[replicates];
        Parallel.For(0, replicates, r =>
        {
            byte[] rows = sampler.Draw(samples, RandomStream.FromSeed(2).Child(r));
            MomentTarget target = MomentTarget.FromSamples(Features, rows);
            PairwiseFit fit = new NewtonFit().Fit(target);
            double scatter = samples * theta.Zip(target.Mean.Zip(moments, (d, m) => d - m), (t, e) => t * e).Sum() / truth.HeatCapacity;
            Assert.True(fit.Converged);
            TemperatureSweep sweep = new(truth, Features.Energies(fit.Theta));
            star[r] = samples * Math.Log(sweep.TauStar(new TemperatureRange(0.5, 2)).Tau) - scatter;
            prime[r] = samples * Math.Log(sweep.TauPrime(new TemperatureRange(0.5, 2)).Tau) - scatter;
        });
        OneLoopLaw law = OneLoopLaw.At(Features, At(temperature));
        foreach ((double[] found, double expected) in new[] { (star, law.TauStarTimesSamples), (prime, law.TauPrimeTimesSamples) })
        {
            double mean = found.Average(), error = Math.Sqrt(found.Sum(x => (x - mean) * (x - mean)) / (replicates - 1) / replicates);
            output.WriteLine($"T = {temperature}: {mean:F2} +- {error:F2}, law {expected:F2}");
            Assert.True(error < 0.02 * Math.Abs(expected));
            Near(expected, mean, 0.05 * Math.Abs(expected) + Z * error);
        }
    }
}
