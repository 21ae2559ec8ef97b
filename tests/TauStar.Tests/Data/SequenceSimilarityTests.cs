using TauStar.Data;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Data;

public sealed class SequenceSimilarityTests
{
    private static readonly RandomStream Stream = RandomStream.FromSeed(1).Child("similarity");

    /// <summary>Families: every third row is new, the others are copies of an earlier row with a random number of changes.</summary>
    internal static Alignment Families(int count, int sites, int states, RandomStream stream)
    {
        RandomSource random = stream.Open();
        byte[] rows = new byte[count * sites];
        for (int m = 0; m < count; m++)
        {
            int parent = m % 3 == 0 ? -1 : random.NextInt(m), changes = random.NextInt(sites / 2 + 1);
            for (int i = 0; i < sites; i++)
            {
                bool fresh = parent < 0 || random.NextInt(sites) < changes;
                rows[m * sites + i] = fresh ? (byte)random.NextInt(states) : rows[parent * sites + i];
            }
        }
        return SmallModels.Align(SmallModels.Letters(states), rows, sites);
    }

    private static int PlainAgreements(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int agree = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] == b[i]) agree++;
        }
        return agree;
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(31, 21)]
    [InlineData(32, 21)]
    [InlineData(33, 4)]
    [InlineData(64, 2)]
    [InlineData(97, 5)]
    public void Agreements_count_equal_sites(int sites, int states)
    {
        Alignment data = Families(30, sites, states, Stream.Child(sites));
        for (int m = 0; m < data.Count; m++)
        {
            Assert.Equal(sites, SequenceSimilarity.Agreements(data.Row(m), data.Row(m)));
            for (int n = 0; n < m; n++)
                Assert.Equal(PlainAgreements(data.Row(m), data.Row(n)), SequenceSimilarity.Agreements(data.Row(m), data.Row(n)));
        }
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(95)]
    [InlineData(100)]
    public void Weights_and_clusters_are_those_of_plain_loops(int percent)
    {
        Alignment data = Families(150, 40, 4, Stream.Child("weights"));
        bool Similar(int m, int n) => 100 * PlainAgreements(data.Row(m), data.Row(n)) >= percent * data.Sites;
        double[] weights = new double[data.Count];
        int[] cluster = new int[data.Count];
        Array.Fill(cluster, -1);
        int clusters = 0;
        for (int m = 0; m < data.Count; m++)
        {
            weights[m] = 1.0 / Enumerable.Range(0, data.Count).Count(n => Similar(m, n));
            if (cluster[m] >= 0) continue;
            Stack<int> open = new([m]); // flood fill from the first sequence that has no cluster yet
            cluster[m] = clusters;
            while (open.TryPop(out int k))
            {
                foreach (int n in Enumerable.Range(0, data.Count).Where(n => cluster[n] < 0 && Similar(k, n)))
                {
                    cluster[n] = clusters;
                    open.Push(n);
                }
            }
            clusters++;
        }
        Assert.Equal(weights, SequenceSimilarity.Weights(data, percent / 100.0));
        Assert.Equal(cluster, SequenceSimilarity.Clusters(data, percent / 100.0));
        Assert.InRange(clusters, 2, data.Count - 1); // the data tell clusters apart from single sequences and from one lump
    }

    [Theory]
    [InlineData(64, 300)]
    [InlineData(65, 300)]
    [InlineData(100, 300)]
    [InlineData(130, 300)]
    [InlineData(300, 130)]
    public void Blocks_and_tiles_lose_nothing_for_any_number_of_threads(int sites, int count)
    {
        Alignment data = Families(count, sites, 21, Stream.Child(sites).Child("blocks"));
        foreach (double threshold in new[] { 0.3, 0.62, 0.8, 1 })
        {
            int needed = (int)Math.Ceiling(threshold * sites - 1e-9);
            double[] plain = [.. Enumerable.Range(0, count).Select(m => 1.0 / Enumerable.Range(0, count).Count(n => PlainAgreements(data.Row(m), data.Row(n)) >= needed))];
            int[] clusters = SequenceSimilarity.Clusters(data, threshold, threads: 1);
            foreach (int threads in new[] { 1, 2, 5 })
            {
                Assert.Equal(plain, SequenceSimilarity.Weights(data, threshold, threads));
                Assert.Equal(clusters, SequenceSimilarity.Clusters(data, threshold, threads));
            }
            if (threshold < 1) Assert.Contains(plain, w => w < 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(25)]
    [InlineData(85)] // 0.8 * 85 is 68 by arithmetic
    [InlineData(100)]
    [InlineData(333)]
    public void Threshold_admits_exactly_what_whole_numbers_say_at_every_per_cent(int sites)
    {
        for (int percent = 1; percent <= 100; percent++)
        {
            int needed = (percent * sites + 99) / 100;
            foreach (int agree in new[] { needed, needed - 1 })
            {
                byte[] rows = new byte[2 * sites];
                rows.AsSpan(sites, sites - agree).Fill(1);
                Alignment two = SmallModels.Align(SmallModels.Letters(2), rows, sites);
                double expected = agree >= needed ? 0.5 : 1;
                Assert.Equal([expected, expected], SequenceSimilarity.Weights(two, percent / 100.0));
                Assert.Equal(agree >= needed ? 0 : 1, SequenceSimilarity.Clusters(two, percent / 100.0)[1]);
            }
        }
    }

    [Fact]
    public void Nearest_identity_is_that_of_plain_loops_with_and_without_self()
    {
        Alignment data = Families(60, 37, 5, Stream.Child("nearest"));
        byte[] others = Families(25, 37, 5, Stream.Child("others")).States.ToArray();
        double[] nearest = SequenceSimilarity.NearestIdentity(data, others);
        for (int r = 0; r < 25; r++)
            Assert.Equal(Enumerable.Range(0, 60).Max(m => PlainAgreements(others.AsSpan(r * 37, 37), data.Row(m))) / 37.0, nearest[r]);
        double[] withSelf = SequenceSimilarity.NearestIdentity(data, data.States.ToArray());
        double[] withoutSelf = SequenceSimilarity.NearestIdentity(data, data.States.ToArray(), skipSelf: true);
        for (int r = 0; r < 60; r++)
        {
            Assert.Equal(1, withSelf[r]);
            Assert.Equal(Enumerable.Range(0, 60).Where(m => m != r).Max(m => PlainAgreements(data.Row(r), data.Row(m))) / 37.0, withoutSelf[r]);
        }
    }

    [Fact]
    public void Threshold_0_shares_nothing_not_even_among_copies()
    {
        Alignment data = Families(20, 10, 3, Stream);
        Alignment twice = data.Select([.. Enumerable.Range(0, 40).Select(m => m / 2)]);
        Assert.All(SequenceSimilarity.Weights(twice, 0), w => Assert.Equal(1, w));
        Assert.Equal(Enumerable.Range(0, 40), SequenceSimilarity.Clusters(twice, 0));
        Folds folds = Folds.Split(twice, SequenceSimilarity.Weights(twice, 0), 5, 0, Stream);
        Assert.Equal((40, 0.0), (folds.Clusters, folds.Threshold));
        Assert.All(Enumerable.Range(0, 5), k => Assert.Equal(8, folds.HeldOut(k).Length));
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_threshold_out_of_range_is_refused(double threshold)
    {
        Alignment data = Families(5, 10, 3, Stream);
        Assert.Throws<InputException>(() => SequenceSimilarity.Weights(data, threshold));
        Assert.Throws<InputException>(() => SequenceSimilarity.Clusters(data, threshold));
    }
}
