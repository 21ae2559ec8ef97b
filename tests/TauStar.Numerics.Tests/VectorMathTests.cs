using System.Runtime.Intrinsics;
using Xunit;

namespace TauStar.Numerics.Tests;

public sealed class VectorMathTests(ITestOutputHelper output)
{
    /// <summary>What the doc comment promises: 2.5 units in the last place of single precision.</summary>
    private const double ExpError = 3e-7;

    private static float Exp(float x) => VectorMath.Exp(Vector512.Create(x)).GetElement(5);

    [Fact]
    public void Exp_is_good_to_3e_7_over_its_whole_range()
    {
        double worst = 0, worstAt = 0;
        // Every 97th float of each sign from the smallest normal number up: 3.4 million points, dense near 0 and at the ends.
        foreach (int sign in new[] { 0, int.MinValue })
        {
            for (int bits = 0x00800000; ; bits += 16 * 97)
            {
                Vector512<float> x = ((Vector512.Create(bits) + 97 * Vector512<int>.Indices) | Vector512.Create(sign)).AsSingle();
                if (Math.Abs(x.GetElement(15)) > (sign == 0 ? 88 : 87.3)) break;
                Vector512<float> y = VectorMath.Exp(x);
                for (int n = 0; n < 16; n++)
                {
                    double exact = Math.Exp(x.GetElement(n)), error = Math.Abs(y.GetElement(n) / exact - 1);
                    if (error > worst) (worst, worstAt) = (error, x.GetElement(n));
                }
            }
        }
        output.WriteLine($"largest relative error {worst:g3} at {worstAt:R}; limit {ExpError}");
        Assert.True(worst < ExpError);
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(-87.34f, 0f)]
    [InlineData(-1e30f, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    public void Exp_at_special_values(float x, float expected) => Assert.Equal(expected, Exp(x));

    [Fact]
    public void Exp_at_the_edge_of_underflow_is_a_positive_normal_number() => Assert.True(float.IsNormal(Exp(-87.33f)) && Exp(-87.33f) > 0);

    /// <summary>What the doc comment promises for eight doubles: about two units in the last place, one of them the comparison's.</summary>
    private const double DoubleExpError = 5e-16;

    [Fact]
    public void Exp_of_doubles_is_good_to_5e_16_over_its_whole_range()
    {
        double worst = 0, worstAt = 0;
        // A low-discrepancy walk over [-708, 709] and one that is dense around 0; Math.Exp is right to within one unit itself.
        for (int n = 0; n < 2_000_000; n++)
        {
            double u = n * 0.6180339887498949 % 1;
            double x = n % 2 == 0 ? -708 + 1417 * u : Math.ScaleB(2 * u - 1, -(n / 2 % 50));
            double exact = Math.Exp(x), error = Math.Abs(VectorMath.Exp(Vector512.Create(x)).GetElement(n % 8) / exact - 1);
            if (error > worst) (worst, worstAt) = (error, x);
        }
        output.WriteLine($"largest relative error {worst:g3} at {worstAt:R}; limit {DoubleExpError}");
        Assert.True(worst < DoubleExpError);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(-708.01, 0.0)]
    [InlineData(-1e300, 0.0)]
    [InlineData(double.NegativeInfinity, 0.0)]
    public void Exp_of_doubles_at_special_values(double x, double expected) => Assert.Equal(expected, VectorMath.Exp(Vector512.Create(x)).GetElement(3));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(29)]
    public void Sums_and_minima_of_any_length_are_those_of_plain_loops(int length)
    {
        RandomSource random = RandomStream.FromSeed((ulong)length).Open();
        double[] a = [.. Enumerable.Range(0, length).Select(_ => random.NextNormal())], b = [.. Enumerable.Range(0, length).Select(_ => random.NextNormal())];
        Statistical.Near(a.Zip(b, (x, y) => x * y).Sum(), VectorMath.Dot(a, b), 1e-13);
        Assert.Equal(length == 0 ? double.PositiveInfinity : a.Min(), VectorMath.Min(a));
        double[] target = [.. b];
        VectorMath.AddScaled(target, 0.5, a);
        for (int n = 0; n < length; n++) Assert.Equal(b[n] + 0.5 * a[n], target[n]);
        Assert.Throws<ArgumentException>(() => VectorMath.Dot(a, new double[length + 1]));
        Assert.Throws<ArgumentException>(() => VectorMath.AddScaled(target, 1, new double[length + 1]));
    }
}
