using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Studies;
using TauStar.Tempering;

namespace TauStar.Reporting.Tests;

/// <summary>
/// A result as a protein family of 76 sites gives it, made from smooth formulas: energies, entropies and divergences obey the
/// thermodynamic relations, chains do not mix below tau = 0.62, and tau* is not available.
/// </summary>
internal static class SampleResult
{
    public const int Sites = 76;
    public const double DataEnergy = -251.8;
    public const double Target = -237.4;
    private const double MixedFrom = 0.62;

    public static double HeatCapacity(double tau) =>
        38 + 118 * Math.Exp(-0.5 * Math.Pow(Math.Log(tau / 0.93) / 0.24, 2)) / tau;

    public static TuningResult Typical()
    {
        CurvePoint[] curves = Curves();
        double tauPrime = 1.1098;
        return new TuningResult
        {
            Version = "0.1.0",
            Seed = 20260115,
            Engine = TuningEngine.Sampled,
            Data = Data(),
            Training = Training(),
            TauPrime = new TauPrimeResult
            {
                Estimator = MeanEnergyTarget.ByBoth,
                TauPrime = new Estimate(tauPrime, 1.0711, 1.1502, Note: "Bootstrap over clusters of sequences."),
                DataEnergy = DataEnergy,
                Gap = Estimate.FromStandardError(18.0, 2.1),
                TargetEnergy = Estimate.FromStandardError(Target, 1.7),
                Gain = new Estimate(0.7312, 0.312, 1.284),
                Folds = [.. Enumerable.Range(1, 5).Select(k => new FoldSummary(k, 238 + k, 121.4 + 2 * k, -254.1 + k, -236.9 + 0.6 * k, 1480 + 40 * k, 0.951))],
            },
            TauStar = TauStarResult.NotComputed(
                "not estimated yet: the optimum for fidelity needs the truth's energy on generated sequences, which is not available at this scale."),
            Curves = curves,
            Ladder = Ladder(),
            Quality = Quality(),
            Natural = new NaturalReference(DataEnergy, Target, 0.262, 0.571, new ControlQuality(0.012, -88.2, 0.258, 0.318)),
            Calibration = new CalibrationResult
            {
                PseudoLikelihoodTau = new Estimate(0.984, 0.971, 0.998),
                Pearson = 0.944,
                SlopeIfCalibrated = new Estimate(0.9, 0.85, 0.95),
                Slope = new Estimate(0.93, 0.9, 0.96),
                EnergyShift = -0.06,
                Verdict = "calibrated",
            },
            Energies = Energies(),
            Verdict =
            [
                "Sample this model at \u03C4\u2032 = 1.11 (90 % interval 1.07 to 1.15) to cover the natural diversity of the family.",
                "This gains 0.73 nats a sequence in the likelihood of sequences that the model has not seen.",
                "The model puts its own energy 14 kT too low for unseen natural sequences, as a model fitted to 540 effective sequences must; a little heat mends it.",
                "For fidelity (sequences that look as real as possible) no temperature is given: \u03C4* is not estimated yet.",
            ],
            Warnings = ["Chains did not mix below \u03C4 = 0.62; numbers there are marked and must not be used."],
        };
    }

    /// <summary>What the exact engine gives: both temperatures, no chains, no ladder.</summary>
    public static TuningResult Exact()
    {
        TuningResult typical = Typical();
        const double tauStar = 0.8412;
        Estimate star = new(tauStar, 0.7701, 0.9213), starGain = new(0.0834, 0.0211, 0.1712);
        return typical with
        {
            Engine = TuningEngine.Exact,
            Training = typical.Training with { Source = "exact", Fit = "empirical-bayes", Updates = 9, Stop = "converged", Chains = null, History = [] },
            TauPrime = typical.TauPrime with { Gap = new Estimate(18, double.NaN, double.NaN), TargetEnergy = new Estimate(Target, double.NaN, double.NaN), Folds = [] },
            TauStar = new TauStarResult
            {
                TauStar = star,
                Gain = starGain,
                Estimates =
                [
                    new("posterior-mean", TuningGoal.Fidelity, star, starGain),
                    new("cross-validated-l2", TuningGoal.Fidelity, new Estimate(0.8731, double.NaN, double.NaN), new Estimate(0.0612, double.NaN, double.NaN)),
                    new("one-loop", TuningGoal.Fidelity, new Estimate(0.7904, double.NaN, double.NaN), Estimate.NotComputed("the law has no gain")),
                    new("held-out-energy", TuningGoal.Diversity, typical.TauPrime.TauPrime, typical.TauPrime.Gain),
                ],
                ClassCheck = new ModelClassCheck("three-body moments", 0.7, 40),
                L2Fields = 12.3,
                L2Couplings = 34.5,
                Fidelity = new TuningAdvice(TuningGoal.Fidelity, TuningDirection.Lower, tauStar, "the model puts too much weight on high energies"),
                Diversity = new TuningAdvice(TuningGoal.Diversity, TuningDirection.Raise, 1.1098, "unseen sequences lie higher in energy than the model's"),
            },
            Curves =
            [
                .. typical.Curves.Select(point => point with
                {
                    Energy = Estimate.Exact(Energy(point.Tau)),
                    HeatCapacity = Estimate.Exact(HeatCapacity(point.Tau)),
                    LogZ = Estimate.Exact(point.LogZ.Value),
                    EntropyPerSite = Estimate.Exact(point.EntropyPerSite.Value),
                    ForwardDivergenceChange = point.ForwardDivergenceChange with { Status = EstimateStatus.Ok, Note = null },
                    ReverseDivergenceChange = Estimate.FromStandardError(
                        6 * (Math.Pow(Math.Log(point.Tau / tauStar), 2) - Math.Pow(Math.Log(tauStar), 2)), 0.02 + 0.9 * Math.Abs(Math.Log(point.Tau))),
                    EffectiveSamples = double.NaN,
                    RHat = double.NaN,
                    Mixed = true,
                }),
            ],
            Ladder = [],
            Quality = [.. typical.Quality.Select(point => point with { Mixed = true })],
            Warnings = [],
        };
    }

