using System.Globalization;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>
/// The main job, from data to temperature: train (or take) a model, refit it without each fold, sample the model over a ladder
/// of temperatures, find tau', and say why. Same seed, same bits, for any number of threads and after any interruption. Systems that can be
/// listed go to the exact engine, which finds tau* as well (<see cref="EngineChoice"/>).
/// </summary>
public sealed class Tuning
{
    /// <summary>Rough shares of the time, for progress over all stages.</summary>
    private const double TrainingCost = 1, ExchangeCost = 2, PosteriorCost = 6, AnalysisCost = 0.5;

    private readonly AlignmentFindings source;
    private readonly Alignment data;
    private readonly TuningOptions options;
    private readonly PottsModel? given;
    private readonly double identity;
    private readonly RandomStream root;
    private readonly Stages stages;
    private readonly IProgress<TuningProgress>? progress;
    private readonly CancellationToken cancellation;

    private Tuning(AlignmentFindings source, TuningOptions options, PottsModel? given, TuningContext context)
    {
        this.source = source;
        data = source.Alignment;
        this.options = options.Validated();
        this.given = given;
        identity = options.IdentityFor(data.Alphabet);
        root = RandomStream.FromSeed(options.Seed);
        (progress, cancellation) = (context.Progress, context.Cancellation);
        stages = new Stages(context.Store, cancellation);
    }

