using System.Reflection;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Numerics;

namespace TauStar.Studies;

/// <summary>
/// What <c>taustar tune</c> found: everything that the report shows and <c>result.json</c> holds.
/// Energies in k_B T, divergences in nats, temperatures relative to the model (tau = 1: as trained).
/// Holds no clock times, so that equal seeds give equal bits.
/// </summary>
public sealed record TuningResult
{
    /// <summary>Version of this schema; raised when a name or meaning changes.</summary>
    public const int CurrentSchema = 3;

    /// <summary>What a result of this program says its version is.</summary>
    internal static string ProgramVersion { get; } =
        typeof(TuningResult).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Schema that the file was written with.</summary>
    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Seed of every random stream of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Exact or sampled.</summary>
    public required TuningEngine Engine { get; init; }

    /// <summary>What was read.</summary>
    public required DataSummary Data { get; init; }

    /// <summary>How the model came about.</summary>
    public required TrainingSummary Training { get; init; }

    /// <summary>The optimal temperature for diversity (forward divergence), from held-out energy.</summary>
    public required TauPrimeResult TauPrime { get; init; }

    /// <summary>The optimal temperature for fidelity (reverse divergence), from the posterior mean; the exact engine only.</summary>
    public required TauStarResult TauStar { get; init; }

    /// <summary>Curves over tau, in increasing tau.</summary>
    public required IReadOnlyList<CurvePoint> Curves { get; init; }

    /// <summary>The temperature ladder of the replica-exchange run, cold to hot; empty in the exact engine.</summary>
    public required IReadOnlyList<RungSummary> Ladder { get; init; }

    /// <summary>Fidelity and diversity of what the model generates, in increasing tau.</summary>
    public required IReadOnlyList<GenerationQuality> Quality { get; init; }

    /// <summary>The same measures for the natural sequences themselves: what perfect generation would score.</summary>
    public required NaturalReference Natural { get; init; }

    /// <summary>Is the model too hot or too cold for its own training data?</summary>
    public required CalibrationResult Calibration { get; init; }

    /// <summary>Energy histograms under the model, for comparison on one axis.</summary>
    public required IReadOnlyList<EnergyHistogram> Energies { get; init; }

    /// <summary>A few sentences: what was found and why.</summary>
    public required IReadOnlyList<string> Verdict { get; init; }

