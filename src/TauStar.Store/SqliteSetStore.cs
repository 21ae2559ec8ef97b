using System.Text.Json;
using Microsoft.Data.Sqlite;
using TauStar.Data;
using TauStar.Studies;

namespace TauStar.Store;

/// <summary>How the data sets of a kind of study are kept.</summary>
/// <param name="Key">What identifies one.</param>
/// <param name="KeyOf">Of a result.</param>
/// <param name="Write">Its findings as text.</param>
/// <param name="Read">The result again, from key and text; <see cref="JsonException"/> where the text is none.</param>
internal sealed record SetFormat<TKey, TResult>(
    IReadOnlyList<StudyColumn<TKey>> Key, Func<TResult, TKey> KeyOf, Func<TResult, string> Write, Func<TKey, string, TResult> Read);

/// <summary>
/// Data sets of a study of estimators in one SQLite file: a row each, its findings as JSON. Saves, locks and versions are those of
/// <see cref="SqliteStudyStore"/>.
/// </summary>
public abstract class SqliteSetStore<TKey, TResult> : SqliteStore, IStudyStore<TKey, TResult>
    where TKey : notnull
{
    private readonly StoreFile file;
    private readonly SetFormat<TKey, TResult> format;
    private readonly SqliteCommand add, find;

    private protected SqliteSetStore(StoreFile file, SetFormat<TKey, TResult> format)
        : base(file)
    {
        (this.file, this.format) = (file, format);
        int keys = format.Key.Count;
        add = StudyWriter.Insert(file.Connection, "sets", $"{StoreSchema.Names(format.Key)}, result", keys + 1, "ON CONFLICT DO NOTHING");
        find = file.Connection.CreateCommand();
        find.CommandText = $"SELECT result FROM sets WHERE {string.Join(" AND ", format.Key.Select((column, k) => $"{column.Name} = ${k}"))}";
        for (int k = 0; k < keys; k++) find.Parameters.Add(new SqliteParameter { ParameterName = $"${k}" });
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The store cannot be read.</exception>
    public IReadOnlySet<TKey> Found(IReadOnlyCollection<TKey> keys) => Reading(transaction =>
        keys.Where(key => Find(key, transaction) is not null).ToHashSet());

    /// <summary>Keeps data sets, all or none of them. One that is there already with the same findings stays as it is.</summary>
    /// <exception cref="InputException">The store cannot be written: a full disk, most of all. Nothing of these results is kept.</exception>
    /// <exception cref="InvalidOperationException">A data set is there with other findings: results were not reproducible. Nothing is kept.</exception>
    public void Save(IReadOnlyCollection<TResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        StoreFailure.Guard(file.Path, () =>
        {
            using SqliteTransaction transaction = file.Connection.BeginTransaction();
            add.Transaction = transaction;
            foreach (TResult result in results)
            {
                TKey key = format.KeyOf(result);
                string findings = format.Write(result);
                StudyWriter.Bind(add, 0, format.Key, key);
                add.Parameters[^1].Value = findings;
                if (add.ExecuteNonQuery() == 0 && Find(key, transaction) != findings)
                    throw new InvalidOperationException($"{file.Path} holds other values for the data set {key} than were found now: results are not reproducible");
            }
            transaction.Commit();
            return results.Count;
        });
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The store cannot be read.</exception>
    public IEnumerable<TResult> Read(IReadOnlyCollection<TKey> keys) => Reading(transaction => keys.Select(key =>
    {
        string text = Find(key, transaction) ?? throw new KeyNotFoundException($"{file.Path} has no data set {key}");
        try
        {
            return format.Read(key, text);
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

    private string? Find(TKey key, SqliteTransaction transaction)
    {
        find.Transaction = transaction;
        StudyWriter.Bind(find, 0, format.Key, key);
        return find.ExecuteScalar() as string;
    }
}
