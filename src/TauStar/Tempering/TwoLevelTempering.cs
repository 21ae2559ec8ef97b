using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// A two-level model sampled at temperature tau, held against its two-level truth: thermodynamics, divergences and the
/// optimal temperatures, all in closed form (arXiv:2512.09152). Only the sizes of four groups of states and two gaps matter.
/// Everything is formed from logarithms: no gap and no tau overflows, and nothing is NaN.
/// </summary>
/// <remarks>
/// A method costs a few exponentials, whatever N. Energies in k_B T, divergences in nats; tau everywhere above 0 and finite.
/// </remarks>
/// <param name="Gap">Delta/T of the truth, above 0 and finite.</param>
/// <param name="GapHat">Delta^ of the model, at least 0 and finite.</param>
/// <param name="Groups">How the levels share the states; each level of truth and model holds at least one.</param>
public sealed record TwoLevelTempering(double Gap, double GapHat, TwoLevelOverlap Groups)
{
    /// <summary>Delta/T of the truth, above 0.</summary>
    public double Gap { get; } = Gap > 0 && double.IsFinite(Gap) ? Gap : throw new ArgumentOutOfRangeException(nameof(Gap), Gap, "above 0 and finite");

    /// <summary>Delta^ of the model, at least 0.</summary>
    public double GapHat { get; } = GapHat >= 0 && double.IsFinite(GapHat)
        ? GapHat : throw new ArgumentOutOfRangeException(nameof(GapHat), GapHat, "at least 0 and finite");

    /// <summary>How the levels share the states.</summary>
    public TwoLevelOverlap Groups { get; } = Math.Min(Math.Min(Groups.FoundLow, Groups.MissedLow), Math.Min(Groups.High, Groups.FalselyLow)) >= 0
        && Groups.Ground > 0 && Groups.Excited > 0 && Groups.GroundHat > 0 && Groups.ExcitedHat > 0
        ? Groups : throw new ArgumentOutOfRangeException(nameof(Groups), Groups, "no level may be empty");

