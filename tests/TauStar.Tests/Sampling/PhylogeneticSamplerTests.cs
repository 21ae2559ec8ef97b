using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Sampling;

/// <summary>Trees, and sequences that evolve along them.</summary>
public sealed class PhylogeneticSamplerTests(ITestOutputHelper output)
{
    private static CancellationToken Never => TestContext.Current.CancellationToken;

    /// <summary>Sites apart, with fields alone: every draw of a site forgets, so that all is known in closed form.</summary>
    private static PottsModel Apart(int sites)
    {
        PottsModel model = new(SmallModels.Letters(3), sites);
        for (int i = 0; i < sites; i++)
        {
            model.Fields[3 * i] = MathF.Log(2);
            model.Fields[3 * i + 1] = MathF.Log(5);
            model.Fields[3 * i + 2] = MathF.Log(3);
        }
        return model;
    }

    private const double ByChance = 0.04 + 0.25 + 0.09; // sum of p^2 for p = 0.2, 0.5, 0.3

    /// <summary>When the common ancestor of two leaves (0-based) split.</summary>
    private static double Split(YuleTree tree, int a, int b)
    {
        int first = tree.Parents.Count - tree.Leaves;
        (a, b) = (first + a, first + b);
        while (a != b) (a, b) = a > b ? (tree.Parents[a], b) : (a, tree.Parents[b]);
        return tree.Times[a];
    }

    [Fact]
    public void Trees_are_binary_and_their_leaves_equally_far_from_the_root()
    {
        YuleTree tree = YuleTree.Grow(50, RandomStream.FromSeed(401));
        Assert.Equal(99, tree.Parents.Count);
        for (int node = 1; node < 99; node++)
        {
            Assert.True(tree.Parents[node] < node);
            Assert.True(tree.Times[node] > tree.Times[tree.Parents[node]] || tree.Parents[node] == 0);
            Assert.Equal(node < 49 ? 2 : 0, tree.Parents.Count(p => p == node));
        }
        Assert.Equal(2, tree.Parents.Count(p => p == 0));
        for (int leaf = 49; leaf < 99; leaf++) Assert.Equal(1, tree.Times[leaf]);
        YuleTree one = YuleTree.Grow(1, RandomStream.FromSeed(402));
        Assert.Equal([-1, 0], one.Parents);
        Assert.Equal([0, 1], one.Times);
    }

