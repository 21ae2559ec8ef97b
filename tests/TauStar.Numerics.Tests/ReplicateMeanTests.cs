using Xunit;

namespace TauStar.Numerics.Tests;

public sealed class ReplicateMeanTests
{
    [Fact]
    public void Means_have_the_textbook_error()
    {
        ReplicateMean mean = ReplicateMean.Of([1, 2, 6]); // variance (4 + 1 + 9)/2 = 7
        Assert.Equal(3, mean.Mean);
        Assert.Equal(Math.Sqrt(7.0 / 3), mean.StandardError, 1e-15);
        Assert.Equal(new ReplicateMean(0.1, 0), ReplicateMean.Of([0.1, 0.1]));
        Assert.Throws<ArgumentException>(() => ReplicateMean.Of([]));
    }

    [Fact]
    public void What_is_not_known_is_not_a_number()
    {
        Assert.Equal(new ReplicateMean(4, double.NaN), ReplicateMean.Of([4]));
        Assert.Equal(new ReplicateMean(double.PositiveInfinity, double.NaN), ReplicateMean.Of([1, double.PositiveInfinity]));
        Assert.Equal(new ReplicateMean(double.NaN, double.NaN), ReplicateMean.Of([double.NegativeInfinity, double.PositiveInfinity]));
    }
}
