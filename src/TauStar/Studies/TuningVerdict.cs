using System.Globalization;
using TauStar.Diagnosis;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>The result in words: what was found, why, and what to beware of. Rules, no computation.</summary>
internal static partial class TuningVerdict
{
    /// <summary>A gain in nats below which changing tau is not worth it (theory: section 6).</summary>
    public const double SmallestGain = TuningAdvice.SmallestGain;

    /// <summary>An independent sample may fall this much below the training chains' Pearson.</summary>
    private const double PearsonDrop = 0.05;

    /// <summary>Generated sequences this identical to a natural one, where natural ones are not to each other, are recited.</summary>
    private const double Recited = 0.9;

    /// <summary>A few sentences for the end of the run and the top of the report.</summary>
    public static IReadOnlyList<string> Sentences(TuningResult r)
    {
        if (r.Engine == TuningEngine.Exact) return [.. Both(r)];
        List<string> s = [];
        Estimate tau = r.TauPrime.TauPrime, gain = r.TauPrime.Gain;
        string digits = tau.High - tau.Low < 0.02 ? "F4" : "F2"; // an interval that rounds to a point says nothing
        string Show(double x) => x.ToString(digits, CultureInfo.InvariantCulture);
        string interval = $"τ′ = {Show(tau.Value)} (90 % interval {Show(tau.Low)} to {Show(tau.High)})";
        string advice = DiversityDirection(r) switch
        {
            _ when tau.Status == EstimateStatus.OutOfRange && gain.Value < SmallestGain =>
                Text($"For diversity, leave the temperature at 1: the best temperature lies beyond those searched ({tau.Note}), and their end, {tau.Value:F2}, would gain only {gain.Value:F3} nats a sequence."),
            _ when tau.Status == EstimateStatus.OutOfRange =>
                Text($"For diversity, {(tau.Value > 1 ? "raise" : "lower")} the temperature to {tau.Value:F2} at least, which gains {gain.Value:F2} nats of log-likelihood a sequence of nature: the best temperature lies beyond those searched ({tau.Note})."),
            _ when tau.Status == EstimateStatus.Unreliable => Text($"For diversity, {interval} came out, but do not rely on it: {tau.Note}."),
            TuningDirection.Leave => Text($"For diversity, leave the temperature at 1: {interval}, but moving there would gain only {gain.Value:F3} nats a sequence ({gain.Low:F3} to {gain.High:F3})."),
            TuningDirection.Undetermined => Text($"For diversity, the direction is undetermined: {interval}; moving there may gain or lose ({gain.Low:F3} to {gain.High:F3} nats a sequence)."),
            var way => Text($"For diversity, {(way == TuningDirection.Raise ? "raise" : "lower")} the temperature to {interval}; it gains {gain.Value:F2} nats of log-likelihood a sequence of nature{(gain.Note is null ? "" : $", {gain.Note}")}."),
        };
        s.Add(r.TauStar.Fidelity is TuningAdvice fidelity ? Fidelity(r, fidelity)
            : "The temperature for fidelity, τ*, was not sought (--tau-star no).");
        s.Add(advice);
        s.Add(Why(r));
        if (Apart(r) is string apart) s.Add(apart);
        s.Add(Calibration(r));
        return s;
    }

    private static string Calibration(TuningResult r)
    {
        CalibrationResult c = r.Calibration;
        string where = r.Engine == TuningEngine.Exact ? "at τ = 1" : "in an independent sample at τ = 1";
        double slope = c.Slope.Value, expected = c.SlopeIfCalibrated.Value;
        return c.Verdict switch
        {
            "calibrated" => Text($"Apart from tuning, the model is calibrated: {where} correlations have slope {slope:F2} on the data's ({Pearson(c)}); the truth itself, its data as few, would show {expected:F2}, a fit without penalty 1."),
            "too hot" => Text($"Apart from tuning, the model is too hot for its own training data: correlations at τ = 1 have slope {slope:F2} on the data's ({Pearson(c)}), where even the truth would show {expected:F2}, as strong regularisation or early stopping make it."),
            "too cold" when slope < 1 => Text($"Apart from tuning, the model is too cold for its own training data: at τ = 1 it generates energies {-c.EnergyShift:F1} standard deviations below theirs and correlations of slope {slope:F2} only ({Pearson(c)}), as a model frozen into few sequences does."),
            "too cold" => Text($"Apart from tuning, the model is too cold for its own training data: correlations at τ = 1 have slope {slope:F2} on the data's ({Pearson(c)}), as chains that lagged behind in training make it."),
            _ => "Apart from tuning: chains do not mix at τ = 1, so whether the model is calibrated cannot be said.",
        };
    }

    // Chains that all generate one sequence have no correlations, and no Pearson.
    private static string Pearson(CalibrationResult c) => double.IsNaN(c.Pearson) ? "no Pearson: its sequences are all alike" : Text($"Pearson {c.Pearson:F2}");

