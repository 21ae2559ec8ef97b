using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Tests.Data;
using Xunit;

namespace TauStar.Tests.Diagnosis;

public sealed class CorrelationFitTests
{
    private static readonly PairFrequencies Data = SmallModels.ExactFrequencies(EnumeratedDistribution.Create(SmallModels.Random(4, 3, 101)));

    [Fact]
    public void A_sample_with_the_same_frequencies_scores_one_and_one()
    {
        CorrelationFit fit = CorrelationFit.Between(Data, Data);
        Statistical.Near(1, fit.Pearson, 1e-12);
        Statistical.Near(1, fit.Slope, 1e-12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.25)]
    [InlineData(-0.5)]
    public void Scaled_correlations_have_the_scale_as_slope(double scale)
    {
        PairFrequencies sample = SmallModels.ExactFrequencies(EnumeratedDistribution.Create(SmallModels.Random(4, 3, 101)));
        for (int i = 0; i < 4; i++)
        {
            for (int j = i + 1; j < 4; j++)
            {
                for (int ab = 0; ab < 9; ab++)
                {
                    double product = (double)Data.Single[i * 3 + ab / 3] * Data.Single[j * 3 + ab % 3];
                    sample.Pair[SitePairs.Index(4, i, j) * 9 + ab] = (float)(product + scale * (Data.Block(i, j)[ab] - product));
                }
            }
        }
        CorrelationFit fit = CorrelationFit.Between(Data, sample);
        Statistical.Near(Math.Sign(scale), fit.Pearson, 1e-5); // frequencies are in single precision
        Statistical.Near(scale, fit.Slope, 1e-5);
    }

    [Fact]
    public void Pearson_and_slope_are_the_textbook_s()
    {
        Alignment first = SequenceSimilarityTests.Families(80, 6, 4, RandomStream.FromSeed(102));
        Alignment second = SequenceSimilarityTests.Families(60, 6, 4, RandomStream.FromSeed(103));
        double[] Connected(Alignment data)
        {
            List<double> c = [];
            double Fraction(Func<int, bool> holds) => Enumerable.Range(0, data.Count).Count(holds) / (double)data.Count;
            for (int i = 0; i < 6; i++)
            {
                for (int j = i + 1; j < 6; j++)
                {
                    for (int ab = 0; ab < 16; ab++)
                    {
                        c.Add(Fraction(m => data.Row(m)[i] == ab / 4 && data.Row(m)[j] == ab % 4)
                            - Fraction(m => data.Row(m)[i] == ab / 4) * Fraction(m => data.Row(m)[j] == ab % 4));
                    }
                }
            }
            return [.. c];
        }
        double[] x = Connected(first), y = Connected(second);
        double xMean = x.Average(), yMean = y.Average();
        double xy = x.Zip(y, (a, b) => (a - xMean) * (b - yMean)).Sum(), xx = x.Sum(a => (a - xMean) * (a - xMean)), yy = y.Sum(b => (b - yMean) * (b - yMean));
        CorrelationFit fit = CorrelationFit.Between(PairFrequencies.Count(first, null, 0), PairFrequencies.Count(second, null, 0));
        Statistical.Near(xy / Math.Sqrt(xx * yy), fit.Pearson, 1e-6);
        Statistical.Near(xy / xx, fit.Slope, 1e-6);
        Assert.Throws<ArgumentException>(() => CorrelationFit.Between(Data, PairFrequencies.Count(first, null, 0)));
    }
}
