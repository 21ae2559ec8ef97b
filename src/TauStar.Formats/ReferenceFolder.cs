using System.Globalization;
using System.Text;
using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Studies.Reproduction;

namespace TauStar.Formats;

/// <summary>
/// Reads a folder of published numbers: <c>toy_kappa_C.csv</c>, <c>ising4x4_tau_phase.csv</c>, <c>ising4x4_level_kl.csv</c>, each
/// of which may be absent. Lines that start with # are comments; the first other line names the columns, exactly.
/// </summary>
public static class ReferenceFolder
{
    /// <summary>Columns of <c>toy_kappa_C.csv</c>.</summary>
    public static IReadOnlyList<string> ToyColumns { get; } = ["gap", "kappa_mean", "kappa_sem", "C_mean", "C_sem"];

    /// <summary>Columns of <c>ising4x4_tau_phase.csv</c>.</summary>
    public static IReadOnlyList<string> PhaseColumns { get; } = ["T", "M", "tau_star_mean", "tau_prime_mean"];

    /// <summary>Columns of <c>ising4x4_level_kl.csv</c>.</summary>
    public static IReadOnlyList<string> LevelColumns { get; } =
        ["T", "M", "level", "emp_p_mean", "emp_p_sem", "emp_q_mean", "emp_q_sem", "q_p_mean", "q_p_sem"];

    /// <summary>Reads what is there.</summary>
    /// <exception cref="InputException">No such folder, none of the tables in it, or a table that does not parse.</exception>
    public static PublishedNumbers Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder)) throw new InputException($"{Excerpt.Escape(folder)}: no such folder of published numbers; check --reference");
        string toy = Path.Combine(folder, "toy_kappa_C.csv"), phase = Path.Combine(folder, "ising4x4_tau_phase.csv"), level = Path.Combine(folder, "ising4x4_level_kl.csv");
        if (!File.Exists(toy) && !File.Exists(phase) && !File.Exists(level))
            throw new InputException($"{Excerpt.Escape(folder)}: holds none of {Path.GetFileName(toy)}, {Path.GetFileName(phase)}, {Path.GetFileName(level)}");
        return new PublishedNumbers
        {
            FigCToy = [.. Table(toy, ToyColumns, keys: 1).Select(r => new PublishedResponse(r[0], new(r[1], r[2]), new(r[3], r[4])))],
            Fig3 = [.. Table(phase, PhaseColumns, keys: 2).Select(r => new PublishedPhase(r[0], (int)r[1], new(r[2]), new(r[3])))],
            FigD = [.. Table(level, LevelColumns, keys: 3).Select(r => new PublishedLevel(r[0], (int)r[1], (int)r[2], new(r[3], r[4]), new(r[5], r[6]), new(r[7], r[8])))],
        };
    }

    private static IReadOnlyList<double[]> Table(string path, IReadOnlyList<string> columns, int keys) =>
        File.Exists(path) ? SourceFile.Read(path, hash: false, source => Table(source, columns, keys)) : [];

    private static List<double[]> Table(SourceFile source, IReadOnlyList<string> columns, int keys)
    {
        source.RequireText();
        List<double[]> rows = [];
        HashSet<string> places = [];
        bool named = false;
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> bytes))
        {
            string line = Encoding.UTF8.GetString(bytes).Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            string[] cells = line.Split(',', StringSplitOptions.TrimEntries);
            if (!named)
            {
                if (!cells.SequenceEqual(columns)) throw Complain(source, $"columns are '{Excerpt.Of(line)}'; they have to be '{string.Join(',', columns)}'");
                named = true;
                continue;
            }
            if (cells.Length != columns.Count) throw Complain(source, $"{cells.Length} cells for {columns.Count} columns");
            double[] row = [.. cells.Select((cell, k) => Number(source, columns[k], cell))];
            if (!places.Add(string.Join(',', row.Take(keys)))) throw Complain(source, $"{string.Join(", ", columns.Take(keys))} = {string.Join(", ", cells.Take(keys))} stands here a second time");
            rows.Add(row);
        }
        if (rows.Count == 0) throw source.Complain("holds no numbers");
        return rows;
    }

    private static double Number(SourceFile source, string column, string cell)
    {
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            throw Complain(source, $"{column} '{Excerpt.Of(cell)}' is not a number");
        bool fits = column switch
        {
            "gap" or "T" or "tau_star_mean" or "tau_prime_mean" => value > 0,
            "M" => value is >= 1 and <= int.MaxValue && value == Math.Floor(value),
            "level" => value is >= 0 and <= int.MaxValue && value == Math.Floor(value),
            _ => value >= 0 || !column.EndsWith("_sem", StringComparison.Ordinal),
        };
        return fits ? value : throw Complain(source, $"{column} is {Excerpt.Of(cell)}, which cannot be");
    }

    private static InputException Complain(SourceFile source, string text) => source.Complain(string.Create(CultureInfo.InvariantCulture, $"line {source.Text.Line}: {text}"));
}
