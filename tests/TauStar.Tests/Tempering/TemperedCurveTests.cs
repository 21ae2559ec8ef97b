using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Tempering;

/// <summary>Values and error bars of the reweighted curves against enumeration, over many independent small runs.</summary>
public sealed class TemperedCurveTests(ITestOutputHelper output)
{
    private const int Sites = 5, States = 3, Runs = 48, Degrees = TemperedCurve.Groups - 1;

    private static readonly PottsModel Model = SmallModels.Random(Sites, States, 61, 0.8);
    private static readonly EnumeratedDistribution Exact = EnumeratedDistribution.Create(Model);
    private static readonly double[] Betas = [2, 1.4, 1, 0.65, 0.35, 0];
    private static readonly double[] Taus = [0.5, 0.6, 0.83, 1, 1.2, 1.54, 2.2, 5]; // rungs, between them, and beyond the last

    private static readonly string[] Quantities = ["<E>", "C", "log Z", "entropy"];

    internal static ReplicaExchange Run(PottsModel model, double[] betas, int systems, RandomStream stream, int sweeps = 60, int burnIn = 25)
    {
        ReplicaExchange run = new(model, betas, null, new() { Systems = systems, BurnIn = burnIn, Sweeps = sweeps, Threads = 1 }, stream);
        while (!run.Finished) run.Step();
        return run;
    }

    private static Estimate Ask(TemperedCurve curve, int quantity, double tau) => quantity switch
    {
        0 => curve.Estimate(at => at(1 / tau).MeanEnergy),
        1 => curve.Estimate(at => at(1 / tau).EnergyVariance / (tau * tau)),
        2 => curve.Estimate(at => at(1 / tau).LogZ),
        _ => curve.Estimate(at => at(1 / tau).LogZ + at(1 / tau).MeanEnergy / tau),
    };

    private static double Truth(int quantity, double tau)
    {
        EnumeratedDistribution p = Exact.At(tau);
        return quantity switch { 0 => p.MeanEnergy, 1 => p.HeatCapacity, 2 => p.LogZ, _ => p.Entropy };
    }

    /// <summary>z[quantity][tau][run] = (estimate - exact) / error.</summary>
    private static double[,][] Scores()
    {
        double[,][] z = new double[4, Taus.Length][];
        for (int k = 0; k < 4; k++)
        {
            for (int t = 0; t < Taus.Length; t++) z[k, t] = new double[Runs];
        }
        double[,] exact = new double[4, Taus.Length];
        for (int k = 0; k < 4; k++)
        {
            for (int t = 0; t < Taus.Length; t++) exact[k, t] = Truth(k, Taus[t]);
        }
        Parallel.For(0, Runs, r =>
        {
            TemperedCurve curve = new(Run(Model, Betas, 16, RandomStream.FromSeed(62).Child(r)), Sites, States);
            for (int k = 0; k < 4; k++)
            {
                for (int t = 0; t < Taus.Length; t++)
                {
                    Estimate e = Ask(curve, k, Taus[t]);
                    z[k, t][r] = (e.Value - exact[k, t]) / e.StandardError;
                }
            }
        });
        return z;
    }

    [Fact]
    public void Curves_meet_enumeration_within_honest_error_bars()
    {
        // Each z is a Student's t with 7 degrees, since the error comes from 8 groups. Over 48 independent runs, for each of
        // 32 (quantity, tau): Fisher's combination within chi-square limits (both sides: bars too short, bars too long),
        // and the mean of z (standard deviation sqrt(7/5)/sqrt(48)) near 0, both ways. 128 one-sided tests share one in a million: 5.7.
        const double limit = 5.7;
        double high = Statistical.ChiSquareLimit(2 * Runs, limit), low = Statistical.ChiSquareLimit(2 * Runs, -limit);
        double deviation = Math.Sqrt((double)Degrees / (Degrees - 2) / Runs);
        double[,][] z = Scores();
        for (int k = 0; k < 4; k++)
        {
            for (int t = 0; t < Taus.Length; t++)
            {
                double fisher = Statistical.Fisher(z[k, t], Degrees), mean = z[k, t].Average(), rms = Math.Sqrt(z[k, t].Average(x => x * x));
                output.WriteLine($"{Quantities[k],-8} tau = {Taus[t],-5}: Fisher {fisher:f0} of {low:f0} to {high:f0}, rms z {rms:f2} (1.18 expected), mean z {mean:f2}");
                Assert.InRange(fisher, low, high);
                Assert.InRange(mean, -limit * deviation, limit * deviation);
                // Negative controls: bars 2.5 times too short and 5 times too long.
                Assert.False(Statistical.Fisher(z[k, t].Select(x => 2.5 * x), Degrees) < high);
                Assert.False(Statistical.Fisher(z[k, t].Select(x => x / 5), Degrees) > low);
            }
        }
    }

