using TauStar.Numerics;
using TauStar.Reporting.Html;
using TauStar.Studies;

namespace TauStar.Reporting;

/// <content>Tables of the report: every number behind the figures.</content>
public static partial class HtmlReport
{
    private static string DataTable(DataSummary data) => Markup.Definitions(
        ("File", Markup.Text(data.File)),
        ("Format", Markup.Text(data.Format)),
        ("Alphabet", $"{Markup.Text(data.Alphabet)} <code>{Markup.Text(data.Letters)}</code>"),
        ("Sequences (M)", Numbers.Count(data.Sequences)),
        ("Distinct sequences", Numbers.Count(data.Distinct)),
        ("Sites (L)", Numbers.Count(data.Sites)),
        ("Effective sequences", Numbers.Fixed(data.EffectiveSequences, 1)),
        ("Weight shared from identity", data.IdentityThreshold > 0 ? Numbers.Percent(data.IdentityThreshold, 0) : "no sharing"),
        ("Clusters kept together in folds", Numbers.Count(data.Clusters)),
        ("Identity of those clusters", data.FoldThreshold > 0 ? Numbers.Percent(data.FoldThreshold, 0) : "every sequence by itself"),
        ("Gaps", Numbers.Percent(data.GapFraction)))
        + (data.Findings.Count == 0 ? "" : "<h3>What reading found</h3>\n" + Markup.Bullets(data.Findings));

    private static string TrainingTable(TrainingSummary training) => Markup.Definitions(
        ("Source", Markup.Text(training.Source)),
        ("Updates", Numbers.Count(training.Updates)),
        ("Stopped by", Markup.Text(training.Stop switch
        {
            "pearson" => "goal for Pearson reached",
            "limit" => "limit of updates",
            "plateau" => "Pearson no longer rose",
            "given" => "not trained here: the model was given",
            string other => other,
        })),
        ("Correlations: Pearson", Numbers.Fixed(training.Pearson, 3)),
        ("Correlations: slope", Numbers.Fixed(training.Slope, 3)),
        ("Persistent chains", Numbers.Count(training.Chains)),
        ("Sweeps between updates", Numbers.Count(training.Sweeps)),
        ("Pseudocount", Numbers.Setting(training.Pseudocount)),
        ("L2 on fields", Numbers.Setting(training.FieldPenalty)),
        ("L2 on couplings", Numbers.Setting(training.CouplingPenalty)));

    private static string FoldTable(TauPrimeResult found) => Markup.Definitions(
        ("Energy of the training data", Numbers.Fixed(found.DataEnergy, 1) + " kT"),
        ("Held-out minus training energy", Markup.Inline(found.Gap, "kT")),
        ("Target: where the model\u2019s mean energy has to be", Markup.Inline(found.TargetEnergy, "kT")))
        + Markup.Table(
            ["Fold", "Held out", "Weight", "Training energy", "Held-out energy", "Updates", "Pearson"],
            found.Folds.Select(fold => (false, (string[])
            [
                Numbers.Count(fold.Fold), Numbers.Count(fold.HeldOut), Numbers.Fixed(fold.HeldOutWeight, 1),
                Numbers.Fixed(fold.TrainEnergy, 2), Numbers.Fixed(fold.HeldOutEnergy, 2),
                Numbers.Count(fold.Updates), Numbers.Fixed(fold.Pearson, 3),
            ])));

    private static string LadderTable(IReadOnlyList<RungSummary> ladder) => Markup.Table(
        ["\u03C4", "Swaps accepted", "R-hat", "Effective samples", "Autocorrelation (sweeps)", "Round trips / 1000 sweeps"],
        ladder.Select(rung => (false, (string[])
        [
            Numbers.Tau(rung.Tau), Numbers.Percent(rung.SwapRate), Numbers.Fixed(rung.RHat, 3),
            Numbers.Count(rung.EffectiveSamples), Numbers.Significant(rung.AutocorrelationTime), Numbers.Significant(rung.RoundTrips),
        ])));

    private static string CurveTable(IReadOnlyList<CurvePoint> curves) => Markup.Table(
        ["\u03C4", "\u27E8E\u27E9 (kT)", "C", "log Z", "S/L (nats)", "D relative to \u03C4 = 1 (nats)", "Effective samples", "R-hat", "Mixed"],
        curves.Select(point => (!point.Mixed, (string[])
        [
            Numbers.Tau(point.Tau), Cell(point.Energy), Cell(point.HeatCapacity), Cell(point.LogZ),
            Cell(point.EntropyPerSite), Cell(point.ForwardDivergenceChange),
            Numbers.Count(point.EffectiveSamples), Numbers.Fixed(point.RHat, 3), point.Mixed ? "yes" : "no",
        ])));

    private static string QualityTable(TuningResult result) => result.Quality.Count == 0
        ? "<p class=\"empty\">No sequences were generated and compared.</p>\n"
        : Markup.Table(
            ["\u03C4", "Pearson", "Slope", "Energy (kT)", "Identity, two generated", "Identity, nearest natural", "Mixed"],
            result.Quality.Select(point => (!point.Mixed, (string[])
            [
                Numbers.Tau(point.Tau), Numbers.Fixed(point.Pearson, 3), Numbers.Fixed(point.Slope, 3), Numbers.Fixed(point.Energy, 1),
                Numbers.Fixed(point.PairwiseIdentity, 3), Numbers.Fixed(point.NearestNatural, 3), point.Mixed ? "yes" : "no",
            ])),
            NaturalRow(result.Natural));

    private static string NaturalRow(NaturalReference natural) =>
        $"<tr class=\"reference\"><td>natural</td><td>1</td><td>1</td><td>{Numbers.Fixed(natural.Energy, 1)}</td>"
        + $"<td>{Numbers.Fixed(natural.PairwiseIdentity, 3)}</td><td>{Numbers.Fixed(natural.NearestNatural, 3)}</td><td></td></tr>\n";

    private static string Provenance(TuningResult result) => Markup.Definitions(
        ("Program", "TauStar " + Markup.Text(result.Version)),
        ("Schema of result.json", Numbers.Count(result.SchemaVersion)),
        ("Seed", result.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("Input", Markup.Text(result.Data.File)),
        ("SHA-256 of the input", $"<code>{Markup.Text(result.Data.Sha256)}</code>"));

    /// <summary>A table has no room for notes: the row is marked, and the value is doubtful where its status says so.</summary>
    private static string Cell(Estimate estimate)
    {
        string interval = Numbers.Interval(estimate) is string range ? $"<br><small>{range}</small>" : "";
        string value = Numbers.Value(estimate) + interval;
        return estimate.Status is EstimateStatus.Unreliable or EstimateStatus.OutOfRange ? $"<span class=\"doubtful\">{value}</span>" : value;
    }
}
