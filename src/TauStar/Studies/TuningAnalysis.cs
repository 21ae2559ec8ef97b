using System.Globalization;
using System.Reflection;
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
    private const int HistoryRows = 400, HistogramBins = 60;

    private readonly TuningEvidence evidence;
    private readonly TuningOptions options;
    private readonly Alignment data;
    private readonly RandomStream stream;
    private readonly PottsKernel kernel;
    private readonly GenerationScore score;
    private readonly TemperedCurve curve;
    private readonly DiversityOptimum optimum;
    private readonly double[] naturalEnergies;
    private readonly double totalWeight;

    private TuningAnalysis(TuningEvidence evidence, RandomStream stream)
    {
        this.evidence = evidence;
        this.stream = stream;
        options = evidence.Options;
        data = evidence.Source.Alignment;
        kernel = new PottsKernel(evidence.Model);
        score = new GenerationScore(evidence.Model, data, evidence.Frequencies);
        curve = new TemperedCurve(evidence.Run, data.Sites, data.Alphabet.Size);
        optimum = new DiversityOptimum(
            curve, evidence.HeldOut, (options.TauMin, options.TauMax), options.Bootstrap, stream.Child("bootstrap"));
        naturalEnergies = evidence.Model.Energies(data);
        totalWeight = evidence.Weights.Sum();
    }

    public static TuningOutcome Analyse(TuningEvidence evidence, RandomStream stream, CancellationToken cancellation) =>
        new TuningAnalysis(evidence, stream).Run(cancellation);

    private TuningOutcome Run(CancellationToken cancellation)
    {
        Estimate tauPrime = Judge(optimum.TauPrime);
        List<GeneratedSet> sets = [Generate("tau1", 1)];
        if (tauPrime.Status != EstimateStatus.OutOfRange) sets.Add(Generate("tau-prime", tauPrime.Value));
        foreach (double tau in options.AtTau.Distinct().Where(t => t != 1))
            sets.Add(Generate(string.Create(CultureInfo.InvariantCulture, $"tau{tau}"), tau));
        List<GenerationQuality> quality = [];
        foreach (double tau in QualityGrid(tauPrime.Value))
        {
            cancellation.ThrowIfCancellationRequested();
            quality.Add(Quality(tau, sets.Find(s => s.Tau == tau)));
        }
        byte[] shuffled = score.ShuffleColumns(stream.Child("shuffle"));
        CalibrationResult calibration = Calibrate();
        TauPrimeResult tauPrimeResult = new()
        {
            TauPrime = tauPrime,
            DataEnergy = optimum.Means.Data,
            Gap = optimum.Gap,
            TargetEnergy = optimum.Target,
            Gain = tauPrime.Status == EstimateStatus.Ok ? optimum.Gain : optimum.Gain.Doubt(tauPrime.Status, tauPrime.Note!),
            Folds = evidence.FoldSummaries,
        };
        TuningResult result = new()
        {
            Version = typeof(Tuning).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            Seed = options.Seed,
            Data = DescribeData(),
            Training = DescribeTraining(),
            TauPrime = tauPrimeResult,
            TauStar = Estimate.NotComputed(
                "not estimated in this version: for real families it needs the posterior mean of the couplings, which comes with a later release"),
            Curves = [.. CurveGrid(tauPrime.Value).AsParallel().AsOrdered().Select(Point)],
            Ladder = [.. curve.Health.Select((h, k) => new RungSummary(
                h.Tau, evidence.Run.SwapRate(k), h.RHat, h.EffectiveSamples, h.AutocorrelationTime, evidence.Run.RoundTrips))],
            Quality = quality,
            Natural = new NaturalReference(optimum.Means.Data, optimum.Means.Target, NaturalIdentity(),
                SequenceSimilarity.NearestIdentity(data, data.States.ToArray(), skipSelf: true).Average(), score.Score(shuffled).Quality),
            Calibration = calibration,
            Energies = Histograms(sets, shuffled),
            Verdict = [],
            Warnings = [],
        };
        result = result with { Warnings = TuningVerdict.Warnings(result), Verdict = TuningVerdict.Sentences(result) };
        IReadOnlyList<TrainingRecord> history = evidence.Training?.History ?? [];
        return new TuningOutcome(result, evidence.Model, history, sets);
    }

    /// <summary>tau' can be trusted when its whole interval, and the way from 1 to it, were sampled well, and the model is ours.</summary>
    private Estimate Judge(Estimate tauPrime)
    {
        if (tauPrime.Status != EstimateStatus.Ok) return tauPrime;
        if (evidence.Training is null)
        {
            return tauPrime.Doubt(EstimateStatus.Unreliable,
                "the model was trained elsewhere, but its optimism was measured on refits by TauStar's own training");
        }
        foreach (double tau in new[] { tauPrime.Value, tauPrime.Low, tauPrime.High })
        {
            RungHealth health = curve.HealthAt(tau);
            if (!health.Mixed)
                return tauPrime.Doubt(EstimateStatus.Unreliable, string.Create(CultureInfo.InvariantCulture, $"at τ = {tau:F2} {NotMixed(health)}"));
        }
        return tauPrime with { Note = "for the model at hand: the bootstrap draws sequences anew but does not refit the models" };
    }

    private static string NotMixed(RungHealth health) => string.Create(CultureInfo.InvariantCulture,
        $"chains did not mix (R-hat {health.RHat:F2}, {health.EffectiveSamples:F0} effective samples): sample longer");

    private GeneratedSet Generate(string label, double tau)
    {
        byte[] rows = TemperedGeneration.Draw(
            evidence.Run, kernel, tau, options.Sequences, options.GenerationSweeps, stream.Child("generate").Child(label));
        return new GeneratedSet(label, tau, rows, score.Energies(rows));
    }

    private GenerationQuality Quality(double tau, GeneratedSet? ready)
    {
        byte[] rows = ready?.Rows ?? Generate(string.Create(CultureInfo.InvariantCulture, $"quality{tau:R}"), tau).Rows;
        (ControlQuality model, double slope) = score.Score(rows);
        (ControlQuality independent, _) = score.Score(
            score.DrawIndependent(tau, options.Sequences, stream.Child("independent").Child((long)(tau * 1e6))));
        return new GenerationQuality
        {
            Tau = tau,
            Pearson = model.Pearson,
            Slope = slope,
            Energy = model.Energy,
            PairwiseIdentity = model.PairwiseIdentity,
            NearestNatural = model.NearestNatural,
            Independent = independent,
            Mixed = curve.HealthAt(tau).Mixed,
        };
    }

    private CurvePoint Point(double tau)
    {
        RungHealth health = curve.HealthAt(tau);
        bool ladder = curve.LadderMixedDownTo(tau);
        Estimate Local(Estimate e) => health.Mixed ? e : e.Doubt(EstimateStatus.Unreliable, NotMixed(health));
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
        SlopeCalibration slope = SlopeCalibration.Measure(evidence.Frequencies,
            Draw(Math.Max(options.Sequences, evidence.TrainingOptions.Chains!.Value), "sample"), totalWeight, (count, set) => Draw(count, $"set {set}"));
        RungHealth health = curve.HealthAt(1);
        Estimate Local(Estimate e) => health.Mixed ? e : e.Doubt(EstimateStatus.Unreliable, NotMixed(health));
        return new CalibrationResult
        {
            PseudoLikelihoodTau = PseudoLikelihoodTau.Estimate(evidence.Model, data, evidence.Weights, evidence.Folds.ClusterOf),
            Pearson = slope.Fit.Pearson,
            Slope = Local(slope.Slope),
            SlopeIfCalibrated = Local(slope.IfCalibrated),
            EnergyShift = (curve.At(1).MeanEnergy - optimum.Means.Data) / Math.Sqrt(curve.At(1).EnergyVariance),
            Verdict = health.Mixed ? slope.Verdict : "chains did not mix",
        };
    }

    private double NaturalIdentity()
    {
        float[] single = PairFrequencies.Singles(data, evidence.Weights);
        double effective = totalWeight * totalWeight / evidence.Weights.Sum(w => w * w);
        return score.PairwiseIdentity(single, effective);
    }

    /// <summary>Evenly in log tau, and densely around 1 and tau', where the minimum is read off.</summary>
    private double[] CurveGrid(double tauPrime)
    {
        const int Dense = 21;
        double low = 0.9 * Math.Min(1, tauPrime), high = 1.1 * Math.Max(1, tauPrime);
        return [.. Spaced(options.TauMin, options.TauMax, options.CurvePoints).Concat(Spaced(low, high, Dense)).Append(1).Append(tauPrime)
            .Where(t => t >= options.TauMin && t <= options.TauMax).Distinct().Order()];
    }

    private static IEnumerable<double> Spaced(double low, double high, int points) =>
        Enumerable.Range(0, points).Select(n => low * Math.Pow(high / low, (double)n / (points - 1)));

    private double[] QualityGrid(double tauPrime)
    {
        double[] usual = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.7, 2, 2.5, 3, 4, 5];
        return [.. usual.Where(t => t >= options.TauMin && t <= options.TauMax).Concat(options.AtTau).Append(1).Append(tauPrime).Distinct().Order()];
    }

    private EnergyHistogram[] Histograms(List<GeneratedSet> sets, byte[] shuffled)
    {
        List<(string Label, double Tau, double[] Values, double[]? Weights)> scored =
            [("natural", double.NaN, naturalEnergies, evidence.Weights)];
        foreach (GeneratedSet set in sets)
            scored.Add((string.Create(CultureInfo.InvariantCulture, $"generated, τ = {set.Tau:0.###}"), set.Tau, set.Energies, null));
        scored.Add(("shuffled columns", double.NaN, score.Energies(shuffled), null));
        byte[] independent = score.DrawIndependent(1, options.Sequences, stream.Child("independent-energies"));
        scored.Add(("independent sites, τ = 1", 1, score.Energies(independent), null));
        double low = scored.Min(s => s.Values.Min()), high = scored.Max(s => s.Values.Max());
        double width = Math.Max((high - low) / HistogramBins, 1e-9);
        return [.. scored.Select(s => new EnergyHistogram(s.Label, s.Tau, low, width, Density(s.Values, s.Weights, low, width)))];
    }

    private static double[] Density(double[] values, double[]? weights, double low, double width)
    {
        double[] density = new double[HistogramBins];
        double total = weights?.Sum() ?? values.Length;
        for (int n = 0; n < values.Length; n++)
        {
            int bin = Math.Min((int)((values[n] - low) / width), HistogramBins - 1);
            density[bin] += (weights?[n] ?? 1) / (total * width);
        }
        return density;
    }

    private DataSummary DescribeData() => new()
    {
        File = Path.GetFileName(evidence.Source.Path),
        Format = evidence.Source.Format,
        Sha256 = evidence.Source.Sha256,
        Alphabet = data.Alphabet.Name,
        Letters = data.Alphabet.Letters,
        Sequences = data.Count,
        Distinct = evidence.Source.Distinct,
        Sites = data.Sites,
        EffectiveSequences = totalWeight,
        IdentityThreshold = options.IdentityFor(data.Alphabet),
        FoldThreshold = evidence.Folds.Threshold,
        Clusters = evidence.Folds.Clusters,
        GapFraction = evidence.Source.GapFraction,
        Findings = [.. evidence.Source.Findings.Select(f => f.Text)],
    };

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
            Chains = evidence.TrainingOptions.Chains!.Value,
            Sweeps = evidence.TrainingOptions.Sweeps,
            Pseudocount = evidence.Pseudocount,
            FieldPenalty = evidence.TrainingOptions.FieldPenalty!.Value,
            CouplingPenalty = evidence.TrainingOptions.CouplingPenalty!.Value,
            History = [.. history.Where((_, n) => n % every == 0 || n == history.Count - 1)],
        };
    }
}
