using TauStar.Diagnosis;
using TauStar.Numerics;
using TauStar.Reporting.Html;
using TauStar.Studies;

namespace TauStar.Reporting;

/// <content>The three answers at the top: tau', tau*, and calibration.</content>
public static partial class HtmlReport
{
    private static string Cards(TuningResult result)
    {
        string prime = TauPrimeCard(result.TauPrime, result.TauStar.Diversity), star = TauStarCard(result.TauStar);
        return (result.TauStar.Fidelity is null ? prime + star : star + prime) + CalibrationCard(result.Calibration);
    }

    private static string TauPrimeCard(TauPrimeResult found, TuningAdvice? advice) => Card(
        "main", "For diversity", "\u03C4\u2032", found.TauPrime,
        "The temperature at which the model best covers the whole range of natural sequences.",
        $"<p class=\"gain\">Gain{Over(found.Gain)}, a sequence: {Nats(found.Gain, found.TauPrime)}</p>\n" + Advice(advice));

    /// <summary>A gain that is doubted for the reason of its temperature leaves the reason to that.</summary>
    private static string Nats(Estimate gain, Estimate at) => Markup.Inline(gain.Note == at.Note ? gain with { Note = null } : gain, "nats");

    /// <summary>Over what: where chains do not mix at 1, the advice says from where it is counted.</summary>
    private static string Over(Estimate gain) => gain is { Status: EstimateStatus.Ok, Note: not null } ? "" : " over \u03C4 = 1";

    private static string TauStarCard(TauStarResult found) => Card(
        found.Fidelity is null ? "" : "main star", "For fidelity", "\u03C4*", found.TauStar, "The temperature at which what the model generates looks most natural.",
        found.Fidelity is null ? "" : $"<p class=\"gain\">Predicted gain{Over(found.Gain)}: {Nats(found.Gain, found.TauStar)}</p>\n" + Advice(SaidByNote(found) ? null : found.Fidelity));

    /// <summary>Where the doubt on tau* is itself the reason for no verdict, the note says it.</summary>
    private static bool SaidByNote(TauStarResult found) => found.TauStar.Note is string note && note == found.Fidelity?.Reason;

    private static string Advice(TuningAdvice? advice) =>
        advice is null ? "" : $"<p class=\"advice\"><b>{Markup.Text(advice.ToString())}</b>: {Markup.Text(advice.Reason)}</p>\n";

    private static string Card(string kind, string eyebrow, string symbol, Estimate estimate, string purpose, string more)
    {
        string interval = Numbers.Interval(estimate, Numbers.OfTau) is string range ? $"<p class=\"interval\">90\u00A0% interval {range}</p>\n" : "";
        string value = estimate.Status switch
        {
            EstimateStatus.Unavailable => $"<p class=\"value none\">{symbol}</p>\n",
            EstimateStatus.Ok => $"<p class=\"value\">{symbol} = {Numbers.Value(estimate, Numbers.OfTau)}</p>\n",
            EstimateStatus.OutOfRange => $"<p class=\"value none\">{symbol}</p>\n<p>No optimum within the range; its nearest end is {Numbers.Value(estimate, Numbers.OfTau)}.</p>\n",
            _ => $"<p class=\"value doubtful\">{symbol} \u2248 {Numbers.Value(estimate, Numbers.OfTau)}</p>\n",
        };
        return $"<article class=\"card {kind}\">\n<header><h2>{eyebrow}</h2>{Markup.Badge(estimate.Status)}</header>\n"
            + value + interval + more
            + (estimate.Status == EstimateStatus.Ok ? "" : $"<p>{Markup.Note(estimate)}</p>\n")
            + $"<p class=\"purpose\">{purpose}</p>\n</article>\n";
    }

    private static string CalibrationCard(CalibrationResult calibration)
    {
        bool calibrated = calibration.Verdict == "calibrated";
        return "<article class=\"card\">\n<header><h2>Calibration</h2>"
            + $"<span class=\"badge {(calibrated ? "ok" : "doubt")}\">{(calibrated ? "checks passed" : "look here first")}</span></header>\n"
            + $"<p class=\"value word\">{Markup.Text(calibration.Verdict)}</p>\n"
            + Markup.Definitions(
                ("\u03C4 by pseudo-likelihood (a fit without penalty: 1)", Markup.Inline(calibration.PseudoLikelihoodTau)),
                ("Correlations: Pearson", Numbers.Fixed(calibration.Pearson, 3)),
                ("Correlations: slope", Markup.Inline(calibration.Slope)),
                ("Slope that the truth would show", Markup.Inline(calibration.SlopeIfCalibrated)),
                ("Energy shift, in standard deviations", Numbers.Fixed(calibration.EnergyShift, 2)))
            + "<p class=\"purpose\">A question apart from tuning: is the model too hot or too cold for its own training data?</p>\n</article>\n";
    }
}
