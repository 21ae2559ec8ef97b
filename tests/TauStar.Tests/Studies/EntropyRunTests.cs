using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Studies;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Studies;

/// <summary>The three ways together, against enumeration; and where they cannot be right, they say so.</summary>
public sealed class EntropyRunTests(ITestOutputHelper output)
{
    private static readonly PottsModel Model = SmallModels.Random(6, 4, 5, 0.7);
    private static readonly EntropyOptions Small = new() { Sweeps = 200, BurnIn = 50, Chains = 128, Steps = 100, Threads = 2 };

    [Theory]
    [InlineData(0.6)]
    [InlineData(1)]
    [InlineData(1.7)]
    public void Three_ways_agree_with_the_sum_over_all_states(double tau)
    {
        EnumeratedDistribution exact = EnumeratedDistribution.Create(Model, tau);
        Alignment data = exact.Sample(50, RandomStream.FromSeed(1));
        EntropyResult result = EntropyRun.Run(Model, data, Small with { Tau = tau }, 3, new TuningContext());
        Assert.Empty(result.Warnings);
        Assert.True(result.Agree && result.Mixed);
        Assert.Equal(EstimateStatus.Ok, result.Answer.LogZ.Status);
        Assert.Contains(1 / tau, result.Ladder);
        foreach (Thermodynamics way in result.Ways)
        {
            output.WriteLine($"tau = {tau}, {way.Method}: log Z {way.LogZ.Value:f4} ± {way.LogZ.StandardError:f4}, exact {exact.LogZ:f4}; S {way.Entropy.Value:f4}, exact {exact.Entropy:f4}");
            // Bars from 8 or 16 groups: t of one in a million over 36 numbers is 17 and 9.
            double limit = way.Method == result.Ways[0].Method ? 17 : 9;
            foreach ((Estimate e, double truth) in new[] { (way.LogZ, exact.LogZ), (way.FreeEnergy, -tau * exact.LogZ), (way.MeanEnergy, exact.MeanEnergy), (way.Entropy, exact.Entropy) })
            {
                Statistical.Near(truth, e.Value, limit * e.StandardError);
                Assert.InRange(e.StandardError, 1e-4, 0.3); // and the bars say something
            }
        }
        double logLikelihood = Enumerable.Range(0, 50).Average(m => exact.LogProbabilities[exact.Index(data.Row(m))]);
        Statistical.Near(logLikelihood, result.Data!.LogLikelihood.Value, Math.Abs(result.Answer.LogZ.Value - exact.LogZ) + 1e-9);
        Statistical.Near(-6 * Math.Log(4), result.Data.Uniform, 1e-12);
    }

    [Fact]
    public void A_landscape_that_no_way_crosses_is_not_believed()
    {
        // Sites agree or pay, and one of the two states lies deeper, all within a temperature step: a first-order jump that short chains miss.
        PottsModel wells = new(SmallModels.Letters(2), 40);
        for (int n = 0; n < wells.Couplings.Length; n += 4) (wells.Couplings[n], wells.Couplings[n + 3]) = (0.5f, 0.5f);
        for (int i = 0; i < 40; i++) wells.Fields[2 * i] = 0.1f;
        EntropyResult result = EntropyRun.Run(wells, null, Small with { Sweeps = 100, BurnIn = 0, Steps = 20 }, 3, new TuningContext());
        foreach (string warning in result.Warnings) output.WriteLine(warning);
        Assert.NotEmpty(result.Warnings);
        Assert.Equal(EstimateStatus.Unreliable, result.Answer.LogZ.Status);
        Assert.Equal(result.Warnings[0], result.Answer.Entropy.Note);
    }

    [Fact]
    public void Same_seed_same_bits_for_any_number_of_threads()
    {
        EntropyResult Of(ulong seed, int threads) => EntropyRun.Run(Model, null, Small with { Sweeps = 100, BurnIn = 10, Steps = 20, Threads = threads }, seed, new TuningContext());
        EntropyResult one = Of(3, 1);
        Assert.Equal(one.Ways, Of(3, 3).Ways);
        Assert.NotEqual(one.Answer.LogZ.Value, Of(4, 1).Answer.LogZ.Value);
    }

    [Fact]
    public void It_stops_when_told_and_refuses_what_it_cannot_use()
    {
        Assert.Throws<OperationCanceledException>(() => EntropyRun.Run(Model, null, Small, 1, new TuningContext(Cancellation: new CancellationToken(true))));
        foreach (EntropyOptions wrong in new[] { Small with { Tau = 0 }, Small with { Systems = 33 }, Small with { Sweeps = 10 }, Small with { Chains = 100 }, Small with { Steps = 1 }, Small with { Threads = 0 } })
            Assert.Throws<InputException>(() => EntropyRun.Run(Model, null, wrong, 1, new TuningContext()));
    }
}
