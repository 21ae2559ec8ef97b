using System.Globalization;
using System.Text.Json;
using TauStar.Cli.Terminal;
using TauStar.Diagnosis;
using TauStar.Formats;
using TauStar.Numerics;
using TauStar.Reporting.Figures;
using TauStar.Studies.Reproduction;

namespace TauStar.Cli.Runs;

/// <summary>Writes the figures of the paper and their data; every file whole or not at all.</summary>
internal static class ReproductionFiles
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };
    private static readonly CsvColumn Temperature = new("T", "temperature of the truth, J = 1, k_B = 1");
    private static readonly CsvColumn Gap = new("gap", "gap of the truth, k_B T");
    private static readonly CsvColumn Samples = new("M", "samples that the model was fitted to");

    /// <summary>Tables and drawings of all figures that are there.</summary>
    public static void Write(string folder, ReproductionData data)
    {
        string At(string name) => Path.Combine(folder, name);
        if (data.Fig2Example is not null) WriteExample(At, data.Fig2Example);
        if (data.Fig2 is not null) WritePhase(At, "fig2", "Two-level model: optimal temperatures of fits to random data", Gap, data.Fig2);
        if (data.Fig3 is not null) WritePhase(At, "fig3", "4 x 4 Ising model: optimal temperatures of fits", Temperature, data.Fig3);
        if (data.Fig3Example is not null) WriteExample(At, data.Fig3Example);
        if (data.FigCToy is not null)
        {
            CsvWriter.Write(At("figC-toy.csv"), $"Two-level model, M = {data.FigCToy.Points[0].Samples}: kappa and C of the fit at tau = 1", [Gap, .. Response],
                data.FigCToy.Points.Select(IReadOnlyList<object?> (ResponsePoint p) => [p.X, .. Cells(p.Kappa), .. Cells(p.HeatCapacity)]));
        }
        if (data.FigCIsing is not null)
        {
            CsvWriter.Write(At("figC-ising.csv"), "4 x 4 Ising model: kappa and C of the fit at tau = 1", [Temperature, Samples, .. Response],
                data.FigCIsing.Points.Select(IReadOnlyList<object?> (ResponsePoint p) => [p.X, p.Samples, .. Cells(p.Kappa), .. Cells(p.HeatCapacity)]));
        }
        if (data.FigD is not null)
        {
            CsvWriter.Write(At("figD.csv"), "4 x 4 Ising model: what each energy level adds to the divergences at tau = 1",
                [
                    Temperature, Samples, new CsvColumn("level", "energy level of the truth, 0 the ground state"),
                    .. Mean("emp_p", "contribution to (empirical||truth), nats"), .. Mean("emp_q", "contribution to (empirical||fit), nats"),
                    .. Mean("q_p", "contribution to (fit||truth), nats"),
                ],
                data.FigD.Rows.Select(IReadOnlyList<object?> (LevelRow r) => [r.Temperature, r.Samples, r.Level, .. Cells(r.EmpiricalTruth), .. Cells(r.EmpiricalFit), .. Cells(r.FitTruth)]));
        }
        foreach (FigureFile figure in ReproductionFigureSet.Render(data))
            AtomicFile.Write(At(figure.FileName), stream => stream.Write(figure.Content));
    }

    /// <summary>The comparison, number by number and in short.</summary>
    public static void Write(string folder, ReferenceComparison comparison)
    {
        CsvWriter.Write(Path.Combine(folder, "comparison.csv"), "Ours beside the published numbers",
            [
                new CsvColumn("figure", "figure"), new CsvColumn("quantity", "column of its table, without _mean"),
                new CsvColumn("gap", "gap of the truth, or empty"), new CsvColumn("T", "temperature of the truth, or empty"), Samples,
                new CsvColumn("level", "energy level, or empty"), new CsvColumn("ours", "our mean over replicates"), new CsvColumn("ours_sem", "its standard error; NaN for one replicate"),
                new CsvColumn("published", "as published"), new CsvColumn("published_error", "its standard error; for tau the error of reading a colour with the scatter of 10 of our replicates, as theirs was not printed"),
                new CsvColumn("z", "difference over both errors; for atLeast 0 where ours is not below"),
                new CsvColumn("kind", "value, or atLeast where the published colours end: not in the summary"),
            ],
            comparison.Rows.Select(r => new object?[]
            {
                PaperFigureName.Of(r.Figure), r.Quantity, double.IsNaN(r.Place.Gap) ? null : r.Place.Gap, double.IsNaN(r.Place.Temperature) ? null : r.Place.Temperature,
                r.Place.Samples, r.Place.Level < 0 ? null : r.Place.Level, r.Ours.Mean, r.Ours.StandardError, r.Published, r.PublishedError, r.Z,
                JsonNamingPolicy.CamelCase.ConvertName($"{r.Kind}"),
            }));
        AtomicFile.Write(Path.Combine(folder, "comparison.txt"), ComparisonText.Describe(comparison));
    }

    /// <summary>Removes the comparison of an earlier call, which is no longer that of what lies beside it.</summary>
    public static void DropComparison(string folder)
    {
        foreach (string name in new[] { "comparison.csv", "comparison.txt" }) File.Delete(Path.Combine(folder, name));
    }

    private static void WritePhase(Func<string, string> at, string name, string title, CsvColumn x, PhaseDiagram phase)
    {
        CsvWriter.Write(at($"{name}.csv"), title,
            [x, Samples, .. Mean("tau_star", "minimiser of D(q_tau||p) in [0.2, 5]"), .. Mean("tau_prime", "minimiser of D(p||q_tau) in [0.2, 5]")],
            phase.Points.Select(IReadOnlyList<object?> (PhasePoint p) => [p.X, p.Samples, .. Cells(p.TauStar), .. Cells(p.TauPrime)]));
        CsvWriter.Write(at($"{name}_line.csv"), $"{title}: where mean log tau* crosses 0",
            [
                Samples, x with { Meaning = $"{x.Meaning}; interpolated, empty where there is no crossing within the grid" },
                new CsvColumn($"{x.Name}_sem", "its standard error, from the two points around it"),
            ],
            phase.UnitLine.Select(u => new object?[] { u.Samples, u.Crossing?.At, u.Crossing?.StandardError }));
    }

    private static void WriteExample(Func<string, string> at, IsingExample example)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"4 x 4 Ising model, one data set: T = {example.Temperature}, M = {example.Samples}, tau* = {example.TauStar:R}, tau' = {example.TauPrime:R}");
        CsvWriter.Write(at("fig3_example.csv"), $"{what}; divergences over tau",
            [new CsvColumn("tau", "sampling temperature"), new CsvColumn("kl_reverse", "D(q_tau||p), nats"), new CsvColumn("kl_forward", "D(p||q_tau), nats")],
            example.Curve.Where(p => ReproductionExamples.SweptTaus.Contains(p.Tau)).Select(p => new object?[] { p.Tau, p.Reverse, p.Forward }));
        CsvWriter.Write(at("fig3_levels.csv"), $"{what}; probabilities of energy levels of the truth",
            [
                new CsvColumn("level", "energy level, 0 the ground state"), new CsvColumn("energy", "E of its states, J = 1"), new CsvColumn("states", "how many it has"),
                new CsvColumn("truth", "probability under p"), new CsvColumn("data", "fraction of the samples"),
                new CsvColumn("fit_1", "probability under q at tau = 1"), new CsvColumn("fit_tau_star", "probability under q at tau*"),
            ],
            example.Levels.Select(l => new object?[] { l.Level, l.Energy, l.Degeneracy, l.Truth, l.Data, l.FitAtOne, l.FitAtTauStar }));
    }

    private static void WriteExample(Func<string, string> at, TwoLevelExample e)
    {
        AtomicFile.Write(at("fig2_example.json"), JsonSerializer.Serialize(new
        {
            n_ground_hat = e.GroundHat,
            gap_hat = e.GapHat,
            tau_star = e.TauStar,
            tau_prime = e.TauPrime,
            kl_reverse_1 = e.ReverseAtOne,
            kl_reverse_star = e.ReverseAtTauStar,
            kl_forward_1 = e.ForwardAtOne,
            kl_forward_prime = e.ForwardAtTauPrime,
            kappa_1 = e.KappaAtOne,
            C_1 = e.HeatCapacityAtOne,
        }, Json) + "\n");
        CsvWriter.Write(at("fig2_states.csv"), "Two-level worked example: its states",
            [
                new CsvColumn("state", "number, from 1"), new CsvColumn("truth_energy", "E, k_B T"), new CsvColumn("fit_energy", "E of the fit, k_B T"),
                new CsvColumn("truth", "p"), new CsvColumn("data", "fraction of the samples"), new CsvColumn("fit", "q at tau = 1"),
            ],
            e.States.Select(s => new object?[] { s.State, s.TruthEnergy, s.FitEnergy, s.Truth, s.Data, s.Fit }));
        CsvWriter.Write(at("fig2_divergences.csv"), "Two-level worked example: divergences over tau and their parts, nats",
            [new CsvColumn("tau", "sampling temperature"), .. Parts("kl_reverse", "D(q_tau||p)"), .. Parts("kl_forward", "D(p||q_tau)")],
            e.Curve.Where(d => ReproductionExamples.SweptTaus.Contains(d.Tau)).Select(IReadOnlyList<object?> (TwoLevelDivergences d) => [d.Tau, .. Cells(d.Reverse), .. Cells(d.Forward)]));
    }

    private static CsvColumn[] Response =>
        [.. Mean("kappa", "Cov_q(E/T, E^) at tau = 1"), .. Mean("C", "Var_q(E^) at tau = 1")];

    private static CsvColumn[] Mean(string name, string meaning) =>
        [new($"{name}_mean", $"{meaning}; mean over replicates"), new($"{name}_sem", "its standard error; NaN for one replicate")];

    private static CsvColumn[] Parts(string name, string meaning) =>
    [
        new(name, meaning), new($"{name}_found_low", "states low in truth and fit"), new($"{name}_missed_low", "states low in the truth only"),
        new($"{name}_high", "states high in truth and fit"), new($"{name}_falsely_low", "states low in the fit only"),
    ];

    private static object?[] Cells(ReplicateMean mean) => [mean.Mean, mean.StandardError];

    private static object?[] Cells(TwoLevelParts parts) => [parts.Sum, parts.FoundLow, parts.MissedLow, parts.High, parts.FalselyLow];
}
