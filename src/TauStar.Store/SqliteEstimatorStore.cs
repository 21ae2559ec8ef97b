using TauStar.Data;
using TauStar.Studies.Estimators;

namespace TauStar.Store;

/// <summary>Data sets of estimator studies in one SQLite file.</summary>
public sealed class SqliteEstimatorStore : SqliteSetStore<EstimatorKey, EstimatorResult>
{
    private static readonly SetFormat<EstimatorKey, EstimatorResult> Format = new(EstimatorTables.Key, result => result.Key,
        result => FindingsJson.Write(result.Findings), (key, text) => new EstimatorResult(key, FindingsJson.Read<EstimatorFindings>(text)));

    private SqliteEstimatorStore(StoreFile file)
        : base(file, Format)
    {
    }

    /// <summary>Opens a store, or makes one where no file is.</summary>
    /// <param name="path">The file; its folder has to exist.</param>
    /// <param name="programVersion">Written into a new store.</param>
    /// <exception cref="InputException">
    /// No store of an estimator study, one of another schema version, damaged, in use by another process, or not writable.
    /// </exception>
    public static SqliteEstimatorStore Open(string path, string programVersion) =>
        StoreFile.Open(path, StoreSchema.Estimators, programVersion, file => new SqliteEstimatorStore(file));
}
