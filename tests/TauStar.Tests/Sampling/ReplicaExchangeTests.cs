using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Sampling;

public sealed class ReplicaExchangeTests(ITestOutputHelper output)
{
    private const int Sites = 5, States = 3;

    private static readonly PottsModel Model = SmallModels.Random(Sites, States, 41);
    private static readonly EnumeratedDistribution Exact = EnumeratedDistribution.Create(Model);
    private static readonly double[] Betas = [2.2, 1.5, 1, 0.7, 0.45, 0.2, 0];
    private static readonly RandomStream Stream = RandomStream.FromSeed(41).Child("exchange");
    private static readonly ReplicaExchangeOptions Options = new() { Systems = 80, BurnIn = 60, Sweeps = 150, SnapshotEvery = 10, Threads = 2 };

    private static Alignment Natural => Exact.Sample(50, Stream.Child("natural"));

    private static ReplicaExchange Run(ReplicaExchangeOptions options)
    {
        ReplicaExchange run = new(Model, Betas, Natural, options, Stream);
        while (!run.Finished) run.Step();
        return run;
    }

    private static double ExactMean(int k) => Exact.At(Betas[k] == 0 ? 1e9 : 1 / Betas[k]).MeanEnergy;

    [Fact]
    public void Every_rung_has_the_mean_energy_of_its_temperature()
    {
        // Means of 80 independent systems: Student's t with 79 degrees; seven rungs share one in a million.
        ReplicaExchange run = Run(Options);
        for (int k = 0; k < run.Rungs; k++)
        {
            double t = Score([.. run.Energies(k).Select(e => e.Average())], ExactMean(k));
            output.WriteLine($"beta = {Betas[k]}: t = {t:f2}, swaps {run.SwapRate(k):f2}");
            Assert.True(Statistical.StudentTail(t, 79) > Statistical.FalseAlarm / run.Rungs);
        }
        output.WriteLine($"{run.RoundTrips:f1} round trips a walker and thousand sweeps");
        Assert.True(run.RoundTrips > 5);
    }

    private static double Score(double[] independent, double exact)
    {
        double mean = independent.Average(), square = independent.Sum(x => (x - mean) * (x - mean));
        return (mean - exact) / Math.Sqrt(square / (independent.Length * (independent.Length - 1)));
    }

    [Fact]
    public void Kept_configurations_follow_the_listed_distribution_of_their_rung()
    {
        // One snapshot a run, so the 2000 systems are independent; the first three sites' 27 states.
        ReplicaExchange run = Run(Options with { Systems = 2000, BurnIn = 30, Sweeps = 10 });
        for (int k = 0; k < run.Rungs; k++)
        {
            byte[] rows = run.Snapshots(k);
            Assert.Equal(2000 * Sites, rows.Length);
            double[] counts = new double[27];
            for (int s = 0; s < 2000; s++) counts[Exact.Index(rows.AsSpan(s * Sites, Sites)) / 9]++;
            (double chiSquare, double limit) = ChiSquare(counts, k);
            (double atNeighbour, double neighbourLimit) = ChiSquare(counts, k == 0 ? 2 : k - 1);
            output.WriteLine($"beta = {Betas[k]}: chi-square {chiSquare:f1}, limit {limit:f1}; another rung's {atNeighbour:f0}");
            Assert.True(chiSquare < limit);
            Assert.True(atNeighbour > neighbourLimit); // negative control
        }
    }

    private static (double ChiSquare, double Limit) ChiSquare(double[] counts, int k)
    {
        double[] marginal = new double[27], p = SmallModels.Probabilities(Exact.At(Betas[k] == 0 ? 1e9 : 1 / Betas[k]));
        for (int n = 0; n < p.Length; n++) marginal[n / 9] += p[n];
        double total = counts.Sum(), sum = 0, rareExpected = 0, rareCount = 0;
        int cells = 0;
        for (int n = 0; n < 27; n++)
        {
            double expected = total * marginal[n];
            if (expected >= 5)
            {
                sum += (counts[n] - expected) * (counts[n] - expected) / expected;
                cells++;
                continue;
            }
            rareExpected += expected; // states expected fewer than five times are joined into one cell
            rareCount += counts[n];
        }
        if (rareExpected > 0) sum += (rareCount - rareExpected) * (rareCount - rareExpected) / Math.Max(rareExpected, 1);
        return (sum, Statistical.ChiSquareLimit(Math.Max(1, cells - 1 + (rareExpected > 0 ? 1 : 0)), 5.3)); // seven rungs share one in a million
    }

