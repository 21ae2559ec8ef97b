using System.Globalization;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Studies.Reproduction;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>One comparison of what was found with what must be.</summary>
/// <param name="Name">What was compared.</param>
/// <param name="Expected">From a closed form, a sum over all states, or a published table.</param>
/// <param name="Found">What the program computed on this machine.</param>
/// <param name="Allowed">Largest difference: rounding, or five standard errors and more of what is drawn.</param>
public sealed record SelfTestCheck(string Name, double Expected, double Found, double Allowed)
{
    /// <summary>True where the difference is allowed; a NaN never is.</summary>
    public bool Ok => Math.Abs(Found - Expected) <= Allowed;
}

/// <summary>What is put to the test; anything else in its place has to be found out.</summary>
public sealed record SelfTestSubjects
{
    /// <summary>Heat-bath sweeps.</summary>
    public SweepStep Gibbs { get; init; } = GibbsSampler.Sweep;

    /// <summary>Metropolised heat-bath sweeps.</summary>
    public SweepStep Metropolis { get; init; } = MetropolizedGibbs.Sweep;

    /// <summary>One- and two-site frequencies of weighted rows, without pseudocount.</summary>
    public Func<Alignment, double[], PairFrequencies> Count { get; init; } = (rows, weights) => PairFrequencies.Count(rows, weights, 0);

    /// <summary>Maximum likelihood.</summary>
    public PairwiseFitMethod Fit { get; init; } = new NewtonFit();

    /// <summary>log Z and its like by three ways.</summary>
    public Func<PottsModel, EntropyOptions, EntropyResult> Entropy { get; init; } = (model, options) => EntropyRun.Run(model, null, options, Seed, new TuningContext());

    internal const ulong Seed = 1;
}

/// <summary>
/// Small models held against sums over all of their states, on the machine at hand: vector units, runtime and threads are what differs from the machine that
/// the tests ran on. One fixed seed, so that what is found is the same everywhere.
/// </summary>
public static class SelfTest
{
    private const double Deviations = 5; // of what is drawn; some twenty such comparisons

    private static readonly RandomStream Stream = RandomStream.FromSeed(SelfTestSubjects.Seed).Child("self-test");

