using System.Globalization;
using TauStar.Fitting;
using TauStar.Formats;
using TauStar.Reporting;
using TauStar.Reporting.Figures;
using TauStar.Studies;

namespace TauStar.Cli.Runs;

/// <summary>Writes the files of a finished tuning run; every one whole or not at all, result.json last.</summary>
internal static class RunFiles
{
    public static void Write(RunDirectory run, TuningOutcome outcome)
    {
        run.CreateFolder("figures");
        run.CreateFolder("sequences");
        AdabmDcaModel.Write(run.File("model.params.dat.gz"), outcome.Model);
        foreach (GeneratedSet set in outcome.Generated) WriteSequences(run.File("sequences", $"{set.Label}.fasta"), set, outcome);
        WriteHistory(run.File("history.csv"), outcome.History);
        WriteCurves(run.File("curves.csv"), outcome.Result.Curves);
        foreach (FigureFile figure in FigureSet.Render(outcome.Result))
            AtomicFile.Write(run.File("figures", figure.FileName), stream => stream.Write(figure.Content));
        AtomicFile.Write(run.File("report.html"), HtmlReport.Render(outcome.Result));
        ResultJson.Write(run.File("result.json"), outcome.Result);
    }

    private static void WriteSequences(string path, GeneratedSet set, TuningOutcome outcome)
    {
        int sites = outcome.Model.Sites;
        ulong seed = outcome.Result.Seed;
        FastaWriter.Write(path, outcome.Model.Alphabet, set.Energies.Select((energy, r) => new FastaRecord(
            string.Create(CultureInfo.InvariantCulture, $"{set.Label}_{r + 1} tau={set.Tau:R} seed={seed} | DCAenergy: {energy:F4}"),
            set.Rows.AsMemory(r * sites, sites))));
    }

    /// <summary>One row an update.</summary>
    public static void WriteHistory(string path, IReadOnlyList<TrainingRecord> history) => CsvWriter.Write(
        path, "Training of the model, one row an update; empty for a model fitted exactly or trained elsewhere",
        [
            new CsvColumn("update", "parameter updates made so far"),
            new CsvColumn("pearson", "Pearson of connected two-site correlations, chains against data"),
            new CsvColumn("slope", "regression slope of the same"),
            new CsvColumn("gradient", "root mean square of the gradient over all couplings"),
            new CsvColumn("overlap", "identity of chains with their past less that of different chains; near 0 when chains forget"),
            new CsvColumn("mean_energy", "mean energy of the chains, k_B T"),
            new CsvColumn("rate", "length of the next step, as a factor of its direction"),
            new CsvColumn("density", "share of all couplings that there are"),
        ],
        history.Select(r => new object?[] { r.Update, r.Pearson, r.Slope, r.Gradient, r.Overlap, r.MeanEnergy, r.Rate, r.Density }));

    private static void WriteCurves(string path, IReadOnlyList<CurvePoint> curves)
    {
        List<CsvColumn> columns = [new("tau", "temperature relative to the model, a pure number; 1: as trained")];
        foreach ((string name, string meaning) in new[]
        {
            ("energy", "mean energy, k_B T"), ("heat_capacity", "Var(E)/tau^2"), ("log_z", "log partition function, nats"),
            ("entropy_per_site", "entropy a site, nats"), ("forward_divergence_change", "D(p||q_tau) - D(p||q_1), nats, by the target energy of tau'"),
            ("reverse_divergence_change", "D(q_tau||p) - D(q_1||p) under the posterior, nats; NaN where tau* was not sought"),
        })
        {
            columns.Add(new CsvColumn(name, meaning));
            columns.Add(new CsvColumn($"{name}_low", "lower end of its 90 % interval"));
            columns.Add(new CsvColumn($"{name}_high", "upper end of its 90 % interval"));
            columns.Add(new CsvColumn($"{name}_status", "ok, unreliable, outOfRange or unavailable"));
        }
        columns.Add(new CsvColumn("effective_samples", "Kish's effective number of reweighted samples; NaN in the exact engine"));
        columns.Add(new CsvColumn("r_hat", "split R-hat of the energy, random and natural starts; worse of the two rungs around; NaN in the exact engine"));
        columns.Add(new CsvColumn("mixed", "whether chains mixed at this temperature; true in the exact engine"));
        CsvWriter.Write(path, "Thermodynamics of the model over temperature", columns, curves.Select(Row));
    }

    private static List<object?> Row(CurvePoint p)
    {
        List<object?> row = [p.Tau];
        foreach (Numerics.Estimate e in new[] { p.Energy, p.HeatCapacity, p.LogZ, p.EntropyPerSite, p.ForwardDivergenceChange, p.ReverseDivergenceChange })
            row.AddRange([e.Value, e.Low, e.High, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{e.Status}")]);
        row.AddRange([p.EffectiveSamples, p.RHat, p.Mixed]);
        return row;
    }
}