    [Theory]
    [InlineData(0.0, 1 - 1e-16, true)]
    [InlineData(3.0, 0.999, true)]
    [InlineData(1000.0, 0.5, true)]
    [InlineData(-1.0, 0.3678, true)]
    [InlineData(-1.0, 0.3679, false)]
    [InlineData(-1000.0, 1e-16, false)]
    public void Swap_rule_is_Metropolis(double logRatio, double uniform, bool accepted) =>
        Assert.Equal(accepted, ReplicaExchange.AcceptsSwap(logRatio, uniform));

    [Fact]
    public void Swap_rule_balances_the_joint_distribution()
    {
        // pi(x at k) pi(y at l) a(x,y) = pi(y at k) pi(x at l) a(y,x), with a measured on an even grid of random numbers.
        const int grid = 20_000;
        double Acceptance(double log) => (double)Enumerable.Range(0, grid).Count(n => ReplicaExchange.AcceptsSwap(log, (n + 0.5) / grid)) / grid;
        foreach (double log in new[] { 0.01, 0.5, 1, 3 })
            Statistical.Near(Math.Exp(-log), Acceptance(-log) / Acceptance(log), 1.0 / grid);
    }

    /// <summary>The same algorithm in a few lines, with the swap rule as an argument: shows that the test above can fail.</summary>
    private static double[] WithRule(Func<double, double, bool> accepts)
    {
        const int systems = 80, sweeps = 150;
        PottsKernel kernel = new(Model);
        ChainSet chains = new(systems * Betas.Length, Sites, States);
        chains.Randomize(Stream.Child("plain"), 0, chains.Count);
        chains.Recompute(Model);
        double[,] sums = new double[Betas.Length, systems];
        RandomSource random = Stream.Child("plain swaps").Open();
        for (int c = 0; c < chains.Count; c++) chains.Betas[c] = (float)Betas[c % Betas.Length];
        for (int sweep = 0; sweep < 60 + sweeps; sweep++)
        {
            GibbsSampler.Sweep(kernel, chains, Stream.Child("plain sweeps"), sweep, new SweepPlan(1, 1));
            for (int s = 0; s < systems; s++)
            {
                for (int k = sweep % 2; k + 1 < Betas.Length; k += 2)
                {
                    int cold = s * Betas.Length + k, hot = cold + 1; // here configurations move, temperatures stay
                    if (!accepts((Betas[k] - Betas[k + 1]) * (chains.Energies[cold] - chains.Energies[hot]), random.NextDouble())) continue;
                    byte[] kept = chains.Row(cold).ToArray();
                    chains.Row(hot).CopyTo(chains.Row(cold));
                    kept.CopyTo(chains.Row(hot));
                    (chains.Energies[cold], chains.Energies[hot]) = (chains.Energies[hot], chains.Energies[cold]);
                }
                for (int k = 0; sweep >= 60 && k < Betas.Length; k++) sums[k, s] += chains.Energies[s * Betas.Length + k] / sweeps;
            }
        }
        return [.. Enumerable.Range(0, Betas.Length).Select(k =>
            Statistical.StudentTail(Score([.. Enumerable.Range(0, systems).Select(s => sums[k, s])], ExactMean(k)), 79))];
    }

    [Fact]
    public void Broken_swap_rules_are_found_out_negative_control()
    {
        double limit = Statistical.FalseAlarm / Betas.Length;
        Assert.All(WithRule(ReplicaExchange.AcceptsSwap), p => Assert.True(p > limit));
        Assert.Contains(WithRule((_, _) => true), p => p < limit);
        Assert.Contains(WithRule((log, u) => ReplicaExchange.AcceptsSwap(-log, u)), p => p < limit);
        Assert.Contains(WithRule((log, u) => ReplicaExchange.AcceptsSwap(log / 2, u)), p => p < limit);
    }

    private static readonly ReplicaExchangeOptions Short = new() { Systems = 8, BurnIn = 7, Sweeps = 120, SnapshotEvery = 9 };

