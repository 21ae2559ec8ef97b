using System.Globalization;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>
/// Everything that is found out about a sampled model's temperatures from its data alone (theory: sections 6 and 7): tau* by the posterior mean, tau' by refits and posterior together,
/// second opinions, whether the truth may be of the family, and a verdict on each. What <see cref="ListedTuning"/> is for models that can be listed.
/// </summary>
internal sealed class SampledTuning
{
    private readonly TuningEvidence evidence;
    private readonly TuningOptions options;

    /// <summary>Analyses.</summary>
    /// <param name="evidence">All that was computed.</param>
    /// <param name="stream">Randomness of intervals and checks.</param>
    public SampledTuning(TuningEvidence evidence, RandomStream stream)
    {
        this.evidence = evidence;
        options = evidence.Options;
        Alignment data = evidence.Source.Alignment;
        Curve = new TemperedCurve(evidence.Run, data.Sites, data.Alphabet.Size);
        Energies = evidence.Model.Energies(data);
        if (evidence.Posterior is TauStarPosterior posterior)
        {
            IReadOnlyList<byte[]> predicted = posterior.Predicted();
            ClassCheck = PredictiveCheck.Of(data, evidence.Weights, predicted, stream.Child("class"));
            Descent = DescentCheck.Of(data, evidence.Weights, predicted, stream.Child("descent"));
        }
        // How tau' is estimated, the way that decides first.
        Refits = evidence.HeldOut?.Bootstrap(options.Bootstrap, stream.Child("bootstrap"));
        MeanEnergyTarget[] targets = [.. Targets(stream.Child("bootstrap"))];
        Optimum = new DiversityOptimum(Curve, targets[0], (options.TauMin, options.TauMax), stream.Child("curve"));
        (Estimate tauPrime, Estimate gain) = Judge(targets[0].Name);
        TauPrime = new TemperatureEstimate(targets[0].Name, TuningGoal.Diversity, tauPrime, gain);
        Estimates = [TauPrime];
        if (evidence.Posterior is null) return;
        TemperatureEstimate star = evidence.Posterior.TauStar("posterior-mean");
        (TauStar, Fidelity) = Decide(star);
        if (TauStar.Tau.Status != EstimateStatus.Ok && TauStar.Gain.Status == EstimateStatus.Ok && TauStar.Gain.Note is null)
            TauStar = TauStar with { Gain = TauStar.Gain.Doubt(TauStar.Tau.Status, TauStar.Tau.Note!) }; // as of tau'
        Estimates = [TauStar, TauPrime, .. Opinions(star.Tau.Value).Select(o => o.Estimate), Opinion("pseudo-likelihood", evidence.Start!, 1).Estimate, .. targets[1..].Select(Diverse)];
    }

    /// <summary>M energies of the data under the user's model.</summary>
    public double[] Energies { get; }

    /// <summary>Held-out means with their bootstrap; null where nothing was refitted.</summary>
    public HeldOutBootstrap? Refits { get; }

    /// <summary>Thermodynamics of the user's model.</summary>
    public TemperedCurve Curve { get; }

    /// <summary>tau' by the estimate of the truth's mean energy that decides.</summary>
    public DiversityOptimum Optimum { get; }

    /// <summary>tau' and its gain, doubted where chains did not mix.</summary>
    public TemperatureEstimate TauPrime { get; }

    /// <summary>tau* and its gain; null where it was not sought.</summary>
    public TemperatureEstimate? TauStar { get; }

    /// <summary>Whether the truth may be of the family; null where tau* was not sought.</summary>
    public ModelClassCheck? ClassCheck { get; }

    /// <summary>Whether the sequences are relatives beyond what weights take away; null where tau* was not sought.</summary>
    public DescentCheck? Descent { get; }

    /// <summary>The verdict on tau*.</summary>
    public TuningAdvice? Fidelity { get; }

    /// <summary>The verdict on tau'; null where tau' is not to be relied on.</summary>
    public TuningAdvice? Diversity
    {
        get
        {
            if (TauPrime.Tau.Status is not (EstimateStatus.Ok or EstimateStatus.OutOfRange)) return null;
            TuningAdvice advice = TuningAdvice.OnDiversity(TauPrime);
            return TauPrime.Gain is { Status: EstimateStatus.Ok, Note: string note } ? advice with { Reason = $"{advice.Reason} {note}" } : advice;
        }
    }

    /// <summary>What every estimator said; those that decide first.</summary>
    public IReadOnlyList<TemperatureEstimate> Estimates { get; }

