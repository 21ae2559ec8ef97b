using System.Globalization;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Formats.Input;

namespace TauStar.Formats;

/// <summary>Which pairs of sites are coupled: text, a line "i j" for each pair, sites counted from 0; or a model whose couplings that are not zero count.</summary>
public static class GraphFile
{
    /// <summary>Reads a graph, plain or gzip; blank lines and lines that begin with # do not count.</summary>
    /// <param name="path">The file.</param>
    /// <param name="data">The alignment whose sites they are.</param>
    /// <exception cref="InputException">A line that is no pair of its sites, none at all, or a model of other data.</exception>
    public static CouplingGraph Read(string path, Alignment data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return TryPairs(path, data) ?? CouplingGraph.Of(ModelFile.Read(path, data.Alphabet));
    }

    private static CouplingGraph? TryPairs(string path, Alignment data) => SourceFile.Read(path, hash: false, source =>
    {
        List<(int, int)> pairs = [];
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> line))
        {
            line = line.Trim(" \t"u8);
            if (line.IsEmpty || line[0] == '#') continue;
            string[] words = System.Text.Encoding.Latin1.GetString(line).Split((char[])[' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
            int[] numbers = [.. words.Select(w => int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : -1)];
            if (pairs.Count == 0 && (words.Length != 2 || numbers.Contains(-1))) return null; // a model, or nothing that is known
            if (words.Length != 2 || numbers.Any(n => n < 0 || n >= data.Sites) || numbers[0] == numbers[1])
                throw source.Complain($"line {source.Text.Line}: '{Excerpt.Of(line)}' is no pair of the {data.Sites} sites, which are counted from 0");
            pairs.Add((numbers[0], numbers[1]));
        }
        return pairs.Count > 0 ? CouplingGraph.OfPairs(data.Sites, data.Alphabet.Size, pairs) : throw source.Complain("holds no pair of sites; give lines 'i j'");
    });
}
