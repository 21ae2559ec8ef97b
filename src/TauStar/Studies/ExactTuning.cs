using System.Globalization;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Studies;

/// <summary>
/// The tuning run of systems whose configurations can all be listed: fit, temperatures, curves and draws are exact, so that the only
/// noise is that of the data. Takes seconds, minutes for the largest; keeps no checkpoints; same seed, same bits.
/// </summary>
internal sealed class ExactTuning
{
    private readonly AlignmentFindings source;
    private readonly Alignment data;
    private readonly TuningOptions options;
    private readonly TuningContext context;
    private readonly RandomStream root;
    private readonly double[] weights;
    private readonly Folds folds;

    private ExactTuning(AlignmentFindings source, TuningOptions options, TuningContext context)
    {
        (this.source, this.options, this.context, data) = (source, options, context, source.Alignment);
        root = RandomStream.FromSeed(options.Seed);
        double identity = options.IdentityFor(data.Alphabet);
        weights = SequenceSimilarity.Weights(data, identity);
        folds = Folds.Split(data, weights, options.Folds, identity, root.Child("folds"));
    }

    public static TuningOutcome Run(AlignmentFindings source, TuningOptions options, TuningContext context) =>
        new ExactTuning(source, options, context).Run();

    private TuningOutcome Run()
    {
        PairwiseFitMethod method = options.Fit ?? new EmpiricalBayesFit();
        PairwiseFeatures features = new(data.Alphabet, data.Sites, fields: true);
        Report("fit", 0, $"{features.Count} parameters, {features.Space.Count} configurations");
        ListedFit fit = ListedFit.Of(features, data.States.ToArray(), weights, method, root.Child("fit"));
        Report("temperatures", 0.1, $"{options.Folds} refits, posterior mean");
        ListedTuning tuning = ListedTuning.Of(fit, folds, root.Child("tuning"), cancellation: context.Cancellation);
        Report("analysis", 0.7, "curves and sequences");
        TuningOutcome outcome = Analyse(fit, tuning, root.Child("analysis"));
        Report("done", 1, "");
        return outcome;
    }