    private static string Why(TuningResult r)
    {
        double data = r.TauPrime.DataEnergy, modelMean = r.Curves.First(p => p.Tau == 1).Energy.Value;
        Estimate unseen = r.TauPrime.TargetEnergy;
        string optimism = Text($"refitted without them, sequences lie {r.TauPrime.Gap.Value:F1} k_BT higher in energy than those trained on; ");
        string how = r.TauPrime.Estimator switch
        {
            MeanEnergyTarget.ByBoth => optimism + "by these, scaled to a model of all of them, and by the posterior mean of the couplings",
            MeanEnergyTarget.ByRefits => optimism + "so, for a model of all of them,",
            _ => "by the posterior mean of the couplings",
        };
        string comparison = Text($"{how} unseen natural sequences average about {unseen.Value:F1} ({unseen.Low:F1} to {unseen.High:F1}; the data as they are: {data:F1}), and the model at τ = 1 generates {modelMean:F1}");
        return $"Why τ′: {comparison}: {Conclusion(r, modelMean, unseen)}.";
    }

    private static string Conclusion(TuningResult r, double modelMean, Estimate unseen)
    {
        const string heat = "it keeps too close to its training data, and heat widens it";
        const string cold = "it puts too much weight on high energies, and cold mends it";
        return DiversityDirection(r) switch
        {
            TuningDirection.Raise => heat,
            TuningDirection.Lower => cold,
            TuningDirection.Leave => "so near that turning the temperature is not worth it",
            TuningDirection.Undetermined => "too near to say which way to turn",
            _ => (r.TauPrime.TauPrime.Status == EstimateStatus.Unreliable ? "if that holds, " : "")
                + (unseen.Low <= modelMean && modelMean <= unseen.High ? "the same within the error, so τ = 1 is where it should be"
                : modelMean < unseen.Value ? heat : cold),
        };
    }

    /// <summary>What is advised for diversity; null where tau' was not found or is not to be relied on.</summary>
    private static TuningDirection? DiversityDirection(TuningResult r)
    {
        if (r.Engine == TuningEngine.Exact) return r.TauStar.Diversity?.Direction;
        (Estimate tau, Estimate gain) = (r.TauPrime.TauPrime, r.TauPrime.Gain);
        return tau.Status is EstimateStatus.OutOfRange or EstimateStatus.Unreliable ? null
            : TuningAdvice.OnDiversity(new TemperatureEstimate(r.TauPrime.Estimator, TuningGoal.Diversity, tau, gain)).Direction;
    }

    /// <summary>What the user has to know before trusting the numbers.</summary>
    public static IReadOnlyList<string> Warnings(TuningResult r)
    {
        List<string> w = [];
        CurvePoint one = r.Curves.First(p => p.Tau == 1);
        w.AddRange(r.Engine == TuningEngine.Exact ? ExactWarnings(r) : SampledWarnings(r));
        if (!one.Mixed)
            w.Add(Text($"Chains do not mix at τ = 1 ({one.Energy.Note ?? Text($"R-hat {one.RHat:F2}")}): numbers there are marked unreliable. Sample longer (--sweeps), or regularise more (--l2-couplings)."));
        double[] unmixed = [.. r.Curves.Where(p => !p.Mixed).Select(p => p.Tau)];
        if (unmixed.Length > 0 && one.Mixed)
            w.Add(Text($"Chains do not mix at {unmixed.Length} of {r.Curves.Count} temperatures (between τ = {unmixed[0]:F2} and {unmixed[^1]:F2}); the curves are marked there."));
        bool elsewhere = r.Training.Source == "given";
        if (elsewhere && r.TauPrime.Estimator == MeanEnergyTarget.ByRefits)
            w.Add("The model was trained elsewhere: the held-out refits use TauStar's own training, so τ′ answers for the model only as far as the two procedures agree.");
        if (!elsewhere && r.Engine == TuningEngine.Sampled && r.Training.Stop != "pearson")
            w.Add(Text($"Training ended by its {r.Training.Stop} at Pearson {r.Training.Pearson:F3}, before its target: expect smaller correlations than in the data."));
        if (r.Training.Source == "boltzmann-learning" && r.Calibration.Pearson < r.Training.Pearson - PearsonDrop)
            w.Add(Text($"An independent sample at τ = 1 reaches Pearson {r.Calibration.Pearson:F2}, the training chains {r.Training.Pearson:F2}: the chains lagged behind the model in training. More --train-sweeps, a smaller --learning-rate or more regularisation help."));
        if (r.Calibration.PseudoLikelihoodTau is { Status: not EstimateStatus.Ok, Note: string why }) w.Add(Text($"Pseudo-likelihood: {why}."));
        if (r.Data.FoldThreshold > r.Data.IdentityThreshold)
            w.Add(Text($"Folds keep sequences together from {100 * r.Data.FoldThreshold:F0} % identity only, not {100 * r.Data.IdentityThreshold:F0} %, where one cluster would have outgrown a fold: near-copies may sit on both sides, which makes the gap, and τ′, too small."));
        GenerationQuality? recited = r.Quality.LastOrDefault(g => g.NearestNatural >= Recited);
        if (recited is not null && r.Natural.NearestNatural < Recited)
            w.Add(Text($"At τ = {recited.Tau:0.##} and below, the model recites: its sequences are {100 * recited.NearestNatural:F0} % or more identical to a natural one (natural ones to each other: {100 * r.Natural.NearestNatural:F0} %). Designs from there are copies{(r.TauStar.Fidelity is { Direction: TuningDirection.Lower or TuningDirection.Raise } advice && advice.Tau <= recited.Tau ? ", and τ* lies there: keep those that differ enough from every natural sequence, or stay just above" : "")}."));
        if (r.Data.EffectiveSequences < 100)
            w.Add(Text($"Only {r.Data.EffectiveSequences:F0} effective sequences for {r.Data.Sites} sites: expect wide intervals."));
        return w;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
