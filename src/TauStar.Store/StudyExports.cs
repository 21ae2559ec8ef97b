using System.IO.Compression;
using Parquet;
using Parquet.Schema;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Studies;

namespace TauStar.Store;

/// <summary>
/// The tables of a study as files that other programs read: <c>cells</c> and <c>levels</c> as CSV and Parquet, <c>summary</c>
/// as CSV. Their bytes depend on the results and their order alone.
/// </summary>
public static class StudyExports
{
    /// <summary>Names of all files, in the order in which they are written.</summary>
    public static IReadOnlyList<string> Files { get; } = ["cells.csv", "levels.csv", "cells.parquet", "levels.parquet", "summary.csv"];

    /// <summary>Rows of a Parquet row group at most: what a reader has to hold at a time.</summary>
    private const int RowsOfGroup = 1 << 20;

    /// <summary>Writes all files, each whole or not at all; what stood under their names is replaced.</summary>
    /// <param name="folder">Has to exist.</param>
    /// <param name="results">Rows in this order; the levels of a cell lowest first.</param>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<CellResult> results)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(results);
        LevelRow[] levels = [.. results.SelectMany(cell => cell.Levels.Select(level => new LevelRow(cell.Key, level)))];
        string cellsTitle = "Cells of the study, one row each: p the truth, q the fit, q_tau the fit at temperature tau";
        string levelsTitle = "Energy levels of the truth in each cell: what each adds to the divergences at tau = 1";
        WriteCsv(Path.Combine(folder, Files[0]), cellsTitle, StudyTables.Cells, results);
        WriteCsv(Path.Combine(folder, Files[1]), levelsTitle, StudyTables.Levels, levels);
        WriteParquet(Path.Combine(folder, Files[2]), StudyTables.Cells, results);
        WriteParquet(Path.Combine(folder, Files[3]), StudyTables.Levels, levels);
        WriteCsv(Path.Combine(folder, Files[4]), "Averages over replicates, one row for each truth, T, M and fit", StudyTables.Summary, StudySummary.Of(results));
    }

    /// <summary>Writes rows under the names and meanings of their columns.</summary>
    internal static void WriteCsv<TRow>(string path, string title, IReadOnlyList<StudyColumn<TRow>> columns, IEnumerable<TRow> rows) =>
        CsvWriter.Write(path, title, [.. columns.Select(column => new CsvColumn(column.Name, column.Meaning))],
            rows.Select(row => (IReadOnlyList<object?>)[.. columns.Select(column => column.Cell(row))]));

    private static void WriteParquet<TRow>(string path, IReadOnlyList<StudyColumn<TRow>> columns, IReadOnlyList<TRow> rows) =>
        AtomicFile.Write(path, stream => WriteParquetAsync(stream, columns, rows).GetAwaiter().GetResult());

    private static async Task WriteParquetAsync<TRow>(Stream stream, IReadOnlyList<StudyColumn<TRow>> columns, IReadOnlyList<TRow> rows)
    {
        DataField[] fields = [.. columns.Select(column => column.NewField())];
        ParquetSchema schema = new(fields.Cast<Field>());
        // At its default level Zstd takes seconds for what Fastest does in milliseconds, and saves little on numbers.
        ParquetOptions options = new() { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Fastest };
        ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, options).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            for (int from = 0; from == 0 || from < rows.Count; from += RowsOfGroup) // no rows: one empty group
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                TRow[] part = [.. rows.Skip(from).Take(RowsOfGroup)];
                for (int k = 0; k < fields.Length; k++) await columns[k].WriteAsync(fields[k], group, part).ConfigureAwait(false);
                group.CompleteValidate();
            }
        }
    }
}
