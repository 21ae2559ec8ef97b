using Microsoft.Data.Sqlite;
using TauStar.Data;
using TauStar.Studies;

namespace TauStar.Store;

/// <summary>
/// Results of studies in one SQLite file, schema in docs/file-formats.md. A save is one transaction that is on the disk when
/// it returns: whatever happens to the process or the machine, all of it is there or nothing. One process works on a store at
/// a time; others may query the file meanwhile. Every double reads back as the same bits (any NaN as <see cref="double.NaN"/>).
/// </summary>
public sealed class SqliteStudyStore : SqliteStore, IStudyStore
{
    private readonly StoreFile file;
    private readonly StudyWriter writer;
    private readonly StudyReader reader;

    private SqliteStudyStore(StoreFile file)
        : base(file)
    {
        this.file = file;
        writer = new StudyWriter(file.Connection);
        reader = new StudyReader(file.Connection, file.Path);
    }

    /// <summary>Opens a store, or makes one where no file is.</summary>
    /// <param name="path">The file; its folder has to exist. Files with the same name and <c>-wal</c>, <c>-shm</c> and <c>-lock</c> stand beside it while it is open.</param>
    /// <param name="programVersion">Written into a new store.</param>
    /// <exception cref="InputException">
    /// No study store, one of another schema version, damaged, in use by another process, or not writable. The file is left as it was.
    /// </exception>
    public static SqliteStudyStore Open(string path, string programVersion) =>
        StoreFile.Open(path, StoreSchema.Study, programVersion, file => new SqliteStudyStore(file));

    /// <inheritdoc/>
    /// <exception cref="InputException">The store cannot be read.</exception>
    public IReadOnlySet<CellKey> Found(IReadOnlyCollection<CellKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return StoreFailure.Guard(file.Path, () => reader.Found([.. keys]));
    }

    /// <summary>
    /// Keeps finished cells, all or none of them. A cell that is there already with the same values stays as it is.
    /// </summary>
    /// <exception cref="InputException">The store cannot be written: a full disk, most of all. Nothing of these results is kept.</exception>
    /// <exception cref="InvalidOperationException">A cell is there with other values: results were not reproducible. Nothing is kept.</exception>
    /// <exception cref="ArgumentException">
    /// A result that no laboratory gives: T not above 0, levels not in ascending order, or one of <see cref="CellResult.GroundHat"/>
    /// and <see cref="CellResult.GapHat"/> without the other.
    /// </exception>
    public void Save(IReadOnlyCollection<CellResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        foreach (CellResult result in results) Check(result);
        StoreFailure.Guard(file.Path, () =>
        {
            using SqliteTransaction transaction = file.Connection.BeginTransaction();
            foreach (CellResult result in results)
            {
                if (writer.TryAdd(result, transaction)) continue;
                if (!StudyWriter.Same(reader.Read([result.Key], transaction)[0], result))
                    throw new InvalidOperationException($"{file.Path} holds other values for the cell {StudyTables.Describe(result.Key)} than were found now: results are not reproducible");
            }
            transaction.Commit();
            return results.Count;
        });
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The store cannot be read.</exception>
    public IEnumerable<CellResult> Read(IReadOnlyCollection<CellKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return StoreFailure.Guard(file.Path, () =>
        {
            using SqliteTransaction transaction = file.Connection.BeginTransaction(deferred: true);
            return reader.Read([.. keys], transaction);
        });
    }

    /// <inheritdoc/>
    private protected override void Close()
    {
        writer.Dispose();
        reader.Dispose();
    }

    /// <summary>Lets the file grow no more, as on a full disk; for tests.</summary>
    internal void LimitPages() => file.LimitPages();

    private static void Check(CellResult result)
    {
        if (!(result.Key.Temperature > 0))
            throw new ArgumentException($"the temperature of {StudyTables.Describe(result.Key)} is not above 0", nameof(result));
        if (result.GroundHat.HasValue != result.GapHat.HasValue)
            throw new ArgumentException($"{StudyTables.Describe(result.Key)} has one of ground and gap; a two-level fit has both, others have none", nameof(result));
        for (int k = 1; k < result.Levels.Count; k++)
        {
            if (result.Levels[k].Level <= result.Levels[k - 1].Level)
                throw new ArgumentException($"level {result.Levels[k].Level} of {StudyTables.Describe(result.Key)} follows level {result.Levels[k - 1].Level}", nameof(result));
        }
    }
}
