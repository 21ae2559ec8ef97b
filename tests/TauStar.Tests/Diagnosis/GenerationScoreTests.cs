using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Tests.Data;
using Xunit;

namespace TauStar.Tests.Diagnosis;

public sealed class GenerationScoreTests
{
    private const int Sites = 9, States = 4;

    private static readonly RandomStream Stream = RandomStream.FromSeed(121).Child("score");
    private static readonly Alignment Natural = SequenceSimilarityTests.Families(70, Sites, States, Stream.Child("natural"));
    private static readonly Alignment Generated = SequenceSimilarityTests.Families(41, Sites, States, Stream.Child("generated"));
    private static readonly PottsModel Model = SmallModels.Random(Sites, States, 121);
    private static readonly PairFrequencies Frequencies = PairFrequencies.Count(Natural, null, 0.1);
    private static readonly GenerationScore Score = new(Model, Natural, Frequencies);

    private static int Agreements(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int n = 0;
        for (int i = 0; i < a.Length; i++) n += a[i] == b[i] ? 1 : 0;
        return n;
    }

    [Fact]
    public void Measures_are_those_of_plain_loops()
    {
        byte[] rows = Generated.States.ToArray();
        double energy = 0, nearest = 0, pairs = 0;
        for (int r = 0; r < 41; r++)
        {
            energy += Model.Energy(Generated.Row(r)) / 41;
            nearest += Enumerable.Range(0, 70).Max(m => Agreements(Generated.Row(r), Natural.Row(m))) / (41.0 * Sites);
            for (int s = 0; s < r; s++) pairs += Agreements(Generated.Row(r), Generated.Row(s)) / (41 * 40 / 2.0 * Sites);
        }
        (ControlQuality quality, double slope) = Score.Score(rows);
        CorrelationFit fit = CorrelationFit.Between(Frequencies, PairFrequencies.Count(Generated, null, 0));
        Statistical.Near(energy, quality.Energy, 1e-9);
        Statistical.Near(nearest, quality.NearestNatural, 1e-12);
        Statistical.Near(pairs, quality.PairwiseIdentity, 1e-6); // frequencies are in single precision
        Assert.Equal((fit.Pearson, fit.Slope), (quality.Pearson, slope));
        for (int r = 0; r < 41; r++) Assert.Equal(Model.Energy(Generated.Row(r)), Score.Energies(rows)[r]);
    }

    [Fact]
    public void Nature_scores_one_against_itself()
    {
        GenerationScore plain = new(Model, Natural, PairFrequencies.Count(Natural, null, 0));
        (ControlQuality quality, double slope) = plain.Score(Natural.States.ToArray());
        Statistical.Near(1, quality.Pearson, 1e-9);
        Statistical.Near(1, slope, 1e-9);
        Assert.Equal(1, quality.NearestNatural);
    }

    [Fact]
    public void Shuffled_columns_keep_every_column_s_letters_and_lose_the_correlations()
    {
        byte[] shuffled = Score.ShuffleColumns(Stream);
        for (int i = 0; i < Sites; i++)
        {
            byte[] Column(ReadOnlySpan<byte> rows)
            {
                byte[] column = new byte[70];
                for (int m = 0; m < 70; m++) column[m] = rows[m * Sites + i];
                Array.Sort(column);
                return column;
            }
            Assert.Equal(Column(Natural.States), Column(shuffled));
        }
        Assert.NotEqual(Natural.States.ToArray(), shuffled);
        Assert.Equal(shuffled, Score.ShuffleColumns(Stream));
        Assert.True(Math.Abs(Score.Score(shuffled).Slope) < 0.5);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void Independent_sites_are_drawn_at_the_temperature(double tau)
    {
        // Chi-square over the 4 letters of each of 9 sites: 27 degrees; false alarm one in a million.
        const int count = 20_000;
        byte[] rows = Score.DrawIndependent(tau, count, Stream.Child("draw"));
        double ChiSquare(double t)
        {
            double sum = 0;
            for (int i = 0; i < Sites; i++)
            {
                double[] p = [.. Frequencies.Single.AsSpan(i * States, States).ToArray().Select(f => Math.Pow(f, 1 / t))];
                double z = p.Sum();
                for (int a = 0; a < States; a++)
                {
                    double expected = count * p[a] / z, seen = Enumerable.Range(0, count).Count(r => rows[r * Sites + i] == a);
                    sum += (seen - expected) * (seen - expected) / expected;
                }
            }
            return sum;
        }
        Assert.True(ChiSquare(tau) < Statistical.ChiSquareLimit(27));
        Assert.True(ChiSquare(1.3 * tau) > Statistical.ChiSquareLimit(27)); // negative control
    }
}
