using TauStar.Diagnosis;
using TauStar.Numerics;

namespace TauStar.Studies;

/// <content>Words on tau*, and those of the exact engine, whose every word rests on both temperatures.</content>
internal static partial class TuningVerdict
{
    private static IEnumerable<string> Both(TuningResult r)
    {
        TauStarResult star = r.TauStar;
        yield return Fidelity(r, star.Fidelity!);
        yield return $"{Advice("diversity", star.Diversity!, "τ′", r.TauPrime.TauPrime)} {Why(r)}";
        yield return OnTop(r);
        yield return Calibration(r);
    }

    private static string Fidelity(TuningResult r, TuningAdvice advice) => Advice("fidelity", advice, "τ*", r.TauStar.TauStar) + advice.Direction switch
    {
        TuningDirection.Lower => " At τ = 1 it generates too much that the data do not support, sequences of high energy, and cold leaves them out.",
        TuningDirection.Raise => " At τ = 1 it keeps too much to the lowest energies, and heat spreads it.",
        _ => "",
    };

    /// <summary>One temperature cannot serve both aims where they pull apart: said, because everyone turns one knob.</summary>
    private static string? Apart(TuningResult r)
    {
        const double Apart = 0.05; // in log tau
        if (r.TauStar.Fidelity is not { Direction: not TuningDirection.Undetermined } fidelity) return null;
        TuningDirection? diversity = DiversityDirection(r);
        double other = diversity is TuningDirection.Lower or TuningDirection.Raise ? r.TauPrime.TauPrime.Value : 1;
        return diversity is null or TuningDirection.Undetermined || Math.Abs(Math.Log(fidelity.Tau / other)) < Apart ? null
            : Text($"No one temperature serves both aims: sample at {fidelity.Tau:F2} for few designs that should work, at {other:F2} for a library that should span the family.");
    }

    private static string Advice(string goal, TuningAdvice advice, string symbol, Estimate tau) => advice.Direction switch
    {
        TuningDirection.Lower => $"For {goal}, lower the temperature to {Where(advice, symbol, tau)}: {advice.Reason}.",
        TuningDirection.Raise => $"For {goal}, raise the temperature to {Where(advice, symbol, tau)}: {advice.Reason}.",
        TuningDirection.Leave => $"For {goal}, leave the temperature at 1: {advice.Reason}.",
        _ => $"For {goal}, the direction is undetermined: {advice.Reason}.",
    };

    /// <summary>At tau itself, or on the way there, where chains mix no further.</summary>
    private static string Where(TuningAdvice advice, string symbol, Estimate tau) => advice.Tau == tau.Value ? Place(symbol, tau) : Text($"τ = {advice.Tau:F2}");

    private static string Place(string symbol, Estimate tau) => double.IsFinite(tau.Low) && double.IsFinite(tau.High)
        ? Text($"{symbol} = {tau.Value:F2} (90 % interval {tau.Low:F2} to {tau.High:F2})")
        : Text($"{symbol} = {tau.Value:F2}");

    // Data tell differences of divergences between temperatures, not the divergences themselves.
    private static string OnTop(TuningResult r)
    {
        TauStarResult star = r.TauStar;
        double Gain(TuningAdvice advice, Estimate gain) =>
            advice.Direction is TuningDirection.Lower or TuningDirection.Raise && double.IsFinite(gain.Value) ? gain.Value : 0;
        double fidelity = Gain(star.Fidelity!, star.Gain), diversity = Gain(star.Diversity!, r.TauPrime.Gain);
        string adds = fidelity == 0 && diversity == 0 ? "On top of this fit, tuning adds nothing that these data can show"
            : diversity == 0 ? Text($"On top of this fit, tuning is predicted to lower D(q‖p) by {fidelity:F2} nats; of D(p‖q) it adds nothing that these data can show")
            : fidelity == 0 ? Text($"On top of this fit, tuning is predicted to lower D(p‖q) by {diversity:F2} nats; of D(q‖p) it adds nothing that these data can show")
            : Text($"On top of this fit, tuning is predicted to lower D(q‖p) by {fidelity:F2} nats at τ* and D(p‖q) by {diversity:F2} at τ′");
        return adds + "; how large the divergences themselves are, data alone cannot say.";
    }

    private static IEnumerable<string> SampledWarnings(TuningResult r)
    {
        if (OutOfClass(r) is string warning) yield return warning;
        if (r.TauStar.Descent is { Warns: true } d)
            yield return Text($"The sequences are relatives: {100 * d.NearestIdentity:F0} % identical to the nearest other, where independent ones would be {100 * d.Expected:F0} %, and weights take only near copies away. What they share by descent looks like couplings; on simulated phylogenies τ* then came out too low, even on the wrong side of 1. Hold what is generated at τ* against τ = 1 in the fidelity curves, or thin the alignment (split --identity) and see whether τ* stays.");
        if (r.TauStar.Posterior is { Settled: false } p)
            yield return Text($"The posterior of the truth had not settled after {p.Steps} steps (thermostat {p.Thermostat:F2}, where 1 is right; τ* {p.EarlierTauStar:F3} by one half of them, {p.LaterTauStar:F3} by the other, further apart than 2 % and worth more than a fiftieth of the gain): τ* is not to be relied on. More --posterior-chains may help.");
    }

    private static string? OutOfClass(TuningResult r) => r.TauStar.ClassCheck is { Warns: true } check
        ? Text($"The data show correlations that no model of this family has ({check.Statistic}: {check.Z:F1} standard deviations beyond {check.Draws} sets drawn from the {(r.Engine == TuningEngine.Exact ? "fit" : "posterior")}): τ* cannot be trusted then.")
        : null;

    private static IEnumerable<string> ExactWarnings(TuningResult r)
    {
        if (OutOfClass(r) is string warning) yield return warning;
        if (r.Training.Stop != "converged")
            yield return Text($"The fit ended after {r.Training.Updates} steps without converging: with so few data its best parameters may be infinite. Regularise (--fit l2).");
    }
}
