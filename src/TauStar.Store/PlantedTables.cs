using TauStar.Studies.Planted;

namespace TauStar.Store;

/// <summary>The columns of planted studies, documented in docs/file-formats.md.</summary>
internal static class PlantedTables
{
    /// <summary>What identifies a data set in the store.</summary>
    public static IReadOnlyList<StudyColumn<PlantedKey>> Key { get; } =
    [
        new TextColumn<PlantedKey>("truth", "how rugged the truth is", key => key.TruthName),
        new ValueColumn<PlantedKey, int>("sites", "L", key => key.Sites),
        new ValueColumn<PlantedKey, int>("states", "q", key => key.States),
        new ValueColumn<PlantedKey, int>("samples", "M", key => key.Samples),
        new ValueColumn<PlantedKey, int>("replicate", "number of the data set, from 0", key => key.Replicate),
        new TextColumn<PlantedKey>("user", "how the model is trained", key => key.User.Name),
        new ValueColumn<PlantedKey, ulong>("seed", "seed of truth, data, training and estimators", key => key.Seed),
        new ValueColumn<PlantedKey, double>("tree", "depth of the tree that the samples evolved along, sweeps; 0 for independent draws", key => key.Tree),
        new ValueColumn<PlantedKey, double>("seqid", "identity from which samples share a weight; 0 where all count", key => key.Identity),
        new ValueColumn<PlantedKey, double>("fields", "standard deviation of the truth's fields", key => key.Fields),
    ];

    /// <summary>A row for each data set and estimator: the columns of estimator studies, then what is known with Monte Carlo errors only, and how the runs went.</summary>
    public static IReadOnlyList<StudyColumn<PlantedRow>> Rows { get; } =
    [
        .. EstimatorTables.Rows.Select(column => column.Of<PlantedRow>(row => row.Row)),
        new ValueColumn<PlantedRow, int>("sites", "L", row => row.Result.Key.Sites),
        new ValueColumn<PlantedRow, int>("states", "q", row => row.Result.Key.States),
        new ValueColumn<PlantedRow, double>("tau_opt_error", "Monte Carlo standard error of log tau_opt", row => row.Errors.LogTau),
        new ValueColumn<PlantedRow, double>("kl_opt_error", "the same of kl_opt, nats", row => row.Errors.AtOptimum),
        new ValueColumn<PlantedRow, double>("kl_est_error", "the same of kl_est, nats", row => row.ErrorAtEstimate),
        new ValueColumn<PlantedRow, double>("pearson", "connected two-site correlations of model and data at the end of the training", row => row.Result.Findings.Health.Pearson),
        new ValueColumn<PlantedRow, double>("thermostat", "reading of the posterior's thermostat; 1 is right", row => row.Result.Findings.Health.Thermostat),
        new ValueColumn<PlantedRow, double>("drift", "|log tau*| between the halves of the posterior's steps", row => row.Result.Findings.Health.Drift),
        new ValueColumn<PlantedRow, int>("steps", "of the posterior", row => row.Result.Findings.Health.Steps),
        new ValueColumn<PlantedRow, double>("tree", "depth of the tree that the samples evolved along, sweeps; 0 for independent draws", row => row.Result.Key.Tree),
        new ValueColumn<PlantedRow, double>("seqid", "identity from which samples share a weight; 0 where all count", row => row.Result.Key.Identity),
        new ValueColumn<PlantedRow, double>("fields", "standard deviation of the truth's fields", row => row.Result.Key.Fields),
        new ValueColumn<PlantedRow, double>("effective_samples", "what the samples weigh", row => row.Result.Findings.Health.EffectiveSamples),
        new ValueColumn<PlantedRow, double>("descent_z", "how much nearer to one another samples are than independent ones, in standard deviations", row => row.Result.Findings.Health.DescentZ),
    ];
}
