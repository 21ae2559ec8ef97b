using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>
/// Everything that is found out about a listed fit's temperatures from its data alone (theory: section 6): tau* by the posterior mean, tau' by held-out
/// energy and the posterior mean together, second opinions, whether the truth may be of the family, and a verdict on each.
/// </summary>
public sealed record ListedTuning
{
    private const int IntervalDraws = 400, BootstrapDraws = 5;

    private readonly PosteriorTempering tempering;
    private readonly MeanEnergyMatch match;
    private readonly Estimate target;

    private ListedTuning(PosteriorTempering tempering, MeanEnergyMatch match, Estimate target)
    {
        this.tempering = tempering;
        this.match = match;
        this.target = target;
    }

    /// <summary>The range of tau that is searched.</summary>
    public static TemperatureRange Range { get; } = new(0.2, 6);

    /// <summary>What every estimator said; the ones that decide first.</summary>
    public required IReadOnlyList<TemperatureEstimate> Estimates { get; init; }

    /// <summary>tau* by the posterior mean: the one that decides.</summary>
    public required TemperatureEstimate TauStar { get; init; }

    /// <summary>tau' from the mean of two estimates of the truth's mean energy: by held-out energy, and by the posterior mean.</summary>
    public required TemperatureEstimate TauPrime { get; init; }

    /// <summary>Whether the truth may be in the family.</summary>
    public required ModelClassCheck ClassCheck { get; init; }

    /// <summary>The verdict on tau*.</summary>
    public required TuningAdvice Fidelity { get; init; }

    /// <summary>The verdict on tau'.</summary>
    public required TuningAdvice Diversity { get; init; }

    /// <summary>Strength of the prior that the data chose, for fields and couplings (against M samples).</summary>
    public required L2Strengths Strengths { get; init; }

    /// <summary>Mean model energy of the data, the held-out gap and the target of tau' (theory: section 6).</summary>
    public required HeldOutMeans HeldOut { get; init; }

    /// <summary>Where the model's mean energy has to be for <see cref="TauPrime"/>: the estimate of the truth's mean energy that decided, with its 90 % interval.</summary>
    public Estimate Target => target;

    /// <summary>D(q_tau||p) - D(q_1||p) under the posterior, nats, with its 90 % interval.</summary>
    public Estimate ReverseChange(double tau) => tempering.ReverseChange(tau);

    /// <summary>D(p||q_tau) - D(p||q_1), nats, with its 90 % interval.</summary>
    public Estimate ForwardChange(double tau) => match.DivergenceChange(target, tau);

    /// <summary>Runs all estimators.</summary>
    /// <param name="fit">The user's fit.</param>
    /// <param name="folds">Who is held out where, in the refits.</param>
    /// <param name="stream">Fixes everything random.</param>
    /// <param name="comparisons">Also run the naive estimators (plug-in, bootstrap, half-split, AIC), which cost refits.</param>
    /// <param name="cancellation">Stops between two fits.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static ListedTuning Of(ListedFit fit, Folds folds, RandomStream stream, bool comparisons = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(folds);
        EmpiricalBayes prior = EmpiricalBayes.Of(fit.Target);
        PosteriorTempering tempering = new(fit.Features, fit.Fit.Theta, prior.Posterior, Range);
        TemperatureEstimate tauStar = tempering.TauStar("posterior-mean", IntervalDraws, stream.Child("interval"));
        cancellation.ThrowIfCancellationRequested();
        PosteriorTempering second = new(fit.Features, fit.Fit.Theta, CrossValidated(fit, folds, prior), Range);
        List<SecondOpinion> opinions = [new(second.TauStar("cross-validated", 0, stream), -second.ReverseChange(tauStar.Tau.Value).Value)];
        OneLoopLaw? law = fit.Method.Penalises ? null : OneLoopLaw.TryAt(fit.Features, [.. prior.Posterior.Mean]);
        if (law is not null) opinions.Add(new(OneLoop(TuningGoal.Fidelity, law.TauStarTimesSamples, fit), double.NaN));

        cancellation.ThrowIfCancellationRequested();
        ModelClassCheck check = ModelClassCheck.Of(fit.Features, fit.Rows, fit.Weights, prior.Posterior.Map.Theta, stream.Child("class"));
        HeldOutRefits heldOut = HeldOutRefits.Of(fit, folds, stream.Child("refits"), cancellation);
        MeanEnergyMatch match = new(fit.Features.Energies(fit.Fit.Theta));
        Estimate target = Combined(heldOut, tempering.MeanEnergy);
        TemperatureEstimate tauPrime = Solve("combined", target);
        List<TemperatureEstimate> estimates =
            [tauStar, tauPrime, .. opinions.Select(o => o.Estimate), Solve("held-out", heldOut.Target), Solve("posterior-mean", tempering.MeanEnergy), Solve("cross-validated", second.MeanEnergy)];
        if (law is not null) estimates.Add(OneLoop(TuningGoal.Diversity, law.TauPrimeTimesSamples, fit));
        if (comparisons)
        {
            estimates.Add(NaiveEstimators.PlugIn(fit, prior.Posterior.Map, Range));
            estimates.Add(NaiveEstimators.Bootstrap(fit, BootstrapDraws, Range, stream.Child("bootstrap")));
            estimates.Add(NaiveEstimators.HalfSplit(fit, Range, stream.Child("halves")));
            // Akaike's correction: D parameters cost D nats of log-likelihood, all of them energy.
            estimates.Add(Solve("aic", Estimate.FromStandardError(heldOut.Means.Data + fit.Features.Count / fit.Weights.Sum(), heldOut.StandardError)));
        }
        return new ListedTuning(tempering, match, target)
        {
            Estimates = estimates,
            TauStar = tauStar,
            TauPrime = tauPrime,
            ClassCheck = check,
            Fidelity = TuningAdvice.OnFidelity(tauStar, opinions, check),
            Diversity = TuningAdvice.OnDiversity(tauPrime),
            Strengths = prior.Strengths,
            HeldOut = heldOut.Means,
        };

        TemperatureEstimate Solve(string name, Estimate energy)
        {
            (Estimate tau, Estimate gain) = match.Solve(energy, Range);
            return new TemperatureEstimate(name, TuningGoal.Diversity, tau, gain);
        }
    }

    // Two estimates whose errors, beyond the data's own scatter, have little in common: their mean is better than either, and half of it
    // holds whatever the truth is. Half their difference is the standard error of a mean of two; the data's scatter, which both share, comes on top.
    private static Estimate Combined(HeldOutRefits heldOut, Estimate posterior)
    {
        double a = heldOut.Target.Value, b = posterior.Value;
        return Estimate.FromStandardError((a + b) / 2, double.Hypot(heldOut.StandardError, (a - b) / 2));
    }

    private static CouplingPosterior CrossValidated(ListedFit fit, Folds folds, EmpiricalBayes prior)
    {
        L2Strengths strengths = CrossValidatedStrengths.Choose(fit.Features, fit.Rows, fit.Weights, folds, prior.Strengths);
        PairwiseFit map = EmpiricalBayes.Fit(fit.Target, strengths, prior.Posterior.Map.Theta);
        return CouplingPosterior.About(fit.Target, map, strengths, prior.Determined);
    }

    private static TemperatureEstimate OneLoop(TuningGoal goal, double timesSamples, ListedFit fit)
    {
        double tau = Math.Clamp(Math.Exp(timesSamples / fit.Weights.Sum()), Range.Lowest, Range.Highest);
        return new TemperatureEstimate("one-loop", goal, new Estimate(tau, double.NaN, double.NaN), Estimate.NotComputed("the law predicts no gain"));
    }
}
