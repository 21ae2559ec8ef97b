using System.Globalization;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>The last stage of a tuning run: from evidence to result. Short, without state; done again after an interruption.</summary>
internal sealed class TuningAnalysis
{
    private const int HistoryRows = 400;

    private readonly TuningEvidence evidence;
    private readonly TuningOptions options;
    private readonly Alignment data;
    private readonly RandomStream stream;
    private readonly PottsKernel kernel;
    private readonly TuningScores scores;
    private readonly SampledTuning tuning;
    private readonly TemperedCurve curve;
    private readonly DiversityOptimum optimum;
    private readonly double totalWeight, dataEnergy;

    private TuningAnalysis(TuningEvidence evidence, RandomStream stream)
    {
        this.evidence = evidence;
        this.stream = stream;
        options = evidence.Options;
        data = evidence.Source.Alignment;
        kernel = new PottsKernel(evidence.Model);
        scores = new TuningScores(evidence.Source, options, evidence.Weights, new(evidence.Model, evidence.Frequencies), stream);
        tuning = new SampledTuning(evidence, stream);
        (curve, optimum) = (tuning.Curve, tuning.Optimum);
        totalWeight = evidence.Weights.Sum();
        dataEnergy = tuning.Energies.Select((energy, m) => energy * evidence.Weights[m]).Sum() / totalWeight;
    }

    public static TuningOutcome Analyse(TuningEvidence evidence, RandomStream stream, CancellationToken cancellation) =>
        new TuningAnalysis(evidence, stream).Run(cancellation);

    private TuningOutcome Run(CancellationToken cancellation)
    {
        Estimate tauPrime = tuning.TauPrime.Tau, tauStar = tuning.TauStar?.Tau ?? Estimate.NotComputed(NotSought);
        List<GeneratedSet> sets = [Generate("tau1", 1)];
        if (IsPlace(tauPrime)) sets.Add(Generate("tau-prime", tauPrime.Value));
        // Where the verdict says to turn, designs are made where it says so.
        if (tuning.Fidelity is { Direction: TuningDirection.Lower or TuningDirection.Raise } turn) sets.Add(Generate("tau-star", turn.Tau));
        else if (IsPlace(tauStar)) sets.Add(Generate("tau-star", tauStar.Value));
        foreach (double tau in options.AtTau.Distinct().Where(t => t != 1))
            sets.Add(Generate(string.Create(CultureInfo.InvariantCulture, $"tau{tau}"), tau));
        TauGrids grids = new(new(options.TauMin, options.TauMax), [.. new[] { tauPrime, tauStar }.Where(t => double.IsFinite(t.Value)).Select(t => t.Value)]);
        List<GenerationQuality> quality = [];
        foreach (double tau in grids.Quality(options.AtTau))
        {
            cancellation.ThrowIfCancellationRequested();
            GeneratedSet set = sets.Find(s => s.Tau == tau) ?? Generate(string.Create(CultureInfo.InvariantCulture, $"quality{tau:R}"), tau);
            quality.Add(scores.Quality(tau, set.Rows, curve.HealthAt(tau).Mixed));
        }
        CalibrationResult calibration = Calibrate();
        TauPrimeResult tauPrimeResult = new()
        {
            TauPrime = tauPrime,
            Estimator = tuning.TauPrime.Estimator,
            DataEnergy = dataEnergy,
            Gap = tuning.Refits?.Gap ?? Estimate.NotComputed("nothing was refitted: the model was trained elsewhere"),
            TargetEnergy = optimum.Target,
            Gain = tuning.TauPrime.Gain,
            Folds = evidence.FoldSummaries,
        };
        TuningResult result = new()
        {
            Version = TuningResult.ProgramVersion,
            Seed = options.Seed,
            Engine = TuningEngine.Sampled,
            Data = scores.Data(evidence.Folds),
            Training = DescribeTraining(),
            TauPrime = tauPrimeResult,
            TauStar = Fidelity(tauStar),
            Curves = Points(grids.Curves(options.CurvePoints)),
            Ladder = [.. curve.Health.Select((h, k) => new RungSummary(
                h.Tau, evidence.Run.SwapRate(k), h.RHat, h.EffectiveSamples, h.AutocorrelationTime, evidence.Run.RoundTrips))],
            Quality = quality,
            Natural = scores.Natural(dataEnergy, optimum.Target.Value),
            Calibration = calibration,
            Energies = scores.Histograms(sets),
            Verdict = [],
            Warnings = [],
        };
        result = result with { Warnings = TuningVerdict.Warnings(result), Verdict = TuningVerdict.Sentences(result) };
        IReadOnlyList<TrainingRecord> history = evidence.Training?.History ?? [];
        return new TuningOutcome(result, evidence.Model, history, sets);
    }

    private const string NotSought = "not sought in this run (--tau-star no)";

    /// <summary>A temperature at which one may sample.</summary>
    private static bool IsPlace(Estimate tau) => double.IsFinite(tau.Value) && tau.Status != EstimateStatus.OutOfRange;

    private TauStarResult Fidelity(Estimate tauStar)
    {
        if (evidence.Posterior is not TauStarPosterior posterior) return TauStarResult.NotComputed(NotSought);
        PosteriorCheck check = posterior.Check!;
        return new TauStarResult
        {
            TauStar = tauStar,
            Gain = tuning.TauStar!.Gain,
            Estimates = tuning.Estimates,
            ClassCheck = tuning.ClassCheck,
            Descent = tuning.Descent,
            L2Fields = posterior.Thermostat.Precision.Fields,
            L2Couplings = posterior.Thermostat.Precision.Couplings,
            Fidelity = tuning.Fidelity,
            Diversity = tuning.Diversity,
            Posterior = new PosteriorSummary
            {
                Steps = check.Steps,
                Chains = posterior.Thermostat.Chains,
                Thermostat = check.Reading,
                EarlierTauStar = check.EarlierTau,
                LaterTauStar = check.LaterTau,
                DriftLoss = check.Loss,
                Settled = check.IsGood,
                DeterminedShare = posterior.Thermostat.DeterminedShare,
                Penalties = evidence.Penalty!.Curve,
            },
        };
    }