    /// <summary>Both ways together where the posterior can be relied on, held-out energy alone where it cannot, the posterior alone where nothing was refitted; then the ways by themselves.</summary>
    private IEnumerable<MeanEnergyTarget> Targets(RandomStream stream)
    {
        MeanEnergyTarget? heldOut = Refits is null ? null : MeanEnergyTarget.HeldOut(Refits);
        MeanEnergyTarget? posterior = evidence.Posterior is null ? null : MeanEnergyTarget.Posterior(
            Energies, evidence.Posterior.MeanEnergyShift(evidence.Model), evidence.Weights, evidence.Folds, options.Bootstrap, stream);
        MeanEnergyTarget? both = heldOut is null || posterior is null ? null : MeanEnergyTarget.Combined(heldOut, posterior);
        return Objection is null ? Of(both, heldOut, posterior) : Of(heldOut, both, posterior);

        static IEnumerable<MeanEnergyTarget> Of(params MeanEnergyTarget?[] ways) => ways.OfType<MeanEnergyTarget>();
    }

    /// <summary>Why the posterior cannot be relied on; null where it can, and where there is none.</summary>
    private string? Objection => evidence.Posterior?.Check is not PosteriorCheck check ? null
        : !check.IsGood ? string.Create(CultureInfo.InvariantCulture,
            $"the posterior had not settled after {check.Steps} steps (thermostat {check.Reading:F2}; τ* {check.EarlierTau:F3} by one half of them, {check.LaterTau:F3} by the other, which costs {check.Loss:F3} nats)")
        : ClassCheck is { Warns: true } ? "the data show correlations that no model of this family has"
        : Descent is { Warns: true } ? string.Create(CultureInfo.InvariantCulture,
            $"the sequences are relatives, {100 * Descent.NearestIdentity:F0} % identical to the nearest other where independent ones would be {100 * Descent.Expected:F0} %; what they share by descent looks like couplings, and τ* comes out too low for it")
        : null;

    /// <summary>
    /// tau* and the verdict on it. Where the posterior cannot be relied on there is none. Where chains do not mix at 1 but do at a tau* above it, what is gained on the way from the coldest
    /// temperature at which they do speaks for going there: 1 itself, where chains stay where they start, is no place to sample. Where they do not mix at tau*, they may on the way there, and
    /// the way is worth going as far as they do. That a gain may as well be a loss is the better reason not to, for it needs no knowledge of chains.
    /// </summary>
    private (TemperatureEstimate Star, TuningAdvice Advice) Decide(TemperatureEstimate star)
    {
        TuningAdvice Advise(TemperatureEstimate to, double from = 1) => TuningAdvice.OnFidelity(to, Opinions(to.Tau.Value, from), ClassCheck!);
        TuningAdvice advice = Advise(star);
        if (Objection is string objection)
        {
            star = star with { Tau = star.Tau.Doubt(EstimateStatus.Unreliable, objection) };
            return (star, advice.Direction == TuningDirection.Undetermined ? advice : TuningAdvice.Unsettled(star, objection));
        }
        Estimate judged = WhereMixed(star.Tau);
        if (judged.Status != EstimateStatus.Unreliable) return (star, advice);
        TemperatureEstimate found = star;
        star = star with { Tau = judged };
        if (FromWhereMixed(star.Tau.Value) is double from)
        {
            Estimate change = evidence.Posterior!.Changes([star.Tau.Value], from)[0];
            Estimate gain = new(-change.Value, -change.High, -change.Low, Note: Counted(from));
            TuningAdvice anyway = Advise(found with { Gain = gain }, from);
            if (anyway.Direction == TuningDirection.Raise) return (star with { Gain = gain }, anyway with { Reason = $"{anyway.Reason} {gain.Note}" });
        }
        if (advice.Direction == TuningDirection.Undetermined) return (star, advice);
        double reach = Curve.MixedTowards(star.Tau.Value);
        if (reach != 1)
        {
            Estimate change = evidence.Posterior!.Changes([reach])[0];
            TuningAdvice partly = Advise(star with { Tau = Estimate.Exact(reach), Gain = new Estimate(-change.Value, -change.High, -change.Low) });
            if (partly.Direction is TuningDirection.Lower or TuningDirection.Raise)
            {
                return (star, partly with
                {
                    Reason = partly.Reason + (reach == star.Tau.Value ? "; its interval reaches temperatures at which chains do not mix"
                        : string.Create(CultureInfo.InvariantCulture, $"; τ* may lie at {star.Tau.Value:F2}, but chains mix no further than this")),
                });
            }
        }
        return (star, TuningAdvice.Unsettled(star, judged.Note!));
    }

