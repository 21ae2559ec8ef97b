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

    /// <summary>The model is the truth at one temperature; the data come from the truth at another.</summary>
    private static SlopeCalibration Measure(double dataTau, int count, ulong seed, double modelTau = 1)
    {
        RandomStream stream = RandomStream.FromSeed(seed);
        Alignment Draw(double tau, int rows, string name) => Truth.At(tau).Sample(rows, stream.Child(name));
        Alignment sequences = Draw(dataTau, count, "data");
        PairFrequencies data = PairFrequencies.Count(sequences.States.ToArray(), Truth.Sites, 4, null, 1.0 / count);
        EnumeratedDistribution model = Truth.At(modelTau);
        double energy = Enumerable.Range(0, count).Average(m => Truth.Energies[Truth.Index(sequences.Row(m))]), shift = (model.MeanEnergy - energy) / Math.Sqrt(model.HeatCapacity) / modelTau;
        return SlopeCalibration.Measure(data, Draw(modelTau, 4000, "sample").States.ToArray(), count, shift, (rows, set) => Draw(modelTau, rows, $"set {set}").States.ToArray());
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

    [Theory]
    [InlineData(10, "too hot")]
    [InlineData(0.12, "too cold")] // frozen: its correlations have vanished as a hot model's do
    public void A_model_that_is_far_off_is_found_out_too_though_all_it_draws_looks_like_itself(double modelTau, string verdict)
    {
        for (ulong seed = 1; seed <= 6; seed++)
        {
            SlopeCalibration found = Measure(1, 200, seed, modelTau);
            output.WriteLine($"slope {found.Slope.Value:f2}, the truth's {found.IfCalibrated.Value:f2}, shift {found.EnergyShift:f1}");
            Assert.Equal(verdict, found.Verdict);
        }
    }

    [Fact]
    public void The_truth_s_slope_is_the_mean_that_many_sets_of_data_show()
    {
        const int Count = 60, Sets = 300;
        RandomStream stream = RandomStream.FromSeed(9);
        PairFrequencies exact = PairFrequencies.Of(Truth.Sites, 4, Truth.OneSiteMarginals(), Truth.TwoSiteMarginals());
        double[] differences = [.. Enumerable.Range(0, Sets).Select(k =>
        {
            PairFrequencies data = PairFrequencies.Count(Truth.Sample(Count, stream.Child(k)).States.ToArray(), Truth.Sites, 4, null, 0);
            return CorrelationFit.Between(data, exact).Slope - SlopeCalibration.OfTheTruth(data, Count);
        })];
        double mean = differences.Average(), error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (Sets - 1) / Sets);
        output.WriteLine($"slope less what is said: {mean:f4} +- {error:f4}");
        // Five errors, and a hundredth, since ratios of means are not means of ratios. Negative control: the noise of half as many sequences.
        Assert.True(Math.Abs(mean) < 5 * error + 0.01);
        PairFrequencies one = PairFrequencies.Count(Truth.Sample(Count, stream.Child(0)).States.ToArray(), Truth.Sites, 4, null, 0);
        Assert.True(SlopeCalibration.OfTheTruth(one, Count) - SlopeCalibration.OfTheTruth(one, Count / 2) > 10 * (5 * error + 0.01));
    }
}
