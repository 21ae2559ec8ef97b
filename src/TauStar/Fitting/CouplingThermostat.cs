using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Fitting;

/// <summary>
/// Draws the couplings of the truth from their posterior, given data and an L2 prior (theory: section 7): Boltzmann learning with added noise and a
/// thermostat (stochastic-gradient Nose-Hoover dynamics; Ding et al., NIPS 2014), whose masses are the data's curvature under independent sites.
/// </summary>
/// <remarks>
/// Parameters: E = - sum_i h_i(a_i) - sum_{i&lt;j} sum_ab J_ij(a, b) (delta_i(a) - f_i(a)) (delta_j(b) - f_j(b)), couplings about the mean, so that they hardly push
/// against fields. Prior: every h normal with variance 1/lambda_h, every J with 1/lambda_J; in the zero-sum gauge that is the same prior on couplings. A step:
/// v = (1 - xi) v + eta G g + (2 a eta G)^(1/2) n, theta += v, with g = M (moments of the data - moments of the chains) - lambda theta, G = 1/(M f_i f_j + lambda), n of mean
/// 0 and variance 1; xi rises where v^2/G is above its mean eta. Derivation: docs/derivations/posterior-mean-large.md. Memory: some 45 bytes a parameter, and 4 more for each of up to 15 stiff directions.
/// </remarks>
public sealed partial class CouplingThermostat
{
    private const double LeastFriction = 0.01, MostFriction = 0.8, ThermostatRate = 0.02;
    private const double LargestStep = 0.2, NoiseShare = 0.3; // of the stiffest direction's injected noise, that of the chains
    private const int MostSamples = 4096; // of chains, for stiff directions
    private static readonly float NoiseWidth = MathF.Sqrt(12); // of a uniform number of variance 1: only moments count in a weak scheme of this order

    private readonly PairFrequencies data;
    private readonly double samples;
    private readonly L2Strengths precision;
    private readonly ThermostatOptions options;
    private readonly RandomStream stream;
    private readonly PottsModel model;
    private readonly PottsKernel kernel;
    private readonly ChainSet chains;
    private readonly float[] centredFields, velocity, force, root, shifts; // velocity, force, root: fields first, then couplings
    private readonly StiffDirections stiff;
    private readonly double[] taken; // 1 - (Rest/Stiffness)^(1/2) of each stiff direction
    private readonly byte[] bySite;
    private readonly ParameterSum earlier, later;
    private readonly List<ThermostatRecord> history = [];
    private double friction;

    /// <summary>Starts at a model, with chains from the data.</summary>
    /// <param name="data">Frequencies of the data, without pseudocount.</param>
    /// <param name="samples">M: the (effective) number of sequences behind them.</param>
    /// <param name="precision">lambda of the prior, above 0.</param>
    /// <param name="start">Where to start, near the posterior: the pseudo-likelihood fit.</param>
    /// <param name="rows">Sequences from which chains start.</param>
    /// <param name="options">Settings.</param>
    /// <param name="stream">All randomness.</param>
    public CouplingThermostat(
        PairFrequencies data, double samples, L2Strengths precision, PottsModel start, Alignment rows, ThermostatOptions options, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        if (!(samples > 0 && precision.Fields > 0 && precision.Couplings > 0))
            throw new ArgumentException($"{samples} samples and precisions {precision} must be above 0", nameof(precision));
        (this.data, this.samples, this.precision, this.stream) = (data, samples, precision, stream);
        this.options = options.Validated();
        model = PottsGauges.To(start, PottsGauge.ZeroSum).Model;
        kernel = new PottsKernel(model);
        chains = new ChainSet(options.ChainsFor(samples), data.Sites, data.States);
        centredFields = new float[model.Fields.Length];
        velocity = new float[model.Fields.Length + model.Couplings.Length];
        force = new float[velocity.Length];
        shifts = new float[data.Sites * model.Fields.Length];
        bySite = new byte[chains.States.Length];
        (earlier, later) = (new ParameterSum(model), new ParameterSum(model));
        MoveToMean();
        RandomSource pick = stream.Child("start").Open();
        for (int c = 0; c < chains.Count; c++) rows.Row(pick.NextInt(rows.Count)).CopyTo(chains.Row(c));
        GibbsSampler.Sweep(kernel, chains, stream.Child("burn-in"), 0, new SweepPlan(Math.Max(1, options.BurnIn), options.Threads));
        PosteriorCurve curvature = new(data, samples, precision, options.Threads);
        root = curvature.Root;
        int half = Math.Min(MostSamples, chains.Count) / 2 * chains.Sites;
        stiff = Fitting.StiffDirections.Find(curvature, chains.States[..half], chains.States[half..(2 * half)], options.StiffFrom, stream.Child("direction"));
        taken = [.. stiff.Stiffness.Select(l => 1 - Math.Sqrt(stiff.Rest / l))];
        double kappa = Math.Min(LargestStep, NoiseShare * options.Injected * chains.Count / samples);
        StepLength = kappa / stiff.Rest;
        friction = options.Injected;
        Horizon = options.Steps;
    }