    [Fact]
    public void Another_model_s_curve_is_told_apart_negative_control()
    {
        // The same machinery on a model that is 5 % colder: the mean of z over runs leaves its limits.
        PottsModel colder = Model.Clone();
        for (int n = 0; n < colder.Fields.Length; n++) colder.Fields[n] *= 1.05f;
        for (int n = 0; n < colder.Couplings.Length; n++) colder.Couplings[n] *= 1.05f;
        double[] z = new double[Runs];
        Parallel.For(0, Runs, r =>
        {
            TemperedCurve curve = new(Run(colder, Betas, 16, RandomStream.FromSeed(63).Child(r)), Sites, States);
            Estimate e = Ask(curve, 2, 1);
            z[r] = (e.Value - Exact.LogZ) / e.StandardError;
        });
        Assert.True(z.Average() > 5.7 * Math.Sqrt(7.0 / 5 / Runs));
    }

    [Fact]
    public void Error_bars_hold_where_chains_are_slow()
    {
        // Two sites of eight states that agree or pay 5.5 k_BT; one of the eight pairs lies 2 k_BT below the others, so that it has
        // half of the weight. Chains leave a pair every dozen sweeps or so; bars that took the draws of a chain for independent
        // would be several times too short.
        const int sites = 2, states = 8;
        PottsModel slow = new(SmallModels.Letters(states), sites);
        slow.Fields[0] = 2;
        for (int a = 0; a < states; a++) slow.Block(0, 1)[a * states + a] = 5.5f;
        double exact = EnumeratedDistribution.Create(slow).MeanEnergy;
        double[] z = new double[Runs], naive = new double[Runs], times = new double[Runs];
        Parallel.For(0, Runs, r =>
        {
            TemperedCurve curve = new(Run(slow, [1.05, 1, 0.1, 0], 16, RandomStream.FromSeed(68).Child(r), sweeps: 150, burnIn: 150), sites, states);
            Estimate e = Ask(curve, 0, 1);
            z[r] = (e.Value - exact) / e.StandardError;
            naive[r] = (e.Value - exact) / Math.Sqrt(curve.At(1).EnergyVariance / curve.At(1).EffectiveSamples);
            times[r] = curve.Health[1].AutocorrelationTime;
        });
        double fisher = Statistical.Fisher(z, Degrees), low = Statistical.ChiSquareLimit(2 * Runs, -4.9), high = Statistical.ChiSquareLimit(2 * Runs, 4.9);
        output.WriteLine($"autocorrelation time {times.Average():f1} sweeps; Fisher {fisher:f0} of {low:f0} to {high:f0}, mean z {z.Average():f2}; independent draws: {Statistical.Fisher(naive, 99):f0}");
        Assert.True(times.Average() > 5);
        Assert.InRange(fisher, low, high);
        Assert.True(Statistical.Fisher(naive, 99) > high); // negative control
    }

    [Fact]
    public void A_model_without_energy_is_exact_everywhere()
    {
        PottsModel flat = new(SmallModels.Letters(4), 3);
        TemperedCurve curve = new(Run(flat, [2, 1, 0.5, 0], 16, RandomStream.FromSeed(64)), 3, 4);
        foreach (double tau in Taus)
        {
            Statistical.Near(3 * Math.Log(4), curve.At(tau).LogZ, 1e-9);
            Assert.Equal(0, curve.At(tau).MeanEnergy, 1e-9);
            Assert.Equal(0, curve.At(tau).EnergyVariance, 1e-9);
        }
    }

    [Fact]
    public void A_constant_added_to_all_energies_moves_log_Z_and_nothing_else()
    {
        // A gauge change: the same chains bit for bit except for rounding, so compare within a small tolerance.
        const float constant = 8; // a power of two: no rounding of the fields
        PottsModel shifted = Model.Clone();
        for (int a = 0; a < States; a++) shifted.Fields[a] -= constant;
        TemperedCurve plain = new(Run(Model, Betas, 16, RandomStream.FromSeed(65)), Sites, States);
        TemperedCurve moved = new(Run(shifted, Betas, 16, RandomStream.FromSeed(65)), Sites, States);
        foreach (double tau in Taus)
        {
            Statistical.Near(plain.At(tau).MeanEnergy + constant, moved.At(tau).MeanEnergy, 0.02);
            Statistical.Near(plain.At(tau).EnergyVariance, moved.At(tau).EnergyVariance, 0.02);
            Statistical.Near(plain.At(tau).LogZ - constant / tau, moved.At(tau).LogZ, 0.02);
        }
    }

