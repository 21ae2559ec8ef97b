using CsCheck;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Reporting.Tests;

public class NumbersTests
{
    [Theory]
    [InlineData(1.1098, 1.0711, 1.1502, "1.11", "1.07 to 1.15")]
    [InlineData(-237.41, -239.1, -235.7, "\u2212237.4", "\u2212239.1 to \u2212235.7")]
    [InlineData(0.0301, 0.0299, 0.0303, "0.03010", "0.02990 to 0.03030")]
    [InlineData(1234.6, 1000, 1500, "1235", "1000 to 1500")]
    public void EstimatesShowTheDigitsThatTheirIntervalSupports(double value, double low, double high, string shown, string interval)
    {
        Estimate estimate = new(value, low, high);
        Assert.Equal(shown, Numbers.Value(estimate));
        Assert.Equal(interval, Numbers.Interval(estimate));
    }

    [Fact]
    public void ATemperatureOfWideIntervalCanStillBeToldFromOne()
    {
        Estimate tau = new(0.954, 0.302, 1.041);
        Assert.Equal(("0.95", "0.30 to 1.04"), (Numbers.Value(tau, Numbers.OfTau), Numbers.Interval(tau, Numbers.OfTau)));
    }

    [Fact]
    public void UnavailableIsNeverANumber()
    {
        Estimate estimate = new(1.5, 1, 2, EstimateStatus.Unavailable);
        Assert.Equal("\u2013", Numbers.Value(estimate));
        Assert.Null(Numbers.Interval(estimate));
    }

    [Theory]
    [InlineData(-0.0001, 2, "0.00")]
    [InlineData(-1.5, 1, "\u22121.5")]
    [InlineData(double.NaN, 2, "\u2013")]
    [InlineData(double.PositiveInfinity, 2, "\u221E")]
    public void FixedNumbers(double value, int decimals, string shown) => Assert.Equal(shown, Numbers.Fixed(value, decimals));

    [Theory]
    [InlineData(0.01, "0.01")]
    [InlineData(0, "0")]
    [InlineData(2e-7, "2E\u221207")]
    public void SettingsKeepTheirDigits(double value, string shown) => Assert.Equal(shown, Numbers.Setting(value));

    [Fact]
    public void NothingEverReadsNaN() =>
        Gen.Select(Gen.Double, Gen.Double, Gen.Double).Sample((value, low, high) =>
        {
            Estimate estimate = new(value, low, high);
            foreach (string? text in new[] { Numbers.Value(estimate), Numbers.Interval(estimate), Numbers.Significant(value), Numbers.Count(value), Numbers.Percent(value), Numbers.Tau(value), Numbers.Setting(value) })
                Assert.DoesNotContain("N", text ?? "", StringComparison.Ordinal);
        }, iter: 2000);
}