    [Fact]
    public void Cherries_are_as_many_as_in_Yules_trees()
    {
        // Pairs of leaves with one parent: mean M/3, variance 2 M/45 (McKenzie, Steel, Math. Biosci. 164, 81, 2000). A caterpillar would have one.
        const int trees = 400, leaves = 30;
        double sum = 0;
        for (int r = 0; r < trees; r++)
        {
            YuleTree tree = YuleTree.Grow(leaves, RandomStream.FromSeed(403).Child(r));
            sum += tree.Parents.Skip(leaves - 1).CountBy(p => p).Count(parent => parent.Value == 2);
        }
        output.WriteLine($"mean {sum / trees:f3}, expected {leaves / 3.0:f3}");
        Near(leaves / 3.0, sum / trees, Z * Math.Sqrt(2 * leaves / 45.0 / trees));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(3)]
    public void Every_leaf_is_a_draw_from_the_truth(double depth)
    {
        // One leaf of each of many trees: independent draws. Chi-square over all configurations; an ancestor that is not of the truth must show.
        const int trees = 4000;
        PottsModel truth = SmallModels.Random(3, 3, 404, 0.8);
        EnumeratedDistribution exact = EnumeratedDistribution.Create(truth);
        PhylogeneticSampler sampler = new(truth, depth);
        double ChiSquareOf(Func<RandomStream, byte[]> leaves, int leaf)
        {
            int[] counts = new int[exact.Configurations];
            for (int r = 0; r < trees; r++) counts[exact.Index(leaves(RandomStream.FromSeed(405).Child(r)).AsSpan(3 * leaf, 3))]++;
            return Enumerable.Range(0, counts.Length).Sum(n => Math.Pow(counts[n] - trees * Math.Exp(exact.LogProbabilities[n]), 2) / (trees * Math.Exp(exact.LogProbabilities[n])));
        }
        double limit = ChiSquareLimit(exact.Configurations - 1), first = ChiSquareOf(s => sampler.Draw(4, 1, s, Never), 0), last = ChiSquareOf(s => sampler.Draw(4, 1, s, Never), 3);
        double wrong = ChiSquareOf(s => sampler.Evolve(YuleTree.Grow(4, s.Child("tree")), [0, 0, 0], s.Child("branches"), Never), 0);
        output.WriteLine($"depth {depth}: {first:f1} and {last:f1}, from a fixed ancestor {wrong:f1}, limit {limit:f1}");
        Assert.True(first < limit && last < limit);
        Assert.True(wrong > limit);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(30)]
    public void Relatedness_decays_with_the_distance_in_the_tree(double depth)
    {
        // Two leaves whose ancestor split at time t share what no draw of either has touched, exp(-2 depth (1 - t)) of the sites, and chance.
        const int trees = 300, sites = 100;
        PhylogeneticSampler sampler = new(Apart(sites), depth);
        double excess = 0, variance = 0, mean = 0, wrong = 0;
        for (int r = 0; r < trees; r++)
        {
            RandomStream stream = RandomStream.FromSeed(406).Child(r);
            YuleTree tree = YuleTree.Grow(5, stream.Child("tree"));
            RandomSource random = stream.Child("ancestor").Open();
            byte[] ancestor = [.. Enumerable.Range(0, sites).Select(_ => random.NextDouble()).Select(u => (byte)(u < 0.2 ? 0 : u < 0.7 ? 1 : 2))];
            byte[] rows = sampler.Evolve(tree, ancestor, stream.Child("branches"), Never);
            double kept = Math.Exp(-2 * depth * (1 - Split(tree, 1, 4))), expected = kept + (1 - kept) * ByChance;
            double found = SequenceSimilarity.Agreements(rows.AsSpan(sites, sites), rows.AsSpan(4 * sites, sites)) / (double)sites;
            excess += found - expected;
            wrong += found - kept * kept - (1 - kept * kept) * ByChance; // negative control: as if branches were twice as long
            variance += expected * (1 - expected) / sites;
            mean += found / trees;
        }
        output.WriteLine($"depth {depth}: mean identity {mean:f3}, off by {excess / Math.Sqrt(variance + 1e-12):f2} standard errors; twice as long {wrong / Math.Sqrt(variance + 1e-12):f1}");
        Assert.True(Math.Abs(excess) <= Z * Math.Sqrt(variance + 1e-12));
        if (depth is > 0 and < 10) Assert.True(wrong > Z * Math.Sqrt(variance));
        if (depth == 0) Assert.Equal(1, mean, 1e-12);
        if (depth == 30) Near(ByChance, mean, 0.03); // a few late splits are left
    }

    [Fact]
    public void Sequences_depend_on_the_seed_alone()
    {
        PhylogeneticSampler sampler = new(SmallModels.Random(6, 3, 407), 2);
        byte[] rows = sampler.Draw(8, 1, RandomStream.FromSeed(1), Never);
        Assert.Equal(rows, sampler.Draw(8, 3, RandomStream.FromSeed(1), Never));
        Assert.NotEqual(rows, sampler.Draw(8, 1, RandomStream.FromSeed(2), Never));
        Assert.Equal(8 * 6, rows.Length);
        Assert.Contains("allowed: 0 to", Assert.Throws<InputException>(() => new PhylogeneticSampler(SmallModels.Random(2, 2, 1), -1)).Message);
        Assert.Throws<InputException>(() => new PhylogeneticSampler(SmallModels.Random(2, 2, 1), double.NaN));
        Assert.Throws<OperationCanceledException>(() => sampler.Draw(8, 1, RandomStream.FromSeed(1), new CancellationToken(true)));
    }
}
