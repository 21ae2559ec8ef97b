using System.Globalization;
using System.Text;
using TauStar.Data;

namespace TauStar.Formats;

/// <summary>
/// Writes a result table that explains itself: comment lines ("# ") with a title and the meaning of every column, a header
/// line, then rows with commas between cells. Numbers are invariant and read back exactly; NaN, inf and -inf as NumPy and R
/// read them; text is quoted where it has to be.
/// </summary>
public static class CsvWriter
{
    /// <summary>Writes a table.</summary>
    /// <param name="path">Final name.</param>
    /// <param name="title">First comment line: what the table holds.</param>
    /// <param name="columns">Names and meanings.</param>
    /// <param name="rows">Cells: numbers, truth values, text, or null for an empty cell; as many as columns.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A row with another number of cells.</exception>
    public static void Write(
        string path, string title, IReadOnlyList<CsvColumn> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        AtomicFile.Write(path, stream =>
        {
            using StreamWriter writer = new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine($"# {OneLine(title)}");
            foreach (CsvColumn column in columns) writer.WriteLine($"# {OneLine(column.Name)}: {OneLine(column.Meaning)}");
            writer.WriteLine(string.Join(',', columns.Select(column => Quote(column.Name))));
            foreach (IReadOnlyList<object?> row in rows)
            {
                if (row.Count != columns.Count)
                    throw new ArgumentException($"a row of {row.Count} cells for {columns.Count} columns", nameof(rows));
                writer.WriteLine(string.Join(',', row.Select(Cell)));
            }
        });
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        double number => Number(number),
        float number => float.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : Number(number),
        bool truth => truth ? "true" : "false",
        Enum name => name.ToString(),
        IFormattable other => Quote(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => Quote(value.ToString() ?? ""),
    };

    private static string Number(double number) => number switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Quote(string text) => text.AsSpan().ContainsAny(",\"\r\n") || text.StartsWith('#')
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;

    private static string OneLine(string text) => text.Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' ');
}