    /// <summary>A model and its truth at T = 1 (see <see cref="TwoLevelTruth.At"/> for others).</summary>
    /// <exception cref="InputException">A member of the truth out of range.</exception>
    /// <exception cref="ArgumentException">They have different numbers of states.</exception>
    public static TwoLevelTempering Of(TwoLevelTruth truth, TwoLevelFit fit)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(fit);
        return new TwoLevelTempering(truth.Validated().Gap, fit.GapHat, fit.Overlap(truth));
    }

    /// <summary>What the model's high level holds of q_tau: 0 to 1.</summary>
    public double WeightOfHigh(double tau) => Logistic(LogOdds(tau));

    /// <summary>&lt;E^&gt; under q_tau.</summary>
    public double MeanEnergy(double tau) => GapHat * WeightOfHigh(tau);

    /// <summary>&lt;E^&gt; under the truth: what the model's mean energy should be for tau'.</summary>
    public double MeanEnergyUnderTruth => GapHat * Logistic(LogOddsUnderTruth);

    /// <summary>&lt;E/T&gt; of the truth under q_tau.</summary>
    public double MeanTruthEnergy(double tau)
    {
        double odds = LogOdds(tau);
        return Gap * (Logistic(-odds) * Groups.FalselyLow / Groups.GroundHat + Logistic(odds) * Groups.High / Groups.ExcitedHat);
    }

    /// <summary>C = Var_{q_tau}(E^)/tau^2, at least 0.</summary>
    public double HeatCapacity(double tau)
    {
        double spread = Spread(tau), reduced = GapHat / tau;
        return spread == 0 ? 0 : reduced * reduced * spread; // infinity times 0 would be NaN
    }

    /// <summary>kappa = Cov_{q_tau}(E/T, E^)/tau; negative where the model's low level is the truly higher one on average.</summary>
    public double Kappa(double tau)
    {
        double spread = Spread(tau);
        return spread == 0 ? 0 : Gap * Contrast * (GapHat / tau) * spread;
    }

    /// <summary>Entropy of q_tau in nats.</summary>
    public double Entropy(double tau)
    {
        double high = WeightOfHigh(tau);
        return -(1 - high) * LogModel(low: true, tau) - (high > 0 ? high * LogModel(low: false, tau) : 0); // 0 times infinity is NaN
    }

    /// <summary>d/dtau D(q_tau||p) = (kappa - C)/tau.</summary>
    public double ReverseSlope(double tau) => (Kappa(tau) - HeatCapacity(tau)) / tau;

    /// <summary>d/dtau D(p||q_tau) = (&lt;E^&gt;_q - &lt;E^&gt;_p)/tau^2.</summary>
    public double ForwardSlope(double tau) => (MeanEnergy(tau) - MeanEnergyUnderTruth) / tau / tau;

    /// <summary>D(q_tau||p), at least 0.</summary>
    public double ReverseDivergence(double tau) => Sum(tau, ReverseTerm);

    /// <summary>D(p||q_tau), at least 0.</summary>
    public double ForwardDivergence(double tau) => Sum(tau, ForwardTerm);

    /// <summary>
    /// tau* as the paper writes it, (Delta^/Delta) / (o/n^_e - (n_e - o)/n^_g). Where the model's low states are truly high at
    /// least as often as its high states, there is no minimum: the value is negative or infinite, and heating never stops
    /// helping. NaN for a gap of 0, whose q_tau is the same at every tau.
    /// </summary>
    public double ClosedTauStar => GapHat == 0 ? double.NaN : GapHat / Gap / Contrast;

    /// <summary>
    /// tau' as the paper writes it, here as Delta^ / (ln n^_e/n^_g - log odds of the model's high level under p). Negative or
    /// infinite where the truth has at least as much weight there as infinite temperature would give: heating never stops
    /// helping. NaN for a gap of 0.
    /// </summary>
    public double ClosedTauPrime => GapHat == 0 ? double.NaN : GapHat / (LogRatio - LogOddsUnderTruth);

    /// <summary>
    /// The minimum of D(q_tau||p) over a range, from kappa = C. There is one minimum always; an edge where the condition is not
    /// met inside. A gap of 0 makes the curve flat: tau = 1, or the edge nearest to it, is as good as any.
    /// </summary>
    /// <exception cref="InputException">No range of temperatures.</exception>
    public TemperatureOptimum TauStar(TemperatureRange range) =>
        // kappa/C - 1, the weights of the levels divided out: they are positive, and underflow at low tau.
        Optimum(range, tau => tau * Gap * Contrast / GapHat - 1, ReverseDivergence);

    /// <summary>The minimum of D(p||q_tau) over a range, from &lt;E^&gt;_q = &lt;E^&gt;_p; the rest as for <see cref="TauStar"/>.</summary>
    /// <exception cref="InputException">No range of temperatures.</exception>
    public TemperatureOptimum TauPrime(TemperatureRange range) =>
        // Both mean energies are Delta^ times a weight of the high level; its log odds keep their digits at low tau.
        Optimum(range, tau => LogOdds(tau) - LogOddsUnderTruth, ForwardDivergence);

    /// <summary>What one group adds to D(q_tau||p).</summary>
    internal double ReverseTerm(bool lowInTruth, bool lowInModel, double tau) =>
        Term(Count(lowInTruth, lowInModel), LogModel(lowInModel, tau), LogTruth(lowInTruth));

    /// <summary>What one group adds to D(p||q_tau).</summary>
    internal double ForwardTerm(bool lowInTruth, bool lowInModel, double tau) =>
        Term(Count(lowInTruth, lowInModel), LogTruth(lowInTruth), LogModel(lowInModel, tau));

    /// <summary>How much oftener high states of the model are truly high than low ones are: o/n^_e - (n_e - o)/n^_g, -1 to 1.</summary>
    private double Contrast => (double)Groups.High / Groups.ExcitedHat - (double)Groups.FalselyLow / Groups.GroundHat;

    private double LogRatio => Math.Log((double)Groups.ExcitedHat / Groups.GroundHat);

    /// <summary>Log odds of the model's high level under q_tau.</summary>
    private double LogOdds(double tau) => LogRatio - GapHat / Checked(tau);

    /// <summary>The same under p: ln [n_missed + o e^-Delta] - ln [n_found + n_false e^-Delta].</summary>
    private double LogOddsUnderTruth =>
        LogSum(Groups.MissedLow, Groups.High, Gap) - LogSum(Groups.FoundLow, Groups.FalselyLow, Gap);

    /// <summary>w (1 - w), w the weight of the model's high level.</summary>
    private double Spread(double tau)
    {
        double odds = LogOdds(tau);
        return Logistic(odds) * Logistic(-odds);
    }

    private double LogTruth(bool low) => (low ? 0 : -Gap) - LogSum(Groups.Ground, Groups.Excited, Gap);

    private double LogModel(bool low, double tau)
    {
        double reduced = GapHat / Checked(tau);
        return (low ? 0 : -reduced) - LogSum(Groups.GroundHat, Groups.ExcitedHat, reduced);
    }

    private int Count(bool lowInTruth, bool lowInModel) => (lowInTruth, lowInModel) switch
    {
        (true, true) => Groups.FoundLow,
        (true, false) => Groups.MissedLow,
        (false, false) => Groups.High,
        (false, true) => Groups.FalselyLow,
    };

    private static double Sum(double tau, Func<bool, bool, double, double> term) => Math.Max(0, // rounding may go below
        term(true, true, tau) + term(true, false, tau) + term(false, false, tau) + term(false, true, tau));

    /// <summary>n a ln(a/b); 0 where a is.</summary>
    private static double Term(int count, double logA, double logB)
    {
        double a = Math.Exp(logA);
        return count == 0 || a == 0 ? 0 : count * a * (logA - logB);
    }

    /// <summary>ln(low + high e^-gap), low and high not both 0.</summary>
    private static double LogSum(int low, int high, double gap) => low == 0
        ? Math.Log(high) - gap
        : Math.Log(low) + Math.Log(1 + (double)high / low * Math.Exp(-gap));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double Checked(double tau) => tau > 0 && double.IsFinite(tau)
        ? tau : throw new ArgumentOutOfRangeException(nameof(tau), tau, "above 0 and finite");

    /// <summary>One minimum, because what is balanced rises with tau.</summary>
    private TemperatureOptimum Optimum(TemperatureRange range, Func<double, double> balance, Func<double, double> divergence)
    {
        (double low, double high) = (range.Lowest, range.Highest);
        if (!(low > 0 && low < high) || !double.IsFinite(high))
            throw new InputException(FormattableString.Invariant($"no range of temperatures: {low:R} to {high:R}"));
        TemperatureOptimum At(double tau, OptimumPlace place) => new(tau, divergence(tau), place, 1);
        if (GapHat == 0) return At(Math.Clamp(1, low, high), OptimumPlace.Inside);
        if (balance(low) > 0) return At(low, OptimumPlace.LowerEdge);
        if (balance(high) < 0) return At(high, OptimumPlace.UpperEdge);
        return At(Brent.FindRoot(balance, low, high, 1e-13 * low), OptimumPlace.Inside);
    }
}
