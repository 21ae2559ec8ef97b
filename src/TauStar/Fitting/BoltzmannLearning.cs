using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Fitting;

/// <summary>
/// Maximum likelihood of a Potts model by persistent chains (theory: section 5): the gradient is data frequencies minus chain
/// frequencies minus the L2 penalty; steps along it or along the natural gradient (<see cref="TrainingOptimiser"/>), over all couplings or over those of a
/// graph (<see cref="GraphRule"/>); stop at a Pearson of the connected two-site correlations.
/// </summary>
/// <remarks>
/// One update: <c>Sweeps</c> Gibbs sweeps of all chains, then one pass over pairs that counts the chains, steps the block and
/// gathers the sums of Pearson while the block is in cache. Deterministic for any number of threads: every pair is one
/// thread's, and sums over pairs are formed in order.
/// </remarks>
public sealed partial class BoltzmannLearning
{
    // Sweeps by which chains come from independent sites to a model that training starts from; what they have not forgotten then, updates see to.
    private const int StartSweeps = 100;

    private readonly PairFrequencies data;
    private readonly BoltzmannOptions options;
    private readonly RandomStream stream;
    private readonly PottsModel model;
    private readonly PottsKernel kernel;
    private readonly ChainSet chains;
    private readonly float[] direction, fieldGradient, fieldDirection, fieldStep, shifts, siteWeights;
    private readonly CouplingGraph? graph;
    private readonly byte[] bySite;
    private readonly ChainMemory memory;
    private readonly List<TrainingRecord> history = [];
    private double rate, lastSquares;

    /// <summary>Starts from the independent-site model (h = log f, J = 0) with chains drawn from it, or from a given model, to which those chains then move.</summary>
    /// <param name="data">Frequencies to match, pseudocount included.</param>
    /// <param name="alphabet">Letters of the states.</param>
    /// <param name="options">Settings, complete: see <see cref="BoltzmannOptions.ForData"/>.</param>
    /// <param name="stream">All randomness of the training.</param>
    /// <param name="start">Parameters to start from; null: none. Couplings outside a fixed graph are left out; activation goes on from those that are not 0.</param>
    public BoltzmannLearning(PairFrequencies data, Alphabet alphabet, BoltzmannOptions options, RandomStream stream, PottsModel? start = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(options);
        this.data = data;
        this.options = options.Validated();
        if (options.Chains is not int count || options.FieldPenalty is null || options.CouplingPenalty is null)
            throw new ArgumentException("chains and penalties are not set; set them, or take BoltzmannOptions.ForData", nameof(options));
        if (start is not null && (start.Sites != data.Sites || !start.Alphabet.Equals(alphabet)))
            throw new InputException($"the model to start from has {start.Sites} sites over {start.Alphabet}, the data {data.Sites} over {alphabet}");
        this.stream = stream;
        model = new PottsModel(alphabet, data.Sites);
        kernel = new PottsKernel(data.Sites, data.States);
        chains = new ChainSet(count, data.Sites, data.States);
        rate = options.FirstRate;
        direction = new float[model.Couplings.LongLength];
        fieldGradient = new float[model.Fields.Length];
        fieldDirection = new float[model.Fields.Length];
        fieldStep = new float[model.Fields.Length];
        shifts = Natural ? new float[data.Sites * model.Fields.Length] : [];
        siteWeights = [.. data.Single.Select(f => 1 / (f + Damping))];
        graph = options.Graph switch
        {
            GraphRule.Fixed given => given.Graph.Clone(),
            GraphRule.Activation => start is null ? new CouplingGraph(data.Sites, data.States) : CouplingGraph.Of(start),
            GraphRule.Decimation => CouplingGraph.Full(data.Sites, data.States),
            _ => null,
        };
        if (graph is not null && (graph.Sites, graph.States) != (data.Sites, data.States))
            throw new InputException($"the graph is of {graph.Sites} sites with {graph.States} states, the data of {data.Sites} with {data.States}");
        bySite = new byte[chains.States.Length];
        for (int n = 0; n < model.Fields.Length; n++)
            model.Fields[n] = MathF.Log(Math.Max(data.Single[n], 1e-6f));
        CopyToKernel();
        chains.Randomize(stream.Child("start"), 0, chains.Count);
        // With J = 0 one sweep draws exactly from the independent-site model, whatever the start.
        GibbsSampler.Sweep(kernel, chains, stream.Child("profile"), 0, new SweepPlan(1, options.Threads));
        if (start is not null) StartFrom(start);
        memory = new ChainMemory(chains.States, data.Sites, data.States);
    }

    private void StartFrom(PottsModel start)
    {
        start.Fields.CopyTo(model.Fields, 0);
        start.Couplings.CopyTo(model.Couplings, 0);
        if (graph is not null) BlockMath.Multiply(model.Couplings, graph.Mask);
        CopyToKernel();
        GibbsSampler.Sweep(kernel, chains, stream.Child("from the start"), 0, new SweepPlan(StartSweeps, options.Threads));
    }

    /// <summary>Updates made so far.</summary>
    public int Updates { get; private set; }