    /// <summary>What the user has to know before trusting the numbers; empty when all is well.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>The data of a tuning run.</summary>
public sealed record DataSummary
{
    /// <summary>File name without folders.</summary>
    public required string File { get; init; }
    /// <summary>Format found.</summary>
    public required string Format { get; init; }
    /// <summary>SHA-256 of the file.</summary>
    public required string Sha256 { get; init; }
    /// <summary>Alphabet name.</summary>
    public required string Alphabet { get; init; }
    /// <summary>Alphabet letters in state order.</summary>
    public required string Letters { get; init; }
    /// <summary>M, sequences used.</summary>
    public required int Sequences { get; init; }
    /// <summary>Distinct sequences.</summary>
    public required int Distinct { get; init; }
    /// <summary>L, sites.</summary>
    public required int Sites { get; init; }
    /// <summary>Sum of the sequence weights.</summary>
    public required double EffectiveSequences { get; init; }
    /// <summary>Identity at which sequences share their weight.</summary>
    public required double IdentityThreshold { get; init; }
    /// <summary>Identity from which folds keep sequences together; above IdentityThreshold where single linkage would have
    /// chained too many into one cluster.</summary>
    public required double FoldThreshold { get; init; }
    /// <summary>Number of clusters that folds keep together.</summary>
    public required int Clusters { get; init; }
    /// <summary>Fraction of gaps.</summary>
    public required double GapFraction { get; init; }
    /// <summary>What reading found, a sentence each.</summary>
    public required IReadOnlyList<string> Findings { get; init; }
}

/// <summary>How the fitted model came about.</summary>
public sealed record TrainingSummary
{
    /// <summary>"boltzmann-learning", "exact", or "given" for a model trained elsewhere.</summary>
    public required string Source { get; init; }
    /// <summary>The exact engine's fit with its settings, e.g. "empirical-bayes"; null in the sampled engine.</summary>
    public string? Fit { get; init; }
    /// <summary>Parameter updates made; 0 for a model trained elsewhere.</summary>
    public required int Updates { get; init; }
    /// <summary>Why it stopped: "pearson", "plateau", "limit", "converged" (exact), or "given".</summary>
    public required string Stop { get; init; }
    /// <summary>Pearson of the connected two-site correlations, training chains (exact: the model) against data.</summary>
    public required double Pearson { get; init; }
    /// <summary>Slope of the same.</summary>
    public required double Slope { get; init; }
    /// <summary>Settings of the chains' training; null in the exact engine, which has none.</summary>
    public ChainTraining? Chains { get; init; }
    /// <summary>History, for the figure of training; thinned to at most 400 rows (history.csv has all).</summary>
    public required IReadOnlyList<TrainingRecord> History { get; init; }
}

/// <summary>Settings of training by persistent chains.</summary>
/// <param name="Chains">Persistent chains.</param>
/// <param name="Sweeps">Sweeps between updates.</param>
/// <param name="Pseudocount">Weight of the uniform distribution in the frequencies.</param>
/// <param name="FieldPenalty">L2 strength on fields.</param>
/// <param name="CouplingPenalty">L2 strength on couplings.</param>
public sealed record ChainTraining(int Chains, int Sweeps, double Pseudocount, double FieldPenalty, double CouplingPenalty);

/// <summary>tau' and what it was computed from (theory: section 6, held-out energy).</summary>
public sealed record TauPrimeResult
{
    /// <summary>tau' with its 90 % interval.</summary>
    public required Estimate TauPrime { get; init; }
    /// <summary>How the target was estimated: "held-out" by the refits, "posterior-mean" by the posterior of the truth, "combined" by the mean of both.</summary>
    public required string Estimator { get; init; }
    /// <summary>Mean energy of the training data under the full model.</summary>
    public required double DataEnergy { get; init; }
    /// <summary>Mean over folds of held-out minus training energy; not computed where nothing was refitted.</summary>
    public required Estimate Gap { get; init; }
    /// <summary>Where the model's mean energy has to be: DataEnergy + Gap (1 - 1/K) by refits, what the posterior adds to DataEnergy, or the mean of both.</summary>
    public required Estimate TargetEnergy { get; init; }
    /// <summary>D(p||q_1) - D(p||q_tau'), nats: what tuning gains in log-likelihood a sequence of nature.</summary>
    public required Estimate Gain { get; init; }
    /// <summary>The folds; empty in the exact engine, whose refits are not told of one by one.</summary>
    public required IReadOnlyList<FoldSummary> Folds { get; init; }
}

/// <summary>One fold of the cross-validation.</summary>
/// <param name="Fold">1-based number.</param>
/// <param name="HeldOut">Sequences held out.</param>
/// <param name="HeldOutWeight">Their summed weight.</param>
/// <param name="TrainEnergy">Mean energy of the fold's training sequences under the fold's model.</param>
/// <param name="HeldOutEnergy">Mean energy of the held-out sequences under the same.</param>
/// <param name="Updates">Updates that the refit took.</param>
/// <param name="Pearson">Pearson that it ended with.</param>
public sealed record FoldSummary(
    int Fold, int HeldOut, double HeldOutWeight, double TrainEnergy, double HeldOutEnergy, int Updates, double Pearson);

/// <summary>The model's thermodynamics at one tau.</summary>
public sealed record CurvePoint
{
    /// <summary>Temperature relative to the model.</summary>
    public required double Tau { get; init; }
    /// <summary>Mean energy of q_tau.</summary>
    public required Estimate Energy { get; init; }
    /// <summary>C(tau) = Var(E)/tau^2.</summary>
    public required Estimate HeatCapacity { get; init; }
    /// <summary>log Z(tau).</summary>
    public required Estimate LogZ { get; init; }
    /// <summary>Entropy of q_tau a site, nats.</summary>
    public required Estimate EntropyPerSite { get; init; }
    /// <summary>D(p||q_tau) - D(p||q_1), nats, from the target energy; the curve whose minimum is tau'.</summary>
    public required Estimate ForwardDivergenceChange { get; init; }
    /// <summary>D(q_tau||p) - D(q_1||p), nats, under the posterior; the curve whose minimum is tau*. Not computed where tau* was not sought.</summary>
    public required Estimate ReverseDivergenceChange { get; init; }
    /// <summary>Kish effective number of samples of the reweighting; NaN in the exact engine, which draws none.</summary>
    public required double EffectiveSamples { get; init; }
    /// <summary>Split R-hat of the energy, starts from random and from natural sequences; the worse of the neighbouring rungs. NaN in the exact engine.</summary>
    public required double RHat { get; init; }
    /// <summary>False where chains did not mix: the numbers of this point are then marked unreliable.</summary>
    public required bool Mixed { get; init; }
}

/// <summary>One temperature of the replica-exchange ladder.</summary>
/// <param name="Tau">Temperature; infinity for the uniform rung.</param>
/// <param name="SwapRate">Accepted fraction of swaps with the next hotter rung; NaN for the last.</param>
/// <param name="RHat">Split R-hat of the energy over both starts.</param>
/// <param name="EffectiveSamples">Effective number of energy samples.</param>
/// <param name="AutocorrelationTime">Integrated autocorrelation time of the energy, sweeps.</param>
/// <param name="RoundTrips">Round trips cold-hot-cold finished by all walkers, a thousand sweeps and walker (same for all rungs).</param>
public sealed record RungSummary(
    double Tau, double SwapRate, double RHat, double EffectiveSamples, double AutocorrelationTime, double RoundTrips);

/// <summary>What q_tau generates, held against nature, beside an independent-site model at the same tau.</summary>
public sealed record GenerationQuality
{
    /// <summary>Temperature.</summary>
    public required double Tau { get; init; }
    /// <summary>Pearson of connected two-site correlations, generated against natural.</summary>
    public required double Pearson { get; init; }
    /// <summary>Slope of the same.</summary>
    public required double Slope { get; init; }
    /// <summary>Mean model energy of the generated sequences.</summary>
    public required double Energy { get; init; }
    /// <summary>Mean identity of two generated sequences, 0 to 1.</summary>
    public required double PairwiseIdentity { get; init; }
    /// <summary>Mean identity to the nearest natural sequence, 0 to 1.</summary>
    public required double NearestNatural { get; init; }
    /// <summary>The same measures for the independent-site model at this tau.</summary>
    public required ControlQuality Independent { get; init; }
    /// <summary>False where the chains at this tau did not mix.</summary>
    public required bool Mixed { get; init; }
}

/// <summary>The measures of <see cref="GenerationQuality"/> for nature itself, and for nature with shuffled columns.</summary>
/// <param name="Energy">Mean model energy of the natural sequences (weighted).</param>
/// <param name="HeldOutEnergy">Estimate of the same for unseen natural sequences (target energy).</param>
/// <param name="PairwiseIdentity">Mean identity of two natural sequences (weighted).</param>
/// <param name="NearestNatural">Mean identity of a natural sequence to the nearest other one.</param>
/// <param name="Shuffled">The control in which every column was permuted by itself: same site frequencies, no correlations.</param>
public sealed record NaturalReference(
    double Energy, double HeldOutEnergy, double PairwiseIdentity, double NearestNatural, ControlQuality Shuffled);

/// <summary>Calibration: the model against its own training data, a question apart from tuning.</summary>
public sealed record CalibrationResult
{
    /// <summary>The tau that maximises the pseudo-likelihood of the training data: 1 for a fit without penalty, below 1 for a model that a penalty has shrunk.</summary>
    public required Estimate PseudoLikelihoodTau { get; init; }
    /// <summary>Pearson of an independent sample at tau = 1 (not the training chains).</summary>
    public required double Pearson { get; init; }
    /// <summary>Slope of the same, generated on natural, with the scatter that sets as large as the data show.</summary>
    public required Estimate Slope { get; init; }
    /// <summary>The slope that the truth would show: below 1, because few sequences have noisy correlations.</summary>
    public required Estimate SlopeIfCalibrated { get; init; }
    /// <summary>Mean energy of the model at tau = 1 minus that of its training data, in units of the model's standard deviation.</summary>
    public required double EnergyShift { get; init; }
    /// <summary>"calibrated", "too hot", "too cold" or "chains did not mix".</summary>
    public required string Verdict { get; init; }
}

/// <summary>A histogram of model energies.</summary>
/// <param name="Label">What was scored, e.g. "natural", "generated, tau = 1", "shuffled columns".</param>
/// <param name="Tau">Temperature of generation, NaN for natural and shuffled sequences.</param>
/// <param name="Low">Lower edge of the first bin.</param>
/// <param name="BinWidth">Width of a bin; equal for all histograms of a result, and so is Low.</param>
/// <param name="Density">Probability density a bin, 1/energy; times BinWidth sums to 1.</param>
public sealed record EnergyHistogram(
    string Label, double Tau, double Low, double BinWidth, IReadOnlyList<double> Density);
