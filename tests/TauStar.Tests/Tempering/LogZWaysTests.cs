using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Tempering;

/// <summary>Annealing both ways and thermodynamic integration against enumeration: values and intervals over many seeds.</summary>
public sealed class LogZWaysTests(ITestOutputHelper output)
{
    private const int Sites = 5, States = 3, Runs = 40, Degrees = 15;

    private static readonly PottsModel Model = SmallModels.Random(Sites, States, 61, 0.8);
    private static readonly double[] Ladder = [2.2, 1.4, 1, 0.65, 0.35, 0.15, 0];

    private static TemperedContext Context(double tau, long run) => new(tau, RandomStream.FromSeed(71).Child(run));

    private static AnnealedImportance Anneal(double tau, int run, int steps, PottsModel? startsFrom = null)
    {
        const int starts = 64;
        byte[] rows = new ConfigurationSampler(EnumeratedDistribution.Create(startsFrom ?? Model, tau)).Draw(starts, RandomStream.FromSeed(72).Child(run));
        int[] groups = [.. Enumerable.Range(0, starts).Select(n => n % AnnealedImportance.Groups)];
        return AnnealedImportance.Run(Model, Ladder, (rows, groups), new(64, steps), Context(tau, run));
    }

    /// <summary>Student's t of log Z, &lt;E&gt; and S in every run.</summary>
    private static double[][] Scores(double tau, Func<int, Thermodynamics> way)
    {
        EnumeratedDistribution exact = EnumeratedDistribution.Create(Model, tau);
        Thermodynamics[] runs = new Thermodynamics[Runs];
        Parallel.For(0, Runs, r => runs[r] = way(r));
        double T(Estimate e, double truth) => (e.Value - truth) / (e.High - e.Low) * 2 * Estimate.StudentNinetyPercent(Degrees);
        Assert.All(runs, r => Statistical.Near(-tau * r.LogZ.Value, r.FreeEnergy.Value, 1e-9));
        return
        [
            [.. runs.Select(r => T(r.LogZ, exact.LogZ))], [.. runs.Select(r => T(r.MeanEnergy, exact.MeanEnergy))], [.. runs.Select(r => T(r.Entropy, exact.Entropy))],
        ];
    }

