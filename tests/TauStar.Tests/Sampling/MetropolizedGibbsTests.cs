using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Sampling;

/// <summary>Metropolised Gibbs: what it leaves invariant, that it moves more than the heat bath, and that vectors do as plain loops do.</summary>
public sealed class MetropolizedGibbsTests(ITestOutputHelper output)
{
    private const int Sites = 3, States = 3, Grid = 8192;

    private static readonly PottsModel Model = SmallModels.Random(Sites, States, 11, 0.8);

    private delegate void Update(PottsKernel kernel, ChainSet chains, int site, ReadOnlySpan<float> uniforms);

    private static void Metropolis(PottsKernel kernel, ChainSet chains, int site, ReadOnlySpan<float> uniforms) =>
        MetropolizedGibbs.UpdateSite(kernel, chains, site, uniforms);

    private static void Gibbs(PottsKernel kernel, ChainSet chains, int site, ReadOnlySpan<float> uniforms) =>
        GibbsSampler.UpdateSite(kernel, chains, site, uniforms);

    /// <summary>The rule broken on purpose: the proposal is always taken.</summary>
    private static void AlwaysTaken(PottsKernel kernel, ChainSet chains, int site, ReadOnlySpan<float> uniforms)
    {
        Span<float> fields = stackalloc float[kernel.Width];
        for (int c = 0; c < chains.Count; c++)
        {
            GibbsSampler.FieldsPlain(kernel, chains.Row(c), site, fields);
            fields[chains.Row(c)[site]] = -1000;
            chains.Row(c)[site] = (byte)GibbsSampler.Choose(fields[..kernel.States], chains.Betas[c], uniforms[c]);
        }
    }

    /// <summary>T(x, y) of a site update, measured: every configuration with the same even grid of random numbers.</summary>
    private static double[,] Transitions(Update update, EnumeratedDistribution p, int site)
    {
        int n = p.Configurations;
        ChainSet chains = new(n * Grid, Sites, States);
        chains.Betas.AsSpan().Fill((float)(1 / p.Temperature));
        float[] uniforms = new float[chains.Count];
        for (int c = 0; c < chains.Count; c++)
        {
            p.Configuration(c / Grid).CopyTo(chains.Row(c));
            uniforms[c] = (c % Grid + 0.5f) / Grid;
        }
        update(new PottsKernel(Model), chains, site, uniforms);
        double[,] t = new double[n, n];
        for (int c = 0; c < chains.Count; c++) t[c / Grid, p.Index(chains.Row(c))] += 1.0 / Grid;
        return t;
    }

