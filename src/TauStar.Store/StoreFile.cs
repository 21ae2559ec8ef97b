using Microsoft.Data.Sqlite;
using TauStar.Data;

namespace TauStar.Store;

/// <summary>
/// A store that is open: its file, locked for this process and connected. What kinds of stores have in common; what is in one, its
/// <see cref="StoreSchema"/> says.
/// </summary>
internal sealed class StoreFile : IDisposable
{
    private readonly StoreLock gate;

    private StoreFile(string path, SqliteConnection connection, StoreLock gate)
    {
        (Path, Connection, this.gate) = (path, connection, gate);
        ProgramVersion = ReadProgramVersion();
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The database.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>Version of the program that made the store.</summary>
    public string ProgramVersion { get; }

    /// <summary>Opens a store, or makes one where no file is, and prepares it.</summary>
    /// <param name="path">The file; its folder has to exist. Files with the same name and <c>-wal</c>, <c>-shm</c> and <c>-lock</c> stand beside it while it is open.</param>
    /// <param name="schema">Which kind of store.</param>
    /// <param name="programVersion">Written into a new store.</param>
    /// <param name="prepare">What the store needs from the file, statements most of all; a failure closes it.</param>
    /// <exception cref="InputException">
    /// No store of the kind, one of another schema version, damaged, in use by another process, or not writable. The file is left as it was.
    /// </exception>
    public static TStore Open<TStore>(string path, StoreSchema schema, string programVersion, Func<StoreFile, TStore> prepare)
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
                if (File.Exists(path)) RequireStore(path, schema);
                else Create(path, schema, programVersion);
                connection = Connect(path);
                // Saves come once a second at most, so each may wait for the disk: then a power failure loses no more than a kill.
                StoreSchema.Run(connection, null, "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON");
                return prepare(new StoreFile(path, connection, gate));
            });
        }
        catch
        {
            connection?.Dispose();
            gate.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file and lets go of it.</summary>
    public void Dispose()
    {
        Connection.Dispose();
        gate.Dispose();
    }

    /// <summary>Lets the file grow no more, as on a full disk; for tests.</summary>
    public void LimitPages() => StoreSchema.Run(Connection, null, "PRAGMA max_page_count = 1");

    private string ReadProgramVersion()
    {
        using SqliteCommand command = Connection.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE name = 'program_version'";
        return command.ExecuteScalar() as string ?? throw new InputException(StoreFailure.Damaged(Path, "no program_version"));
    }

    /// <summary>Looks at the header only: SQLite itself, opening a file, may already write to it.</summary>
    private static void RequireStore(string path, StoreSchema schema)
    {
        byte[] header = new byte[StoreSchema.HeaderLength];
        int length;
        using (FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            length = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        }
        if (!StoreSchema.IsDatabase(header.AsSpan(0, length)))
            throw new InputException($"{path}: is no SQLite database, so no study store; choose another folder, or move the file away");
        if (StoreSchema.ApplicationOf(header) != schema.Application)
            throw new InputException($"{path}: is an SQLite database but no study store; choose another folder, or move the file away");
        if (StoreSchema.VersionOf(header) is int version && version != schema.Version)
        {
            throw new InputException($"{path}: is a study store with schema version {version}, this program knows {schema.Version}; "
                + "use the version of the program that wrote it, or choose another folder");
        }
    }

    /// <summary>A new store appears whole or not at all.</summary>
    private static void Create(string path, StoreSchema schema, string programVersion)
    {
        string full = System.IO.Path.GetFullPath(path);
        string temporary = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(full)!, $".taustar-{Guid.NewGuid():n}.tmp");
        try
        {
            using (FileStream empty = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
            }
            using (SqliteConnection connection = Connect(temporary)) schema.Create(connection, programVersion);
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
            DataSource = System.IO.Path.GetFullPath(path),
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
