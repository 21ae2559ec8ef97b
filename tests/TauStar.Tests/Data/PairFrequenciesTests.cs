using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using Xunit;

namespace TauStar.Tests.Data;

public sealed class PairFrequenciesTests
{
    // Sums are in double precision and rounded to single precision once.
    private const double SinglePrecision = 1e-7;

    private static readonly RandomStream Stream = RandomStream.FromSeed(2).Child("frequencies");

    [Theory]
    [InlineData(2, 0.0, false)]
    [InlineData(4, 0.3, true)]
    [InlineData(21, 0.01, true)]
    [InlineData(5, 1.0, true)]
    public void Counting_is_the_definition(int states, double pseudocount, bool weighted)
    {
        const int sites = 7;
        Alignment data = SequenceSimilarityTests.Families(90, sites, states, Stream.Child(states));
        RandomSource random = Stream.Child("weights").Open();
        double[]? weights = weighted ? [.. Enumerable.Range(0, data.Count).Select(_ => 5 * random.NextDouble())] : null;
        PairFrequencies f = PairFrequencies.Count(data, weights, pseudocount);
        double total = weights?.Sum() ?? data.Count;
        double Weight(Func<int, bool> holds) => Enumerable.Range(0, data.Count).Where(holds).Sum(m => weights?[m] ?? 1) / total;
        for (int i = 0; i < sites; i++)
        {
            for (int a = 0; a < states; a++)
            {
                double one = (1 - pseudocount) * Weight(m => data.Row(m)[i] == a) + pseudocount / states;
                Statistical.Near(one, f.Single[i * states + a], SinglePrecision);
            }
            for (int j = i + 1; j < sites; j++)
            {
                Assert.Equal(states * states, f.Block(i, j).Length);
                for (int a = 0; a < states; a += 3)
                {
                    for (int b = 0; b < states; b++)
                    {
                        double two = (1 - pseudocount) * Weight(m => data.Row(m)[i] == a && data.Row(m)[j] == b) + pseudocount / (states * states);
                        Statistical.Near(two, f.Block(i, j)[a * states + b], SinglePrecision);
                        Assert.Equal(f.Pair[SitePairs.Index(sites, i, j) * states * states + a * states + b], f.Block(i, j)[a * states + b]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Pairs_sum_to_single_sites_and_single_sites_to_one()
    {
        const int sites = 6, states = 5;
        Alignment data = SequenceSimilarityTests.Families(77, sites, states, Stream);
        PairFrequencies f = PairFrequencies.Count(data, SequenceSimilarity.Weights(data, 0.7), 0.2);
        for (int i = 0; i < sites; i++)
        {
            Statistical.Near(1, f.Single.AsSpan(i * states, states).ToArray().Sum(x => (double)x), states * SinglePrecision);
            for (int j = i + 1; j < sites; j++)
            {
                for (int a = 0; a < states; a++)
                {
                    double ofI = 0, ofJ = 0;
                    for (int b = 0; b < states; b++)
                    {
                        ofI += f.Block(i, j)[a * states + b];
                        ofJ += f.Block(i, j)[b * states + a];
                    }
                    Statistical.Near(f.Single[i * states + a], ofI, states * SinglePrecision);
                    Statistical.Near(f.Single[j * states + a], ofJ, states * SinglePrecision);
                }
            }
        }
        float[] singles = PairFrequencies.Singles(data, SequenceSimilarity.Weights(data, 0.7));
        for (int n = 0; n < singles.Length; n++) Statistical.Near(0.8 * singles[n] + 0.2 / states, f.Single[n], 2 * SinglePrecision);
    }

    [Fact]
    public void A_row_of_weight_two_is_a_row_that_stands_twice()
    {
        Alignment data = SequenceSimilarityTests.Families(20, 5, 3, Stream.Child("twice"));
        double[] weights = [.. Enumerable.Range(0, 20).Select(m => m == 7 ? 2.0 : 1.0)];
        PairFrequencies weighted = PairFrequencies.Count(data, weights, 0), copied =
            PairFrequencies.Count(data.Select([.. Enumerable.Range(0, 20), 7]), null, 0);
        Assert.Equal(copied.Single, weighted.Single);
        Assert.Equal(copied.Pair, weighted.Pair);
    }

    [Fact]
    public void The_complete_data_set_has_the_marginals_of_the_model()
    {
        EnumeratedDistribution p = EnumeratedDistribution.Create(SmallModels.Random(4, 3, 5));
        PairFrequencies f = SmallModels.ExactFrequencies(p);
        double[] one = p.OneSiteMarginals(), two = p.TwoSiteMarginals();
        for (int n = 0; n < one.Length; n++) Statistical.Near(one[n], f.Single[n], SinglePrecision);
        for (int n = 0; n < two.Length; n++) Statistical.Near(two[n], f.Pair[n], SinglePrecision);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(63, 5)]
    [InlineData(64, 64)]
    [InlineData(65, 130)]
    [InlineData(200, 3)]
    public void Transpose_puts_row_m_site_i_at_site_i_row_m(int count, int sites)
    {
        RandomSource random = Stream.Child("transpose").Open();
        byte[] rows = [.. Enumerable.Range(0, count * sites).Select(_ => (byte)random.NextInt(256))];
        byte[] bySite = PairFrequencies.Transpose(rows, sites);
        for (int m = 0; m < count; m++)
        {
            for (int i = 0; i < sites; i++) Assert.Equal(rows[m * sites + i], bySite[i * count + m]);
        }
        Assert.Equal(rows, PairFrequencies.Transpose(bySite, count));
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_pseudocount_out_of_range_is_refused(double pseudocount) =>
        Assert.Throws<InputException>(() => PairFrequencies.Count(SequenceSimilarityTests.Families(5, 4, 3, Stream), null, pseudocount));
}