    private static void Same(ReplicaExchange a, ReplicaExchange b)
    {
        for (int k = 0; k < a.Rungs; k++)
        {
            Assert.Equal(a.Energies(k), b.Energies(k));
            Assert.Equal(a.Snapshots(k), b.Snapshots(k));
            Assert.Equal(a.SwapRate(k), b.SwapRate(k));
        }
        Assert.Equal(a.RoundTrips, b.RoundTrips);
        Assert.Equal(a.Chains.States, b.Chains.States);
        Assert.Equal(a.Chains.Energies, b.Chains.Energies);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        ReplicaExchange one = Run(Short with { Threads = 1 });
        foreach (int threads in new[] { 2, 3, 7 }) Same(one, Run(Short with { Threads = threads }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]   // within the burn-in
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(100)] // where energies are recomputed
    [InlineData(127)] // finished
    public void A_saved_run_goes_on_with_the_same_bits(int steps)
    {
        ReplicaExchange whole = Run(Short), first = new(Model, Betas, Natural, Short, Stream), second = new(Model, Betas, Natural, Short, Stream);
        for (int n = 0; n < steps; n++) first.Step();
        using MemoryStream memory = new();
        using (BinaryWriter writer = new(memory, System.Text.Encoding.UTF8, leaveOpen: true)) first.Save(writer);
        memory.Position = 0;
        second.Step(); // what it did before is forgotten
        using (BinaryReader reader = new(memory)) second.Load(reader);
        Assert.Equal(steps, second.SweepsDone);
        while (!second.Finished) second.Step();
        Same(whole, second);
    }

    [Fact]
    public void A_state_of_another_size_or_cut_short_is_refused()
    {
        ReplicaExchange run = new(Model, Betas, Natural, Short, Stream);
        for (int n = 0; n < 20; n++) run.Step();
        using MemoryStream memory = new();
        using (BinaryWriter writer = new(memory, System.Text.Encoding.UTF8, leaveOpen: true)) run.Save(writer);
        byte[] saved = memory.ToArray();
        void Load(byte[] bytes, ReplicaExchangeOptions options)
        {
            using BinaryReader reader = new(new MemoryStream(bytes));
            new ReplicaExchange(Model, Betas, Natural, options, Stream).Load(reader);
        }
        Load(saved, Short);
        Assert.Throws<InvalidDataException>(() => Load(saved, Short with { Systems = 10 }));
        for (int length = 0; length < saved.Length; length += saved.Length / 60)
            Assert.Throws<InvalidDataException>(() => Load(saved[..length], Short));
    }

    [Theory]
    [InlineData(10, 3, 3)]
    [InlineData(10, 10, 1)]
    [InlineData(10, 25, 1)] // shorter than the interval: the last sweep, or there would be nothing to generate from
    public void Configurations_are_kept_at_the_interval_and_at_least_once(int sweeps, int every, int kept)
    {
        ReplicaExchange run = Run(Short with { Sweeps = sweeps, SnapshotEvery = every });
        for (int k = 0; k < run.Rungs; k++) Assert.Equal(kept * Short.Systems * Sites, run.Snapshots(k).Length);
        // The energies recorded with them are theirs: at the last sweep where that is one of the kept.
        if (sweeps % every != 0 && every < sweeps) return;
        for (int s = 0; s < Short.Systems; s++)
            Statistical.Near(Model.Energy(run.Snapshots(2).AsSpan(s * Sites, Sites)), run.Energies(2)[s][^1], 1e-4);
    }

    [Fact]
    public void Half_the_systems_start_from_nature()
    {
        Alignment one = SmallModels.Align(Model.Alphabet, [1, 0, 2, 1, 1], Sites);
        ReplicaExchange run = new(Model, Betas, one, Short, Stream);
        for (int s = 0; s < Short.Systems; s++)
        {
            bool natural = Enumerable.Range(0, run.Rungs).All(k => run.Chains.Row(s * run.Rungs + k).SequenceEqual(one.Row(0)));
            Assert.Equal(!ReplicaExchange.StartedAtRandom(s), natural);
        }
    }

    [Fact]
    public void Unusable_settings_are_refused()
    {
        foreach (ReplicaExchangeOptions bad in new[]
        {
            Short with { Systems = 3 }, Short with { Systems = 2 }, Short with { Sweeps = 7 }, Short with { BurnIn = -1 }, Short with { SnapshotEvery = 0 },
        })
        {
            Assert.Throws<InputException>(() => new ReplicaExchange(Model, Betas, null, bad, Stream));
        }
    }
}
