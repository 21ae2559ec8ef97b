using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Diagnosis;

/// <summary>The truth held against its own few data is calibrated, though its slope is far below 1; a truth at another temperature is not.</summary>
public sealed class SlopeCalibrationTests(ITestOutputHelper output)
{
    // Warm: far from freezing, where correlations grow as it gets colder. (Frozen, they vanish again.)
    private static readonly EnumeratedDistribution Truth = EnumeratedDistribution.Create(
        PlantedPotts.Create(new() { Sites = 7, States = 4, Regime = PlantedRegime.Warm }, RandomStream.FromSeed(61)).Model);

    /// <summary>The model is the truth at tau = 1; the data come from the truth at another temperature.</summary>
    private static SlopeCalibration Measure(double dataTau, int count, ulong seed)
    {
        RandomStream stream = RandomStream.FromSeed(seed);
        byte[] Draw(double tau, int rows, string name) => Truth.At(tau).Sample(rows, stream.Child(name)).States.ToArray();
        PairFrequencies data = PairFrequencies.Count(Draw(dataTau, count, "data"), Truth.Sites, 4, null, 1.0 / count);
        return SlopeCalibration.Measure(data, Draw(1, 4000, "sample"), count, (rows, set) => Draw(1, rows, $"set {set}"));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(100)]
    [InlineData(400)]
    public void The_truth_is_calibrated_however_few_the_data(int count)
    {
        // Fixed seeds; the verdict leaves 15 % beside a 90 % interval, so a wrong one takes more than three deviations.
        for (ulong seed = 1; seed <= 12; seed++)
        {
            SlopeCalibration found = Measure(1, count, seed);
            output.WriteLine($"M = {count}: slope {found.Slope.Value:f2}, if calibrated {found.IfCalibrated.Value:f2} ({found.IfCalibrated.Low:f2} to {found.IfCalibrated.High:f2})");
            Assert.Equal("calibrated", found.Verdict);
        }
        if (count == 30) Assert.True(Measure(1, count, 1).Slope.Value < 0.85); // what a plain reading of the slope would call too hot
    }

    [Fact]
    public void A_model_hotter_or_colder_than_its_data_is_found_out_negative_control()
    {
        for (ulong seed = 1; seed <= 6; seed++)
        {
            Assert.Equal("too hot", Measure(0.5, 1000, seed).Verdict);
            Assert.Equal("too cold", Measure(2, 4000, seed).Verdict);
        }
    }
}
