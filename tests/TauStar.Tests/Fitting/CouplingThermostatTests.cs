using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Fitting;

/// <summary>The posterior of couplings by thermostatted chains, against Hamiltonian Monte Carlo with exact sums over all configurations.</summary>
public sealed class CouplingThermostatTests(ITestOutputHelper output)
{
    private const int Sites = 4, States = 3, Samples = 80;

    private static readonly L2Strengths Precision = new(2, 3);
    private static readonly PottsModel Truth = SmallModels.Random(Sites, States, 11, 0.8);
    private static readonly Alignment Data = EnumeratedDistribution.Create(Truth).Sample(Samples, RandomStream.FromSeed(12));
    private static readonly PairFrequencies Frequencies = PairFrequencies.Count(Data, null, 0);

    private static CouplingThermostat Make(ThermostatOptions options, ulong seed = 13) => new(
        Frequencies, Samples, Precision, new PottsModel(Truth.Alphabet, Sites), Data, options, RandomStream.FromSeed(seed));

    private static readonly ThermostatOptions Usual = new() { Chains = 2000, BurnIn = 50, Steps = 6000, Threads = 2 };

    private static CouplingThermostat Run(ThermostatOptions options)
    {
        CouplingThermostat thermostat = Make(options);
        while (thermostat.Steps < thermostat.Horizon) thermostat.Step();
        return thermostat;
    }

    private static readonly Lazy<CouplingThermostat> Done = new(() => Run(Usual));

    /// <summary>Posterior means of the parameters in the zero-sum gauge, with errors from ten chains.</summary>
    private static readonly Lazy<(double[] Mean, double[] Error, double Variance)> Exact = new(() =>
    {
        const int Chains = 10;
        double[][] means = new double[Chains][];
        double[] variances = new double[Chains];
        Parallel.For(0, Chains, c => (means[c], variances[c]) = new HamiltonianPosterior(Truth.Alphabet, Sites, Frequencies, Samples, Precision).Run(2500, RandomStream.FromSeed(20).Child(c)));
        double[] mean = [.. Enumerable.Range(0, means[0].Length).Select(n => means.Average(m => m[n]))];
        double[] error = [.. Enumerable.Range(0, mean.Length).Select(n => Math.Sqrt(means.Sum(m => Math.Pow(m[n] - mean[n], 2)) / (Chains * (Chains - 1))))];
        return (mean, error, variances.Average());
    });

    private static double[] ZeroSum(PottsModel model)
    {
        PottsModel gauged = PottsGauges.To(model, PottsGauge.ZeroSum).Model;
        return [.. gauged.Fields.Concat(gauged.Couplings).Select(x => (double)x)];
    }

    [Theory]
    [InlineData(50)] // no direction is that stiff
    [InlineData(1.01)] // the stiffest ones by themselves
    public void The_mean_is_that_of_the_posterior(double stiffFrom)
    {
        CouplingThermostat done = stiffFrom == 50 ? Done.Value : Run(Usual with { StiffFrom = stiffFrom });
        Assert.Equal(stiffFrom < 50, done.StiffDirections > 0);
        double[] found = ZeroSum(done.Mean()), earlier = ZeroSum(done.Mean(PosteriorHalf.Earlier)), later = ZeroSum(done.Mean(PosteriorHalf.Later));
        (double[] exact, double[] error, _) = Exact.Value;
        // The halves tell the error of the thermostat's mean, taken together over all parameters; discretisation is allowed a part of the posterior's deviation, some 0.3.
        double own = Math.Sqrt(earlier.Zip(later, (a, b) => (a - b) * (a - b)).Average()) / 2;
        double[] Scores(double[] values) => [.. exact.Select((x, n) => (values[n] - x) / (double.Hypot(own, error[n]) + 0.002))];
        double[] right = Scores(found), wrong = Scores(ZeroSum(PseudoLikelihood.Fit(
            Data, [.. Enumerable.Repeat(1.0, Samples)], new(1, 6), null, new(), TestContext.Current.CancellationToken)));
        double Rms(double[] z) => Math.Sqrt(z.Average(x => x * x));
        output.WriteLine($"{done.StiffDirections} directions by themselves; halves {own:f4}, exact {error.Average():f4}; largest {right.Max(Math.Abs):f1}, rms {Rms(right):f2}; negative control, the pseudo-likelihood fit: largest {wrong.Max(Math.Abs):f1}, rms {Rms(wrong):f2}");
        Assert.True(right.Max(Math.Abs) < 5.7); // 66 values
        Assert.True(Rms(right) < 1.7); // 24 free ones
        Assert.True(Rms(wrong) > 1.7);
    }

