using System.Globalization;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Diagnosis;

/// <summary>An explanation in words. Rules over its numbers, no computation.</summary>
internal static class TwoLevelReasons
{
    private const string Reverse = "D(q‖p)", Forward = "D(p‖q)";

    /// <summary>A part that keeps more than this fraction is not what the temperature mends.</summary>
    private const double HardlyTouched = 0.9;

    private sealed record Part(string Name, string Meaning, double AtOne, double AtCommon)
    {
        public double Change => AtCommon - AtOne;
    }

    /// <summary>Advice, what the model gets wrong, what the temperature mends, scatter, diversity, more data.</summary>
    public static IReadOnlyList<string> Sentences(TwoLevelExplanation e) =>
    [
        Advice(e),
        Learned(e),
        Driver(e.Fidelity, Reverse),
        Scatter(e),
        Diversity(e),
        MoreData(e),
    ];

    private static string Advice(TwoLevelExplanation e)
    {
        TwoLevelAim f = e.Fidelity;
        string numbers = Text($"at τ = 1, κ = {Show(e.Kappa)} and C = {Show(e.HeatCapacity)}, so κ - C = {Show(f.SlopeAtOne)}");
        string best = Text($"over all data sets {Reverse} is least at {Place(f.Common)}, {Show(f.Gain.Mean)} nats below the {Show(f.AtOne.Mean)} of τ = 1");
        return f.Advice switch
        {
            TemperatureAdvice.Lower => $"For fidelity, lower the temperature: {numbers}. Cooling saves more of the truth's energy (κ) than it costs in entropy (C); {best}.",
            TemperatureAdvice.Raise => $"For fidelity, raise the temperature: {numbers}. Heating wins more entropy (C) than it costs in the truth's energy (κ); {best}.",
            TemperatureAdvice.Leave => $"For fidelity, leave the temperature at 1: {numbers}, but {best}, which is not worth it.",
            _ when Math.Abs(f.SlopeAtOne.Mean) <= TwoLevelExplanation.Separation * f.SlopeAtOne.StandardError =>
                Text($"For fidelity, the direction is undetermined: {numbers}, within {TwoLevelExplanation.Separation:0} standard errors of 0 over {e.Question.Replicates} data sets; more data sets would tell. Meanwhile, {best}."),
            _ => $"For fidelity, the direction is undetermined: {numbers}, yet {best}: the curve falls one way from 1 and is lowest the other way.",
        };
    }

    private static string Learned(TwoLevelExplanation e)
    {
        TwoLevelLearned l = e.Learned;
        double truth = e.Question.Truth.WeightOfExcited;
        double excess = l.WeightOnExcited.Mean - truth;
        string weight = Math.Abs(excess) <= TwoLevelExplanation.Separation * l.WeightOnExcited.StandardError ? "as it should within the error"
            : excess > 0 ? "too much" : "too little";
        return Text($"Why: of M = {e.Question.Samples} samples the model learns {l.GroundHat.Mean:F1} low states where there are {e.Question.Truth.Ground}: it finds {l.FoundLow.Mean:F1} of them and takes {l.FalselyLow.Mean:F1} high ones for low. ")
            + Text($"Its gap is {l.GapHat.Mean:F2} instead of {e.Question.Truth.Gap:0.##}. It puts {Percent(l.WeightOnExcited.Mean)} of its weight on truly high states, {weight}: the truth puts {Percent(truth)} there.");
    }

    /// <summary>Which part carries the divergence, which one the temperature mends, and which one pays for it.</summary>
    private static string Driver(TwoLevelAim aim, string divergence)
    {
        Part[] parts = Parts(aim);
        Part largest = parts.MaxBy(part => part.AtOne)!, mended = parts.MinBy(part => part.Change)!, paying = parts.MaxBy(part => part.Change)!;
        string carried = Text($"The largest part of {divergence} at τ = 1 is that of the {largest.Name} states ({largest.Meaning}): {Show(largest.AtOne)} nats, the whole being {Show(aim.AtOne.Mean)}.");
        if (aim.Advice is TemperatureAdvice.Leave or TemperatureAdvice.Undetermined || mended.Change >= 0) return carried;
        string turning = Text($" {(aim.Common.Tau < 1 ? "Cooling" : "Heating")} to {aim.Common.Tau:F2} ");
        string hardly = largest.AtCommon > HardlyTouched * largest.AtOne && largest != paying ? Text($"hardly touches it ({Show(largest.AtCommon)}); it ") : "";
        return carried + turning + hardly
            + Text($"helps most with the {mended.Name} states ({Show(mended.AtOne)} to {Show(mended.AtCommon)}) and pays most with the {paying.Name} ones ({Show(paying.AtOne)} to {Show(paying.AtCommon)}).");
    }

