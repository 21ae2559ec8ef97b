using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Fitting;

/// <summary>The Pearson that draws of a perfect model show, against draws.</summary>
public sealed class ChainNoiseTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void Draws_of_a_perfect_model_show_the_Pearson_that_is_foretold(double strength)
    {
        EnumeratedDistribution truth = EnumeratedDistribution.Create(SmallModels.Random(7, 3, 111, strength));
        PairFrequencies data = SmallModels.ExactFrequencies(truth);
        ConfigurationSampler sampler = new(truth);
        foreach (int chains in new[] { 100, 1000, 10_000 })
        {
            double[] drawn = [.. Enumerable.Range(0, 60).Select(n => CorrelationFit.Between(data,
                PairFrequencies.Count(sampler.Draw(chains, RandomStream.FromSeed(111).Child(chains).Child(n)), 7, 3, null, pseudocount: 0)).Pearson)];
            double mean = drawn.Average(), foretold = ChainNoise.BestPearson(data, chains);
            output.WriteLine($"{chains} draws: Pearson {mean:f4}, foretold {foretold:f4}");
            // What is missing to 1 is right to a quarter: independent sites stand for the model.
            Assert.InRange((1 - foretold) / (1 - mean), 0.75, 1.33);
        }
    }

    [Theory]
    [InlineData(0.5, 0.95)]
    [InlineData(0.8, 0.98)]
    public void Enough_chains_bring_a_perfect_model_so_far_from_the_target_to_1(double share, double best)
    {
        PairFrequencies data = SmallModels.ExactFrequencies(EnumeratedDistribution.Create(SmallModels.Random(7, 3, 112, 0.3)));
        int enough = ChainNoise.Enough(data, 0.9, share);
        Assert.InRange(ChainNoise.BestPearson(data, enough), best, best + 0.001);
        Assert.True(ChainNoise.BestPearson(data, enough - 1) < best);
    }
}
