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
/// v = (1 - xi) v + eta G^(1/2) g + (2 a eta)^(1/2) n, theta += G^(1/2) v, with g = M (moments of the data - moments of the chains) - lambda theta, G = 1/(M f_i f_j + lambda), n of mean
/// 0 and variance 1; xi rises where v^2 is above its mean eta. Derivation: docs/derivations/posterior-mean-large.md. Memory: some 45 bytes a parameter, and 4 more for each of up to 15 stiff directions.
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
    /// <param name="cancellation">Stops the search for stiff directions, half a minute for a protein.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public CouplingThermostat(
        PairFrequencies data, double samples, L2Strengths precision, PottsModel start, Alignment rows, ThermostatOptions options, RandomStream stream,
        CancellationToken cancellation = default)
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
        cancellation.ThrowIfCancellationRequested();
        PosteriorCurve curvature = new(data, samples, precision, options.Threads);
        root = curvature.Root;
        int half = Math.Min(MostSamples, chains.Count) / 2 * chains.Sites;
        stiff = Fitting.StiffDirections.Find(curvature, chains.States[..half], chains.States[half..(2 * half)], options.StiffFrom, stream.Child("direction"), cancellation);
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

    /// <summary>Goes on to twice as many steps: the later half is the beginning of the new earlier one, and what was the earlier one is dropped.</summary>
    public void Extend()
    {
        Horizon *= 2;
        earlier.Take(later);
    }

    /// <summary>Mean of |v|^2/(eta D) over the steps of the sums: 1 for a posterior that is neither too hot nor too cold.</summary>
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
}
