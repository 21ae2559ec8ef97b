using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Studies.Estimators;
using TauStar.Tempering;

namespace TauStar.Studies.Planted;

/// <summary>
/// What happens to a data set of a planted study: it is drawn from a truth of its own, a model is trained on it as users train theirs, the sampled engine of <c>tune</c>
/// says tau* and tau' from the data alone, and only then the truth says what that is worth.
/// </summary>
public sealed class PlantedCells
{
    private readonly CancellationToken cancellation;

    /// <summary>Ready to run.</summary>
    /// <param name="cancellation">Cells take minutes: stops within one, whose work is lost.</param>
    public PlantedCells(CancellationToken cancellation = default) => this.cancellation = cancellation;

    /// <summary>How much is spent on a cell; tests spend less.</summary>
    internal PlantedEffort Effort { get; init; } = new();

    /// <summary>Where tau is looked for.</summary>
    public static TemperatureRange Range { get; } = new(0.3, 4);

    /// <summary>Runs one cell on one thread. Safe for several threads; the result depends on the key alone.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public PlantedResult Run(PlantedKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        PottsModel truth = key.Plant().Model;
        TuningEvidence evidence = Gather(key, truth);
        SampledTuning tuning = new(evidence, key.Stream.Child("analysis"));
        KnownTruth known = Know(truth, evidence, key.Stream.Child("reference"));
        EstimatorTarget Target(TuningAdvice advice) => new(known.Optimum(advice.Goal), AtOne: 0, advice, known.Change(advice.Goal, advice.Tau));
        TrueValueErrors Errors(EstimatorTarget target) => new(known.LogTauError(target.Advice.Goal),
            known.ChangeError(target.Advice.Goal, target.Optimum.Tau), known.ChangeError(target.Advice.Goal, target.Advice.Tau));
        double Place(TemperatureEstimate estimate) => EstimatorRow.IsAnswer(estimate.Tau.Value) ? estimate.Tau.Value : 1;
        EstimatorTarget fidelity = Target(tuning.Fidelity!), diversity = Target(tuning.Diversity ?? TuningAdvice.Unsettled(tuning.TauPrime, tuning.TauPrime.Tau.Note!));
        BoltzmannLearning training = evidence.Training!;
        PosteriorCheck check = evidence.Posterior!.Check!;
        return new PlantedResult(key, new PlantedFindings
        {
            Estimators = new EstimatorFindings
            {
                Fidelity = fidelity,
                Diversity = diversity,
                Outcomes = [.. tuning.Estimates.Select(estimate => new EstimatorOutcome(estimate, known.Change(estimate.Goal, Place(estimate))))],
                ClassCheck = tuning.ClassCheck!,
                Strengths = evidence.Posterior.Thermostat.Precision,
                Iterations = training.Updates,
                Converged = training.Stop != TrainingStop.Limit,
            },
            Fidelity = Errors(fidelity),
            Diversity = Errors(diversity),
            OutcomeErrors = [.. tuning.Estimates.Select(estimate => known.ChangeError(estimate.Goal, Place(estimate)))],
            Health = new PlantedHealth(training.History[^1].Pearson, check.Reading, check.Drift, check.Steps, evidence.Weights.Sum(), tuning.Descent!.Z),
        });
    }

    /// <summary>What is true of a model.</summary>
    internal KnownTruth Know(PottsModel truth, TuningEvidence evidence, RandomStream stream)
    {
        byte[] draws = GroundTruthSampler.Draw(truth, Effort.TruthDraws, 1, stream.Child("draws"), cancellation);
        ReplicaExchange run = new(evidence.Model, [.. evidence.Run.Betas], evidence.Source.Alignment, evidence.Options.Exchange, stream.Child("run"));
        while (!run.Finished)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Step();
        }
        return new KnownTruth(truth, draws, evidence.Model, run, Range, stream.Child("curve"));
    }

    /// <summary>Sees rows, never the truth.</summary>
    internal TuningEvidence Gather(PlantedKey key, PottsModel truth)
    {
        byte[] rows = key.Tree > 0 ? new PhylogeneticSampler(truth, key.Tree).Draw(key.Samples, 1, key.Stream.Child("leaves"), cancellation)
            : GroundTruthSampler.Draw(truth, key.Samples, 1, key.Stream.Child("draws"), cancellation);
        Alignment data = new(truth.Alphabet, [.. Enumerable.Range(1, key.Samples).Select(m => $"{m}")], rows);
        AlignmentFindings source = new()
        {
            Alignment = data,
            Path = key.ToString(),
            Format = "planted",
            Sha256 = "",
            SequencesRead = data.Count,
            ColumnsRead = data.Sites,
            Distinct = Enumerable.Range(0, data.Count).Select(data.Text).Distinct().Count(),
            GapFraction = 0,
            Findings = [],
        };
        TuningOptions options = new()
        {
            Seed = key.Stream.Child("tuning").Key,
            Engine = TuningEngine.Sampled,
            IdentityThreshold = key.Identity,
            Training = key.User.Training(key.Samples) with { Threads = 1 },
            Exchange = Effort.Exchange with { Threads = 1 },
            Posterior = Effort.Posterior with { Threads = 1 },
            TauMin = Range.Lowest,
            TauMax = Range.Highest,
        };
        return Tuning.Gather(source, options, given: null, new TuningContext(Cancellation: cancellation));
    }
}

/// <summary>How much is spent on a cell.</summary>
internal sealed record PlantedEffort
{
    /// <summary>The tempered run.</summary>
    public ReplicaExchangeOptions Exchange { get; init; } = new();

    /// <summary>The posterior.</summary>
    public ThermostatOptions Posterior { get; init; } = new();

    /// <summary>Draws of the truth that say what tau' is.</summary>
    public int TruthDraws { get; init; } = 20_000;
}
