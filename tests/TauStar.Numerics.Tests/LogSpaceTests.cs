using CsCheck;
using Xunit;

namespace TauStar.Numerics.Tests;

public sealed class LogSpaceTests
{
    private const double Rounding = 1e-12;

    private static readonly Gen<double[]> GenLogP = Gen.Double[-30, 30].Array[1, 20].Select(x =>
    {
        LogSpace.Normalize(x);
        return x;
    });

    [Theory]
    [InlineData(new double[] { }, double.NegativeInfinity)]
    [InlineData(new[] { 3.5 }, 3.5)]
    [InlineData(new[] { 800.0, 799.0, 0.0 }, 800.3132616875182)]
    [InlineData(new[] { -1e5, -1e5 }, -1e5 + 0.6931471805599453)]
    [InlineData(new[] { double.NegativeInfinity, double.NegativeInfinity }, double.NegativeInfinity)]
    [InlineData(new[] { double.NegativeInfinity, 2.0 }, 2.0)]
    [InlineData(new[] { double.PositiveInfinity, 2.0 }, double.PositiveInfinity)]
    [InlineData(new[] { 1.0, double.NaN }, double.NaN)]
    public void LogSumExp_of_hard_cases(double[] x, double expected) =>
        Assert.Equal(expected, LogSpace.LogSumExp(x), Rounding * Math.Max(1, double.IsFinite(expected) ? Math.Abs(expected) : 1));

    [Fact]
    public void A_state_of_probability_zero_adds_nothing()
    {
        double[] p = [double.NegativeInfinity, Math.Log(0.5), Math.Log(0.5)], q = [Math.Log(0.5), Math.Log(0.25), Math.Log(0.25)];
        Assert.Equal(Math.Log(2), LogSpace.Divergence(p, q), Rounding);
        Assert.Equal(double.PositiveInfinity, LogSpace.Divergence(q, p));
        Assert.Equal(Math.Log(2), LogSpace.Entropy(p), Rounding);
        Assert.Equal(1, LogSpace.Mean(p, [double.PositiveInfinity, 1, 1]), Rounding);
        Assert.Throws<ArgumentException>(() => LogSpace.Divergence(p, [0]));
        Assert.Throws<ArgumentException>(() => LogSpace.Mean(p, [0]));
    }

    [Fact]
    public void Normalize_makes_the_sum_one_and_returns_the_constant()
    {
        double[] x = [1000, 1001, double.NegativeInfinity];
        Assert.Equal(1001.3132616875182, LogSpace.Normalize(x), 1e-9);
        Assert.Equal(1, x.Sum(Math.Exp), Rounding);
        Assert.Equal(double.NegativeInfinity, x[2]);
    }

    [Fact]
    public void Shifting_all_terms_shifts_the_sum() =>
        Gen.Select(Gen.Double[-50, 50].Array[1, 20], Gen.Double[-500, 500]).Sample((x, c) =>
            Math.Abs(LogSpace.LogSumExp([.. x.Select(v => v + c)]) - LogSpace.LogSumExp(x) - c) < 1e-10);

    [Fact]
    public void Divergence_is_not_negative_and_zero_for_equals() =>
        Gen.Select(GenLogP, GenLogP).Sample((p, other) =>
        {
            Assert.Equal(0, LogSpace.Divergence(p, p), Rounding);
            if (p.Length == other.Length) Assert.True(LogSpace.Divergence(p, other) > -Rounding);
        });

    [Fact]
    public void Entropy_lies_between_zero_and_log_N() =>
        GenLogP.Sample(p => LogSpace.Entropy(p) is var h && h > -Rounding && h < Math.Log(p.Length) + Rounding);
}
