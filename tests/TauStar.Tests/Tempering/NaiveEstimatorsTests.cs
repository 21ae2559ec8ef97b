using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Tempering;

/// <summary>The comparisons are what they say, each put together by hand from a sweep.</summary>
public sealed class NaiveEstimatorsTests
{
    private const int Spins = 8, Samples = 40;

    private static readonly TemperatureRange Range = new(0.2, 6);
    private static readonly PairwiseFeatures Eight = new(Alphabet.Spin, Spins, fields: true);
    private static readonly NewtonFit Method = new(0.2, 1);
    private static readonly byte[] Rows =
        new ConfigurationSampler(new SpinGlassTruth(Spins, 1, 0.3, 1).Enumerate(false)).Draw(Samples, RandomStream.FromSeed(1));

    private static readonly ListedFit Fit = ListedFit.Of(Eight, Rows, [.. Enumerable.Repeat(1.0, Samples)], Method, RandomStream.FromSeed(2));

    private static double LogTauStar(double[] truth, double[] model) =>
        Math.Log(new TemperatureSweep(Eight.Enumerate(truth), Eight.Energies(model)).TauStar(Range).Tau);

    private static double[] Theta(byte[] rows) => Method.Fit(MomentTarget.FromSamples(Eight, rows)).Theta;

    [Fact]
    public void Plug_in_takes_a_model_for_the_truth()
    {
        PairwiseFit map = new NewtonFit(2, 10).Fit(Fit.Target);
        Near(LogTauStar(map.Theta, Fit.Fit.Theta), Math.Log(NaiveEstimators.PlugIn(Fit, map, Range).Tau.Value), 1e-9);
        Near(0, Math.Log(NaiveEstimators.PlugIn(Fit, Fit.Fit, Range).Tau.Value), 1e-6); // a model is at its best at its own temperature
    }

    [Fact]
    public void Bootstrap_tunes_refits_of_draws_against_the_fit()
    {
        RandomStream stream = RandomStream.FromSeed(3);
        ConfigurationSampler sampler = new(Eight.Enumerate(Fit.Fit.Theta));
        double[] logs = [.. Enumerable.Range(0, 3).Select(n => LogTauStar(Fit.Fit.Theta, Theta(sampler.Draw(Samples, stream.Child(n).Child("draws")))))];
        Near(logs.Average(), Math.Log(NaiveEstimators.Bootstrap(Fit, 3, Range, stream).Tau.Value), 1e-9);
    }

    [Fact]
    public void Half_split_tunes_each_half_against_the_other()
    {
        RandomStream stream = RandomStream.FromSeed(4);
        int[] order = [.. Enumerable.Range(0, Samples)];
        stream.Child("order").Open().Shuffle(order.AsSpan());
        byte[] Half(Range part) => [.. order[part].SelectMany(m => Rows[(m * Spins)..((m + 1) * Spins)])];
        double[] first = Theta(Half(..(Samples / 2))), second = Theta(Half((Samples / 2)..));
        double expected = (LogTauStar(second, first) + LogTauStar(first, second)) / 2;
        Near(expected, Math.Log(NaiveEstimators.HalfSplit(Fit, NaiveEstimatorsTests.Range, stream).Tau.Value), 1e-6);
    }
}