    [Fact]
    public void The_thermostat_reads_one_and_the_scatter_is_the_posteriors()
    {
        output.WriteLine($"reading {Done.Value.Reading:f4}, friction {Done.Value.History[^1].Friction:f3}, determined {Done.Value.DeterminedShare:f3}");
        Assert.InRange(Done.Value.Reading, 0.99, 1.01);
        Assert.Equal(Math.Clamp(1 - Precision.Couplings * Exact.Value.Variance, 0, 1), Done.Value.DeterminedShare, 0.06); // some 80 independent draws of 54 couplings: 0.01, and 0.01 too high
    }

    [Fact]
    public void The_truths_mean_energy_follows_from_the_mean_of_the_parameters()
    {
        // < phi >_p averaged over the posterior = data - lambda theta_1 / M: exact, so the chains' own mean energy must say the same.
        PottsModel user = SmallModels.Random(Sites, States, 14, 1);
        double data = user.Energies(Data).Average(), shift = Done.Value.MeanEnergyShift(user, Done.Value.Mean());
        CouplingThermostat again = Make(Usual with { Steps = 3000 }, 15);
        double sum = 0;
        int count = 0;
        while (again.Steps < again.Horizon)
        {
            again.Step();
            if (again.Steps <= again.First) continue;
            byte[] rows = again.Configurations(again.Chains);
            for (int c = 0; c < again.Chains; c++) sum += user.Energy(rows.AsSpan(c * Sites, Sites));
            count += again.Chains;
        }
        output.WriteLine($"data {data:f4}, by theta_1 {data + shift:f4}, by chains {sum / count:f4}");
        Assert.Equal(sum / count, data + shift, 0.02);
        Assert.True(Math.Abs(shift) > 0.04); // negative control: without the shift it would fail
    }

    [Fact]
    public void Threads_and_interruptions_change_no_bit()
    {
        ThermostatOptions small = new() { Chains = 100, BurnIn = 5, Steps = 30, Threads = 1 };
        CouplingThermostat one = Make(small), two = Make(small with { Threads = 2 }), resumed = Make(small);
        for (int n = 0; n < 30; n++) one.Step();
        for (int n = 0; n < 17; n++) two.Step();
        using MemoryStream memory = new();
        using (BinaryWriter writer = new(memory, System.Text.Encoding.UTF8, leaveOpen: true)) two.Save(writer);
        memory.Position = 0;
        resumed.Load(new BinaryReader(memory));
        while (resumed.Steps < 30) resumed.Step();
        one.Extend();
        resumed.Extend();
        for (int n = 0; n < 10; n++)
        {
            one.Step();
            resumed.Step();
        }
        Assert.Equal(one.Model.Couplings, resumed.Model.Couplings);
        Assert.Equal(one.Mean().Fields, resumed.Mean().Fields);
        Assert.Equal(one.History, resumed.History);
        memory.SetLength(memory.Length / 2);
        memory.Position = 0;
        Assert.Throws<InvalidDataException>(() => Make(small).Load(new BinaryReader(memory)));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<InputException>(() => Make(new ThermostatOptions { Steps = 100 }));
        Assert.Throws<InputException>(() => Make(new ThermostatOptions { Injected = 0.7 }));
        Assert.Throws<ArgumentException>(() => new CouplingThermostat(
            Frequencies, Samples, new(0, 1), new PottsModel(Truth.Alphabet, Sites), Data, Usual, RandomStream.FromSeed(1)));
    }
}
