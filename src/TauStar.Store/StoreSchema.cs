using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TauStar.Store;

/// <summary>What a kind of store looks like inside, and how a file is known to be one.</summary>
/// <param name="Application">In the header of the file: which program and kind of store an SQLite file belongs to.</param>
/// <param name="Version">Raised when a table or a column changes its name or meaning.</param>
/// <param name="Tables">Statements that make all tables and views but <c>meta</c>.</param>
internal sealed record StoreSchema(int Application, int Version, string Tables)
{
    /// <summary>Cells of plans; its application is "tau*".</summary>
    public static StoreSchema Study { get; } = new(0x7461752a, 1, StudyScript());

    /// <summary>Data sets of estimator studies; its application is "tau~".</summary>
    public static StoreSchema Estimators { get; } = new(0x7461757e, 1, SetScript(EstimatorTables.Key));

    /// <summary>Data sets of planted studies; its application is "tau^".</summary>
    public static StoreSchema Planted { get; } = new(0x7461755e, 2, SetScript(PlantedTables.Key));

    /// <summary>Bytes of the header of an SQLite file.</summary>
    public const int HeaderLength = 100;

    private const int VersionOffset = 60, ApplicationOffset = 68;

    /// <summary>Whether the header is of an SQLite file.</summary>
    public static bool IsDatabase(ReadOnlySpan<byte> header) => header.Length >= HeaderLength && header.StartsWith("SQLite format 3\0"u8);

    /// <summary>The application id in a header.</summary>
    public static int ApplicationOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32BigEndian(header[ApplicationOffset..]);

    /// <summary>The schema version in a header. It is written with the first transaction and never changes, so no log can hold another.</summary>
    public static int VersionOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32BigEndian(header[VersionOffset..]);

    /// <summary>Makes all tables and views in an empty database, in one transaction, and turns on the write-ahead log.</summary>
    public void Create(SqliteConnection connection, string programVersion)
    {
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            Run(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"""
                PRAGMA application_id = {Application};
                PRAGMA user_version = {Version};
                CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
                {Tables}
                """));
            using SqliteCommand meta = connection.CreateCommand();
            meta.Transaction = transaction;
            meta.CommandText = "INSERT INTO meta VALUES ('schema_version', $schema), ('program_version', $program)";
            meta.Parameters.AddWithValue("$schema", Version.ToString(CultureInfo.InvariantCulture));
            meta.Parameters.AddWithValue("$program", programVersion);
            meta.ExecuteNonQuery();
            transaction.Commit();
        }
        Run(connection, null, "PRAGMA journal_mode = WAL");
    }

    /// <summary>Runs statements that return nothing of interest.</summary>
    public static void Run(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string StudyScript() => $"""
        CREATE TABLE cells (
          cell INTEGER PRIMARY KEY,
          {Columns(StudyTables.Key)},
          {Columns(StudyTables.Found)},
          UNIQUE ({Names(StudyTables.Key)})
        ) STRICT;
        CREATE TABLE levels (
          cell INTEGER NOT NULL REFERENCES cells (cell),
          {Columns(StudyTables.Level)},
          PRIMARY KEY (cell, level)
        ) STRICT, WITHOUT ROWID;
        CREATE VIEW summary AS
          SELECT truth, temperature, samples, fit, count(*) AS n,
            avg(tau_star) AS tau_star, avg(kl_reverse_star) AS kl_reverse_star,
            sum(tau_star_place <> 'inside') AS tau_star_at_edge, sum(tau_star_minima > 1) AS tau_star_several_minima,
            avg(tau_prime) AS tau_prime, avg(kl_forward_prime) AS kl_forward_prime,
            sum(tau_prime_place <> 'inside') AS tau_prime_at_edge, sum(tau_prime_minima > 1) AS tau_prime_several_minima,
            avg(kl_reverse_1) AS kl_reverse_1, avg(kl_forward_1) AS kl_forward_1,
            avg(kappa_1) AS kappa_1, avg(C_1) AS C_1, avg(entropy_1) AS entropy_1, sum(NOT converged) AS not_converged
          FROM cells GROUP BY truth, temperature, samples, fit;
        CREATE VIEW level_cells AS
          SELECT {Names(StudyTables.Key)}, {Names(StudyTables.Level)} FROM levels JOIN cells USING (cell);
        """;

    private static string SetScript<TKey>(IReadOnlyList<StudyColumn<TKey>> key) => $"""
        CREATE TABLE sets (
          {Columns(key)},
          result TEXT NOT NULL CHECK (json_valid(result)),
          UNIQUE ({Names(key)})
        ) STRICT;
        """;

    private static string Columns<TRow>(IReadOnlyList<StudyColumn<TRow>> columns) =>
        string.Join(",\n  ", columns.Select(column => $"{column.Name} {column.SqlType}"));

    /// <summary>Names with commas between them.</summary>
    public static string Names<TRow>(IReadOnlyList<StudyColumn<TRow>> columns, string table = "") =>
        string.Join(", ", columns.Select(column => table + column.Name));
}
