using TauStar.Diagnosis;
using TauStar.Numerics;

namespace TauStar.Studies;

/// <content>The words of the exact engine, which knows both temperatures.</content>
internal static partial class TuningVerdict
{
    private static IEnumerable<string> Both(TuningResult r)
    {
        TauStarResult star = r.TauStar;
        yield return Advice("fidelity", star.Fidelity!, "τ*", star.TauStar) + star.Fidelity!.Direction switch
        {
            TuningDirection.Lower => " The model puts too much weight on high energies, and cold mends it.",
            TuningDirection.Raise => " The model keeps too much to the lowest energies, and heat mends it.",
            _ => "",
        };
        yield return $"{Advice("diversity", star.Diversity!, "τ′", r.TauPrime.TauPrime)} {Why(r)}";
        yield return OnTop(r);
        yield return Calibration(r);
    }

    private static string Advice(string goal, TuningAdvice advice, string symbol, Estimate tau) => advice.Direction switch
    {
        TuningDirection.Lower => $"For {goal}, lower the temperature to {Place(symbol, tau)}: {advice.Reason}.",
        TuningDirection.Raise => $"For {goal}, raise the temperature to {Place(symbol, tau)}: {advice.Reason}.",
        TuningDirection.Leave => $"For {goal}, leave the temperature at 1: {advice.Reason}.",
        _ => $"For {goal}, the direction is undetermined: {advice.Reason}.",
    };

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

    private static IEnumerable<string> ExactWarnings(TuningResult r)
    {
        if (r.TauStar.ClassCheck is { Warns: true } check)
            yield return Text($"The data show correlations that no model of this family has ({check.Statistic}: {check.Z:F1} standard deviations beyond {check.Draws} sets drawn from the fit): τ* cannot be trusted then.");
        if (r.Training.Stop != "converged")
            yield return Text($"The fit ended after {r.Training.Updates} steps without converging: with so few data its best parameters may be infinite. Regularise (--fit l2).");
    }
}