    /// <summary>Steps made.</summary>
    public int Steps => history.Count;

    /// <summary>M.</summary>
    public double Samples => samples;

    /// <summary>lambda.</summary>
    public L2Strengths Precision => precision;

    /// <summary>N.</summary>
    public int Chains => chains.Count;

    /// <summary>The states of the first few chains as they stand, count x L, row-major.</summary>
    public byte[] Configurations(int count) => chains.States[..(count * chains.Sites)];

    /// <summary>eta.</summary>
    public double StepLength { get; }

    /// <summary>How many directions are treated by themselves, for being stiffer than the rest.</summary>
    public int StiffDirections => taken.Length;

    /// <summary>Lq + L(L-1)/2 q^2 parameters.</summary>
    public long Parameters => model.Fields.Length + model.Couplings.LongLength;

    /// <summary>The parameters as they stand, as a model.</summary>
    public PottsModel Model => model;

    /// <summary>One record a step.</summary>
    public IReadOnlyList<ThermostatRecord> History => history;

    /// <summary>One step of the chains and of the parameters.</summary>
    public void Step()
    {
        GibbsSampler.Sweep(kernel, chains, stream.Child("sweeps"), (long)Steps * options.Sweeps, new SweepPlan(options.Sweeps, options.Threads));
        PairFrequencies.Transpose(chains.States, chains.Sites, bySite);
        double scaled = Move();
        double reading = scaled / (StepLength * Parameters);
        friction = Math.Clamp(friction + ThermostatRate * Math.Sqrt(StepLength * stiff.Rest) * (reading - 1), LeastFriction, MostFriction);
        if (Steps >= First) (Steps < Middle ? earlier : later).Add(model, options.Threads);
        history.Add(new ThermostatRecord(Steps, reading, friction));
    }

    /// <summary>
    /// The mean of the parameters over a part of the steps: theta_1. Steps before <see cref="First"/> are dropped, those from <see cref="Middle"/> on are the later half.
    /// </summary>
    public PottsModel Mean(PosteriorHalf half = PosteriorHalf.Both) => ParameterSum.Mean(model.Alphabet, half switch
    {
        PosteriorHalf.Earlier => [earlier],
        PosteriorHalf.Later => [later],
        _ => [earlier, later],
    });

    /// <summary>First step of the sums.</summary>
    public int First => Horizon / 3;

    /// <summary>First step of the later half.</summary>
    public int Middle => Horizon / 3 * 2;

    /// <summary>Steps after which means are to be looked at; a multiple of 3.</summary>
    public int Horizon { get; private set; }

    /// <summary>Goes on to twice as many steps: the later half becomes part of the new earlier one.</summary>
    public void Extend()
    {
        Horizon *= 2;
        earlier.Take(later);
    }

    /// <summary>Mean of v^2/(eta D G) over the steps of the sums: 1 for a posterior that is neither too hot nor too cold.</summary>
    public double Reading => history.Skip(First).Average(r => r.Reading);

