using TauStar.Diagnosis;
using TauStar.Numerics;
using TauStar.Reporting.Html;
using TauStar.Studies;
using TauStar.Tempering;

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

    private static string TrainingTable(TuningResult result)
    {
        TrainingSummary training = result.Training;
        (string Name, string Value)[] rows =
        [
            ("Engine", result.Engine == TuningEngine.Exact ? "exact: sums over all configurations" : "sampled: Markov chains"),
            ("Source", Markup.Text(training.Source)),
            .. training.Fit is string fit ? [("Fit", $"<code>{Markup.Text(fit)}</code>")] : ((string, string)[])[],
            ("Updates", Numbers.Count(training.Updates)),
            ("Stopped by", Markup.Text(training.Stop switch
            {
                "pearson" => "goal for Pearson reached",
                "converged" => "converged",
                "limit" => "limit of updates",
                "plateau" => "Pearson no longer rose",
                "given" => "not trained here: the model was given",
                string other => other,
            })),
            ("Correlations: Pearson", Numbers.Fixed(training.Pearson, 3)),
            ("Correlations: slope", Numbers.Fixed(training.Slope, 3)),
            .. training.Chains is ChainTraining chains ? Chains(chains) : [],
        ];
        return Markup.Definitions(rows);
    }

    private static (string Name, string Value)[] Chains(ChainTraining chains) =>
    [
        ("Persistent chains", Numbers.Count(chains.Chains)),
        ("Sweeps between updates", Numbers.Count(chains.Sweeps)),
        ("Pseudocount", Numbers.Setting(chains.Pseudocount)),
        ("L2 on fields", Numbers.Setting(chains.FieldPenalty)),
        ("L2 on couplings", Numbers.Setting(chains.CouplingPenalty)),
    ];

    /// <summary>What every estimator said, and what it stands on; nothing where there are none.</summary>
    private static string EstimatorTable(TauStarResult found) => found.Estimates.Count == 0 ? "" : "<h3>Estimators of \u03C4* and \u03C4\u2032</h3>\n"
        + "<p class=\"how\">The first of each goal decides; the others are there to agree with it, or to warn.</p>\n"
        + Markup.Table(
            ["Estimator", "How", "Goal", "\u03C4", "Predicted gain (nats)"],
            found.Estimates.OrderBy(estimate => estimate.Goal).Select(estimate => (estimate.Tau.Status != EstimateStatus.Ok, (string[])
            [
                Markup.Text(estimate.Estimator), Explain(estimate.Estimator), estimate.Goal == TuningGoal.Fidelity ? "fidelity, \u03C4*" : "diversity, \u03C4\u2032",
                Cell(estimate.Tau, Numbers.OfTau), Cell(estimate.Gain),
            ])))
        + Markup.Definitions(
            ("Strength of the prior on fields, against M samples", Numbers.Significant(found.L2Fields)),
            ("Strength of the prior on couplings", Numbers.Significant(found.L2Couplings)),
            ("Is the truth in the family?", found.ClassCheck is not ModelClassCheck check ? Numbers.Missing
                : $"{Markup.Text(check.Statistic)}: {Numbers.Fixed(check.Z, 1)} standard deviations beyond {Numbers.Count(check.Draws)} draws of the {(found.Posterior is null ? "model" : "posterior")}; "
                + (check.Warns ? "<b>no</b>" : "nothing speaks against it, which is no proof")))
        + (found.Posterior is PosteriorSummary posterior ? PosteriorTable(posterior, found) : "");

    private static string Explain(string estimator) => estimator switch
    {
        MeanEnergyTarget.ByPosterior => "energies of the truth, averaged over the couplings that the data leave possible",
        MeanEnergyTarget.ByRefits => "energies of sequences that a refit had not seen",
        MeanEnergyTarget.ByBoth => "the mean of held-out and posterior mean",
        "kernel-shift" => "the same posterior by another way: its most probable couplings and their curvature",
        "pseudo-likelihood" => "the penalised fit in the truth\u2019s place; too hot by its penalty, for comparison only",
        "cross-validated" => "the posterior with the prior\u2019s strength by held-out likelihood",
        "one-loop" => "first order in 1/M",
        _ => "",
    };

    private static string PosteriorTable(PosteriorSummary posterior, TauStarResult found) => Markup.Definitions(
        ("Posterior of the couplings: settled?", posterior.Settled ? "yes" : "<b>no</b>"),
        ("Second opinion on \u03C4* (kernel shift)", found.Estimates.Any(e => e.Estimator == "kernel-shift") ? "in the table above"
            : "none: the data determine more couplings than its samples can tell apart"),
        ("Steps, chains", $"{Numbers.Count(posterior.Steps)}, {Numbers.Count(posterior.Chains)}"),
        ("Thermostat (1 is right)", Numbers.Fixed(posterior.Thermostat, 3)),
        ("\u03C4* by the earlier and the later half of the steps", $"{Numbers.Fixed(posterior.EarlierTauStar, 3)}, {Numbers.Fixed(posterior.LaterTauStar, 3)}"),
        ("Share of the couplings that the data determine", Numbers.Percent(posterior.DeterminedShare, 0)),
        ("Identity to the nearest other sequence: data, independent draws", found.Descent is not DescentCheck descent ? Numbers.Missing
            : $"{Numbers.Percent(descent.NearestIdentity, 0)}, {Numbers.Percent(descent.Expected, 0)}: {Numbers.Fixed(descent.Z, 1)} standard deviations; " + (descent.Warns ? "<b>relatives by descent</b>" : "as independent sequences would be")))
        + Markup.Table(
            ["Penalty on couplings", "Held-out pseudo-likelihood relative to the best (nats)"],
            posterior.Penalties.Select(point => (false, (string[])
                [Numbers.Significant(point.Penalty), Numbers.Fixed(posterior.Penalties.Min(p => p.Loss) - point.Loss, 2)])));

    private static string FoldTable(TauPrimeResult found) => Markup.Definitions(
        ("Energy of the training data", Numbers.Fixed(found.DataEnergy, 1) + " kT"),
        ("Held-out minus training energy", Markup.Inline(found.Gap, "kT")),
        ($"Target: where the model\u2019s mean energy has to be ({How(found.Estimator)})", Markup.Inline(found.TargetEnergy, "kT")))
        + (found.Folds.Count == 0 ? "" : Markup.Table(
            ["Fold", "Held out", "Weight", "Training energy", "Held-out energy", "Updates", "Pearson"],
            found.Folds.Select(fold => (false, (string[])
            [
                Numbers.Count(fold.Fold), Numbers.Count(fold.HeldOut), Numbers.Fixed(fold.HeldOutWeight, 1),
                Numbers.Fixed(fold.TrainEnergy, 2), Numbers.Fixed(fold.HeldOutEnergy, 2),
                Numbers.Count(fold.Updates), Numbers.Fixed(fold.Pearson, 3),
            ]))));

    private static string How(string estimator) => estimator switch
    {
        MeanEnergyTarget.ByBoth => "by refits and posterior together",
        MeanEnergyTarget.ByRefits => "by refits",
        _ => "by the posterior",
    };

    private static string LadderTable(IReadOnlyList<RungSummary> ladder) => ladder.Count == 0 ? "" : Markup.Details("Temperature ladder", Markup.Table(
        ["\u03C4", "Swaps accepted", "R-hat", "Effective samples", "Autocorrelation (sweeps)", "Round trips / 1000 sweeps"],
        ladder.Select(rung => (false, (string[])
        [
            Numbers.Tau(rung.Tau), Numbers.Percent(rung.SwapRate), Numbers.Fixed(rung.RHat, 3),
            Numbers.Count(rung.EffectiveSamples), Numbers.Significant(rung.AutocorrelationTime), Numbers.Significant(rung.RoundTrips),
        ]))));

    private static string CurveTable(TuningResult result) => result.Engine == TuningEngine.Exact
        ? Markup.Table(
            [.. CurveHeads, "D(q\u2016p) relative to \u03C4 = 1 (nats)"],
            result.Curves.Select(point => (false, (string[])[.. CurveCells(point), Cell(point.ReverseDivergenceChange)])))
        : Markup.Table(
            [.. CurveHeads, "D(q\u2016p) relative to \u03C4 = 1 (nats)", "Effective samples", "R-hat", "Mixed"],
            result.Curves.Select(point => (!point.Mixed, (string[])
                [.. CurveCells(point), Cell(point.ReverseDivergenceChange), Numbers.Count(point.EffectiveSamples), Numbers.Fixed(point.RHat, 3), point.Mixed ? "yes" : "no"])));

    private static readonly string[] CurveHeads = ["\u03C4", "\u27E8E\u27E9 (kT)", "C", "log Z", "S/L (nats)", "D(p\u2016q) relative to \u03C4 = 1 (nats)"];

    private static string[] CurveCells(CurvePoint point) =>
    [
        Numbers.Tau(point.Tau), Cell(point.Energy), Cell(point.HeatCapacity), Cell(point.LogZ),
        Cell(point.EntropyPerSite), Cell(point.ForwardDivergenceChange),
    ];

    private static string QualityTable(TuningResult result)
    {
        if (result.Quality.Count == 0)
            return "<p class=\"empty\">No sequences were generated and compared.</p>\n";
        bool exact = result.Engine == TuningEngine.Exact; // nothing that could fail to mix
        string[] Mixing(string cell) => exact ? [] : [cell];
        NaturalReference natural = result.Natural;
        string[] reference = ["natural", "1", "1", Numbers.Fixed(natural.Energy, 1), Numbers.Fixed(natural.PairwiseIdentity, 3), Numbers.Fixed(natural.NearestNatural, 3), .. Mixing("")];
        return Markup.Table(
            ["\u03C4", "Pearson", "Slope", "Energy (kT)", "Identity, two generated", "Identity, nearest natural", .. Mixing("Mixed")],
            result.Quality.Select(point => (!point.Mixed, (string[])
            [
                Numbers.Tau(point.Tau), Numbers.Fixed(point.Pearson, 3), Numbers.Fixed(point.Slope, 3), Numbers.Fixed(point.Energy, 1),
                Numbers.Fixed(point.PairwiseIdentity, 3), Numbers.Fixed(point.NearestNatural, 3), .. Mixing(point.Mixed ? "yes" : "no"),
            ])),
            $"<tr class=\"reference\">{string.Concat(reference.Select(cell => $"<td>{cell}</td>"))}</tr>\n");
    }

    private static string Provenance(TuningResult result) => Markup.Definitions(
        ("Program", "TauStar " + Markup.Text(result.Version)),
        ("Schema of result.json", Numbers.Count(result.SchemaVersion)),
        ("Seed", result.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("Input", Markup.Text(result.Data.File)),
        ("SHA-256 of the input", $"<code>{Markup.Text(result.Data.Sha256)}</code>"));

    /// <summary>A table has no room for notes: the row is marked, and the value is doubtful where its status says so.</summary>
    private static string Cell(Estimate estimate, int fewestDecimals = 0)
    {
        string interval = Numbers.Interval(estimate, fewestDecimals) is string range ? $"<br><small>{range}</small>" : "";
        string value = Numbers.Value(estimate, fewestDecimals) + interval;
        return estimate.Status is EstimateStatus.Unreliable or EstimateStatus.OutOfRange ? $"<span class=\"doubtful\">{value}</span>" : value;
    }
}
