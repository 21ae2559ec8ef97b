using Microsoft.Data.Sqlite;
using TauStar.Data;

namespace TauStar.Store;

public sealed partial class SqliteStudyStore
{
    /// <summary>Opens a store, or makes one where no file is.</summary>
    /// <param name="path">The file; its folder has to exist. Files with the same name and <c>-wal</c>, <c>-shm</c> and <c>-lock</c> stand beside it while it is open.</param>
    /// <param name="programVersion">Written into a new store.</param>
    /// <exception cref="InputException">
    /// No study store, one of another schema version, damaged, in use by another process, or not writable. The file is left as it was.
    /// </exception>
    public static SqliteStudyStore Open(string path, string programVersion)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(programVersion);
        if (path.Length == 0) throw new InputException("the name of the study store is empty; give a path");
        if (Directory.Exists(path)) throw new InputException($"{path}: is a folder; give the file name of a study store");
        // First the lock. Without it another store of this very process might have the file open, and POSIX drops all locks
        // that a process has on a file as soon as it closes any handle on it, the one that reads the header included.
        StoreLock gate = StoreLock.Take(path);
        SqliteConnection? connection = null;
        try
        {
            return StoreFailure.Guard(path, () =>
            {
                if (File.Exists(path)) RequireStore(path);
                else Create(path, programVersion);
                connection = Connect(path);
                // Saves come once a second at most, so each may wait for the disk: then a power failure loses no more than a kill.
                StoreSchema.Run(connection, null, "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON");
                return new SqliteStudyStore(path, connection, gate);
            });
        }
        catch
        {
            connection?.Dispose();
            gate.Dispose();
            throw;
        }
    }

    /// <summary>Looks at the header only: SQLite itself, opening a file, may already write to it.</summary>
    private static void RequireStore(string path)
    {
        byte[] header = new byte[StoreSchema.HeaderLength];
        int length;
        using (FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            length = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        }
        if (!StoreSchema.IsDatabase(header.AsSpan(0, length)))
            throw new InputException($"{path}: is no SQLite database, so no study store; choose another folder, or move the file away");
        if (StoreSchema.ApplicationOf(header) != StoreSchema.Application)
            throw new InputException($"{path}: is an SQLite database but no study store; choose another folder, or move the file away");
        if (StoreSchema.VersionOf(header) is int version && version != StoreSchema.Version)
        {
            throw new InputException($"{path}: is a study store with schema version {version}, this program knows {StoreSchema.Version}; "
                + "use the version of the program that wrote it, or choose another folder");
        }
    }

    /// <summary>A new store appears whole or not at all.</summary>
    private static void Create(string path, string programVersion)
    {
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".taustar-{Guid.NewGuid():n}.tmp");
        try
        {
            using (FileStream empty = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
            }
            using (SqliteConnection connection = Connect(temporary)) StoreSchema.Create(connection, programVersion);
            File.Move(temporary, full);
        }
        catch
        {
            foreach (string ending in new[] { "", "-journal", "-wal", "-shm" }) Discard(temporary + ending);
            throw;
        }
    }

    private static SqliteConnection Connect(string path)
    {
        const int PatienceSeconds = 10; // for someone who writes to the file with another program
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(path),
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false, // a pool would keep the file open after Dispose
            DefaultTimeout = PatienceSeconds,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one worth telling.
        }
    }
}
