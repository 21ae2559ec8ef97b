using CsCheck;
using TauStar.Reporting.Plots;
using Xunit;

namespace TauStar.Reporting.Tests;

public class AxisTests
{
    [Fact]
    public void TemperaturesHavePlainLabels()
    {
        Axis axis = Axis.Tau([0.5, 1, 2]);
        Assert.Equal(["0.5", "0.7", "1", "1.4", "2"], axis.Ticks(Math.Log10(0.5), Math.Log10(2), 8).Select(tick => tick.Label));
        Assert.Equal(["0.9", "1.0", "1.1", "1.2"], axis.Ticks(Math.Log10(0.88), Math.Log10(1.21), 5).Select(tick => tick.Label));
    }

    [Fact]
    public void ZeroHasNoSign() =>
        Assert.Equal(["\u221210", "0", "10"], new Axis("").Ticks(-12, 12, 3).Select(tick => tick.Label));

    [Fact]
    public void TicksIncreaseLieWithinAndAreFew() =>
        Gen.Select(Gen.Double[-4, 4], Gen.Double[0.01, 6], Gen.Int[3, 12], Gen.Bool).Sample((from, length, most, logarithmic) =>
        {
            Axis axis = new("") { Scale = logarithmic ? AxisScale.Logarithmic : AxisScale.Linear };
            IReadOnlyList<AxisTick> ticks = axis.Ticks(from, from + length, most);
            for (int i = 0; i < ticks.Count; i++)
            {
                Assert.InRange(ticks[i].Position, from - 1e-6, from + length + 1e-6);
                if (i > 0) Assert.True(ticks[i].Position > ticks[i - 1].Position && ticks[i].Label != ticks[i - 1].Label);
            }
            Assert.True(ticks.Count <= Math.Max(most, 8) + 1, $"{ticks.Count} ticks");
        }, iter: 2000);

    /// <summary>Correlations from -0.18 to 0.18: at steps of 0.05 their labels would touch in a panel of half a page.</summary>
    [Fact]
    public void Labels_below_an_axis_keep_apart()
    {
        Axis axis = new("");
        Assert.Equal(7, axis.Ticks(-0.18, 0.18, 8).Count);
        Assert.Equal(["\u22120.1", "0.0", "0.1"], FigureRenderer.TicksBelow(axis, (-0.18, 0.18), 262, 8).Select(tick => tick.Label));
        Assert.Equal(7, FigureRenderer.TicksBelow(axis, (-0.18, 0.18), 400, 8).Length);
        Assert.Equal(["first", "second"], FigureRenderer.TicksBelow(new Axis("") { Names = ["first", "second"] }, (-0.5, 1.5), 10, 8).Select(tick => tick.Label)); // names are all shown
    }
}
