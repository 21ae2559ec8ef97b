using System.Text.Json;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Numerics.Tests;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Diagnosis;

public sealed class TwoLevelExplanationTests
{
    private const int Few = 100;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static TwoLevelExplanation Explain(double gap, int samples = 80, int replicates = Few) =>
        TwoLevelExplanation.Of(new() { Truth = new(100, 20, gap), Samples = samples, Replicates = replicates }, threads: 2, Stop);

    [Theory]
    [InlineData(9, 80, TemperatureAdvice.Lower, "lower the temperature", "Cooling saves more")]
    [InlineData(4, 80, TemperatureAdvice.Raise, "raise the temperature", "falsely low")]
    [InlineData(9, 320, TemperatureAdvice.Leave, "leave the temperature at 1", "not worth it")]
    [InlineData(6, 80, TemperatureAdvice.Leave, "leave the temperature at 1", "not worth it")]
    [InlineData(5, 8, TemperatureAdvice.Undetermined, "undetermined", "within 3 standard errors of 0 over 2 data sets")]
    public void Advice(double gap, int samples, TemperatureAdvice advice, params string[] words)
    {
        TwoLevelExplanation e = Explain(gap, samples, advice == TemperatureAdvice.Undetermined ? 2 : Few);
        Assert.Equal(advice, e.Fidelity.Advice);
        string all = string.Join('\n', e.Reasons);
        Assert.All(words, word => Assert.Contains(word, all, StringComparison.Ordinal));
        Assert.DoesNotContain("-0.000", all, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", all, StringComparison.Ordinal);
        Assert.All(e.Reasons, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_hang_together()
    {
        TwoLevelExplanation e = Explain(9);
        Statistical.Near(e.Kappa.Mean - e.HeatCapacity.Mean, e.Fidelity.SlopeAtOne.Mean, 1e-12);
        Assert.Equal(1, e.Curve.Count(point => point.Tau == 1));
        Assert.Equal((0.2, 5), (e.Curve[0].Tau, e.Curve[^1].Tau));
        Assert.Equal(e.Curve.Select(point => point.Tau).Order().Distinct(), e.Curve.Select(point => point.Tau));
        foreach (TwoLevelAim aim in new[] { e.Fidelity, e.Diversity, e.MoreData.Fidelity, e.MoreData.Diversity })
        {
            Assert.True(aim.AtOwnOptimum.Mean <= aim.Common.Divergence + 1e-12 && aim.Common.Divergence <= aim.AtOne.Mean + 1e-12);
            Statistical.Near(aim.AtOne.Mean, aim.PartsAtOne.Sum, 1e-12);
            Statistical.Near(aim.Common.Divergence, aim.PartsAtCommon.Sum, 1e-12);
            Statistical.Near(aim.AtOne.Mean - aim.Common.Divergence, aim.Gain.Mean, 1e-12);
        }
        Assert.True(e.Curve.Min(point => point.Reverse.Mean) >= e.Fidelity.Common.Divergence - 1e-12);
        Assert.True(e.Curve.Min(point => point.Forward.Mean) >= e.Diversity.Common.Divergence - 1e-12);
        TwoLevelCurvePoint one = e.Curve.Single(point => point.Tau == 1);
        Assert.Equal((e.Fidelity.AtOne, e.Diversity.AtOne, e.Kappa, e.HeatCapacity), (one.Reverse, one.Forward, one.Kappa, one.HeatCapacity));
        Assert.Equal(320, e.MoreData.Samples);
    }

    [Fact]
    public void Threads_change_no_bit_and_seeds_do()
    {
        TwoLevelQuestion question = new() { Replicates = 50 };
        string one = JsonSerializer.Serialize(TwoLevelExplanation.Of(question, 1, Stop));
        Assert.Equal(one, JsonSerializer.Serialize(TwoLevelExplanation.Of(question, 5, Stop)));
        Assert.NotEqual(one, JsonSerializer.Serialize(TwoLevelExplanation.Of(question with { Seed = 2 }, 1, Stop)));
    }

    [Fact]
    public void Enormous_gaps_and_tiny_samples_give_numbers()
    {
        TwoLevelExplanation e = TwoLevelExplanation.Of(new() { Truth = new(50, 5, 900), Samples = 2, Replicates = 20 }, 1, Stop);
        Assert.All(e.Curve, point => Assert.True(double.IsFinite(point.Reverse.Mean + point.Forward.Mean + point.Kappa.Mean + point.HeatCapacity.Mean)));
        Assert.Contains("the lowest τ looked at (0.20)", e.Reasons[0], StringComparison.Ordinal);
        Assert.Equal(1, e.Fidelity.Taus.AtLowerEdge);
    }

    [Fact]
    public void Questions_out_of_range()
    {
        TwoLevelQuestion good = new();
        foreach (TwoLevelQuestion bad in new[]
        {
            good with { Truth = new(10, 10, 1) }, good with { Truth = new(2_000_000, 1, 1) }, good with { Samples = 1 }, good with { Samples = int.MaxValue },
            good with { Replicates = 1 }, good with { Replicates = 200_000 }, good with { Range = new(1, 5) }, good with { Range = new(0.2, double.NaN) },
        })
        {
            Assert.Throws<InputException>(() => TwoLevelExplanation.Of(bad, 1, Stop));
        }
        Assert.Throws<InputException>(() => TwoLevelExplanation.Of(good, 0, Stop));
        Assert.Throws<OperationCanceledException>(() => TwoLevelExplanation.Of(good, 1, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Quantiles_and_edges_of_optima()
    {
        TemperatureOptimum At(double tau, OptimumPlace place = OptimumPlace.Inside) => new(tau, 0, place, 1);
        TauDistribution found = TauDistribution.Of([At(0.2, OptimumPlace.LowerEdge), At(5, OptimumPlace.UpperEdge), At(1), At(2), At(3)]);
        Assert.Equal((1.0, 2.0, 3.0, 0.2, 0.2), (found.Quarter, found.Median, found.ThreeQuarters, found.AtLowerEdge, found.AtUpperEdge));
        Assert.Equal(0.36, found.Lowest5, 1e-12);
        Assert.Equal(4.6, found.Highest5, 1e-12);
        Assert.Throws<ArgumentException>(() => TauDistribution.Of([]));
    }
}
