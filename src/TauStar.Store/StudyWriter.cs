using System.Globalization;
using Microsoft.Data.Sqlite;
using TauStar.Diagnosis;
using TauStar.Studies;

namespace TauStar.Store;

/// <summary>Prepared statements that add cells and their levels.</summary>
internal sealed class StudyWriter : IDisposable
{
    private readonly SqliteCommand addCell, addLevel;

    public StudyWriter(SqliteConnection connection)
    {
        addCell = Insert(connection, "cells", StoreSchema.Names(StudyTables.Cells), StudyTables.Cells.Count, "ON CONFLICT DO NOTHING RETURNING cell");
        addLevel = Insert(connection, "levels", $"cell, {StoreSchema.Names(StudyTables.Level)}", 1 + StudyTables.Level.Count, "");
    }

    /// <summary>Adds a cell with its levels, unless its key is there.</summary>
    public bool TryAdd(CellResult result, SqliteTransaction transaction)
    {
        addCell.Transaction = addLevel.Transaction = transaction;
        Bind(addCell, 0, StudyTables.Cells, result);
        if (addCell.ExecuteScalar() is not long cell) return false;
        addLevel.Parameters[0].Value = cell;
        foreach (LevelContribution level in result.Levels)
        {
            Bind(addLevel, 1, StudyTables.Level, level);
            addLevel.ExecuteNonQuery();
        }
        return true;
    }

    /// <summary>Equal as the store holds them: doubles by their bits.</summary>
    public static bool Same(CellResult a, CellResult b) =>
        Same(StudyTables.Found, a, b) && a.Levels.Count == b.Levels.Count
        && a.Levels.Zip(b.Levels).All(pair => Same(StudyTables.Level, pair.First, pair.Second));

    /// <summary>A statement with parameters for the first values to bind, in order.</summary>
    public static SqliteCommand Insert(SqliteConnection connection, string table, string names, int count, string ending)
    {
        SqliteCommand command = connection.CreateCommand();
        string[] parameters = [.. Enumerable.Range(0, count).Select(k => string.Create(CultureInfo.InvariantCulture, $"${k}"))];
        command.CommandText = $"INSERT INTO {table} ({names}) VALUES ({string.Join(", ", parameters)}) {ending}";
        foreach (string parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        return command;
    }

    /// <summary>Sets the parameters of a row, from one onwards.</summary>
    public static void Bind<TRow>(SqliteCommand command, int from, IReadOnlyList<StudyColumn<TRow>> columns, TRow row)
    {
        for (int k = 0; k < columns.Count; k++) command.Parameters[from + k].Value = columns[k].SqlValue(row);
    }

    public void Dispose()
    {
        addCell.Dispose();
        addLevel.Dispose();
    }

    private static bool Same<TRow>(IReadOnlyList<StudyColumn<TRow>> columns, TRow a, TRow b) => columns.All(column =>
        (column.SqlValue(a), column.SqlValue(b)) switch
        {
            (double x, double y) => BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y),
            (object x, object y) => x.Equals(y),
        });
}
