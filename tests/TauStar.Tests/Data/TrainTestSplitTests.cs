using TauStar.Data;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Data;

public sealed class TrainTestSplitTests
{
    private static readonly RandomStream Stream = RandomStream.FromSeed(5).Child("split");

    [Theory]
    [InlineData(0.5, 0.2)]
    [InlineData(0.7, 0.2)]
    [InlineData(0.8, 0.5)]
    [InlineData(0.9, 0.05)]
    [InlineData(1, 0.3)]
    public void No_test_sequence_is_as_close_as_the_threshold_to_any_training_one(double threshold, double share)
    {
        Alignment data = SequenceSimilarityTests.Families(300, 40, 8, Stream.Child("data"));
        for (int seed = 0; seed < 5; seed++)
        {
            TrainTestSplit split = TrainTestSplit.Of(data, threshold, share, Stream.Child(seed));
            Assert.Equal(Enumerable.Range(0, 300), split.Test.Concat(split.Training).Order());
            foreach (int m in split.Test)
            {
                foreach (int n in split.Training)
                {
                    int agree = 0;
                    for (int i = 0; i < data.Sites; i++) agree += data.Row(m)[i] == data.Row(n)[i] ? 1 : 0;
                    Assert.True(agree < threshold * data.Sites, $"{m} and {n} agree at {agree} sites");
                }
            }
            int most = (int)Math.Round(share * 300);
            Assert.InRange(split.Test.Length, 1, most);
            // Nothing that was left out would fit.
            Assert.All(split.Training.GroupBy(m => split.ClusterOf[m]), cluster => Assert.True(split.Test.Length + cluster.Count() > most));
            Assert.Equal(split.Training.GroupBy(m => split.ClusterOf[m]).Where(cluster => cluster.Count() > most).Sum(cluster => cluster.Count()), split.TooBigSequences);
            Assert.Equal(split.TestClusters, split.Clusters - split.Training.Select(m => split.ClusterOf[m]).Distinct().Count());
        }
    }

    [Fact]
    public void A_split_by_sequences_breaks_the_promise_negative_control()
    {
        Alignment data = SequenceSimilarityTests.Families(300, 40, 8, Stream.Child("data"));
        Assert.Contains(SequenceSimilarity.NearestIdentity(data.Select([.. Enumerable.Range(60, 240)]), data.States[..(60 * 40)].ToArray()), identity => identity >= 0.8);
    }

    [Fact]
    public void The_seed_decides_and_equal_seeds_agree()
    {
        Alignment data = SequenceSimilarityTests.Families(300, 40, 8, Stream.Child("data"));
        Assert.Equal(TrainTestSplit.Of(data, 0.8, 0.2, Stream).IsTest, TrainTestSplit.Of(data, 0.8, 0.2, Stream).IsTest);
        Assert.NotEqual(TrainTestSplit.Of(data, 0.8, 0.2, Stream).IsTest, TrainTestSplit.Of(data, 0.8, 0.2, Stream.Child(1)).IsTest);
    }

    [Fact]
    public void A_cluster_too_big_for_the_test_set_stays_in_training_and_is_counted()
    {
        byte[] rows = new byte[100 * 10];
        for (int m = 70; m < 100; m++) rows.AsSpan(m * 10, 10).Fill((byte)(m - 69)); // 70 copies and 30 strangers
        Alignment data = SmallModels.Align(SmallModels.Letters(40), rows, 10);
        TrainTestSplit split = TrainTestSplit.Of(data, 0.8, 0.2, Stream);
        Assert.Equal((20, 31, 20, 70, 1, 70), (split.Test.Length, split.Clusters, split.TestClusters, split.LargestCluster, split.TooBig, split.TooBigSequences));
        Assert.All(split.Test, m => Assert.True(m >= 70));
    }

    [Theory]
    [InlineData(0, 0.2, "identity is 0")]
    [InlineData(1.1, 0.2, "identity is 1.1")]
    [InlineData(double.NaN, 0.2, "identity is NaN")]
    [InlineData(0.8, 0, "test share is 0")]
    [InlineData(0.8, 1, "test share is 1")]
    [InlineData(0.01, 0.2, "form one cluster")]
    public void What_cannot_be_split_is_refused(double threshold, double share, string why)
    {
        Alignment data = SequenceSimilarityTests.Families(50, 100, 2, Stream.Child("data"));
        Assert.Contains(why, Assert.Throws<InputException>(() => TrainTestSplit.Of(data, threshold, share, Stream)).Message, StringComparison.Ordinal);
    }
}
