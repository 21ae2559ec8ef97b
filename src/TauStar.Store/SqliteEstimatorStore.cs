using System.Text.Json;
using Microsoft.Data.Sqlite;
using TauStar.Data;
using TauStar.Studies;
using TauStar.Studies.Estimators;

namespace TauStar.Store;

/// <summary>
/// Data sets of estimator studies in one SQLite file: a row each, its findings as JSON. Saves, locks and versions are those of
/// <see cref="SqliteStudyStore"/>.
/// </summary>
public sealed class SqliteEstimatorStore : SqliteStore, IStudyStore<EstimatorKey, EstimatorResult>
{
    private readonly StoreFile file;
    private readonly SqliteCommand add, find;

    private SqliteEstimatorStore(StoreFile file)
        : base(file)
    {
        this.file = file;
        int keys = EstimatorTables.Key.Count;
        add = StudyWriter.Insert(file.Connection, "sets", $"{StoreSchema.Names(EstimatorTables.Key)}, result", keys + 1, "ON CONFLICT DO NOTHING");
        find = file.Connection.CreateCommand();
        find.CommandText = $"SELECT result FROM sets WHERE {string.Join(" AND ", EstimatorTables.Key.Select((column, k) => $"{column.Name} = ${k}"))}";
        for (int k = 0; k < keys; k++) find.Parameters.Add(new SqliteParameter { ParameterName = $"${k}" });
    }

    /// <summary>Opens a store, or makes one where no file is.</summary>
    /// <param name="path">The file; its folder has to exist.</param>
    /// <param name="programVersion">Written into a new store.</param>
    /// <exception cref="InputException">
    /// No store of an estimator study, one of another schema version, damaged, in use by another process, or not writable.
    /// </exception>
    public static SqliteEstimatorStore Open(string path, string programVersion) =>
        StoreFile.Open(path, StoreSchema.Estimators, programVersion, file => new SqliteEstimatorStore(file));

    /// <inheritdoc/>
    /// <exception cref="InputException">The store cannot be read.</exception>
    public IReadOnlySet<EstimatorKey> Found(IReadOnlyCollection<EstimatorKey> keys) => Reading(transaction =>
        keys.Where(key => Find(key, transaction) is not null).ToHashSet());

    /// <summary>Keeps data sets, all or none of them. One that is there already with the same findings stays as it is.</summary>
    /// <exception cref="InputException">The store cannot be written: a full disk, most of all. Nothing of these results is kept.</exception>
    /// <exception cref="InvalidOperationException">A data set is there with other findings: results were not reproducible. Nothing is kept.</exception>
    public void Save(IReadOnlyCollection<EstimatorResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        StoreFailure.Guard(file.Path, () =>
        {
            using SqliteTransaction transaction = file.Connection.BeginTransaction();
            add.Transaction = transaction;
            foreach (EstimatorResult result in results)
            {
                string findings = EstimatorJson.Write(result.Findings);
                StudyWriter.Bind(add, 0, EstimatorTables.Key, result.Key);
                add.Parameters[^1].Value = findings;
                if (add.ExecuteNonQuery() == 0 && Find(result.Key, transaction) != findings)
                    throw new InvalidOperationException($"{file.Path} holds other values for the data set {result.Key} than were found now: results are not reproducible");
            }
            transaction.Commit();
            return results.Count;
        });
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The store cannot be read.</exception>
    public IEnumerable<EstimatorResult> Read(IReadOnlyCollection<EstimatorKey> keys) => Reading(transaction => keys.Select(key =>
    {
        string text = Find(key, transaction) ?? throw new KeyNotFoundException($"{file.Path} has no data set {key}");
        try
        {
            return new EstimatorResult(key, EstimatorJson.Read(text));
        }
        catch (JsonException e)
        {
            throw new InputException(StoreFailure.Damaged(file.Path, $"findings of {key}"), e);
        }
    }).ToArray());

    /// <inheritdoc/>
    private protected override void Close()
    {
        add.Dispose();
        find.Dispose();
    }

    private T Reading<T>(Func<SqliteTransaction, T> read) => StoreFailure.Guard(file.Path, () =>
    {
        using SqliteTransaction transaction = file.Connection.BeginTransaction(deferred: true);
        return read(transaction);
    });

    private string? Find(EstimatorKey key, SqliteTransaction transaction)
    {
        find.Transaction = transaction;
        StudyWriter.Bind(find, 0, EstimatorTables.Key, key);
        return find.ExecuteScalar() as string;
    }
}
