using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Sampling;

/// <summary>What the sampler leaves invariant, exactly on a grid of random numbers and statistically over sweeps.</summary>
public sealed class GibbsStationarityTests(ITestOutputHelper output)
{
    private const int Sites = 3, States = 3;

    private static readonly PottsModel Model = SmallModels.Random(Sites, States, 11, 0.8);

    /// <summary>The kernel broken on purpose: site 0 sees the coupling to site 1 transposed, site 1 sees it right.</summary>
    private static PottsKernel Broken()
    {
        PottsKernel kernel = new(Model);
        ReadOnlySpan<float> block = Model.Block(0, 1);
        for (int a = 0; a < States; a++)
        {
            for (int b = 0; b < States; b++) kernel.Rows[kernel.BlockStart(0, 1) + kernel.Place(a, b)] = block[b * States + a];
        }
        return kernel;
    }

    /// <summary>
    /// T(x, y) of a site update from the sampler itself: all configurations, each with the same even grid of random numbers,
    /// so that counts are probabilities to within one step of the grid at either end.
    /// </summary>
    private static double[,] Transitions(PottsKernel kernel, EnumeratedDistribution p, int site, int grid)
    {
        int n = p.Configurations;
        ChainSet chains = new(n * grid, Sites, States);
        chains.Betas.AsSpan().Fill((float)(1 / p.Temperature));
        float[] uniforms = new float[chains.Count];
        for (int c = 0; c < chains.Count; c++)
        {
            p.Configuration(c / grid).CopyTo(chains.Row(c));
            uniforms[c] = (c % grid + 0.5f) / grid;
        }
        GibbsSampler.UpdateSite(kernel, chains, site, uniforms);
        double[,] t = new double[n, n];
        for (int c = 0; c < chains.Count; c++) t[c / grid, p.Index(chains.Row(c))] += 1.0 / grid;
        return t;
    }

    private static double WorstImbalance(PottsKernel kernel, double tau, int grid)
    {
        EnumeratedDistribution p = EnumeratedDistribution.Create(Model, tau);
        double[] weight = SmallModels.Probabilities(p);
        double worst = 0;
        for (int site = 0; site < Sites; site++)
        {
            double[,] t = Transitions(kernel, p, site, grid);
            for (int x = 0; x < p.Configurations; x++)
            {
                for (int y = 0; y < p.Configurations; y++)
                {
                    // Relative to the larger of the two: how far T is from the balance p(x) T(x,y) = p(y) T(y,x).
                    double flow = weight[x] * t[x, y] - weight[y] * t[y, x];
                    worst = Math.Max(worst, Math.Abs(flow) / Math.Max(weight[x], weight[y]));
                }
            }
        }
        return worst;
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void A_site_update_is_in_detailed_balance(double tau)
    {
        const int grid = 8192;
        const double resolution = 2.5 / grid; // each count is good to one step at either end; two of them meet
        double correct = WorstImbalance(new PottsKernel(Model), tau, grid), broken = WorstImbalance(Broken(), tau, grid);
        output.WriteLine($"tau = {tau}: imbalance {correct:g3}, broken {broken:g3}, limit {resolution:g3}");
        Assert.True(correct < resolution);
        Assert.True(broken > 20 * resolution); // negative control
    }

    [Fact]
    public void A_site_update_has_the_conditional_probabilities_of_the_listed_distribution()
    {
        const int grid = 8192;
        EnumeratedDistribution p = EnumeratedDistribution.Create(Model, 0.8);
        double[] weight = SmallModels.Probabilities(p);
        for (int site = 0; site < Sites; site++)
        {
            double[,] t = Transitions(new PottsKernel(Model), p, site, grid);
            for (int x = 0; x < p.Configurations; x++)
            {
                byte[] row = p.Configuration(x);
                int[] reachable = [.. Enumerable.Range(0, States).Select(a => { row[site] = (byte)a; return p.Index(row); })];
                double total = reachable.Sum(y => weight[y]);
                foreach (int y in reachable) Statistical.Near(weight[y] / total, t[x, y], 1.1 / grid);
                Statistical.Near(1, reachable.Sum(y => t[x, y]), 1e-9); // and nowhere else
            }
        }
    }

    private static readonly double[] Taus = [0.7, 1, 2, 1e9];

    /// <summary>Chi-square of 27 states at each temperature, all temperatures side by side in one set of chains.</summary>
    private static double[] ChiSquares(PottsKernel kernel, bool fromEquilibrium, int sweeps)
    {
        const int perTau = 30_000;
        RandomStream stream = RandomStream.FromSeed(12).Child("chi-square");
        ChainSet chains = new(Taus.Length * perTau, Sites, States);
        chains.Randomize(stream.Child("start"), 0, chains.Count);
        EnumeratedDistribution[] p = [.. Taus.Select(tau => EnumeratedDistribution.Create(Model, tau))];
        for (int k = 0; k < Taus.Length; k++)
        {
            ReadOnlySpan<byte> exact = p[k].Sample(perTau, stream.Child("exact").Child(k)).States;
            for (int n = 0; n < perTau; n++)
            {
                chains.Betas[n * Taus.Length + k] = (float)(1 / Taus[k]);
                if (fromEquilibrium) exact.Slice(n * Sites, Sites).CopyTo(chains.Row(n * Taus.Length + k));
            }
        }
        GibbsSampler.Sweep(kernel, chains, stream.Child("sweeps"), 0, new SweepPlan(sweeps, 2));
        double[] counts = new double[Taus.Length * 27];
        for (int c = 0; c < chains.Count; c++) counts[c % Taus.Length * 27 + p[0].Index(chains.Row(c))]++;
        return [.. p.Select((d, k) => SmallModels.Probabilities(d).Select((x, n) => (x, n)).Sum(s =>
            Math.Pow(counts[k * 27 + s.n] - perTau * s.x, 2) / (perTau * s.x)))];
    }

    [Theory]
    [InlineData(true, 3)]   // an exact sample stays one
    [InlineData(false, 40)] // a uniform start becomes one
    public void Sampled_states_follow_the_listed_distribution(bool fromEquilibrium, int sweeps)
    {
        // Four tests with 26 degrees each share one in a million: 5.03 is the normal limit of a quarter of it.
        double limit = Statistical.ChiSquareLimit(26, 5.03);
        double[] correct = ChiSquares(new PottsKernel(Model), fromEquilibrium, sweeps), broken = ChiSquares(Broken(), fromEquilibrium, sweeps);
        output.WriteLine($"chi-square {string.Join(" ", correct.Select(x => x.ToString("f1")))}; limit {limit:f1}; broken {broken[1]:f0}");
        Assert.All(correct, x => Assert.True(x < limit));
        Assert.True(broken[1] > limit); // negative control
    }
}
