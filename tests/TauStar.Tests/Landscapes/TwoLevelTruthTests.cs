using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using Xunit;

namespace TauStar.Tests.Landscapes;

public sealed class TwoLevelTruthTests(ITestOutputHelper output)
{
    private static readonly TwoLevelTruth Truth = new(100, 20, 5);

    [Fact]
    public void Equal_truths_have_equal_ids_and_others_do_not()
    {
        Assert.Equal("two-level states=100 ground=20 gap=5", Truth.Id);
        Assert.Equal("two-level states=100 ground=20 gap=0.1", (Truth with { Gap = 0.1 }).ToString());
        Assert.Equal(Truth, new TwoLevelTruth(100, 20, 5));
        Assert.NotEqual(Truth.Id, (Truth with { Gap = Math.BitIncrement(5.0) }).Id);
    }

    [Theory]
    [InlineData(1, 1, 5, "states is 1; allowed: 2 to 1000000")]
    [InlineData(10, 10, 5, "ground is 10; allowed: 1 to states - 1 = 9")]
    [InlineData(10, 0, 5, "ground is 0; allowed: 1 to states - 1 = 9")]
    [InlineData(10, 11, 5, "ground is 11")]
    [InlineData(10, 3, 0, "gap is 0; allowed: above 0")]
    [InlineData(10, 3, -1, "gap is -1; allowed: above 0")]
    [InlineData(10, 3, double.NaN, "gap is NaN")]
    [InlineData(10, 3, double.PositiveInfinity, "gap is Infinity")]
    public void Members_out_of_range(int states, int ground, double gap, string message)
    {
        TwoLevelTruth bad = new(states, ground, gap);
        Assert.StartsWith(message, Assert.Throws<InputException>(bad.Validated).Message, StringComparison.Ordinal);
        Assert.StartsWith(message, Assert.Throws<InputException>(() => bad.At(2)).Message, StringComparison.Ordinal);
        Assert.StartsWith(message, Assert.Throws<InputException>(() => bad.Draw(2, RandomStream.FromSeed(1))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.Epsilon)] // 5/T is infinite
    public void Temperatures_out_of_range(double temperature) => Assert.Throws<InputException>(() => Truth.At(temperature));

    [Fact]
    public void Samples_out_of_range() =>
        Assert.Equal("samples is 0; allowed: at least 1", Assert.Throws<InputException>(() => Truth.Draw(0, RandomStream.FromSeed(1))).Message);

    [Fact]
    public void Only_gap_over_temperature_matters()
    {
        Assert.Equal(new TwoLevelTruth(100, 20, 2.5), Truth.At(2));
        Statistical.Near(80 * Math.Exp(-2.5) / (20 + 80 * Math.Exp(-2.5)), Truth.At(2).WeightOfExcited, 1e-15);
        Assert.Equal(0, (Truth with { Gap = 5000 }).WeightOfExcited);
        Assert.Equal(0.8, (Truth with { Gap = 1e-300 }).WeightOfExcited, 1e-15);
    }

    [Fact]
    public void Draws_follow_the_probabilities_and_another_gap_is_found_out()
    {
        TwoLevelTruth truth = new(12, 3, 1.5);
        const int samples = 200_000;
        int[] counts = truth.Draw(samples, RandomStream.FromSeed(11));
        Assert.Equal(samples, counts.Sum());
        double right = Distance(counts, truth), wrong = Distance(counts, truth with { Gap = 1.6 }); // the latter: negative control
        output.WriteLine($"chi-square {right:F1} and {wrong:F1} against {Statistical.ChiSquareLimit(11):F1}");
        Assert.True(right < Statistical.ChiSquareLimit(11));
        Assert.True(wrong > Statistical.ChiSquareLimit(11));
    }

    private static double Distance(int[] counts, TwoLevelTruth truth)
    {
        double weight = Math.Exp(-truth.Gap), sum = truth.Ground + truth.Excited * weight;
        return counts.Select((count, state) =>
        {
            double expected = counts.Sum() * (state < truth.Ground ? 1 : weight) / sum;
            return (count - expected) * (count - expected) / expected;
        }).Sum();
    }

    [Fact]
    public void Equal_streams_give_equal_draws_and_others_do_not()
    {
        RandomStream stream = RandomStream.FromSeed(3);
        Assert.Equal(Truth.Draw(50, stream), Truth.Draw(50, stream));
        Assert.NotEqual(Truth.Draw(50, stream), Truth.Draw(50, stream.Child(1)));
    }
}
