using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Tempering;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Tempering;

/// <summary>tau' from a mean energy, against the sweep that knows the truth.</summary>
public sealed class MeanEnergyMatchTests
{
    private static readonly EnumeratedDistribution Truth = EnumeratedDistribution.Create(SmallModels.Random(5, 3, 1, 0.5));
    private static readonly double[] Model = EnumeratedDistribution.Create(SmallModels.Random(5, 3, 1, 0.8)).Energies.ToArray();
    private static readonly MeanEnergyMatch Match = new(Model);
    private static readonly TemperatureSweep Sweep = new(Truth, Model);

    [Fact]
    public void With_the_truths_own_mean_it_finds_the_exact_optimum()
    {
        TemperatureRange range = new(0.05, 50);
        (Estimate tau, Estimate gain) = Match.Solve(Estimate.Exact(Truth.Mean(Model)), range);
        TemperatureOptimum exact = Sweep.TauPrime(range);
        Near(exact.Tau, tau.Value, 1e-7);
        Near(Sweep.At(1).Forward - exact.Divergence, gain.Value, 1e-9);
        foreach (double t in new[] { 0.3, 1.0, 2.5 })
            Near(Sweep.At(t).Forward - Sweep.At(1).Forward, Match.DivergenceChange(Estimate.Exact(Truth.Mean(Model)), t).Value, 1e-9);
    }

    [Fact]
    public void An_interval_of_the_energy_becomes_one_of_tau()
    {
        TemperatureRange range = new(0.05, 50);
        double mean = Truth.Mean(Model);
        Estimate target = new(mean, mean - 0.3, mean + 0.2);
        (Estimate tau, _) = Match.Solve(target, range);
        Near(Match.Solve(Estimate.Exact(mean - 0.3), range).Tau.Value, tau.Low, 1e-9);
        Near(Match.Solve(Estimate.Exact(mean + 0.2), range).Tau.Value, tau.High, 1e-9);
        Assert.True(tau.Low < tau.Value && tau.Value < tau.High);
    }

    [Theory]
    [InlineData(-1000, 0.2)]
    [InlineData(1000, 6)]
    public void A_target_out_of_reach_is_said(double target, double edge)
    {
        (Estimate tau, _) = Match.Solve(Estimate.Exact(target), new TemperatureRange(0.2, 6));
        Assert.Equal(EstimateStatus.OutOfRange, tau.Status);
        Near(edge, tau.Value, 0);
    }

    [Fact]
    public void A_flat_model_is_left_at_1()
    {
        (Estimate tau, Estimate gain) = new MeanEnergyMatch(new double[16]).Solve(Estimate.Exact(0), new TemperatureRange(0.2, 6));
        Near(1, tau.Value, 0);
        Near(0, gain.Value, 1e-12);
    }
}
