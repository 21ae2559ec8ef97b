using TauStar.Data;
using TauStar.Numerics;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Tempering;

/// <summary>The truth's mean energy, by refits, by the posterior, by both.</summary>
public sealed class MeanEnergyTargetTests(ITestOutputHelper output)
{
    private static MeanEnergyTarget Way(string name, double value, double doubt = 0) => new(name, value, [value - 1, value, value + 1], doubt);

    [Fact]
    public void Both_together_are_their_mean_with_half_their_difference_for_an_error()
    {
        MeanEnergyTarget both = MeanEnergyTarget.Combined(Way(MeanEnergyTarget.ByRefits, 10), Way(MeanEnergyTarget.ByPosterior, 14, 0.5));
        Assert.Equal((MeanEnergyTarget.ByBoth, 12.0, 2.0), (both.Name, both.Value, both.Doubt));
        Assert.Equal([11, 12, 13], both.Draws); // the scatter of the refits about the mean of both
    }

    [Fact]
    public void That_they_agree_by_chance_does_not_make_them_certain() =>
        Assert.Equal(0.25, MeanEnergyTarget.Combined(Way(MeanEnergyTarget.ByRefits, 10), Way(MeanEnergyTarget.ByPosterior, 10, 1.5)).Doubt, 1e-12);

    [Fact]
    public void The_posterior_adds_its_shift_to_weighted_energies_and_scatters_as_clusters_do()
    {
        // 200 clusters of two rows each, equal within a cluster: draws scatter as a mean of 200 numbers, not of 400.
        const int clusters = 200, draws = 2000;
        RandomSource source = RandomStream.FromSeed(21).Open();
        double[] means = [.. Enumerable.Range(0, clusters).Select(_ => source.NextNormal())];
        double[] energies = [.. means, .. means], weights = [.. energies.Select((_, m) => m % clusters < 100 ? 1.0 : 3.0)];
        int[] cluster = [.. energies.Select((_, m) => m % clusters)];
        Folds folds = new([.. cluster.Select(c => c % 5)], cluster, clusters, 0.8);
        MeanEnergyTarget target = MeanEnergyTarget.Posterior(energies, -4, weights, folds, draws, RandomStream.FromSeed(22));
        double total = weights.Sum(), mean = energies.Select((e, m) => e * weights[m]).Sum() / total;
        double expected = Math.Sqrt(Enumerable.Range(0, clusters).Sum(c => Math.Pow(2 * weights[c] * (means[c] - mean) / total, 2))); // delta method, both rows of a cluster at once
        double scatter = Math.Sqrt(target.Draws.Average(d => Math.Pow(d - target.Value, 2)));
        output.WriteLine($"value {target.Value:f4}, scatter {scatter:f4}, expected {expected:f4}");
        Assert.Equal(mean - 4, target.Value, 1e-12);
        Assert.Equal(1.2, target.Doubt, 1e-12);
        Assert.InRange(scatter / expected, 0.9, 1.1); // 2000 draws: 1.6 %; six of these
        Assert.True(expected * 0.9 > 1.1 * expected / Math.Sqrt(2)); // negative control: rows by themselves would scatter 1.4 times less
    }
}
