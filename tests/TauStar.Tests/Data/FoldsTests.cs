using TauStar.Data;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Data;

public sealed class FoldsTests
{
    private static readonly RandomStream Stream = RandomStream.FromSeed(3).Child("folds");

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Similar_sequences_share_a_fold_and_folds_are_balanced(int count)
    {
        Alignment data = SequenceSimilarityTests.Families(200, 40, 4, Stream.Child("data"));
        double[] weights = SequenceSimilarity.Weights(data, 0.8);
        Folds folds = Folds.Split(data, weights, count, 0.8, Stream.Child("split"));
        Assert.Equal(folds.Clusters, folds.ClusterOf.Distinct().Count());
        for (int m = 0; m < data.Count; m++)
        {
            for (int n = 0; n < m; n++)
            {
                if (SequenceSimilarity.Agreements(data.Row(m), data.Row(n)) >= folds.Threshold * data.Sites)
                {
                    Assert.Equal(folds.ClusterOf[m], folds.ClusterOf[n]);
                    Assert.Equal(folds.FoldOf[m], folds.FoldOf[n]);
                }
            }
        }
        double[] load = new double[count], cluster = new double[folds.Clusters];
        for (int m = 0; m < data.Count; m++)
        {
            load[folds.FoldOf[m]] += weights[m];
            cluster[folds.ClusterOf[m]] += weights[m];
        }
        // The heaviest fold was the lightest before its last cluster came, so it leads by no more than a cluster.
        Assert.True(load.Max() - load.Min() <= cluster.Max() + 1e-9, $"loads {string.Join(", ", load)}; heaviest cluster {cluster.Max()}");
        for (int k = 0; k < count; k++)
        {
            Assert.NotEmpty(folds.HeldOut(k));
            Assert.Equal(Enumerable.Range(0, 200), folds.HeldOut(k).Concat(folds.Training(k)).Order());
            Assert.All(folds.HeldOut(k), m => Assert.Equal(k, folds.FoldOf[m]));
        }
    }

    [Fact]
    public void Equal_streams_give_equal_folds_and_others_do_not()
    {
        Alignment data = SequenceSimilarityTests.Families(100, 40, 4, Stream.Child("data"));
        double[] weights = SequenceSimilarity.Weights(data, 0.8);
        Folds first = Folds.Split(data, weights, 5, 0.8, Stream), again = Folds.Split(data, weights, 5, 0.8, Stream);
        Assert.Equal(first.FoldOf, again.FoldOf);
        Assert.NotEqual(first.FoldOf, Folds.Split(data, weights, 5, 0.8, Stream.Child(1)).FoldOf);
    }

    [Fact]
    public void A_family_that_single_linkage_chains_together_is_split_at_a_higher_threshold()
    {
        // Row m differs from row m - 1 at 3 of 20 sites: 85 % identity between neighbours, so 0.8 joins all of them.
        const int count = 60, sites = 20;
        RandomSource random = Stream.Child("chain").Open();
        byte[] rows = new byte[count * sites];
        for (int m = 1; m < count; m++)
        {
            rows.AsSpan((m - 1) * sites, sites).CopyTo(rows.AsSpan(m * sites));
            for (int n = 0; n < 3; n++)
            {
                ref byte state = ref rows[m * sites + (3 * m + n) % sites];
                state = (byte)((state + 1 + random.NextInt(9)) % 10);
            }
        }
        Alignment data = SmallModels.Align(SmallModels.Letters(10), rows, sites);
        Assert.Equal(0, SequenceSimilarity.Clusters(data, 0.8).Max());
        Folds folds = Folds.Split(data, [.. Enumerable.Repeat(1.0, count)], 5, 0.8, Stream);
        Assert.Equal(0.9, folds.Threshold);
        Assert.Equal([12, 12, 12, 12, 12], Enumerable.Range(0, 5).Select(k => folds.HeldOut(k).Length));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(10)]
    public void As_many_equal_clusters_as_folds_are_not_torn_apart_by_rounding(int count)
    {
        // Each cluster is `copies` sequences of weight 1/copies at 90 % identity; its sum rounds to just above or below 1.
        const int sites = 20;
        for (int copies = 2; copies <= 30; copies++)
        {
            byte[] rows = new byte[count * copies * sites];
            for (int m = 0; m < count * copies; m++)
            {
                rows.AsSpan(m * sites, sites).Fill((byte)(m / copies));
                rows[m * sites + m % copies % sites] = 11;
            }
            Alignment data = SmallModels.Align(SmallModels.Letters(12), rows, sites);
            double[] weights = [.. Enumerable.Repeat(1.0 / copies, count * copies)];
            Folds folds = Folds.Split(data, weights, count, 0.8, Stream);
            Assert.Equal((count, 0.8), (folds.Clusters, folds.Threshold));
        }
    }

    [Fact]
    public void Fewer_distinct_sequences_than_folds_are_refused()
    {
        byte[] rows = [0, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 0, 0, 2, 0, 1, 0]; // three distinct rows of three sites
        Alignment data = SmallModels.Align(SmallModels.Letters(3), rows, 3);
        double[] weights = [1, 1, 1, 1, 1, 1];
        InputException refusal = Assert.Throws<InputException>(() => Folds.Split(data, weights, 5, 0.8, Stream));
        Assert.Contains("3 distinct sequences", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3, Folds.Split(data, weights, 3, 0.8, Stream).Clusters);
        Assert.Throws<InputException>(() => Folds.Split(data, weights, 1, 0.8, Stream));
    }
}