    /// <summary>A model given from elsewhere, nothing generated, estimates of every bad status, NaN entries, hostile strings.</summary>
    public static TuningResult Awkward()
    {
        TuningResult typical = Typical();
        return typical with
        {
            Data = typical.Data with
            {
                File = "<script>alert('file')</script>.fasta",
                Findings = ["</script><img src=x onerror=alert(1)> & \"quotes\" in record {{verdict}}"],
            },
            Training = typical.Training with { Source = "model</script>.dat", Updates = 0, Stop = "given", History = [], Pearson = double.NaN, Slope = double.NaN },
            TauPrime = typical.TauPrime with
            {
                TauPrime = new Estimate(2, double.NaN, double.NaN, EstimateStatus.OutOfRange, "No crossing up to tau = 2."),
                Gain = Estimate.NotComputed("tau' lies outside the range"),
                Gap = new Estimate(18, 10, 26, EstimateStatus.Unreliable, "Only two folds reached their goal."),
            },
            Curves = [.. typical.Curves.Select((point, i) => i % 7 == 3 ? point with
            {
                Energy = Estimate.NotComputed("no samples"),
                ForwardDivergenceChange = Estimate.NotComputed("no samples"),
                EffectiveSamples = double.NaN,
                RHat = double.NaN,
            } : point)],
            Quality = [],
            Energies = [],
            Verdict = ["<b>No optimum</b> was found between \u03C4 = 0.5 and 2."],
            Warnings = ["Read </script> this.", "And <i>this</i>."],
            Calibration = typical.Calibration with
            {
                PseudoLikelihoodTau = Estimate.NotComputed("too few sequences"),
                EnergyShift = double.NaN,
                Verdict = "chains did not mix",
            },
        };
    }

    private static DataSummary Data() => new()
    {
        File = "PF00076.fasta",
        Format = "FASTA",
        Sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        Alphabet = "protein",
        Letters = "-ACDEFGHIKLMNPQRSTVWY",
        Sequences = 1204,
        Distinct = 1187,
        Sites = Sites,
        EffectiveSequences = 540.3,
        IdentityThreshold = 0.8,
        FoldThreshold = 0.8,
        Clusters = 488,
        GapFraction = 0.087,
        Findings = ["17 sequences occur more than once.", "3 records with letters outside the alphabet were left out."],
    };

    private static TrainingSummary Training() => new()
    {
        Source = "boltzmann-learning",
        Updates = 1600,
        Stop = "pearson",
        Pearson = 0.951,
        Slope = 0.94,
        Chains = new ChainTraining(1000, 10, 0.01, 0.001, 0.01),
        History = [.. Enumerable.Range(1, 160).Select(i => i * 10).Select(update => new TrainingRecord(
            update,
            0.953 * (1 - Math.Exp(-update / 330.0)) + Wiggle(update, 0.006),
            0.96 * (1 - Math.Exp(-update / 480.0)) + Wiggle(update + 7, 0.008),
            0.012 * Math.Exp(-update / 400.0) + 0.0009 + Math.Abs(Wiggle(update, 0.0002)),
            0.03 + 0.05 * Math.Exp(-Math.Pow((update - 900) / 300.0, 2)) + Wiggle(update, 0.01),
            -180 - 70 * (1 - Math.Exp(-update / 400.0))))],
    };

