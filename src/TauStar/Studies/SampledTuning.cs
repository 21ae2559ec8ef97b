using System.Globalization;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>
/// Everything that is found out about a sampled model's temperatures from its data alone (theory: sections 6 and 7): tau* by the posterior mean, tau' by held-out energy,
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
        Optimum = new DiversityOptimum(Curve, evidence.HeldOut, (options.TauMin, options.TauMax), options.Bootstrap, stream.Child("bootstrap"));
        TauPrime = new TemperatureEstimate("held-out", TuningGoal.Diversity, Judge(Optimum.TauPrime), Optimum.Gain);
        List<TemperatureEstimate> estimates = [TauPrime];
        if (evidence.Posterior is TauStarPosterior posterior)
        {
            TemperatureEstimate star = posterior.TauStar("posterior-mean");
            IReadOnlyList<byte[]> predicted = posterior.Predicted();
            ClassCheck = PredictiveCheck.Of(data, evidence.Weights, predicted, stream.Child("class"));
            Descent = DescentCheck.Of(data, evidence.Weights, predicted, stream.Child("descent"));
            TauStar = star with { Tau = Judge(star.Tau, posterior.Check!, ClassCheck, Descent) };
            SecondOpinion[] opinions = evidence.Check is null ? [] : [Opinion("kernel-shift", evidence.Check, TauStar.Tau.Value)];
            Fidelity = Advise(TauStar, opinions, ClassCheck);
            double target = Optimum.Means.Data + posterior.MeanEnergyShift(evidence.Model);
            estimates = [TauStar, TauPrime, .. opinions.Select(o => o.Estimate), Opinion("pseudo-likelihood", evidence.Start!, 1).Estimate, Diverse("posterior-mean", target), Diverse("combined", (target + Optimum.Means.Target) / 2)];
        }
        Estimates = estimates;
    }

    /// <summary>Thermodynamics of the user's model.</summary>
    public TemperedCurve Curve { get; }

    /// <summary>tau' by held-out energy.</summary>
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
    public TuningAdvice? Diversity => TauPrime.Tau.Status == EstimateStatus.Ok ? TuningAdvice.OnDiversity(TauPrime) : null;

    /// <summary>What every estimator said; those that decide first.</summary>
    public IReadOnlyList<TemperatureEstimate> Estimates { get; }

    /// <summary>Where tau* is not to be relied on there is no verdict; that a gain may as well be a loss is the better reason, for it needs no knowledge of chains.</summary>
    private static TuningAdvice Advise(TemperatureEstimate star, SecondOpinion[] opinions, ModelClassCheck inClass)
    {
        TuningAdvice advice = TuningAdvice.OnFidelity(star, opinions, inClass);
        return star.Tau.Status == EstimateStatus.Unreliable && advice.Direction != TuningDirection.Undetermined ? TuningAdvice.Unsettled(star, star.Tau.Note!) : advice;
    }

    /// <summary>What another stand-in for the truth says.</summary>
    private SecondOpinion Opinion(string name, Landscapes.PottsModel truth, double decisive)
    {
        ReverseCurve curve = evidence.Fidelity!.Curve(truth);
        TemperatureOptimum optimum = curve.Optimum();
        Estimate tau = new(optimum.Tau, double.NaN, double.NaN), gain = new(-optimum.Divergence, double.NaN, double.NaN);
        return new SecondOpinion(new TemperatureEstimate(name, TuningGoal.Fidelity, tau, gain), -curve.At(decisive));
    }

    private TemperatureEstimate Diverse(string name, double target)
    {
        double tau = Optimum.TauAt(target);
        return new TemperatureEstimate(name, TuningGoal.Diversity, new Estimate(tau, double.NaN, double.NaN), new Estimate(-Optimum.ChangeAt(tau, target), double.NaN, double.NaN));
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
        return WhereMixed(tauPrime) is { Status: not EstimateStatus.Ok } doubted ? doubted
            : tauPrime with { Note = "for the model at hand: the bootstrap draws sequences anew but does not refit the models" };
    }

    /// <summary>tau* can be trusted when the posterior settled, the truth may be of the family, and the model's chains mixed where tau* may lie.</summary>
    private Estimate Judge(Estimate tauStar, PosteriorCheck check, ModelClassCheck inClass, DescentCheck descent) =>
        !check.IsGood ? tauStar.Doubt(EstimateStatus.Unreliable, string.Create(CultureInfo.InvariantCulture,
            $"the posterior had not settled after {check.Steps} steps (thermostat {check.Reading:F2}; τ* {check.EarlierTau:F3} by one half of them, {check.LaterTau:F3} by the other, which costs {check.Loss:F3} nats)"))
        : descent.Warns ? tauStar.Doubt(EstimateStatus.Unreliable, string.Create(CultureInfo.InvariantCulture,
            $"the sequences are relatives, {100 * descent.NearestIdentity:F0} % identical to the nearest other where independent ones would be {100 * descent.Expected:F0} %; what they share by descent looks like couplings, and τ* comes out too low for it"))
        : inClass.Warns ? tauStar.Doubt(EstimateStatus.Unreliable, "the data show correlations that no model of this family has")
        : tauStar.Status != EstimateStatus.Ok ? tauStar : WhereMixed(tauStar);

    private Estimate WhereMixed(Estimate tau)
    {
        foreach (double at in new[] { tau.Value, tau.Low, tau.High })
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