    private SecondOpinion[] Opinions(double decisive, double from = 1) => evidence.Check is null ? [] : [Opinion("kernel-shift", evidence.Check, decisive, from)];

    /// <summary>What another stand-in for the truth says, of the way to the decisive estimate also.</summary>
    private SecondOpinion Opinion(string name, Landscapes.PottsModel truth, double decisive, double from = 1)
    {
        ReverseCurve curve = evidence.Fidelity!.Curve(truth);
        TemperatureOptimum optimum = curve.Optimum();
        Estimate tau = new(optimum.Tau, double.NaN, double.NaN), gain = new(-optimum.Divergence, double.NaN, double.NaN);
        return new SecondOpinion(new TemperatureEstimate(name, TuningGoal.Fidelity, tau, gain), curve.At(from) - curve.At(decisive));
    }

    private TemperatureEstimate Diverse(MeanEnergyTarget target)
    {
        double tau = Optimum.TauAt(target.Value);
        return new TemperatureEstimate(target.Name, TuningGoal.Diversity, new Estimate(tau, double.NaN, double.NaN), new Estimate(-Optimum.ChangeAt(tau, target.Value), double.NaN, double.NaN));
    }

    /// <summary>
    /// tau' and its gain. It can be trusted when what decided it knows of this model, and its whole interval and the way from 1 to it were sampled well. Above 1 the interval alone will do:
    /// energies rise with tau, so that they meet the target once, and what is gained from the coldest temperature at which chains mix is the least that is gained from 1.
    /// </summary>
    private (Estimate TauPrime, Estimate Gain) Judge(string decisive)
    {
        Estimate tau = Optimum.TauPrime, gain = Optimum.Gain;
        string? objection = evidence.Training is null && decisive == MeanEnergyTarget.ByRefits
            ? "the model was trained elsewhere, but its optimism was measured on refits by TauStar's own training; let τ* be sought as well"
            : decisive == MeanEnergyTarget.ByPosterior ? Objection : null;
        Estimate judged = objection is null ? WhereMixed(tau) : tau.Doubt(EstimateStatus.Unreliable, objection);
        if (objection is null && judged.Status == EstimateStatus.Unreliable && FromWhereMixed(tau.High) is double from && from <= tau.Low)
        {
            Estimate least = Optimum.GainFrom(from);
            if (least.Value >= TuningAdvice.SmallestGain) return (tau, least.Doubt(tau.Status, Counted(from)));
        }
        if (judged.Status == EstimateStatus.Ok && decisive == MeanEnergyTarget.ByRefits)
            judged = judged with { Note = "for the model at hand: the bootstrap draws sequences anew but does not refit the models" };
        return (judged, judged.Status == EstimateStatus.Ok ? gain : gain.Doubt(judged.Status, judged.Note!));
    }

    /// <summary>The coldest temperature above 1 from which chains mix up to another; null where they mix from 1 on, or not at that.</summary>
    private double? FromWhereMixed(double tau) => tau > 1 && Curve.ColdestMixed(tau) is > 1 and double from && from < tau ? from : null;

    private static string Counted(double from) =>
        string.Create(CultureInfo.InvariantCulture, $"counted from τ = {from:F2}, since chains do not mix all the way down to 1");

    /// <summary>Doubted where chains do not mix at 1, on the way, at the temperature or within its interval.</summary>
    private Estimate WhereMixed(Estimate tau)
    {
        double[] ends = [1, tau.Value, tau.Low, tau.High];
        foreach (double at in ends.Concat(Curve.Health.Select(rung => rung.Tau).Where(t => t > ends.Min() && t < ends.Max())))
        {
            RungHealth health = Curve.HealthAt(at);
            if (!health.Mixed)
                return tau.Doubt(EstimateStatus.Unreliable, string.Create(CultureInfo.InvariantCulture, $"at τ = {at:F2} {NotMixed(health)}"));
        }
        return tau;
    }

    /// <summary>What to say of a rung whose draws cannot be trusted.</summary>
    public static string NotMixed(RungHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        return string.Create(CultureInfo.InvariantCulture,
            $"chains did not mix (R-hat {health.RHat:F2}, {health.EffectiveSamples:F0} effective samples): sample longer");
    }
}