    private static CurvePoint[] Curves()
    {
        const int count = 49;
        double[] taus = [.. Enumerable.Range(0, count).Select(i => 0.5 * Math.Pow(4, i / (count - 1.0)))];
        return [.. taus.Select(tau =>
        {
            bool mixed = tau >= MixedFrom;
            double error = 0.4 + (mixed ? 0 : 6 * (MixedFrom - tau) / 0.12);
            double offset = mixed ? 0 : Wiggle(tau * 200, 5);
            Estimate Of(double value, double standardError)
            {
                Estimate estimate = Estimate.FromStandardError(value, standardError);
                return mixed ? estimate : estimate.Doubt(EstimateStatus.Unreliable, "Chains did not mix.");
            }
            return new CurvePoint
            {
                Tau = tau,
                Energy = Of(Energy(tau) + offset, error),
                HeatCapacity = Of(HeatCapacity(tau) + 2 * offset, 2 + 2 * error),
                LogZ = Of(Sites * Math.Log(21) - Integral(t => Energy(t) / (t * t), tau, 10), 0.3),
                EntropyPerSite = Of(1.55 + Integral(t => HeatCapacity(t) / t, 1, tau) / Sites, 0.01 + error / 400),
                ForwardDivergenceChange = Of(Integral(t => (Energy(t) - Target) / (t * t), 1, tau), 0.05 + 1.4 * Math.Abs(1 / tau - 1)),
                ReverseDivergenceChange = Estimate.NotComputed("tau* is not estimated"),
                EffectiveSamples = mixed ? 900 + 3000 * Math.Pow(tau, 2) : 12,
                RHat = mixed ? 1.004 + 0.02 * Math.Exp(-(tau - MixedFrom) * 14) : 1.7,
                Mixed = mixed,
            };
        })];
    }

    private static RungSummary[] Ladder() =>
    [
        .. Enumerable.Range(0, 19).Select(i => 0.5 * Math.Pow(8, i / 18.0)).Select(tau => new RungSummary(
            tau, 0.28 + 0.1 * Math.Log(tau / 0.5), tau < MixedFrom ? 1.7 - (tau - 0.5) * 3 : 1.004 + 0.2 * Math.Exp(-(tau - MixedFrom) * 14),
            tau < MixedFrom ? 14 : 900 + 4000 * tau, tau < MixedFrom ? 800 : 40 / tau, 1.8)),
        new RungSummary(double.PositiveInfinity, double.NaN, 1.0001, 20000, 0.5, 1.8),
    ];

    private static GenerationQuality[] Quality() =>
    [
        .. new[] { 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1098, 1.2, 1.35, 1.5, 1.75, 2 }.Select(tau => new GenerationQuality
        {
            Tau = tau,
            Pearson = 0.945 * Math.Exp(-0.5 * Math.Pow(Math.Log(tau / 0.97) / 0.45, 2)),
            Slope = 0.93 / Math.Pow(tau, 2.6),
            Energy = Energy(tau),
            PairwiseIdentity = 0.258 + 0.35 / (1 + Math.Exp((tau - 0.72) / 0.1)),
            NearestNatural = 0.34 + 0.4 / (1 + Math.Exp((tau - 0.9) / 0.17)),
            Independent = new ControlQuality(0.01 + Wiggle(tau * 90, 0.01), -80 - 30 * (1 / tau - 1), 0.14 + 0.12 / Math.Pow(tau, 1.4), 0.2 + 0.12 / Math.Pow(tau, 1.2)),
            Mixed = tau >= MixedFrom,
        }),
    ];

    private static EnergyHistogram[] Energies()
    {
        const double low = -330, width = 5;
        EnergyHistogram Bell(string label, double tau, double mean, double deviation) => new(label, tau, low, width,
            [.. Enumerable.Range(0, 70).Select(bin => low + (bin + 0.5) * width)
                .Select(e => Math.Exp(-0.5 * Math.Pow((e - mean) / deviation, 2)) / (deviation * Math.Sqrt(2 * Math.PI)))
                .Select(density => density < 1e-5 ? 0 : density)]);
        return
        [
            Bell("natural", double.NaN, DataEnergy, 17),
            Bell("generated, \u03C4 = 1", 1, Energy(1), 12.1),
            Bell("generated, \u03C4\u2032 = 1.11", 1.1098, Target, 13.5),
            Bell("independent sites", 1, -80, 16),
            Bell("shuffled columns", double.NaN, -88.2, 17),
        ];
    }

    private static double Energy(double tau) => -252.6 + Integral(HeatCapacity, 1, tau);

    /// <summary>Simpson's rule; sign as in mathematics.</summary>
    private static double Integral(Func<double, double> f, double from, double to)
    {
        const int steps = 40;
        double h = (to - from) / steps, sum = f(from) + f(to);
        for (int i = 1; i < steps; i++)
            sum += (i % 2 == 0 ? 2 : 4) * f(from + i * h);
        return sum * h / 3;
    }

    /// <summary>Stands in for noise.</summary>
    private static double Wiggle(double seed, double size) => size * Math.Sin(12.9898 * seed) * Math.Cos(4.1414 * seed);
}