    /// <summary>The model as it stands.</summary>
    public PottsModel Model => model;

    /// <summary>One record an update, the state before the step.</summary>
    public IReadOnlyList<TrainingRecord> History => history;

    /// <summary>Why training ended; <see cref="TrainingStop.None"/> while it goes on.</summary>
    public TrainingStop Stop =>
        history.Count == 0 ? TrainingStop.None
        : AtTarget && !MayDecimate ? TrainingStop.Pearson
        : Updates >= options.MaxUpdates ? TrainingStop.Limit
        : OnPlateau() ? TrainingStop.Plateau
        : TrainingStop.None;

    /// <summary>True once nothing more will be updated.</summary>
    public bool Finished => Stop != TrainingStop.None;

    /// <summary>Share of all couplings that there are.</summary>
    public double Density => graph?.Density ?? 1;

    /// <summary>The persistent chains.</summary>
    public ChainSet Chains => chains;

    /// <summary>
    /// Takes the step that the last update prepared, sweeps the chains, and prepares the next step; when the target is
    /// reached the prepared step is never taken, so the model is the one whose chains were measured.
    /// </summary>
    /// <exception cref="InputException">A parameter is NaN or infinite: steps were too long.</exception>
    public void Update()
    {
        if (Finished) return;
        if (history.Count > 0)
        {
            if (!Decimated()) TakeStep();
            Updates++;
        }
        GibbsSampler.Sweep(kernel, chains, stream.Child("sweeps"), (long)Updates * options.Sweeps,
            new SweepPlan(options.Sweeps, options.Threads));
        PairFrequencies.Transpose(chains.States, chains.Sites, bySite);
        memory.Observe(Updates, chains.States);
        ActivateWhenDue();
        TrainingRecord state = PrepareStep();
        if (!double.IsFinite(state.MeanEnergy) || !double.IsFinite(state.Gradient))
            throw new InputException($"training diverged: after {Updates} updates a parameter is NaN or infinite; take a smaller learning rate, or weaker penalties");
        history.Add(state);
    }

    /// <summary>
    /// The mean Pearson over the last <see cref="BoltzmannOptions.Plateau"/> updates is not better by 0.001 than over as many
    /// before: the penalty, or the noise of the chains, does not let it come closer. Decimation lowers Pearson itself, so there all these updates must have had the
    /// same couplings.
    /// </summary>
    private bool OnPlateau()
    {
        const double SmallestGain = 0.001;
        int window = options.Plateau;
        if (window == 0 || history.Count < 2 * window) return false;
        if (options.Graph is GraphRule.Decimation && history[^(2 * window)].Density != history[^1].Density) return false;
        double last = 0, before = 0;
        for (int n = 0; n < window; n++)
        {
            last += history[^(1 + n)].Pearson;
            before += history[^(1 + n + window)].Pearson;
        }
        return last - before < SmallestGain * window;
    }

    private bool AtTarget => history[^1].Pearson >= options.TargetPearson && Math.Abs(history[^1].Slope - 1) <= options.SlopeTolerance;

    private bool MayDecimate => options.Graph is GraphRule.Decimation decimation && Density > decimation.Density;

    /// <summary>Takes couplings away where the target is reached with more than are wanted; the next steps mend what is missing.</summary>
    private bool Decimated()
    {
        if (options.Graph is not GraphRule.Decimation decimation || !AtTarget || !MayDecimate) return false;
        long wanted = (long)Math.Floor(decimation.Density * direction.LongLength), leave = Math.Max(1, (long)(decimation.Rate * graph!.Count));
        GraphChange.Decimate(graph, model, ChainFrequencies(pseudocount: 0), (int)Math.Min(leave, graph.Count - wanted));
        CopyToKernel();
        return true;
    }

    private void ActivateWhenDue()
    {
        if (options.Graph is GraphRule.Activation activation && Updates % activation.Updates == 0)
            GraphChange.Activate(graph!, data, ChainFrequencies(1.0 / chains.Count), (int)Math.Max(1, activation.Fraction * direction.LongLength));
    }

    private PairFrequencies ChainFrequencies(double pseudocount) => PairFrequencies.Count(chains.States, chains.Sites, model.States, null, pseudocount);

    private void CopyToKernel()
    {
        CopyFieldsToKernel();
        for (int i = 0; i < model.Sites; i++)
        {
            for (int j = i + 1; j < model.Sites; j++) kernel.SetBlock(i, j, model.Block(i, j));
        }
    }

    private void CopyFieldsToKernel()
    {
        for (int i = 0; i < model.Sites; i++)
            model.Fields.AsSpan(i * model.States, model.States).CopyTo(kernel.Fields.AsSpan(i * kernel.Width));
    }
}

/// <summary>Why a training ended.</summary>
public enum TrainingStop
{
    /// <summary>It has not ended.</summary>
    None,
    /// <summary>The target Pearson was reached.</summary>
    Pearson,
    /// <summary>The limit of updates was used up.</summary>
    Limit,
    /// <summary>Pearson no longer rises.</summary>
    Plateau,
}