    [Fact]
    public void Health_of_a_temperature_is_that_of_the_rungs_around_it()
    {
        TemperedCurve curve = new(Run(Model, Betas, 16, RandomStream.FromSeed(66)), Sites, States);
        Assert.Equal(Betas.Length, curve.Health.Count);
        Assert.Equal(0.5, curve.TauMin);
        Assert.Equal(TemperedCurve.Groups, curve.GroupCount);
        Assert.True(double.IsPositiveInfinity(curve.Health[^1].Tau));
        for (int k = 0; k + 1 < Betas.Length; k++)
        {
            RungHealth on = curve.HealthAt(1 / Betas[k]);
            Assert.Equal(curve.Health[k].RHat, on.RHat);
            Assert.Equal(curve.Health[k].EffectiveSamples, on.EffectiveSamples);
            RungHealth between = curve.HealthAt(1 / (0.5 * (Betas[k] + Betas[k + 1])));
            Assert.Equal(Math.Max(curve.Health[k].RHat, curve.Health[k + 1].RHat), between.RHat);
            Assert.Equal(Math.Min(curve.Health[k].EffectiveSamples, curve.Health[k + 1].EffectiveSamples), between.EffectiveSamples);
        }
        Assert.Equal(curve.Health[0].RHat, curve.HealthAt(0.1).RHat); // colder than the coldest: nothing better is known
        Assert.True(curve.LadderMixedDownTo(0.5) && curve.MixedBetween(0.5, 5));
        Assert.Equal((0.55, 3), (curve.MixedTowards(0.55), curve.MixedTowards(3)));
        Assert.Equal(1, curve.ColdestMixed(3));
    }

    [Fact]
    public void A_frozen_rung_is_found_out_and_only_what_passes_through_it()
    {
        // Two wells 60 k_BT deep that differ at all six sites: at beta = 1 chains stay where they started, at 0.05 they do not.
        PottsModel wells = new(SmallModels.Letters(2), 6);
        for (int i = 0; i < 6; i++)
        {
            for (int j = i + 1; j < 6; j++) (wells.Block(i, j)[0], wells.Block(i, j)[3]) = (4, 4.3f);
        }
        TemperedCurve curve = new(Run(wells, [1, 0.9, 0.02, 0.01, 0], 16, RandomStream.FromSeed(67)), 6, 2);
        Assert.False(curve.HealthAt(1).Mixed);
        Assert.False(curve.LadderMixedDownTo(1));
        Assert.False(curve.MixedBetween(1, 1.05));
        Assert.True(curve.HealthAt(100).Mixed);
        Assert.True(curve.LadderMixedDownTo(50));
        Assert.True(curve.MixedBetween(60, 90));
        Assert.False(curve.MixedBetween(1.2, 90)); // between the frozen rungs and the free ones
        Assert.Equal(1, curve.MixedTowards(50)); // nothing is known of 1 itself
        Assert.Equal(50, curve.ColdestMixed(90), 1e-9);
        Assert.Equal(double.NaN, curve.ColdestMixed(1.05));
    }

    [Fact]
    public void The_way_to_a_frozen_temperature_ends_at_the_last_rung_that_mixes()
    {
        // The same wells, so shallow that chains mix at tau = 1 but not at a thirtieth of it.
        PottsModel wells = new(SmallModels.Letters(2), 6);
        for (int i = 0; i < 6; i++)
        {
            for (int j = i + 1; j < 6; j++) (wells.Block(i, j)[0], wells.Block(i, j)[3]) = (0.1f, 0.1f);
        }
        TemperedCurve curve = new(Run(wells, [50, 40, 1 / 0.8, 1, 0.5, 0], 16, RandomStream.FromSeed(68)), 6, 2);
        Assert.Equal(1 / (1 / 0.8), curve.MixedTowards(0.02), 1e-12);
        Assert.Equal(0.9, curve.MixedTowards(0.9));
        Assert.Equal(1.5, curve.MixedTowards(1.5));
    }
}
