using System.Globalization;
using TauStar.Data;
using TauStar.Formats;

namespace TauStar.Cli.Runs;

/// <summary>Data as text: sequences as FASTA, spins as a table of -1 and 1, other tables as they were read.</summary>
internal static class DataFile
{
    /// <summary>Spins as a table, anything else as FASTA.</summary>
    public static string ToText(Alignment data) => data.Alphabet.Equals(Alphabet.Spin)
        ? ToTable(data)
        : string.Concat(Enumerable.Range(0, data.Count).Select(m => $">{data.Names[m]}\n{data.Text(m)}\n"));

    /// <summary>Writes rows of a file in the form that the file has: the name gets .fasta, or .csv where it is a table.</summary>
    /// <returns>The name with its ending.</returns>
    public static string Write(string pathWithoutEnding, AlignmentFindings found, int[] rows)
    {
        Alignment data = found.Alignment.Select(rows);
        bool table = found.Format.StartsWith("CSV", StringComparison.Ordinal) || found.Format.StartsWith("NumPy", StringComparison.Ordinal);
        string path = pathWithoutEnding + (table ? ".csv" : ".fasta");
        if (table) AtomicFile.Write(path, ToTable(data));
        else FastaWriter.Write(path, data);
        return path;
    }

    private static string ToTable(Alignment data)
    {
        bool spins = data.Alphabet.Equals(Alphabet.Spin);
        return string.Concat(Enumerable.Range(0, data.Count).Select(m =>
            string.Join(',', data.Row(m).ToArray().Select(s => (spins ? 2 * s - 1 : s).ToString(CultureInfo.InvariantCulture))) + "\n"));
    }
}
