using System.Globalization;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Studies.Learning;

/// <summary>What a user may give beside an alignment.</summary>
/// <param name="Weights">M weights above 0; null: by identity (<see cref="LearningOptions.IdentityThreshold"/>).</param>
/// <param name="Start">The model that training starts from; null: independent sites.</param>
public sealed record GivenForLearning(double[]? Weights = null, PottsModel? Start = null);

/// <summary>
/// From an alignment to a model: weights, frequencies, training, and a check on chains that had no part in it, from random states and from the data: where the
/// two disagree, or either shows other correlations than the training chains, the model is not what training said. Same seed, same bits.
/// </summary>
public sealed class ModelLearning
{
    /// <summary>An independent sample may fall this much below the training chains' Pearson before it is said.</summary>
    public const double PearsonDrop = 0.01;

    private const double TrainingShare = 0.8;
    private const double Remembering = 0.1, Apart = 4;
    private const float Absurd = 100; // k_BT

    private readonly AlignmentFindings source;
    private readonly Alignment data;
    private readonly LearningOptions options;
    private readonly TuningContext context;
    private readonly RandomStream root;

    private ModelLearning(AlignmentFindings source, LearningOptions options, TuningContext context)
    {
        (this.source, this.options, this.context, data) = (source, options, context, source.Alignment);
        root = RandomStream.FromSeed(options.Seed);
    }

    /// <summary>Refuses, before any work, what a run could not use.</summary>
    /// <exception cref="InputException">A setting out of range, one column, one sequence, or a size that does not fit.</exception>
    public static void Check(AlignmentFindings source, LearningOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        if (source.Alignment.Sites < 2) throw new InputException($"{source.Path}: 1 site has no couplings; give at least 2 columns");
        if (source.Distinct < 2) throw new InputException($"{source.Path}: has {source.Distinct} different sequence; give at least 2");
        PottsKernel.RequireFits(source.Alignment.Sites, source.Alignment.Alphabet.Size);
        if (options.Boltzmann.Graph is GraphRule.Fixed { Graph: var graph } && (graph.Sites, graph.States) != (source.Alignment.Sites, source.Alignment.Alphabet.Size))
            throw new InputException($"the graph is of {graph.Sites} sites with {graph.States} states, {source.Path} has {source.Alignment.Sites} with {source.Alignment.Alphabet.Size}");
    }

    /// <summary>Trains.</summary>
    /// <param name="source">The alignment.</param>
    /// <param name="given">What the data come with.</param>
    /// <param name="options">Settings.</param>
    /// <param name="context">Store of checkpoints, progress, cancellation.</param>
    /// <exception cref="OperationCanceledException">Stopped; the state is in the store.</exception>
    public static LearningOutcome Run(AlignmentFindings source, GivenForLearning given, LearningOptions options, TuningContext context)
    {
        Check(source, options);
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(context);
        return new ModelLearning(source, options, context).Run(given);
    }

    private LearningOutcome Run(GivenForLearning given)
    {
        double identity = options.IdentityThreshold ?? (data.Alphabet.HasGap ? 0.8 : 0);
        double[] weights = given.Weights ?? SequenceSimilarity.Weights(data, identity);
        double effective = weights.Sum();
        PairFrequencies frequencies = PairFrequencies.Count(data, weights, options.Pseudocount ?? PairFrequencies.UsualPseudocount(effective));
        BoltzmannOptions settings = options.For(frequencies);
        BoltzmannLearning training = new(frequencies, data.Alphabet, settings, root.Child("training"), given.Start);
        if (!options.Profile) Train(training, settings);
        TrainingRecord? last = training.History.Count > 0 ? training.History[^1] : null;
        IndependentSample[] check = options.CheckSweeps == 0 || options.Profile ? [] : Check(training.Model, settings, frequencies);
        Report("done", 1, 1, "");
        LearningResult result = new()
        {
            Version = TuningResult.ProgramVersion,
            Seed = options.Seed,
            Model = options.Profile ? "profile" : settings.Graph switch { GraphRule.Activation => "eaDCA", GraphRule.Decimation => "edDCA", GraphRule.Fixed => "fixed", _ => "bmDCA" },
            Sequences = data.Count,
            EffectiveSequences = effective,
            Sites = data.Sites,
            Alphabet = data.Alphabet.Letters,
            Chains = settings.Chains!.Value,
            BestPearson = ChainNoise.BestPearson(frequencies, settings.Chains.Value),
            Updates = training.Updates,
            Stop = options.Profile ? "none" : training.Stop.ToString().ToLowerInvariant(),
            Pearson = last?.Pearson ?? double.NaN,
            Slope = last?.Slope ?? double.NaN,
            Overlap = last?.Overlap ?? double.NaN,
            Density = options.Profile ? 0 : training.Density,
            Check = check,
        };
        return new LearningOutcome(result with { Warnings = [.. Warnings(result, training.Model, settings)] }, training.Model, training.History, training.Chains.States);
    }

