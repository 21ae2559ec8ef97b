using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Sampling;

public sealed class TemperedGenerationTests(ITestOutputHelper output)
{
    [Fact]
    public void Sequences_at_a_temperature_between_rungs_follow_the_listed_distribution()
    {
        // Independent: one kept configuration a system. Chi-square over 27 states at four temperatures, one in a million in all.
        const int sites = 3, count = 4000;
        PottsModel model = SmallModels.Random(sites, 3, 51, 0.7);
        EnumeratedDistribution exact = EnumeratedDistribution.Create(model);
        RandomStream stream = RandomStream.FromSeed(51).Child("generation");
        ReplicaExchange run = new(model, [2, 1, 0.5, 0], null,
            new() { Systems = count, BurnIn = 12, Sweeps = 8, SnapshotEvery = 8, Threads = 2 }, stream);
        while (!run.Finished) run.Step();
        PottsKernel kernel = new(model);
        double limit = Statistical.ChiSquareLimit(26, 5.03);
        foreach (double tau in new[] { 0.6, 1, 1.37, 4 })
        {
            byte[] rows = TemperedGeneration.Draw(run, kernel, tau, count, 30, stream.Child("draw"));
            double[] counts = new double[27];
            for (int r = 0; r < count; r++) counts[exact.Index(rows.AsSpan(r * sites, sites))]++;
            double ChiSquare(double t) => SmallModels.Probabilities(exact.At(t)).Select((p, n) => Math.Pow(counts[n] - count * p, 2) / (count * p)).Sum();
            output.WriteLine($"tau = {tau}: chi-square {ChiSquare(tau):f1}, as if at {1.25 * tau}: {ChiSquare(1.25 * tau):f1}; limit {limit:f1}");
            Assert.True(ChiSquare(tau) < limit);
            if (tau < 2) Assert.True(ChiSquare(1.25 * tau) > limit); // negative control: the wrong temperature
            Assert.Equal(rows, TemperedGeneration.Draw(run, kernel, tau, count, 30, stream.Child("draw")));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => TemperedGeneration.Draw(run, kernel, 0, 10, 1, stream));
    }
}
