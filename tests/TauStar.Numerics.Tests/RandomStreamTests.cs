using Xunit;

namespace TauStar.Numerics.Tests;

public sealed class RandomStreamTests(ITestOutputHelper output)
{
    [Fact]
    public void Equal_paths_give_equal_numbers_and_other_paths_others()
    {
        RandomStream root = RandomStream.FromSeed(1);
        Assert.Equal(root.Child("folds").Child(3).Open().NextUInt64(), RandomStream.FromSeed(1).Child("folds").Child(3).Open().NextUInt64());
        HashSet<ulong> keys = [root.Key];
        for (int n = -1000; n < 100_000; n++) Assert.True(keys.Add(root.Child(n).Key));
        for (int n = 0; n < 100_000; n++) Assert.True(keys.Add(root.Child("x" + n).Key));
        for (ulong n = 2; n < 100_000; n++) Assert.True(keys.Add(RandomStream.FromSeed(n).Key));
        Assert.True(keys.Add(root.Child("a").Child("b").Key));
        Assert.True(keys.Add(root.Child("b").Child("a").Key));
        Assert.NotEqual(root.Open(0).NextUInt64(), root.Open(1).NextUInt64());
    }

    [Fact]
    public void Parents_children_and_parts_are_uncorrelated()
    {
        const int draws = 100_000;
        RandomStream root = RandomStream.FromSeed(3);
        RandomSource[] sources = [root.Open(), root.Open(1), root.Child(0).Open(), root.Child(1).Open(), root.Child("0").Open(), RandomStream.FromSeed(4).Open()];
        double[][] x = [.. sources.Select(s => Enumerable.Range(0, draws).Select(_ => s.NextDouble() - 0.5).ToArray())];
        double worst = 0;
        for (int a = 0; a < x.Length; a++)
        {
            for (int b = 0; b < a; b++)
                worst = Math.Max(worst, Math.Abs(x[a].Zip(x[b], (p, q) => 12 * p * q).Sum()) / Math.Sqrt(draws));
        }
        output.WriteLine($"largest of 15 correlations: {worst:f2} standard errors");
        Assert.True(worst < 5.45); // one in a million over 15 pairs
    }

    [Fact]
    public void NextInt_has_no_modulo_bias()
    {
        // Without rejection, remainders below 2^32 mod 1.5e9 come up three times for two of the others: thirds of
        // 0.387, 0.387, 0.226 instead of 1/3 each.
        const int below = 1_500_000_000, draws = 60_000;
        RandomSource random = RandomStream.FromSeed(5).Open();
        int[] thirds = new int[3], biased = new int[3], small = new int[7];
        for (int n = 0; n < draws; n++)
        {
            thirds[random.NextInt(below) / (below / 3)]++;
            biased[random.NextUInt32() % below / (below / 3)]++;
            small[random.NextInt(7)]++;
        }
        const double limit2 = 28.3; // chi-square with 2 degrees, -2 ln(0.7e-6)
        Assert.True(Statistical.ChiSquare(thirds, draws / 3.0) < limit2);
        Assert.True(Statistical.ChiSquare(biased, draws / 3.0) > limit2); // negative control
        Assert.True(Statistical.ChiSquare(small, draws / 7.0) < 41); // 6 degrees, 0.3e-6
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
        Assert.Equal(0, random.NextInt(1));
    }

    [Fact]
    public void NextNormal_has_the_moments_of_a_normal_variable()
    {
        const int draws = 500_000;
        RandomSource random = RandomStream.FromSeed(6).Open();
        double[] moments = new double[5];
        double serial = 0, previous = 0;
        for (int n = 0; n < draws; n++)
        {
            double x = random.NextNormal();
            for (int k = 1; k <= 4; k++) moments[k] += Math.Pow(x, k) / draws;
            serial += x * previous / draws;
            previous = x;
        }
        // Variances of x, x^2, x^3, x^4: 1, 2, 15, 96. Five statements: one in a million together at 5.3.
        double[] exact = [1, 0, 1, 0, 3], variances = [0, 1, 2, 15, 96];
        for (int k = 1; k <= 4; k++)
            Statistical.Near(exact[k], moments[k], 5.3 * Math.Sqrt(variances[k] / draws));
        Statistical.Near(0, serial, 5.3 / Math.Sqrt(draws));
    }

    [Fact]
    public void Shuffle_gives_every_order_equally_often()
    {
        const int draws = 48_000;
        RandomSource random = RandomStream.FromSeed(7).Open();
        Dictionary<string, int> counts = [];
        for (int n = 0; n < draws; n++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            random.Shuffle<char>(items);
            string order = new(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.True(Statistical.ChiSquare([.. counts.Values], draws / 24.0) < Statistical.ChiSquareLimit(23));
    }
}
