using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Diagnosis;

/// <summary>Relatives are told from independent draws of the same model.</summary>
public sealed class DescentCheckTests(ITestOutputHelper output)
{
    private const int Samples = 150, Sets = 20;

    private static readonly PottsModel Truth = PlantedPotts.Create(new() { Sites = 9, States = 4, Regime = PlantedRegime.Warm }, RandomStream.FromSeed(61)).Model;
    private static readonly EnumeratedDistribution Listed = EnumeratedDistribution.Create(Truth);

    private static double Z(byte[] rows, int seed, double threshold = 0)
    {
        Alignment data = new(Truth.Alphabet, [.. Enumerable.Range(0, Samples).Select(m => $"{m}")], rows);
        double[] weights = SequenceSimilarity.Weights(data, threshold);
        int count = (int)Math.Round(weights.Sum());
        byte[][] sets = [.. Enumerable.Range(0, Sets).Select(n => Listed.Sample(count, RandomStream.FromSeed(62).Child(seed).Child(n)).States.ToArray())];
        return DescentCheck.Of(data, weights, sets, RandomStream.FromSeed(63).Child(seed)).Z;
    }

    [Fact]
    public void Independent_draws_are_no_relatives()
    {
        double[] z = [.. Enumerable.Range(0, 60).Select(n => Z(Listed.Sample(Samples, RandomStream.FromSeed(64).Child(n)).States.ToArray(), n))];
        output.WriteLine($"mean {z.Average():f2}, rms {Math.Sqrt(z.Average(x => x * x)):f2}, largest {z.Max():f2}");
        Assert.InRange(z.Average(), -0.7, 0.7); // 60 of them, t with 19 degrees of freedom: 4.9 errors of the mean
        Assert.InRange(z.Count(x => x > DescentCheck.LargestZ), 0, 5); // each with a chance of 0.004: 6 of 60 are one in a million
    }

    [Theory]
    [InlineData(0, DescentCheck.LargestZ)]
    [InlineData(0.8, 2)] // weights take near copies away, not descent; few sequences are left that could show it
    public void Leaves_of_a_tree_are(double threshold, double least)
    {
        double[] z = [.. Enumerable.Range(0, 5).Select(n => Z(new PhylogeneticSampler(Truth, 2).Draw(Samples, 1, RandomStream.FromSeed(65).Child(n), TestContext.Current.CancellationToken), n, threshold))];
        output.WriteLine(string.Join(" ", z.Select(x => x.ToString("f1", System.Globalization.CultureInfo.InvariantCulture))));
        Assert.All(z, x => Assert.True(x > least));
        Assert.True(z.Average() > DescentCheck.LargestZ);
    }
}