    private static double WorstImbalance(Update update, EnumeratedDistribution p, int site)
    {
        double[] weight = SmallModels.Probabilities(p);
        double[,] t = Transitions(update, p, site);
        double worst = 0;
        for (int x = 0; x < p.Configurations; x++)
        {
            for (int y = 0; y < p.Configurations; y++)
                worst = Math.Max(worst, Math.Abs(weight[x] * t[x, y] - weight[y] * t[y, x]) / Math.Max(weight[x], weight[y]));
        }
        return worst;
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void A_site_update_is_in_detailed_balance(double tau)
    {
        const double resolution = 2.5 / Grid; // each count is good to one step at either end; two of them meet
        EnumeratedDistribution p = EnumeratedDistribution.Create(Model, tau);
        for (int site = 0; site < Sites; site++)
        {
            double correct = WorstImbalance(Metropolis, p, site), broken = WorstImbalance(AlwaysTaken, p, site);
            output.WriteLine($"tau = {tau}, site {site}: imbalance {correct:g3}, always taken {broken:g3}, limit {resolution:g3}");
            Assert.True(correct < resolution);
            Assert.True(broken > 20 * resolution); // negative control
        }
    }

    [Fact]
    public void Off_the_diagonal_no_move_is_rarer_than_under_the_heat_bath()
    {
        // Peskun's order, entry by entry, and Liu's formula T(a) = p(a)/(1 - min(p(a), p(s))).
        EnumeratedDistribution p = EnumeratedDistribution.Create(Model, 0.8);
        double[] weight = SmallModels.Probabilities(p);
        double gained = 0;
        for (int site = 0; site < Sites; site++)
        {
            double[,] metropolis = Transitions(Metropolis, p, site), gibbs = Transitions(Gibbs, p, site);
            for (int x = 0; x < p.Configurations; x++)
            {
                byte[] row = p.Configuration(x);
                int[] reachable = [.. Enumerable.Range(0, States).Select(a => { row[site] = (byte)a; return p.Index(row); })];
                double total = reachable.Sum(y => weight[y]);
                foreach (int y in reachable.Where(y => y != x))
                {
                    double conditional = weight[y] / total;
                    Statistical.Near(conditional / (1 - Math.Min(conditional, weight[x] / total)), metropolis[x, y], 1.1 / Grid);
                    Assert.True(metropolis[x, y] > gibbs[x, y] - 2.0 / Grid);
                    gained = Math.Max(gained, metropolis[x, y] - gibbs[x, y]);
                }
            }
        }
        Assert.True(gained > 0.2); // and the order is not an equality
    }

    [Fact]
    public void Energies_are_less_correlated_in_time_than_under_the_heat_bath()
    {
        // Two states a site: there the order is largest. 40 independent groups of chains each; the difference of mean autocorrelation
        // times has to lie 4.75 of its errors (one in a million) above 0.
        PottsModel pair = SmallModels.Random(4, 2, 5, 0.5);
        double[] gibbs = Times(pair, GibbsSampler.Sweep), metropolis = Times(pair, MetropolizedGibbs.Sweep);
        ReplicateMean slow = ReplicateMean.Of(gibbs), fast = ReplicateMean.Of(metropolis);
        double error = Math.Sqrt(slow.StandardError * slow.StandardError + fast.StandardError * fast.StandardError);
        output.WriteLine($"lag-one autocorrelation {slow.Mean:f3} ± {slow.StandardError:f3} Gibbs, {fast.Mean:f3} ± {fast.StandardError:f3} Metropolised");
        Assert.True(slow.Mean - fast.Mean > Statistical.OneSidedZ * error);
    }

    /// <summary>Autocorrelation of the energy at a lag of one sweep, for groups of chains; below 0 for antithetic ones.</summary>
    private static double[] Times(PottsModel model, SweepStep step)
    {
        const int groups = 40, chainsEach = 32, sweeps = 60, burnIn = 30;
        PottsKernel kernel = new(model);
        ChainSet chains = new(groups * chainsEach, model.Sites, model.States);
        RandomStream stream = RandomStream.FromSeed(31);
        chains.Randomize(stream.Child("start"), 0, chains.Count);
        chains.Recompute(model);
        step(kernel, chains, stream.Child("burn-in"), 0, new SweepPlan(burnIn, 1));
        double[][] series = [.. Enumerable.Range(0, sweeps).Select(t =>
        {
            step(kernel, chains, stream.Child("sweeps"), t, new SweepPlan(1, 1));
            return (double[])chains.Energies.Clone();
        })];
        EnumeratedDistribution p = EnumeratedDistribution.Create(model);
        double mean = p.MeanEnergy, variance = p.HeatCapacity;
        return [.. Enumerable.Range(0, groups).Select(g => Enumerable.Range(0, sweeps - 1).Average(t =>
            Enumerable.Range(g * chainsEach, chainsEach).Average(c => (series[t][c] - mean) * (series[t + 1][c] - mean))) / variance)];
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(21)]
    [InlineData(40)]
    public void Vectors_do_as_plain_loops_do(int states)
    {
        const int sites = 7, count = 203;
        PottsModel model = SmallModels.Random(sites, states, 9, 1.5);
        PottsKernel kernel = new(model);
        RandomStream stream = RandomStream.FromSeed(9);
        ChainSet chains = new(count, sites, states);
        chains.Randomize(stream, 0, count);
        for (int c = 0; c < count; c++) chains.Betas[c] = c % 4 * 0.7f;
        float[] uniforms = new float[224];
        float[] fields = new float[kernel.Width];
        int different = 0, moved = 0;
        for (int i = 0; i < sites; i++)
        {
            Philox.FillUniform(stream.Key, (ulong)i, 0, uniforms);
            byte[] expected = new byte[count], before = new byte[count];
            for (int c = 0; c < count; c++)
            {
                GibbsSampler.FieldsPlain(kernel, chains.Row(c), i, fields);
                before[c] = chains.Row(c)[i];
                expected[c] = (byte)MetropolizedGibbs.Choose(fields.AsSpan(0, states), chains.Betas[c], uniforms[c], before[c]);
            }
            MetropolizedGibbs.UpdateSite(kernel, chains, i, uniforms);
            different += Enumerable.Range(0, count).Count(c => chains.Row(c)[i] != expected[c]);
            moved += Enumerable.Range(0, count).Count(c => before[c] != expected[c]);
        }
        Assert.True(moved > 300);
        Assert.True(different <= 1, $"{different} of {sites * count}"); // single precision moves a threshold by 1e-7 of the line
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Threads_change_no_bit(int threads)
    {
        PottsModel model = SmallModels.Random(7, 5, 21);
        ChainSet Swept(int count, int cores)
        {
            ChainSet chains = new(count, 7, 5);
            chains.Randomize(RandomStream.FromSeed(2), 0, count);
            chains.Recompute(model);
            MetropolizedGibbs.Sweep(new PottsKernel(model), chains, RandomStream.FromSeed(3), 0, new SweepPlan(6, cores));
            return chains;
        }
        ChainSet one = Swept(230, 1), many = Swept(230, threads), few = Swept(33, threads);
        Assert.Equal(one.States, many.States);
        Assert.Equal(one.Energies, many.Energies);
        Assert.Equal(one.States.AsSpan(0, 33 * 7).ToArray(), few.States); // a chain does not know how many others there are
        for (int c = 0; c < 230; c++) Statistical.Near(model.Energy(one.Row(c)), one.Energies[c], 1e-4);
    }
}
