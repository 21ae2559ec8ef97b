using System.Globalization;
using TauStar.Numerics;

namespace TauStar.Studies;

/// <summary>The result in words: what was found, why, and what to beware of. Rules, no computation.</summary>
internal static class TuningVerdict
{
    /// <summary>A gain in nats below which changing tau is not worth it (theory: section 6).</summary>
    public const double SmallestGain = 0.01;

    /// <summary>Slopes of the correlations at tau = 1 inside this range count as calibrated.</summary>
    private const double LowestSlope = 0.85, HighestSlope = 1.15;

    /// <summary>An independent sample may fall this much below the training chains' Pearson.</summary>
    private const double PearsonDrop = 0.05;

    /// <summary>Generated sequences this identical to a natural one, where natural ones are not to each other, are recited.</summary>
    private const double Recited = 0.9;

    /// <summary>"too hot", "too cold", "calibrated" or "chains did not mix", from what the model generates at tau = 1.</summary>
    public static string Calibration(double slope, bool mixed) =>
        !mixed ? "chains did not mix"
        : slope < LowestSlope ? "too hot"
        : slope > HighestSlope ? "too cold"
        : "calibrated";

    /// <summary>Three or four sentences for the end of the run and the top of the report.</summary>
    public static IReadOnlyList<string> Sentences(TuningResult r)
    {
        List<string> s = [];
        Estimate tau = r.TauPrime.TauPrime, gain = r.TauPrime.Gain;
        string interval = Text($"τ' = {tau.Value:F2} (90 % interval {tau.Low:F2} to {tau.High:F2})");
        string advice = tau.Status switch
        {
            EstimateStatus.OutOfRange => Text($"For diversity, the best temperature lies beyond the range looked at (nearest end: {tau.Value:F2}): {tau.Note}."),
            EstimateStatus.Unreliable => Text($"For diversity, {interval} came out, but do not rely on it: {tau.Note}."),
            _ when gain.Value < SmallestGain || gain.Low < 0 => Text($"For diversity, leave the temperature at 1: {interval}, but moving there would gain only {gain.Value:F3} nats a sequence ({gain.Low:F3} to {gain.High:F3})."),
            _ when tau.Low <= 1 && tau.High >= 1 => Text($"For diversity, the direction is undetermined: {interval} includes 1."),
            _ => Text($"For diversity, {(tau.Value > 1 ? "raise" : "lower")} the temperature to {interval}; it gains {gain.Value:F2} nats of held-out log-likelihood a sequence."),
        };
        s.Add(advice);
        s.Add(Why(r));
        s.Add(r.Calibration.Verdict switch
        {
            "calibrated" => Text($"At τ = 1 the model reproduces its training data: correlations with Pearson {r.Calibration.Pearson:F2} and slope {r.Calibration.Slope.Value:F2} in an independent sample."),
            "too hot" => Text($"Apart from tuning: at τ = 1 the model is too hot for its own training data (an independent sample has correlations of slope {r.Calibration.Slope.Value:F2}, Pearson {r.Calibration.Pearson:F2}), as strong regularisation or early stopping make it."),
            "too cold" => Text($"Apart from tuning: at τ = 1 the model is too cold for its own training data (correlations of slope {r.Calibration.Slope.Value:F2}, Pearson {r.Calibration.Pearson:F2}), as chains that lagged behind in training make it."),
            _ => "Apart from tuning: chains do not mix at τ = 1, so whether the model is calibrated cannot be said.",
        });
        s.Add("The temperature for fidelity, τ*, is not estimated in this version; choose it by hand from the fidelity curves, which show what each temperature generates.");
        return s;
    }

    private static string Why(TuningResult r)
    {
        double gap = r.TauPrime.Gap.Value, data = r.TauPrime.DataEnergy, target = r.TauPrime.TargetEnergy.Value;
        double modelMean = r.Curves.First(p => p.Tau == 1).Energy.Value;
        string optimism = Text($"sequences that the model has not seen lie {gap:F1} k_BT higher in energy than those it was trained on");
        return modelMean < target
            ? Text($"Why: {optimism}, so unseen natural sequences average {target:F1}, above what the model generates at τ = 1 ({modelMean:F1}): it keeps too close to its training data, and heat widens it.")
            : Text($"Why: {optimism}, yet unseen natural sequences still average {target:F1} (training: {data:F1}), below what the model generates at τ = 1 ({modelMean:F1}): it puts too much weight on high energies.");
    }

    /// <summary>What the user has to know before trusting the numbers.</summary>
    public static IReadOnlyList<string> Warnings(TuningResult r)
    {
        List<string> w = [];
        CurvePoint one = r.Curves.First(p => p.Tau == 1);
        if (!one.Mixed)
            w.Add(Text($"Chains from random and from natural starts do not agree at τ = 1 (R-hat {one.RHat:F2}): numbers there are marked unreliable. Sample longer (--sweeps), or regularise more (--l2-couplings)."));
        double[] unmixed = [.. r.Curves.Where(p => !p.Mixed).Select(p => p.Tau)];
        if (unmixed.Length > 0 && one.Mixed)
            w.Add(Text($"Chains do not mix at {unmixed.Length} of {r.Curves.Count} temperatures (between τ = {unmixed[0]:F2} and {unmixed[^1]:F2}); the curves are marked there."));
        if (r.Training.Source == "given")
            w.Add("The model was trained elsewhere: the held-out refits use TauStar's own training, so τ' answers for the model only as far as the two procedures agree.");
        else if (r.Training.Stop != "pearson")
            w.Add(Text($"Training ended by its {r.Training.Stop} at Pearson {r.Training.Pearson:F3}, before its target: expect smaller correlations than in the data."));
        if (r.Training.Source != "given" && r.Calibration.Pearson < r.Training.Pearson - PearsonDrop)
            w.Add(Text($"An independent sample at τ = 1 reaches Pearson {r.Calibration.Pearson:F2}, the training chains {r.Training.Pearson:F2}: the chains lagged behind the model in training. More --train-sweeps, a smaller --learning-rate or more regularisation help."));
        Estimate pl = r.Calibration.PseudoLikelihoodTau;
        if (r.Calibration.Verdict is "too hot" or "too cold")
        {
            string conditional = pl.Status == EstimateStatus.Ok ? Text($"pseudo-likelihood is best at τ = {pl.Value:F2}") : "pseudo-likelihood has no best τ: the model all but knows its training data by heart";
            w.Add(Text($"The model is {r.Calibration.Verdict} for its own training data (slope {r.Calibration.Slope.Value:F2}; {conditional}). That comes from training, not from sampling; τ' mends what it can of it."));
        }
        GenerationQuality? recited = r.Quality.LastOrDefault(g => g.NearestNatural >= Recited);
        if (recited is not null && r.Natural.NearestNatural < Recited)
            w.Add(Text($"At τ = {recited.Tau:0.##} and below, the model recites: its sequences are {100 * recited.NearestNatural:F0} % or more identical to a natural one (natural ones to each other: {100 * r.Natural.NearestNatural:F0} %). Designs from there are copies."));
        if (r.Data.EffectiveSequences < 100)
            w.Add(Text($"Only {r.Data.EffectiveSequences:F0} effective sequences for {r.Data.Sites} sites: expect wide intervals."));
        return w;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