    /// <summary>
    /// gamma/D of the couplings: the share that the data determine, 0 to 1, by 1 - lambda Var(J) over the steps, or by independent sites where that is less: steps that are
    /// few scatter too little.
    /// </summary>
    public double DeterminedShare
    {
        get
        {
            double prior = 0;
            for (int n = model.Fields.Length; n < root.Length; n++) prior += (double)root[n] * root[n];
            double independent = 1 - precision.Couplings * prior / (root.Length - model.Fields.Length);
            return Math.Clamp(Math.Min(independent, 1 - precision.Couplings * ParameterSum.CouplingVariance([earlier, later])), 0, 1);
        }
    }

    /// <summary>
    /// What the posterior adds to the data's mean energy under any model: &lt;E&gt;_p - &lt;E&gt;_data = lambda theta.theta_1/M, exact for the posterior mean (docs/derivations/posterior-mean-large.md).
    /// </summary>
    /// <param name="other">The model.</param>
    /// <param name="truth">theta_1.</param>
    public double MeanEnergyShift(PottsModel other, PottsModel truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        PottsModel zeroSum = PottsGauges.To(other, PottsGauge.ZeroSum).Model; // what is left of theta_1 in free directions is noise, and falls out
        double fields = 0, couplings = 0;
        for (int n = 0; n < truth.Fields.Length; n++) fields += (double)zeroSum.Fields[n] * truth.Fields[n];
        for (int n = 0; n < truth.Couplings.Length; n++) couplings += (double)zeroSum.Couplings[n] * truth.Couplings[n];
        return (precision.Fields * fields + precision.Couplings * couplings) / samples;
    }

    private double[] FieldsAboutMean(PottsModel of)
    {
        int q = of.States;
        double[] fields = Array.ConvertAll(of.Fields, h => (double)h);
        for (int i = 0; i < of.Sites; i++)
        {
            for (int j = i + 1; j < of.Sites; j++)
            {
                ReadOnlySpan<float> block = of.Block(i, j);
                for (int ab = 0; ab < block.Length; ab++)
                {
                    fields[i * q + ab / q] += (double)block[ab] * data.Single[j * q + ab % q];
                    fields[j * q + ab % q] += (double)block[ab] * data.Single[i * q + ab / q];
                }
            }
            Span<double> site = fields.AsSpan(i * q, q);
            double mean = 0;
            foreach (double h in site) mean += h / q;
            foreach (ref double h in site) h -= mean;
        }
        return fields;
    }

    /// <summary>Moves all parameters, and the kernel with them.</summary>
    /// <returns>|v|^2.</returns>
    private double Move()
    {
        int sites = model.Sites, q = model.States, count = chains.Count;
        float[] pull = new float[sites * q]; // the gradient of plain fields over M
        for (int i = 0; i < sites; i++)
        {
            int[] counts = new int[q];
            foreach (byte s in bySite.AsSpan(i * count, count)) counts[s]++;
            for (int n = i * q; n < (i + 1) * q; n++)
                pull[n] = data.Single[n] - (float)counts[n - i * q] / count - (float)(precision.Fields / samples) * model.Fields[n];
        }
        for (int n = 0; n < pull.Length; n++) force[n] = (float)samples * pull[n] * root[n];
        ForEachSite(i => Pull(i, pull));
        double[] along = Along(force);
        double[] squares = new double[sites + 1];
        ulong noise = stream.Child("noise").Key;
        squares[sites] = Accelerate(velocity.AsSpan(0, pull.Length), 0, along, stream.Child("field noise").Key, 0);
        ForEachSite(i => squares[i] = Accelerate(PairsOf(velocity, i), Offset(i), along, noise, (ulong)SitePairs.Index(sites, i, i + 1) * (ulong)(q * q)));
        along = Along(velocity);
        AddMoves(centredFields, 0, along);
        ForEachSite(i =>
        {
            int first = SitePairs.Index(sites, i, i + 1) * q * q;
            AddMoves(model.Couplings.AsSpan(first, (sites - 1 - i) * q * q), Offset(i), along);
            for (int j = i + 1; j < sites; j++)
            {
                kernel.SetBlock(i, j, model.Block(i, j));
                ShiftFields(i, j, model.Block(i, j));
            }
        });
        centredFields.CopyTo(model.Fields, 0);
        for (int i = 0; i < sites; i++)
        {
            for (int j = 0; j < sites; j++)
            {
                if (j != i) BlockMath.AddScaled(model.Fields.AsSpan(i * q, q), -1, shifts.AsSpan((i * sites + j) * q, q));
            }
        }
        CopyFieldsToKernel();
        return squares.Sum();
    }