    private TuningOutcome Analyse(ListedFit fit, ListedTuning tuning, RandomStream stream)
    {
        EnumeratedDistribution model = fit.Features.Enumerate(fit.Fit.Theta);
        PottsModel potts = fit.Features.ToPotts(fit.Fit.Theta);
        PairFrequencies frequencies = PairFrequencies.Count(data, weights, pseudocount: 0);
        TuningScores scores = new(source, options, weights, new(potts, frequencies), stream);
        Estimate tauPrime = tuning.TauPrime.Tau, tauStar = InClass(tuning.TauStar.Tau, tuning);
        GeneratedSet Generate(string label, double tau) =>
            scores.Set(label, tau, new ConfigurationSampler(model.At(tau)).Draw(options.Sequences, stream.Child("generate").Child(label)));

        List<GeneratedSet> sets = [Generate("tau1", 1)];
        if (IsPlace(tauPrime)) sets.Add(Generate("tau-prime", tauPrime.Value));
        if (IsPlace(tauStar)) sets.Add(Generate("tau-star", tauStar.Value));
        foreach (double tau in options.AtTau.Distinct().Where(t => t != 1))
            sets.Add(Generate(string.Create(CultureInfo.InvariantCulture, $"tau{tau}"), tau));
        TauGrids grids = Grids([.. new[] { tauPrime, tauStar }.Where(IsPlace).Select(t => t.Value)]);
        List<GenerationQuality> quality = [];
        foreach (double tau in grids.Quality(options.AtTau))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            GeneratedSet set = sets.Find(s => s.Tau == tau) ?? Generate(string.Create(CultureInfo.InvariantCulture, $"quality{tau:R}"), tau);
            quality.Add(scores.Quality(tau, set.Rows, mixed: true));
        }
        double energyShift = (model.MeanEnergy - tuning.HeldOut.Data) / Math.Sqrt(model.HeatCapacity);
        SlopeCalibration slope = Slope(model, frequencies, energyShift, stream.Child("calibration"));
        double[] taus = grids.Curves(options.CurvePoints);
        TuningResult result = new()
        {
            Version = TuningResult.ProgramVersion,
            Seed = options.Seed,
            Engine = TuningEngine.Exact,
            Data = scores.Data(folds),
            Training = new TrainingSummary
            {
                Source = "exact",
                Fit = fit.Method.Id,
                Updates = fit.Fit.Iterations,
                Stop = fit.Fit.Converged ? "converged" : "limit",
                Pearson = slope.Fit.Pearson,
                Slope = slope.Fit.Slope,
                History = [],
            },
            TauPrime = new TauPrimeResult
            {
                TauPrime = tauPrime,
                Estimator = tuning.TauPrime.Estimator,
                DataEnergy = tuning.HeldOut.Data,
                Gap = new Estimate(tuning.HeldOut.Gap, double.NaN, double.NaN),
                TargetEnergy = tuning.Target,
                Gain = tuning.TauPrime.Gain,
                Folds = [],
            },
            TauStar = new TauStarResult
            {
                TauStar = tauStar,
                Gain = InClass(tuning.TauStar.Gain, tuning),
                Estimates = tuning.Estimates,
                ClassCheck = tuning.ClassCheck,
                L2Fields = tuning.Strengths.Fields,
                L2Couplings = tuning.Strengths.Couplings,
                Fidelity = tuning.Fidelity,
                Diversity = tuning.Diversity,
            },
            Curves = Cores.Map(taus.Length, n => Point(model.At(taus[n]), tuning)),
            Ladder = [],
            Quality = quality,
            Natural = scores.Natural(tuning.HeldOut.Data, tuning.Target.Value),
            Calibration = new CalibrationResult
            {
                PseudoLikelihoodTau = PseudoLikelihoodTau.Estimate(potts, data, weights, folds.ClusterOf),
                Pearson = slope.Fit.Pearson,
                Slope = slope.Slope,
                SlopeIfCalibrated = slope.IfCalibrated,
                EnergyShift = energyShift,
                Verdict = slope.Verdict,
            },
            Energies = scores.Histograms(sets),
            Verdict = [],
            Warnings = [],
        };
        result = result with { Warnings = TuningVerdict.Warnings(result), Verdict = TuningVerdict.Sentences(result) };
        return new TuningOutcome(result, potts, [], sets);
    }

    /// <summary>The range of the curves, wider where an optimum lies beyond: what is exact costs the same everywhere.</summary>
    private TauGrids Grids(double[] optima)
    {
        const double Room = 1.1;
        return new TauGrids(
            new(optima.Select(t => t / Room).Append(options.TauMin).Min(), optima.Select(t => t * Room).Append(options.TauMax).Max()), optima);
    }

    private SlopeCalibration Slope(EnumeratedDistribution model, PairFrequencies frequencies, double energyShift, RandomStream stream)
    {
        int sites = data.Sites, q = data.Alphabet.Size, count = SlopeCalibration.SetSize(weights.Sum());
        ConfigurationSampler sampler = new(model);
        return SlopeCalibration.Measure(frequencies, PairFrequencies.Of(sites, q, model.OneSiteMarginals(), model.TwoSiteMarginals()), weights.Sum(), energyShift,
            set => PairFrequencies.Count(sampler.Draw(count, stream.Child(set)), sites, q, null, pseudocount: 0));
    }

    private static CurvePoint Point(EnumeratedDistribution model, ListedTuning tuning) => new()
    {
        Tau = model.Temperature,
        Energy = Estimate.Exact(model.MeanEnergy),
        HeatCapacity = Estimate.Exact(model.HeatCapacity),
        LogZ = Estimate.Exact(model.LogZ),
        EntropyPerSite = Estimate.Exact(model.Entropy / model.Sites),
        ForwardDivergenceChange = tuning.ForwardChange(model.Temperature),
        ReverseDivergenceChange = InClass(tuning.ReverseChange(model.Temperature), tuning),
        EffectiveSamples = double.NaN,
        RHat = double.NaN,
        Mixed = true,
    };

    // What is said of the truth's energies holds only if the truth is of the family.
    private static Estimate InClass(Estimate estimate, ListedTuning tuning) => tuning.ClassCheck.Warns && estimate.Status == EstimateStatus.Ok
        ? estimate.Doubt(EstimateStatus.Unreliable, "the data show correlations that no model of this family has")
        : estimate;

    private static bool IsPlace(Estimate tau) => tau.Status is EstimateStatus.Ok or EstimateStatus.Unreliable && double.IsFinite(tau.Value);

    private void Report(string stage, double fraction, string detail)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        context.Progress?.Report(new TuningProgress(stage, fraction < 1 ? 0 : 1, fraction, detail));
    }
}