    private void Train(BoltzmannLearning training, BoltzmannOptions settings) =>
        new Stages(context.Store, context.Cancellation).Advance(new Stage("training", training.Load, training.Save, () => training.Finished, training.Update), () =>
        {
            TrainingRecord last = training.History[^1];
            double done = Math.Clamp(Math.Max(last.Pearson / settings.TargetPearson, (double)last.Update / settings.MaxUpdates), 0, 1);
            string density = training.Density < 1 ? Text($", density {100 * training.Density:F2} %") : "";
            string memory = last.Overlap > Remembering ? Text($", chains remember {last.Overlap:F2}") : "";
            Report("training", done, done * TrainingShare, Text($"update {last.Update}, Pearson {last.Pearson:F3} of {settings.TargetPearson}, slope {last.Slope:F2}{density}{memory}"));
        });

    private IndependentSample[] Check(PottsModel model, BoltzmannOptions settings, PairFrequencies frequencies)
    {
        SamplingOptions sampling = new() { Sequences = settings.Chains!.Value, MostSweeps = options.CheckSweeps, Threads = settings.Threads };
        return [Of("random", null, 0), Of("data", data, 0.5)];

        IndependentSample Of(string name, Alignment? start, double before)
        {
            SequenceSampler sampler = new(model, start, sampling, root.Child("check").Child(name));
            SampledSet set = sampler.Draw([1], (part, detail) =>
                Report("independent samples", before + part / 2, TrainingShare + (1 - TrainingShare) * (before + part / 2), detail), context.Cancellation).Single();
            CorrelationFit fit = CorrelationFit.Between(frequencies, PairFrequencies.Count(set.Rows, data.Sites, data.Alphabet.Size, null, pseudocount: 0));
            double mean = set.Energies.Average(), variance = set.Energies.Sum(e => (e - mean) * (e - mean)) / (set.Energies.Length - 1);
            return new IndependentSample(name, fit.Pearson, fit.Slope, mean, Math.Sqrt(variance / set.Energies.Length), set.Sweeps, set.MixingTime);
        }
    }

    private static IEnumerable<string> Warnings(LearningResult r, PottsModel model, BoltzmannOptions settings)
    {
        float largest = model.Fields.Concat(model.Couplings).Max(MathF.Abs);
        if (largest > Absurd)
            yield return Text($"A parameter of {largest:G3} k_BT forbids or forces a state, which no data do: steps were too long and training is unstable. Take a smaller --lr, or weaker penalties.");
        if (r.Model != "profile" && r.BestPearson < settings.TargetPearson)
            yield return Text($"With {r.Chains} chains even a perfect model shows a Pearson of {r.BestPearson:F3}, below the target {settings.TargetPearson}: take more --chains.");
        if (r.Stop is "plateau" or "limit")
            yield return Text($"Training ended by its {r.Stop} at Pearson {r.Pearson:F3}, before its target.");
        if (r.Overlap > Remembering)
            yield return Text($"The training chains remember {r.Overlap:F2} of their past: they do not mix within the updates made. Trust the independent samples, and raise --sweeps.");
        foreach (IndependentSample sample in r.Check.Where(s => s.MixingTime is null))
            yield return Text($"Chains from {Start(sample)} had not forgotten their start after {sample.Sweeps} sweeps: the model is rough; sample it by replica exchange (sample --method exchange), or regularise (--l2-couplings).");
        foreach (IndependentSample sample in r.Check.Where(s => s.Pearson < r.Pearson - PearsonDrop))
            yield return Text($"An independent sample from {Start(sample)} reaches Pearson {sample.Pearson:F3}, the training chains {r.Pearson:F3}: the model is not what its training chains show. More --sweeps, more --chains or regularisation help.");
        if (r.Check is [var random, var natural] && Math.Abs(random.MeanEnergy - natural.MeanEnergy) > Apart * double.Hypot(random.MeanEnergyError, natural.MeanEnergyError))
            yield return Text($"Samples from random states and from the data have different mean energies ({random.MeanEnergy:F2} and {natural.MeanEnergy:F2}): at least one has not mixed.");
    }

    private static string Start(IndependentSample sample) => sample.Start == "data" ? "the data" : "random states";

    private void Report(string stage, double stageFraction, double fraction, string detail) =>
        context.Progress?.Report(new TuningProgress(stage, stageFraction, fraction, detail));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
