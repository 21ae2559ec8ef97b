using TauStar.Data;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Tempering;

public sealed class HeldOutEnergyTests(ITestOutputHelper output)
{
    private static Folds Given(int[] foldOf, int[] clusterOf) => new(foldOf, clusterOf, clusterOf.Max() + 1, 0.8);

    [Fact]
    public void Means_are_those_calculated_by_hand()
    {
        // Four sequences of weights 1, 1, 2, 4; folds {0, 1}, {2, 3}.
        // Fold 0: held out (10 + 20)/2 = 15, trained (2 * 1 + 4 * 4)/6 = 3: difference 12, weight 2.
        // Fold 1: held out (2 * 9 + 4 * 3)/6 = 5, trained (1 + 2)/2 = 1.5: difference 3.5, weight 6.
        // Gap (2 * 12 + 6 * 3.5)/8 = 5.625; data (1 * 8 + 1 * 0 + 2 * 2 + 4 * 1)/8 = 2; target 2 + 5.625/2 = 4.8125.
        HeldOutEnergy heldOut = new([1, 1, 2, 4], [8, 0, 2, 1], [[10, 20, 1, 4], [1, 2, 9, 3]], Given([0, 0, 1, 1], [0, 1, 2, 3]));
        Assert.Equal(2, heldOut.FoldCount);
        Assert.Equal((15, 3), heldOut.Fold(0));
        Assert.Equal((5, 1.5), heldOut.Fold(1));
        Assert.Equal(new HeldOutMeans(2, 5.625, 4.8125), heldOut.Means());
    }

    [Fact]
    public void A_constant_in_any_one_model_s_energies_moves_only_what_it_must()
    {
        RandomSource random = RandomStream.FromSeed(71).Open();
        const int count = 40, foldCount = 5;
        double[] Draw() => [.. Enumerable.Range(0, count).Select(_ => 3 * random.NextNormal())];
        double[] weights = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())], full = Draw();
        double[][] byFold = [.. Enumerable.Range(0, foldCount).Select(_ => Draw())];
        Folds folds = Given([.. Enumerable.Range(0, count).Select(m => m % foldCount)], [.. Enumerable.Range(0, count)]);
        HeldOutMeans plain = new HeldOutEnergy(weights, full, byFold, folds).Means();
        HeldOutMeans refitsMoved = new HeldOutEnergy(weights, full,
            [.. byFold.Select((e, k) => e.Select(x => x + 100 * (k + 1)).ToArray())], folds).Means();
        HeldOutMeans modelMoved = new HeldOutEnergy(weights, [.. full.Select(x => x + 100)], byFold, folds).Means();
        HeldOutMeans weightsScaled = new HeldOutEnergy([.. weights.Select(w => 7 * w)], full, byFold, folds).Means();
        Same(plain, refitsMoved);
        Same(plain with { Data = plain.Data + 100, Target = plain.Target + 100 }, modelMoved);
        Same(plain, weightsScaled);
    }

    private static void Same(HeldOutMeans expected, HeldOutMeans actual)
    {
        Statistical.Near(expected.Data, actual.Data, 1e-11);
        Statistical.Near(expected.Gap, actual.Gap, 1e-11);
        Statistical.Near(expected.Target, actual.Target, 1e-11);
    }

    [Fact]
    public void Resampling_scatters_like_new_data_and_clusters_stay_whole()
    {
        // One model for all: the gap is nearly 0 and the target is the weighted mean of the energies, whose standard error is
        // known. Clusters of four equal sequences: a bootstrap over sequences would halve the error.
        const int clusters = 100, size = 4, draws = 4000;
        RandomSource random = RandomStream.FromSeed(72).Open();
        double[] perCluster = [.. Enumerable.Range(0, clusters).Select(_ => random.NextNormal())];
        double[] energies = [.. perCluster.SelectMany(e => Enumerable.Repeat(e, size))];
        int[] cluster = [.. Enumerable.Range(0, clusters * size).Select(m => m / size)];
        HeldOutEnergy heldOut = new([.. energies.Select(_ => 1.0 / size)], energies, [energies, energies],
            Given([.. cluster.Select(c => c % 2)], cluster));
        double[] data = [.. Enumerable.Range(0, draws).Select(_ => heldOut.Resample(random).Data)];
        double mean = perCluster.Average(), error = Math.Sqrt(perCluster.Sum(e => (e - mean) * (e - mean))) / clusters;
        double scatter = Math.Sqrt(data.Sum(x => (x - data.Average()) * (x - data.Average())) / draws);
        output.WriteLine($"scatter {scatter:f4}, standard error {error:f4}, over sequences it were {error / 2:f4}");
        // The relative error of a standard deviation from n draws is 1/sqrt(2n); two tests share one in a million.
        Statistical.Near(1, scatter / error, 5.03 / Math.Sqrt(2 * draws));
        Statistical.Near(mean, data.Average(), 5.03 * error / Math.Sqrt(draws));
        Assert.True(Math.Abs(2 * scatter / error - 1) > 5.03 / Math.Sqrt(2 * draws)); // negative control
    }

    [Fact]
    public void Resampling_is_a_number_even_with_few_clusters()
    {
        // Three clusters in two folds: a draw often takes one fold only, which leaves nothing to train or to hold out.
        HeldOutEnergy heldOut = new([1, 1, 1], [1, 2, 3], [[4, 1, 1], [1, 3, 3]], Given([0, 1, 1], [0, 1, 2]));
        RandomSource random = RandomStream.FromSeed(73).Open();
        for (int n = 0; n < 1000; n++)
        {
            HeldOutMeans means = heldOut.Resample(random);
            Assert.True(double.IsFinite(means.Target), $"{means}");
        }
    }

    [Fact]
    public void Energies_of_other_sequences_are_refused()
    {
        Folds folds = Given([0, 1], [0, 1]);
        Assert.Throws<ArgumentException>(() => new HeldOutEnergy([1, 1], [1], [[1, 1], [1, 1]], folds));
        Assert.Throws<ArgumentException>(() => new HeldOutEnergy([1, 1], [1, 1], [[1, 1], [1]], folds));
    }
}
