using BenchmarkDotNet.Attributes;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Benchmarks;

/// <summary>What does one temperature of an exact sweep cost, and both optima, on the 4 x 4 lattice? Beside the plain sums. One thread.</summary>
public class Sweep
{
    private EnumeratedDistribution truth = null!, fit = null!;
    private TemperatureSweep sweep = null!;

    [GlobalSetup]
    public void Prepare()
    {
        PairwiseFeatures features = new(Alphabet.Spin, 16, fields: false);
        truth = new IsingTruth(4, 4).Enumerate(folded: true).At(2.5);
        byte[] rows = new Sampling.ConfigurationSampler(truth).Draw(100, RandomStream.FromSeed(1));
        fit = features.Enumerate(new PublishedFit().Fit(MomentTarget.FromSamples(features, rows), RandomStream.FromSeed(2)).Theta);
        sweep = new TemperatureSweep(truth, fit);
        if (Math.Abs(sweep.At(0.9).Reverse - EnumeratedDistribution.ReverseDivergence(truth, fit.At(0.9))) > 1e-12)
            throw new InvalidOperationException("the sweep is wrong");
    }

    [Benchmark(Baseline = true, Description = "one temperature by plain sums")]
    public double PlainPoint()
    {
        EnumeratedDistribution q = fit.At(0.9);
        return EnumeratedDistribution.ReverseDivergence(truth, q) + EnumeratedDistribution.ForwardDivergence(truth, q)
            + EnumeratedDistribution.Kappa(truth, q) + q.HeatCapacity;
    }

    [Benchmark(Description = "one temperature, one pass")]
    public SweepPoint Point() => sweep.At(0.9);

    [Benchmark(Description = "tau* and tau'")]
    public double Optima() => sweep.TauStar(TemperatureRange.Published).Tau + sweep.TauPrime(TemperatureRange.Published).Tau;
}