    private void ForEachSite(Action<int> body) => Parallel.For(0, model.Sites - 1, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, body);

    /// <summary>Where the pairs of site i with later ones begin among all parameters.</summary>
    private int Offset(int i) => model.Fields.Length + SitePairs.Index(model.Sites, i, i + 1) * model.States * model.States;

    private Span<float> PairsOf(float[] parameters, int i) => parameters.AsSpan(Offset(i), (model.Sites - 1 - i) * model.States * model.States);

    /// <summary>Components along the stiff directions, times what is to be taken of them.</summary>
    private double[] Along(float[] vector)
    {
        double[] along = new double[taken.Length];
        Parallel.For(0, along.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, k => along[k] = taken[k] * BlockMath.Inner(stiff.Vectors[k], vector));
        return along;
    }

    /// <summary>sqrt(G) g of the pairs of a site.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pull(int i, float[] pull)
    {
        int sites = model.Sites, q = model.States, q2 = q * q, count = chains.Count;
        PairMemory memory = new(q);
        ReadOnlySpan<byte> si = bySite.AsSpan(i * count, count);
        ReadOnlySpan<float> fi = data.Single.AsSpan(i * q, q), gi = pull.AsSpan(i * q, q);
        float m = (float)samples, lambda = (float)precision.Couplings;
        ReadOnlySpan<float> chain = memory.Chains, byI = memory.ByI, byJ = memory.ByJ;
        for (int j = i + 1; j < sites; j++)
        {
            int at = SitePairs.Index(sites, i, j) * q2;
            BlockMath.ToFrequencies(memory.Histogram.Count(si, bySite.AsSpan(j * count, count)), 1f / count, memory.Chains);
            BlockMath.OuterProduct(gi, data.Single.AsSpan(j * q, q), memory.ByI);
            BlockMath.OuterProduct(fi, pull.AsSpan(j * q, q), memory.ByJ);
            ReadOnlySpan<float> target = data.Pair.AsSpan(at, q2), theta = model.Couplings.AsSpan(at, q2), roots = root.AsSpan(model.Fields.Length + at, q2);
            Span<float> into = force.AsSpan(model.Fields.Length + at, q2);
            int ab = 0;
            for (; ab + 8 <= q2; ab += 8)
            {
                Vector256<float> gradient = (Vector256.Create(target.Slice(ab, 8)) - Vector256.Create(chain.Slice(ab, 8)) - Vector256.Create(byI.Slice(ab, 8)) - Vector256.Create(byJ.Slice(ab, 8))) * m
                    - Vector256.Create(theta.Slice(ab, 8)) * lambda;
                (gradient * Vector256.Create(roots.Slice(ab, 8))).CopyTo(into[ab..]);
            }
            for (; ab < q2; ab++) into[ab] = ((target[ab] - chain[ab] - byI[ab] - byJ[ab]) * m - theta[ab] * lambda) * roots[ab];
        }
    }