    private CurvePoint[] Points(double[] taus)
    {
        IReadOnlyList<Estimate>? reverse = evidence.Posterior?.Changes(taus);
        return Cores.Map(taus.Length, n => Point(taus[n], reverse?[n] ?? Estimate.NotComputed(NotSought)));
    }

    private GeneratedSet Generate(string label, double tau)
    {
        byte[] rows = TemperedGeneration.Draw(
            evidence.Run, kernel, tau, options.Sequences, options.GenerationSweeps, stream.Child("generate").Child(label));
        return scores.Set(label, tau, rows);
    }

    private CurvePoint Point(double tau, Estimate reverse)
    {
        RungHealth health = curve.HealthAt(tau);
        bool ladder = curve.LadderMixedDownTo(tau);
        Estimate Local(Estimate e) => health.Mixed ? e : e.Doubt(EstimateStatus.Unreliable, SampledTuning.NotMixed(health));
        Estimate Global(Estimate e) => ladder ? e
            : e.Doubt(EstimateStatus.Unreliable, "chains did not mix at a rung between here and infinite temperature, which log Z adds up");
        // Between tau and 1 the change of the divergence adds up over the rungs between the two only.
        bool path = health.Mixed && curve.HealthAt(1).Mixed && curve.MixedBetween(Math.Min(tau, 1), Math.Max(tau, 1));
        Estimate change = optimum.DivergenceChange(tau);
        return new CurvePoint
        {
            Tau = tau,
            Energy = Local(curve.Estimate(at => at(1 / tau).MeanEnergy)),
            HeatCapacity = Local(curve.Estimate(at => at(1 / tau).EnergyVariance / (tau * tau))),
            LogZ = Global(curve.Estimate(at => at(1 / tau).LogZ)),
            EntropyPerSite = Global(curve.Estimate(at => (at(1 / tau).LogZ + at(1 / tau).MeanEnergy / tau) / data.Sites)),
            ForwardDivergenceChange = path ? change : change.Doubt(EstimateStatus.Unreliable, "chains did not mix between here and tau = 1"),
            ReverseDivergenceChange = path || reverse.Status != EstimateStatus.Ok ? reverse : reverse.Doubt(EstimateStatus.Unreliable, "chains did not mix between here and tau = 1"),
            EffectiveSamples = curve.At(tau).EffectiveSamples,
            RHat = health.RHat,
            Mixed = health.Mixed,
        };
    }

    private CalibrationResult Calibrate()
    {
        byte[] Draw(int count, string name) => TemperedGeneration.Draw(
            evidence.Run, kernel, 1, count, options.GenerationSweeps, stream.Child("calibration").Child(name));
        // As many sequences as training had chains: the noise of a smaller sample would lower its Pearson by itself.
        double energyShift = (curve.At(1).MeanEnergy - dataEnergy) / Math.Sqrt(curve.At(1).EnergyVariance);
        SlopeCalibration slope = SlopeCalibration.Measure(evidence.Frequencies,
            Draw(Math.Max(options.Sequences, evidence.TrainingOptions.Chains!.Value), "sample"), totalWeight, energyShift, (count, set) => Draw(count, $"set {set}"));
        RungHealth health = curve.HealthAt(1);
        Estimate Local(Estimate e) => health.Mixed ? e : e.Doubt(EstimateStatus.Unreliable, SampledTuning.NotMixed(health));
        return new CalibrationResult
        {
            PseudoLikelihoodTau = PseudoLikelihoodTau.Estimate(evidence.Model, data, evidence.Weights, evidence.Folds.ClusterOf),
            Pearson = slope.Fit.Pearson,
            Slope = Local(slope.Slope),
            SlopeIfCalibrated = Local(slope.IfCalibrated),
            EnergyShift = energyShift,
            Verdict = health.Mixed ? slope.Verdict : "chains did not mix",
        };
    }

    private TrainingSummary DescribeTraining()
    {
        IReadOnlyList<TrainingRecord> history = evidence.Training?.History ?? [];
        TrainingRecord? last = history.Count > 0 ? history[^1] : null;
        int every = Math.Max(1, (history.Count + HistoryRows - 1) / HistoryRows);
        return new TrainingSummary
        {
            Source = evidence.Training is null ? "given" : "boltzmann-learning",
            Updates = evidence.Training?.Updates ?? 0,
            Stop = evidence.Training?.Stop switch
            {
                TrainingStop.Pearson => "pearson",
                TrainingStop.Limit => "limit",
                TrainingStop.Plateau => "plateau",
                _ => "given",
            },
            Pearson = last?.Pearson ?? double.NaN,
            Slope = last?.Slope ?? double.NaN,
            Chains = evidence.Training is null && evidence.HeldOut is null ? null : new ChainTraining(
                evidence.TrainingOptions.Chains!.Value, evidence.TrainingOptions.Sweeps, evidence.Pseudocount,
                evidence.TrainingOptions.FieldPenalty!.Value, evidence.TrainingOptions.CouplingPenalty!.Value),
            History = [.. history.Where((_, n) => n % every == 0 || n == history.Count - 1)],
        };
    }
}
