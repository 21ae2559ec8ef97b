using System.Globalization;
using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Formats.Output;

namespace TauStar.Formats;

/// <summary>Weights of sequences as bmDCA and adabmDCA keep them: text, one number a line, in the order of the alignment.</summary>
public static class WeightsFile
{
    /// <summary>Reads weights, plain or gzip; blank lines and lines that begin with # do not count.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many there have to be; null: any number.</param>
    /// <returns>Numbers above 0.</returns>
    /// <exception cref="InputException">A line that is no number above 0, or another number of lines.</exception>
    public static double[] Read(string path, int? count = null) => SourceFile.Read(path, hash: false, source =>
    {
        source.RequireText();
        List<double> weights = [];
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> line))
        {
            line = line.Trim(" \t"u8);
            if (line.IsEmpty || line[0] == '#') continue;
            if (!double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out double weight) || !(weight > 0 && double.IsFinite(weight)))
                throw source.Complain($"line {source.Text.Line}: '{Excerpt.Of(line)}' is no weight; give one number above 0 a line");
            weights.Add(weight);
        }
        if (weights.Count == 0) throw source.Complain("holds no weight; give one number above 0 a line");
        if (count is int wanted && wanted != weights.Count) throw source.Complain($"has {weights.Count:N0} weights for {wanted:N0} sequences; give one a sequence");
        return weights.ToArray();
    });

    /// <summary>Writes weights in their shortest form that reads back the same; packed where the name ends in .gz.</summary>
    /// <param name="path">Final name.</param>
    /// <param name="weights">Finite numbers.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        PackedFile.Write(path, stream =>
        {
            ByteWriter writer = new(stream);
            foreach (double weight in weights)
            {
                writer.Write(weight);
                writer.Write('\n');
            }
            writer.Flush();
        });
    }
}
