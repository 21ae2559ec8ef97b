using System.Globalization;
using System.Text;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Formats.Input;

namespace TauStar.Formats;

/// <summary>Reads <c>history.csv</c> of a run directory.</summary>
public static class HistoryFile
{
    private const string Older = "update,pearson,slope,gradient,overlap,mean_energy", Header = Older + ",rate,density";

    /// <summary>All rows, of this version's table or of the older one without rate and density; none for a model that was not trained by updates.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">Another table, or a cell that is no number.</exception>
    public static IReadOnlyList<TrainingRecord> Read(string path) => SourceFile.Read(path, hash: false, source =>
    {
        source.RequireText();
        List<TrainingRecord> records = [];
        int columns = 0;
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> line))
        {
            if (line.IsEmpty || line[0] == '#') continue;
            string text = Encoding.UTF8.GetString(line);
            if (columns == 0)
            {
                if (text is not (Header or Older)) throw source.Complain($"line {source.Text.Line} '{Excerpt.Of(text)}': the header '{Header}' should stand here; give history.csv of a run");
                columns = text.Split(',').Length;
                continue;
            }
            string[] cells = text.Split(',');
            double[] values = [.. cells.Skip(1).Select(cell => Number(source, cell))];
            if (cells.Length != columns || !int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out int update))
                throw source.Complain($"line {source.Text.Line} '{Excerpt.Of(text)}': {columns} numbers should stand here, the first of them whole");
            TrainingRecord record = new(update, values[0], values[1], values[2], values[3], values[4]);
            records.Add(columns == 6 ? record : record with { Rate = values[5], Density = values[6] });
        }
        return columns > 0 ? records : throw source.Complain($"the header '{Header}' is missing; give history.csv of a run");
    });

    private static double Number(SourceFile source, string cell) => cell switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw source.Complain($"line {source.Text.Line}: '{Excerpt.Of(cell)}' is not a number"),
    };
}
