using BenchmarkDotNet.Attributes;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Benchmarks;

/// <summary>What does tau* from data alone cost for 16 spins, beside one fit by the published ascent, which it does without? One thread.</summary>
public class TauStarFromData
{
    private const int IntervalDraws = 400;
    private static readonly TemperatureRange Range = new(0.2, 6);

    private MomentTarget target = null!;
    private PairwiseFit fit = null!;
    private EmpiricalBayes prior = null!;

    /// <summary>With fields the list is twice as long, and 16 parameters more.</summary>
    [Params(false, true)]
    public bool Fields { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        PairwiseFeatures features = new(Alphabet.Spin, 16, Fields);
        EnumeratedDistribution truth = new IsingTruth(4, 4).Enumerate(folded: !Fields).At(2.6);
        target = MomentTarget.FromSamples(features, new Sampling.ConfigurationSampler(truth).Draw(250, RandomStream.FromSeed(1)));
        fit = PublishedAscent();
        prior = EmpiricalBayes.Of(target);
        double estimate = WithoutInterval(), exact = new TemperatureSweep(truth, features.Energies(fit.Theta)).TauStar(Range).Tau;
        if (Math.Abs(Math.Log(estimate / exact)) > 0.2) throw new InvalidOperationException($"estimated {estimate}, exact {exact}");
    }

    [Benchmark(Baseline = true, Description = "one fit by the published ascent")]
    public PairwiseFit PublishedAscent() => new PublishedFit().Fit(target, RandomStream.FromSeed(2));

    [Benchmark(Description = "prior, posterior mean")]
    public EmpiricalBayes Posterior() => EmpiricalBayes.Of(target);

    [Benchmark(Description = "tau* and gain from it")]
    public double WithoutInterval() =>
        new PosteriorTempering(target.Features, fit.Theta, prior.Posterior, Range).TauStar("mean", 0, RandomStream.FromSeed(3)).Tau.Value;

    [Benchmark(Description = "all: data to tau*, gain and intervals")]
    public TemperatureEstimate Everything() => new PosteriorTempering(target.Features, fit.Theta, EmpiricalBayes.Of(target).Posterior, Range)
        .TauStar("mean", IntervalDraws, RandomStream.FromSeed(3));
}