    /// <summary>Runs every check, in the order of a run: numbers, truths, data, sampling, fits, temperatures. Some seconds.</summary>
    /// <param name="subjects">What is tested.</param>
    /// <param name="cancellation">Stops between two groups of checks.</param>
    public static IEnumerable<SelfTestCheck> Run(SelfTestSubjects subjects, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        Func<IEnumerable<SelfTestCheck>>[] groups =
        [
            Numbers, Truths, () => Data(subjects), () => Sweeps("Gibbs", subjects.Gibbs), () => Sweeps("Metropolised Gibbs", subjects.Metropolis),
            () => Thermodynamic(subjects), () => Fits(subjects), Temperatures,
        ];
        foreach (Func<IEnumerable<SelfTestCheck>> group in groups)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (SelfTestCheck check in group()) yield return check;
        }
    }

    private static IEnumerable<SelfTestCheck> Numbers()
    {
        // Known answer of Philox4x32-10 for counter and key 0 (Salmon et al. 2011, the authors' table).
        yield return new("random numbers: known answer", 0x6627e8d5, Philox.Block(0, 0, 0).X0, 0);
        float[] uniforms = new float[Philox.GroupSize];
        Philox.FillUniform(Stream.Key, 7, 3, uniforms);
        int different = 0;
        for (int lane = 0; lane < 8; lane++)
        {
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block(Stream.Key, 8 * 3 + (ulong)lane, 7);
            uint[] words = [x0, x1, x2, x3];
            for (int w = 0; w < 4; w++) different += uniforms[8 * w + lane] == (float)(((words[w] >> 9) + 0.5) / (1 << 23)) ? 0 : 1;
        }
        yield return new("random numbers: vectors that differ from the plain form", 0, different, 0);
        yield return new("log-sum-exp of (800, 799, 0)", 800 + Math.Log(1 + Math.Exp(-1)), LogSpace.LogSumExp([800, 799, 0]), 1e-12);
    }

    private static IEnumerable<SelfTestCheck> Truths()
    {
        PottsModel pair = new(Alphabet.Spin, 2);
        (pair.Block(0, 1)[0], pair.Block(0, 1)[3]) = (0.75f, 0.75f);
        yield return new("log Z of two spins: closed form", Math.Log(2 * Math.Exp(0.75) + 2), EnumeratedDistribution.Create(pair).LogZ, 1e-12);
        EnumeratedDistribution ising = EnumeratedDistribution.Create(IsingLattice.Create(4, 4, 1, 1));
        yield return new("levels of the 4 x 4 Ising model", 15, ising.Energies.ToArray().Select(e => Math.Round(e, 6)).Distinct().Count(), 0);
        yield return new("states of its second level", 32, ising.Energies.ToArray().GroupBy(e => Math.Round(e, 6)).OrderBy(level => level.Key).ElementAt(1).Count(), 0);
    }

    private static IEnumerable<SelfTestCheck> Data(SelfTestSubjects subjects)
    {
        EnumeratedDistribution p = EnumeratedDistribution.Create(Random(4, 3, 0.6));
        byte[] rows = [.. Enumerable.Range(0, p.Configurations).SelectMany(p.Configuration)];
        double[] weights = Array.ConvertAll(p.LogProbabilities.ToArray(), Math.Exp);
        PairFrequencies counted = subjects.Count(Named(p.Alphabet, rows, p.Sites), weights);
        yield return new("one-site frequencies of all states: largest error", 0, Largest(p.OneSiteMarginals(), counted.Single), 1e-6);
        yield return new("two-site frequencies of all states: largest error", 0, Largest(p.TwoSiteMarginals(), counted.Pair), 1e-6);
        Alignment three = Named(p.Alphabet, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1], 4);
        yield return new("effective number of two alike and one other", 2, SequenceSimilarity.Weights(three, 0.8).Sum(), 1e-12);
    }

    private static IEnumerable<SelfTestCheck> Sweeps(string name, SweepStep step)
    {
        const int count = 20_000, sweeps = 40;
        foreach ((int sites, int states, double tau) in new[] { (4, 3, 0.6), (4, 3, 1), (4, 3, 2.5), (3, 21, 1) })
        {
            PottsModel model = Random(sites, states, 0.6);
            EnumeratedDistribution p = EnumeratedDistribution.Create(model, tau);
            ChainSet chains = Sweep(model, step, tau, (count, sweeps), 2);
            string what = string.Create(CultureInfo.InvariantCulture, $"{name}, {sites} sites, {states} states, tau {tau}");
            double error = Math.Sqrt(p.HeatCapacity * tau * tau / count);
            yield return new($"{what}: mean energy", p.MeanEnergy, chains.Energies.Average(), Deviations * error);
            if (states > 3) continue;
            double[] counts = new double[p.Configurations];
            for (int c = 0; c < count; c++) counts[p.Index(chains.Row(c))]++;
            double chiSquare = 0;
            ReadOnlySpan<double> logP = p.LogProbabilities;
            for (int n = 0; n < counts.Length; n++)
            {
                double expected = count * Math.Exp(logP[n]);
                chiSquare += (counts[n] - expected) * (counts[n] - expected) / expected;
            }
            int degrees = counts.Length - 1;
            yield return new($"{what}: chi-square of all states", degrees, chiSquare, (Deviations + 2) * Math.Sqrt(2 * degrees)); // its tail is longer than the normal one
        }
        PottsModel again = Random(5, 4, 0.6);
        ChainSet one = Sweep(again, step, 1, (200, 5), 1), three = Sweep(again, step, 1, (200, 5), 3);
        yield return new($"{name}: states that depend on the number of threads", 0, one.States.Zip(three.States).Count(pair => pair.First != pair.Second), 0);
    }

    private static ChainSet Sweep(PottsModel model, SweepStep step, double tau, (int Chains, int Sweeps) size, int threads)
    {
        ChainSet chains = new(size.Chains, model.Sites, model.States);
        chains.Randomize(Stream.Child("start"), 0, chains.Count);
        chains.Betas.AsSpan().Fill((float)(1 / tau));
        step(new PottsKernel(model), chains, Stream.Child("sweeps"), 0, new SweepPlan(size.Sweeps, threads));
        chains.Recompute(model);
        return chains;
    }

    private static IEnumerable<SelfTestCheck> Thermodynamic(SelfTestSubjects subjects)
    {
        PottsModel model = Random(5, 4, 0.6);
        const double tau = 0.8;
        EnumeratedDistribution p = EnumeratedDistribution.Create(model, tau);
        EntropyResult result = subjects.Entropy(model, new EntropyOptions { Tau = tau, Sweeps = 300, BurnIn = 50, Chains = 256, Steps = 200, Threads = 2 });
        foreach (Thermodynamics way in result.Ways)
        {
            // The error is itself estimated from few groups: twice as many of it.
            yield return new($"log Z by {way.Method}", p.LogZ, way.LogZ.Value, 2 * Deviations * way.LogZ.StandardError);
            yield return new($"mean energy by {way.Method}", p.MeanEnergy, way.MeanEnergy.Value, 2 * Deviations * way.MeanEnergy.StandardError);
            yield return new($"entropy by {way.Method}", p.Entropy, way.Entropy.Value, 2 * Deviations * way.Entropy.StandardError);
            yield return new($"error of log Z by {way.Method}, small", 0, way.LogZ.StandardError, 0.1);
        }
        yield return new("the three ways agree (1: yes)", 1, result.Agree ? 1 : 0, 0);
    }

    private static IEnumerable<SelfTestCheck> Fits(SelfTestSubjects subjects)
    {
        PairwiseFeatures features = new(Alphabet.Spin, 6, true);
        RandomSource random = Stream.Child("theta").Open();
        double[] theta = [.. Enumerable.Range(0, features.Count).Select(_ => 0.5 * random.NextNormal())];
        PairwiseFit fit = subjects.Fit.Fit(MomentTarget.FromDistribution(features, features.Enumerate(theta)), Stream.Child("fit"));
        yield return new("maximum likelihood from exact moments: largest error", 0, fit.Theta.Zip(theta, (a, b) => Math.Abs(a - b)).Max(), 1e-6);

        EnumeratedDistribution p = EnumeratedDistribution.Create(Random(4, 3, 0.5));
        PairFrequencies exact = PairFrequencies.Of(p.Sites, p.Alphabet.Size, p.OneSiteMarginals(), p.TwoSiteMarginals());
        BoltzmannLearning learning = new(exact, p.Alphabet, new()
        {
            Chains = 2000,
            LearningRate = 0.1,
            Momentum = 0.85,
            TargetPearson = 1,
            MaxUpdates = 300,
            Plateau = 0,
            FieldPenalty = 0,
            CouplingPenalty = 0,
            Threads = 2,
        }, Stream.Child("learning"));
        while (!learning.Finished) learning.Update();
        yield return new("Boltzmann learning of exact moments: divergence, nats", 0, EnumeratedDistribution.ForwardDivergence(p, EnumeratedDistribution.Create(learning.Model)), 0.01);
    }

    private static IEnumerable<SelfTestCheck> Temperatures()
    {
        // The worked example of arXiv:2512.09152, figure 2.
        TwoLevelExample example = ReproductionExamples.TwoLevel();
        yield return new("tau* of the published two-level example", 0.633735, example.TauStar, 1e-6);
        yield return new("tau' of the published two-level example", 1.363554, example.TauPrime, 1e-6);
    }

    private static PottsModel Random(int sites, int states, double deviation)
    {
        RandomSource random = Stream.Child("model").Child(sites).Child(states).Open();
        PottsModel model = new(new Alphabet("custom", new string([.. Enumerable.Range(0, states).Select(a => (char)('A' + a))])), sites);
        foreach (ref float h in model.Fields.AsSpan()) h = (float)(deviation * random.NextNormal());
        foreach (ref float j in model.Couplings.AsSpan()) j = (float)(deviation * random.NextNormal());
        return model;
    }

    private static Alignment Named(Alphabet alphabet, byte[] rows, int sites) =>
        new(alphabet, [.. Enumerable.Range(1, rows.Length / sites).Select(m => m.ToString(CultureInfo.InvariantCulture))], rows);

    private static double Largest(double[] exact, float[] found) => exact.Zip(found, (a, b) => Math.Abs(a - b)).Max();
}