    /// <summary>Refuses, before any work, what <see cref="Run(AlignmentFindings, TuningOptions, PottsModel?, TuningContext)"/> could not use.</summary>
    /// <exception cref="InputException">A setting out of range, too few different sequences, a model that does not fit the data.</exception>
    public static void Check(AlignmentFindings source, TuningOptions options, PottsModel? given)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        Alignment data = source.Alignment;
        if (data.Sites < 2) throw new InputException($"{source.Path}: 1 site has no couplings; give at least 2 columns");
        try
        {
            PottsKernel.RequireFits(data.Sites, data.Alphabet.Size);
        }
        catch (InputException e)
        {
            throw new InputException($"{source.Path}: {e.Message}", e);
        }
        if (source.Distinct < options.Folds)
        {
            throw new InputException(
                $"{source.Path}: {source.Distinct} distinct sequences cannot be split into {options.Folds} folds; give more data, or fewer --folds");
        }
        options.Fit?.Check();
        EngineChoice.For(source, options, given is not null);
        if (given is not null && (given.Sites != data.Sites || !given.Alphabet.Equals(data.Alphabet)))
        {
            throw new InputException(
                $"the model has {given.Sites} sites over {given.Alphabet}, the data {data.Sites} over {data.Alphabet}; they must agree");
        }
    }

    /// <summary>Runs everything.</summary>
    /// <param name="source">The data, as read.</param>
    /// <param name="options">Settings.</param>
    /// <param name="given">A model trained elsewhere on these data, which is not refitted unless tau* is not sought; null: train one.</param>
    /// <param name="context">Progress, checkpoints, cancellation.</param>
    /// <exception cref="InputException">A setting out of range, data that cannot be split, a model that does not fit the data.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the state is in the checkpoint store.</exception>
    public static TuningOutcome Run(AlignmentFindings source, TuningOptions options, PottsModel? given, TuningContext context)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        Check(source, options, given);
        return EngineChoice.For(source, options, given is not null) == TuningEngine.Exact
            ? ExactTuning.Run(EngineChoice.WithoutUnusedGap(source), options with { IdentityThreshold = options.IdentityThreshold ?? 0 }, context)
            : new Tuning(source, options, given, context).Run();
    }

    /// <summary>All that takes long: the evidence, for an analysis of whatever kind. What <see cref="Run(AlignmentFindings, TuningOptions, PottsModel?, TuningContext)"/> analyses for users.</summary>
    internal static TuningEvidence Gather(AlignmentFindings source, TuningOptions options, PottsModel? given, TuningContext context) =>
        new Tuning(source, options, given, context).Gather();

    private TuningOutcome Run()
    {
        TuningEvidence evidence = Gather();
        Report("analysis", 0, BeforeAnalysis, AnalysisCost, "temperatures between the rungs");
        TuningOutcome outcome = TuningAnalysis.Analyse(evidence, root.Child("analysis"), cancellation);
        Report("done", 1, BeforeAnalysis, AnalysisCost, "");
        return outcome;
    }

    private TuningEvidence Gather()
    {
        double[] weights = SequenceSimilarity.Weights(data, identity);
        Folds folds = Folds.Split(data, weights, options.Folds, identity, root.Child("folds"));
        double effective = weights.Sum(), pseudocount = options.Pseudocount ?? PairFrequencies.UsualPseudocount(effective);
        RequireEnoughWithoutEachFold(weights, folds);
        PairFrequencies frequencies = PairFrequencies.Count(data, weights, pseudocount);
        BoltzmannOptions settings = options.Training.ForData(effective, effective);
        BoltzmannLearning? training = given is null
            ? Train(new BoltzmannLearning(frequencies, data.Alphabet, settings, root.Child("training")), "training", 0) : null;
        PottsModel model = given ?? training!.Model;
        (HeldOutEnergy? heldOut, FoldSummary[] summaries) = Refits > 0 ? HoldOut(model, weights, folds) : (null, []);
        ReplicaExchange run = Temper(model);
        TuningEvidence evidence = new(source, options, weights, folds, pseudocount, frequencies)
        {
            Model = model,
            Training = training,
            TrainingOptions = settings,
            HeldOut = heldOut,
            FoldSummaries = summaries,
            Run = run,
        };
        return options.Posterior is ThermostatOptions posterior ? WithPosterior(evidence, posterior) : evidence;
    }

    /// <summary>Before anything is trained, so that nothing is trained in vain.</summary>
    private void RequireEnoughWithoutEachFold(double[] weights, Folds folds)
    {
        for (int fold = 0; fold < Refits && options.Pseudocount is null; fold++)
        {
            int[] rows = folds.Training(fold);
            double left = rows.Sum(m => weights[m]);
            if (left <= 2) left = SequenceSimilarity.Weights(data.Select(rows), identity).Sum(); // without copies in the fold they may weigh more
            if (left <= 1 + 1e-9)
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{source.Path}: without fold {fold + 1} of {options.Folds} the weights of the sequences add up to {left:0.##}, from which nothing can be learned; give more data, or more folds"));
        }
    }

    private TuningEvidence WithPosterior(TuningEvidence evidence, ThermostatOptions settings)
    {
        FidelityOptimum fidelity = new(evidence.Run, evidence.Model, new TemperatureRange(options.TauMin, options.TauMax));
        PosteriorStages.Outcome found = new PosteriorStages(data, evidence.Weights, evidence.Folds, settings, root.Child("posterior"), stages).Run(
            fidelity, (share, detail) => Report("posterior", share, TrainingStages + ExchangeCost, PosteriorCost, detail), cancellation);
        return evidence with { Fidelity = fidelity, Posterior = found.Posterior, Penalty = found.Penalty, Start = found.Start, Check = found.Check };
    }

    private double BeforeAnalysis => TrainingStages + ExchangeCost + (options.Posterior is null ? 0 : PosteriorCost);

    private double TrainingStages => (Refits + (given is null ? 1 : 0)) * TrainingCost;

    /// <summary>A model trained elsewhere cannot be refitted: its tau' is left to the posterior, where there is one.</summary>
    private int Refits => given is null || options.Posterior is null ? options.Folds : 0;

    private (HeldOutEnergy HeldOut, FoldSummary[] Folds) HoldOut(PottsModel model, double[] weights, Folds folds)
    {
        double[][] energies = new double[Refits][];
        FoldSummary[] summaries = new FoldSummary[Refits];
        for (int k = 0; k < Refits; k++) (energies[k], summaries[k]) = Refit(folds, k, weights.Sum());
        HeldOutEnergy heldOut = new(weights, model.Energies(data), energies, folds);
        for (int k = 0; k < Refits; k++)
        {
            (double held, double train) = heldOut.Fold(k);
            int[] rows = folds.HeldOut(k);
            summaries[k] = summaries[k] with
            {
                HeldOut = rows.Length,
                HeldOutWeight = rows.Sum(m => weights[m]),
                HeldOutEnergy = held,
                TrainEnergy = train,
            };
        }
        return (heldOut, summaries);
    }

    private (double[] Energies, FoldSummary Summary) Refit(Folds folds, int fold, double allEffective)
    {
        // From scratch, and by the same procedure down to weights and pseudocount: a warm start would leak held-out data.
        Alignment subset = data.Select(folds.Training(fold));
        double[] weights = SequenceSimilarity.Weights(subset, identity);
        double effective = weights.Sum();
        PairFrequencies frequencies = PairFrequencies.Count(subset, weights, options.Pseudocount ?? PairFrequencies.UsualPseudocount(effective));
        BoltzmannLearning refit = Train(
            new BoltzmannLearning(frequencies, data.Alphabet, options.Training.ForData(effective, allEffective), root.Child("refit").Child(fold)),
            $"refit {fold + 1} of {options.Folds}", fold + (given is null ? 1 : 0));
        FoldSummary summary = new(fold + 1, 0, 0, 0, 0, refit.Updates, refit.History[^1].Pearson);
        return (refit.Model.Energies(data), summary);
    }

    private BoltzmannLearning Train(BoltzmannLearning training, string stage, int before)
    {
        stages.Advance(new Stage(stage, training.Load, training.Save, () => training.Finished, training.Update), () =>
        {
            if (training.History.Count == 0) return;
            TrainingRecord last = training.History[^1];
            double done = Math.Max(Math.Max(0, last.Pearson) / options.Training.TargetPearson, (double)last.Update / options.Training.MaxUpdates);
            Report(stage, Math.Min(1, done), before * TrainingCost, TrainingCost,
                $"update {last.Update}, Pearson {last.Pearson:F3} of {options.Training.TargetPearson}");
        });
        return training;
    }

    /// <summary>Two short pilots place the rungs; then the run itself.</summary>
    private ReplicaExchange Temper(PottsModel model)
    {
        const double Reach = 0.15, LongestStep = 0.04; // around tau = 1, in log tau
        RandomStream stream = root.Child("tempering");
        double[]? betas = ReadLadder();
        if (betas is null)
        {
            // Short: done again on resume, with the same bits.
            betas = PilotLadder.Find(model, data, options.TauMin, options.Exchange.Threads, stream.Child("pilot"), cancellation);
            betas = TemperatureLadder.RefineAroundOne(betas, Reach, LongestStep);
            double[] placed = betas;
            stages.Save("ladder", writer =>
            {
                writer.Write(placed.Length);
                writer.WriteArray<double>(placed);
            });
        }
        ReplicaExchange run = new(model, betas, data, options.Exchange, stream.Child("run"));
        stages.Advance(new Stage("tempering", run.Load, run.Save, () => run.Finished, run.Step), () =>
            Report("tempering", (double)run.SweepsDone / run.SweepsTotal, TrainingStages, ExchangeCost,
                $"sweep {run.SweepsDone} of {run.SweepsTotal}, {run.Rungs} temperatures"));
        return run;
    }

    private void Report(string stage, double stageFraction, double costBefore, double cost, string detail)
    {
        double all = BeforeAnalysis + AnalysisCost;
        progress?.Report(new TuningProgress(stage, stageFraction, (costBefore + stageFraction * cost) / all, detail));
    }

    private double[]? ReadLadder()
    {
        using Stream? saved = stages.OpenRead("ladder");
        if (saved is null) return null;
        using BinaryReader reader = new(saved);
        double[] betas = [];
        Stages.Restore("ladder", () =>
        {
            int rungs = reader.ReadInt32();
            if (rungs is < 2 or > 1000) throw new InvalidDataException($"{rungs} temperatures");
            betas = new double[rungs];
            reader.ReadArray<double>(betas);
        });
        return betas;
    }
}

/// <summary>What a run needs from outside: where to keep its state, whom to tell, when to stop.</summary>
/// <param name="Store">Checkpoints; null: none are kept.</param>
/// <param name="Progress">Told of every step; throttles by itself.</param>
/// <param name="Cancellation">Stops between two steps, after saving.</param>
public sealed record TuningContext(
    ICheckpointStore? Store = null, IProgress<TuningProgress>? Progress = null, CancellationToken Cancellation = default);
