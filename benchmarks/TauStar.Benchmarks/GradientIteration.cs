using BenchmarkDotNet.Attributes;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Benchmarks;

/// <summary>
/// How fast is one iteration of the published gradient ascent on 16 spins, and a whole Newton fit, beside the published algorithm as
/// written? One thread.
/// </summary>
public class GradientIteration
{
    private const int Spins = 16, Samples = 4000;

    private readonly PairwiseFeatures features = new(Alphabet.Spin, Spins, fields: false);
    private readonly PlainSpinMoments plain = new(Spins);
    private double[] theta = [], couplings = [];
    private PairwisePartition model = null!;
    private MomentTarget target = null!;

    [GlobalSetup]
    public void Prepare()
    {
        RandomSource random = RandomStream.FromSeed(1).Open();
        theta = [.. Enumerable.Range(0, features.Count).Select(_ => 0.4 * random.NextNormal())];
        couplings = new double[Spins * Spins];
        for (int i = 0; i < Spins; i++)
        {
            for (int j = i + 1; j < Spins; j++) couplings[i * Spins + j] = couplings[j * Spins + i] = theta[SitePairs.Index(Spins, i, j)];
        }
        model = new PairwisePartition(features);
        EnumeratedDistribution truth = new IsingTruth(4, 4).Enumerate(folded: true).At(2.5);
        target = MomentTarget.FromSamples(features, new Sampling.ConfigurationSampler(truth).Draw(Samples, RandomStream.FromSeed(2)));

        // Nothing is timed that is not right.
        plain.Sum(couplings);
        model.Sum(theta);
        for (int i = 0; i < Spins; i++)
        {
            for (int j = i + 1; j < Spins; j++)
            {
                if (Math.Abs(plain.Moments[i * Spins + j] - model.Moments[SitePairs.Index(Spins, i, j)]) > 1e-12)
                    throw new InvalidOperationException("the fast sum is wrong");
            }
        }
        if (!new NewtonFit().Fit(target).Converged) throw new InvalidOperationException("Newton has not converged");
    }

    [Benchmark(Baseline = true, Description = "published algorithm as written, N^2 2^N products")]
    public double Plain()
    {
        plain.Sum(couplings);
        return plain.LogZ;
    }

    [Benchmark(Description = "table of energies by Walsh-Hadamard, moments by another")]
    public double Table()
    {
        model.SumTable(theta);
        return model.LogZ;
    }

    [Benchmark(Description = "sum by blocks, no state stored (what fits use)")]
    public double Blocks()
    {
        model.Sum(theta);
        return model.LogZ;
    }

    [Benchmark(Description = "Newton to convergence, M = 4000, T = 2.5")]
    public PairwiseFit Newton() => new NewtonFit().Fit(target);

    [Benchmark(Description = "published fit to its stop, M = 4000, T = 2.5")]
    public PairwiseFit Published() => new PublishedFit().Fit(target, RandomStream.FromSeed(3));
}