    private void Honest(string name, double[][] scores)
    {
        // Six or so tests of each kind share one in a million: 5.2. Coverage of 90 % follows from an honest t; it is shown.
        double low = Statistical.ChiSquareLimit(2 * Runs, -5.2), high = Statistical.ChiSquareLimit(2 * Runs, 5.2);
        for (int k = 0; k < 3; k++)
        {
            double fisher = Statistical.Fisher(scores[k], Degrees), held = scores[k].Count(t => Math.Abs(t) <= Estimate.StudentNinetyPercent(Degrees));
            output.WriteLine($"{name} {k}: Fisher {fisher:f0} of {low:f0} to {high:f0}; 90 % intervals held {held} of {Runs}");
            Assert.True(fisher < high);
            Assert.True(Statistical.BinomialTail(Runs, 0.9, (int)held) > Statistical.FalseAlarm / 6 || held > 0.9 * Runs);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Annealing_both_ways_finds_log_Z_energy_and_entropy_with_honest_intervals(double tau) =>
        Honest($"annealing, tau = {tau}", Scores(tau, r => Anneal(tau, r, 60).Both()));

    [Fact]
    public void Reverse_paths_that_do_not_begin_in_equilibrium_are_found_out()
    {
        // Negative control: the starts are those of another model.
        double[][] scores = Scores(1, r => Anneal(1, r, 20, SmallModels.Random(Sites, States, 62, 2)).Both());
        Assert.True(Statistical.Fisher(scores[0], Degrees) > Statistical.ChiSquareLimit(2 * Runs, 5.2));
    }

    [Fact]
    public void The_two_ways_bound_log_Z()
    {
        // So few steps that Jensen's gap shows: means over runs lie below and above, and more steps bring them together.
        (ReplicateMean low, ReplicateMean high) = Bounds(3);
        (ReplicateMean closerLow, ReplicateMean closerHigh) = Bounds(100);
        double exact = EnumeratedDistribution.Create(Model, 0.5).LogZ;
        output.WriteLine($"{low.Mean:f3} ± {low.StandardError:f3} < {exact:f3} < {high.Mean:f3} ± {high.StandardError:f3}");
        Assert.True(low.Mean < exact + Statistical.Z * low.StandardError && high.Mean > exact - Statistical.Z * high.StandardError);
        Assert.True(high.Mean - low.Mean > 0.2 && closerHigh.Mean - closerLow.Mean < 0.05);
    }

    private static (ReplicateMean Lower, ReplicateMean Upper) Bounds(int steps)
    {
        double[] lower = new double[Runs], upper = new double[Runs];
        Parallel.For(0, Runs, r =>
        {
            AnnealedImportance annealed = Anneal(0.5, r, steps);
            (lower[r], upper[r]) = (annealed.Lower().Value, annealed.Upper().Value);
        });
        return (ReplicateMean.Of(lower), ReplicateMean.Of(upper));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Integration_finds_log_Z_energy_and_entropy_with_honest_intervals(double tau) =>
        Honest($"integration, tau = {tau}", Scores(tau, r => ThermodynamicIntegration.Run(Model, Ladder, new(32, 10, 30), Context(tau, r))));

    [Fact]
    public void A_model_five_per_cent_colder_is_found_out()
    {
        PottsModel colder = Model.Clone(); // negative control for integration
        for (int n = 0; n < colder.Fields.Length; n++) colder.Fields[n] *= 1.05f;
        for (int n = 0; n < colder.Couplings.Length; n++) colder.Couplings[n] *= 1.05f;
        double[][] scores = Scores(1, r => ThermodynamicIntegration.Run(colder, Ladder, new(32, 10, 30), Context(1, r)));
        Assert.True(Statistical.Fisher(scores[0], Degrees) > Statistical.ChiSquareLimit(2 * Runs, 5.2));
    }

    [Fact]
    public void Without_energy_both_are_exact()
    {
        PottsModel flat = new(SmallModels.Letters(4), 3);
        Thermodynamics integration = ThermodynamicIntegration.Run(flat, Ladder, new(32, 1, 2), Context(1, 0));
        Statistical.Near(3 * Math.Log(4), integration.LogZ.Value, 1e-12);
        AnnealedImportance annealed = AnnealedImportance.Run(flat, Ladder, (new byte[48], [.. Enumerable.Range(0, 16)]), new(16, 10), Context(1, 0));
        Statistical.Near(3 * Math.Log(4), annealed.Both().LogZ.Value, 1e-9);
        Statistical.Near(3 * Math.Log(4), annealed.Both().Entropy.Value, 1e-9);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        Thermodynamics One(int threads) => ThermodynamicIntegration.Run(Model, Ladder, new(64, 2, 4, threads), Context(1, 3));
        Assert.Equal(One(1), One(3));
        double Annealed(int threads) => AnnealedImportance.Run(Model, Ladder, (new byte[64 * Sites], [.. Enumerable.Range(0, 64).Select(n => n % 16)]), new(64, 10, threads), Context(1, 3)).Both().LogZ.Value;
        Assert.Equal(Annealed(1), Annealed(3));
    }

    [Fact]
    public void A_mirrored_model_is_the_same_read_backwards()
    {
        PottsModel mirrored = AnnealedImportance.Mirror(Model);
        EnumeratedDistribution all = EnumeratedDistribution.Create(Model);
        for (int n = 0; n < all.Configurations; n += 7)
        {
            byte[] row = all.Configuration(n);
            double energy = Model.Energy(row);
            Array.Reverse(row);
            Statistical.Near(energy, mirrored.Energy(row), 1e-6);
        }
        Assert.Equal(Model.Couplings, AnnealedImportance.Mirror(mirrored).Couplings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(97)]
    public void Steps_rise_from_0_to_the_wanted_temperature(int steps)
    {
        double[] betas = AnnealedImportance.Schedule(Ladder, 1.2, steps);
        Assert.Equal(steps + 1, betas.Length);
        Assert.Equal((0, 1.2), (betas[0], betas[^1]));
        Assert.Equal(betas.Order().Distinct(), betas);
    }
}
