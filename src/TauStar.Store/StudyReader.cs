using Microsoft.Data.Sqlite;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Studies;
using TauStar.Tempering;

namespace TauStar.Store;

/// <summary>
/// Reads cells in bulk: the wanted keys go into a table in memory, and one join each finds the cells and their levels, so
/// that the cost of a cell is a look-up in the index and not a query.
/// </summary>
internal sealed class StudyReader : IDisposable
{
    private readonly string path;
    private readonly SqliteConnection connection;
    private readonly SqliteCommand want, forget, found, cells, levels;

    public StudyReader(SqliteConnection connection, string path)
    {
        this.path = path;
        this.connection = connection;
        string keys = StoreSchema.Names(StudyTables.Key);
        StoreSchema.Run(connection, null, $"CREATE TEMP TABLE wanted (place INTEGER PRIMARY KEY, {keys})");
        want = StudyWriter.Insert(connection, "wanted", $"place, {keys}", 1 + StudyTables.Key.Count, "");
        forget = Command("DELETE FROM wanted");
        // CROSS JOIN fixes the order of the loops: through what is wanted, never through all that is there.
        string matching = string.Join(" AND ", StudyTables.Key.Select(column => $"c.{column.Name} = w.{column.Name}"));
        found = Command($"SELECT w.place FROM wanted w CROSS JOIN cells c ON {matching}");
        cells = Command($"SELECT w.place, {StoreSchema.Names(StudyTables.Found, "c.")} FROM wanted w CROSS JOIN cells c ON {matching} ORDER BY w.place");
        levels = Command($"SELECT w.place, {StoreSchema.Names(StudyTables.Level, "l.")} FROM wanted w CROSS JOIN cells c ON {matching} "
            + "CROSS JOIN levels l ON l.cell = c.cell ORDER BY w.place, l.level");
    }

    /// <summary>Which of some cells are there.</summary>
    public HashSet<CellKey> Found(CellKey[] keys)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        Want(keys, transaction);
        HashSet<CellKey> there = [];
        found.Transaction = transaction;
        using (SqliteDataReader row = found.ExecuteReader())
        {
            while (row.Read()) there.Add(keys[row.GetInt32(0)]);
        }
        transaction.Commit();
        return there;
    }

    /// <summary>Cells in the order of their keys.</summary>
    /// <exception cref="KeyNotFoundException">A cell is not there.</exception>
    public CellResult[] Read(CellKey[] keys, SqliteTransaction transaction)
    {
        Want(keys, transaction);
        CellResult[] results = new CellResult[keys.Length];
        cells.Transaction = levels.Transaction = transaction;
        using (SqliteDataReader row = cells.ExecuteReader())
        {
            while (row.Read()) results[row.GetInt32(0)] = Cell(keys[row.GetInt32(0)], row);
        }
        int missing = Array.IndexOf(results, null);
        if (missing >= 0) throw new KeyNotFoundException($"{path} has no cell {StudyTables.Describe(keys[missing])}");
        using SqliteDataReader level = levels.ExecuteReader();
        bool more = level.Read();
        while (more)
        {
            int place = level.GetInt32(0);
            List<LevelContribution> contributions = [];
            for (; more && level.GetInt32(0) == place; more = level.Read()) contributions.Add(Level(level));
            results[place] = results[place] with { Levels = contributions };
        }
        return results;
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in new[] { want, forget, found, cells, levels }) command.Dispose();
    }

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private void Want(CellKey[] keys, SqliteTransaction transaction)
    {
        forget.Transaction = want.Transaction = transaction;
        forget.ExecuteNonQuery();
        for (int k = 0; k < keys.Length; k++)
        {
            want.Parameters[0].Value = (long)k;
            StudyWriter.Bind(want, 1, StudyTables.Key, keys[k]);
            want.ExecuteNonQuery();
        }
    }

    /// <summary>Columns in the order of <see cref="StudyTables.Found"/>, after the place.</summary>
    private CellResult Cell(CellKey key, SqliteDataReader row)
    {
        int at = 1;
        TemperatureOptimum Optimum()
        {
            double tau = Real(row, at++);
            OptimumPlace place = StudyTables.Place(row.GetString(at++)) ?? throw new InputException(StoreFailure.Damaged(path, "an unknown place of an optimum"));
            int minima = row.GetInt32(at++);
            return new TemperatureOptimum(tau, Real(row, at++), place, minima);
        }
        return new CellResult
        {
            Key = key,
            TauStar = Optimum(),
            TauPrime = Optimum(),
            ReverseAtOne = Real(row, at++),
            ForwardAtOne = Real(row, at++),
            KappaAtOne = Real(row, at++),
            HeatCapacityAtOne = Real(row, at++),
            EntropyAtOne = Real(row, at++),
            Iterations = row.GetInt32(at++),
            Converged = row.GetInt64(at++) != 0,
            // Both or none are there, so a gap without a value beside a ground that has one was NaN.
            GroundHat = row.IsDBNull(at) ? null : row.GetInt32(at),
            GapHat = row.IsDBNull(at) ? null : Real(row, at + 1),
        };
    }

    /// <summary>Columns in the order of <see cref="StudyTables.Level"/>, after the place.</summary>
    private static LevelContribution Level(SqliteDataReader row) => new(
        row.GetInt32(1), Real(row, 2), row.GetInt64(3), Real(row, 4), Real(row, 5), Real(row, 6), Real(row, 7));

    private static double Real(SqliteDataReader row, int column) => row.IsDBNull(column) ? double.NaN : row.GetDouble(column);
}