    /// <summary>v = (1 - xi) v + eta (force less what stiff directions are not to have) + noise, on a part of the parameters.</summary>
    /// <returns>|v|^2 of the part.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Accelerate(Span<float> speeds, int offset, double[] along, ulong noise, ulong firstNoise)
    {
        const int Part = 1024; // of numbers at a time, a multiple of the groups of random numbers
        float eta = (float)StepLength, keep = (float)(1 - friction), width = MathF.Sqrt(2 * (float)options.Injected * eta) * NoiseWidth;
        Span<float> step = stackalloc float[Part];
        float[] uniforms = new float[Part + Philox.GroupSize];
        double sum = 0;
        for (int first = 0; first < speeds.Length; first += Part)
        {
            int length = Math.Min(Part, speeds.Length - first);
            Span<float> some = step[..length], speed = speeds.Slice(first, length);
            force.AsSpan(offset + first, length).CopyTo(some);
            for (int k = 0; k < along.Length; k++) BlockMath.AddScaled(some, -(float)along[k], stiff.Vectors[k].AsSpan(offset + first, length));
            // Every parameter has a number of its own, whatever part it is in.
            ulong number = firstNoise + (ulong)first, group = number / Philox.GroupSize;
            int skip = (int)(number % Philox.GroupSize);
            Philox.FillUniform(noise, (ulong)Steps, group, uniforms);
            ReadOnlySpan<float> u = uniforms.AsSpan(skip, length);
            Vector256<float> squares = default;
            int n = 0;
            for (; n + 8 <= length; n += 8)
            {
                Vector256<float> v = Vector256.Create<float>(speed.Slice(n, 8)) * keep + Vector256.Create<float>(some.Slice(n, 8)) * eta
                    + (Vector256.Create(u.Slice(n, 8)) - Vector256.Create(0.5f)) * width;
                v.CopyTo(speed[n..]);
                squares += v * v;
            }
            sum += Vector256.Sum(squares);
            for (; n < length; n++)
            {
                speed[n] = speed[n] * keep + some[n] * eta + (u[n] - 0.5f) * width;
                sum += speed[n] * speed[n];
            }
        }
        return sum;
    }

    /// <summary>theta += sqrt(G) (v less what stiff directions are not to have), on a part of the parameters.</summary>
    private void AddMoves(Span<float> parameters, int offset, double[] along)
    {
        const int Part = 1024;
        Span<float> step = stackalloc float[Part];
        for (int first = 0; first < parameters.Length; first += Part)
        {
            int length = Math.Min(Part, parameters.Length - first);
            Span<float> some = step[..length];
            velocity.AsSpan(offset + first, length).CopyTo(some);
            for (int k = 0; k < along.Length; k++) BlockMath.AddScaled(some, -(float)along[k], stiff.Vectors[k].AsSpan(offset + first, length));
            BlockMath.Multiply(some, root.AsSpan(offset + first, length));
            BlockMath.AddScaled(parameters.Slice(first, length), 1, some);
        }
    }

    /// <summary>sum_b J_ij(a, b) f_j(b) and sum_a f_i(a) J_ij(a, b): what couplings about the mean take from plain fields.</summary>
    private void ShiftFields(int i, int j, ReadOnlySpan<float> block)
    {
        int q = model.States, sites = model.Sites;
        Span<float> onI = shifts.AsSpan((i * sites + j) * q, q), onJ = shifts.AsSpan((j * sites + i) * q, q);
        ReadOnlySpan<float> fi = data.Single.AsSpan(i * q, q), fj = data.Single.AsSpan(j * q, q);
        onJ.Clear();
        for (int a = 0; a < q; a++)
        {
            ReadOnlySpan<float> row = block.Slice(a * q, q);
            onI[a] = BlockMath.Product(row, fj);
            BlockMath.AddScaled(onJ, fi[a], row);
        }
    }

    /// <summary>Fields about the mean from those of the model.</summary>
    private void MoveToMean()
    {
        double[] about = FieldsAboutMean(model);
        for (int n = 0; n < centredFields.Length; n++) centredFields[n] = (float)about[n];
        for (int i = 0; i < model.Sites; i++)
        {
            for (int j = i + 1; j < model.Sites; j++) ShiftFields(i, j, model.Block(i, j));
        }
    }

    private void CopyFieldsToKernel()
    {
        for (int i = 0; i < model.Sites; i++)
            model.Fields.AsSpan(i * model.States, model.States).CopyTo(kernel.Fields.AsSpan(i * kernel.Width));
    }

    /// <summary>What a thread needs for one pair. Rows of an outer product are written in whole vectors, so each ends with room for seven more.</summary>
    private sealed class PairMemory(int states)
    {
        private readonly int length = states * states;
        private readonly float[] buffer = new float[4 * (states * states + 8)];

        public PairHistogram Histogram { get; } = new(states);

        public Span<float> Chains => Part(0);

        public Span<float> ByI => Part(1);

        public Span<float> ByJ => Part(2);

        private Span<float> Part(int n) => buffer.AsSpan(n * (length + 8), length + 8);
    }
}