    private static Part[] Parts(TwoLevelAim aim)
    {
        TwoLevelParts one = aim.PartsAtOne, common = aim.PartsAtCommon;
        return
        [
            new("found low", "low in truth and model", one.FoundLow, common.FoundLow),
            new("missed low", "low in the truth, high in the model", one.MissedLow, common.MissedLow),
            new("high", "high in truth and model", one.High, common.High),
            new("falsely low", "high in the truth, low in the model", one.FalselyLow, common.FalselyLow),
        ];
    }

    private static string Scatter(TwoLevelExplanation e)
    {
        TauDistribution t = e.Fidelity.Taus;
        string heating = t.AtUpperEdge > 0 ? Text($"; for {Percent(t.AtUpperEdge)} of them heating helps up to τ = {e.Question.Range.Highest:0.##} at least") : "";
        string cooling = t.AtLowerEdge > 0 ? Text($"; for {Percent(t.AtLowerEdge)} of them cooling helps down to τ = {e.Question.Range.Lowest:0.##} at least") : "";
        string edges = heating + cooling;
        return Text($"One data set is not the average: τ* is {t.Median:F2} in the median, {t.Lowest5:F2} to {t.Highest5:F2} in nine of ten{edges}.");
    }

    private static string Diversity(TwoLevelExplanation e)
    {
        TwoLevelAim d = e.Diversity;
        string best = Text($"{Forward} is least at {Place(d.Common, "τ′")}, {Show(d.Gain.Mean)} nats below the {Show(d.AtOne.Mean)} of τ = 1");
        return d.Advice switch
        {
            TemperatureAdvice.Lower => $"For diversity, lower the temperature: {best}. {Driver(d, Forward)}",
            TemperatureAdvice.Raise => $"For diversity, raise the temperature: {best}. {Driver(d, Forward)}",
            TemperatureAdvice.Leave => $"For diversity, leave the temperature at 1: {best}, which is not worth it.",
            _ => Text($"For diversity, the direction is undetermined: the slope of {Forward} at τ = 1 is {Show(d.SlopeAtOne)}; {best}."),
        };
    }

    private static string MoreData(TwoLevelExplanation e)
    {
        TwoLevelAim now = e.Fidelity, later = e.MoreData.Fidelity;
        double saved = now.AtOne.Mean - later.AtOne.Mean;
        string compared = saved > 2 * now.Gain.Mean ? "far more than any one temperature does"
            : saved > now.Gain.Mean ? "more than any one temperature does" : "no more than the right temperature does now";
        string change = now.AtOne.Mean < TwoLevelExplanation.SmallestGain ? Text($"find little left to mend, for {Reverse} at τ = 1 is {Show(now.AtOne.Mean)} nats already")
            : saved > 0 ? Text($"lower {Reverse} at τ = 1 from {Show(now.AtOne.Mean)} to {Show(later.AtOne.Mean)} nats, {compared}")
            : Text($"not lower {Reverse} at τ = 1 ({Show(now.AtOne.Mean)} to {Show(later.AtOne.Mean)} nats)");
        return Text($"More data: M = {e.MoreData.Samples} would {change}; then κ - C = {Show(later.SlopeAtOne)}, with the least {Reverse} at {Place(later.Common)} and the least {Forward} at {Place(e.MoreData.Diversity.Common, "τ′")}.");
    }

    private static string Place(TemperatureOptimum optimum, string name = "τ*") => optimum.Place switch
    {
        OptimumPlace.Inside => Text($"{name} = {optimum.Tau:F2}"),
        OptimumPlace.LowerEdge => Text($"the lowest τ looked at ({optimum.Tau:F2})"),
        _ => Text($"the highest τ looked at ({optimum.Tau:F2})"),
    };

    private static string Show(ReplicateMean value) => Text($"{Rounded(value.Mean, 4)} ± {value.StandardError:F4}");

    private static string Show(double value) => Rounded(value, 3);

    /// <summary>Never "-0.000".</summary>
    private static string Rounded(double value, int decimals) => (Math.Round(value, decimals) + 0.0).ToString($"F{decimals}", CultureInfo.InvariantCulture);

    private static string Percent(double fraction) => Text($"{100 * fraction:0.#} %");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
