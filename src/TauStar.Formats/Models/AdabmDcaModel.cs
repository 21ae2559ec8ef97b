using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Formats.Models;
using TauStar.Formats.Output;
using TauStar.Landscapes;

namespace TauStar.Formats;

/// <summary>
/// The parameter files of adabmDCA (<c>params.dat</c>): text, lines <c>J i j A C value</c> for couplings and
/// <c>h i A value</c> for fields, with 0-based sites, states as letters (gap '-') or as numbers from 0, and the sign of
/// <see cref="PottsModel"/>: E = - sum h - sum J. bmDCA writes the same with numbers.
/// </summary>
public static class AdabmDcaModel
{
    /// <summary>
    /// Reads a model, plain or gzip. L is the number of sites that have fields; couplings that are absent are zero (sparse
    /// models), and a pair may stand in either order. Every site has to have a field for every state that occurs in the file.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="hint">The alphabet; null: protein, RNA or DNA by the letters that occur, or by q where states are numbers.</param>
    /// <exception cref="InputException">A line that is no parameter, one that stands twice, or a file that is cut short.</exception>
    public static PottsModel Read(string path, Alphabet? hint = null) =>
        SourceFile.Read(path, hash: false, source =>
        {
            source.RequireText();
            return Read(source, hint);
        });

    /// <summary>
    /// Writes all couplings with i &lt; j in the order of <see cref="SitePairs.Index"/>, then all fields; numbers in the
    /// shortest form that reads back to the same float32. Packed where the name ends in .gz.
    /// </summary>
    /// <param name="path">Final name.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A parameter is NaN or infinite.</exception>
    public static void Write(string path, PottsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        PackedFile.Write(path, stream => Write(new ByteWriter(stream), model));
    }

    /// <summary>Reads parameters from a file that was opened and found to be text.</summary>
    internal static PottsModel Read(SourceFile source, Alphabet? hint) => new ParameterAssembler(source, hint).Read();

    private static void Write(ByteWriter writer, PottsModel model)
    {
        int q = model.States;
        string letters = model.Alphabet.Letters;
        long k = 0;
        for (int i = 0; i < model.Sites; i++)
        {
            for (int j = i + 1; j < model.Sites; j++)
            {
                for (int a = 0; a < q; a++)
                {
                    for (int c = 0; c < q; c++)
                    {
                        writer.Write('J');
                        writer.Write(' ');
                        writer.Write(i);
                        writer.Write(' ');
                        writer.Write(j);
                        WriteState(writer, letters[a]);
                        WriteState(writer, letters[c]);
                        WriteValue(writer, model.Couplings[k++]);
                    }
                }
            }
        }
        for (int i = 0; i < model.Sites; i++)
        {
            for (int a = 0; a < q; a++)
            {
                writer.Write('h');
                writer.Write(' ');
                writer.Write(i);
                WriteState(writer, letters[a]);
                WriteValue(writer, model.Fields[i * q + a]);
            }
        }
        writer.Flush();
    }

    private static void WriteState(ByteWriter writer, char letter)
    {
        writer.Write(' ');
        writer.Write(letter);
    }

    private static void WriteValue(ByteWriter writer, float value)
    {
        if (!float.IsFinite(value)) throw new ArgumentException("a parameter of the model is NaN or infinite", nameof(value));
        writer.Write(' ');
        writer.Write(value);
        writer.Write('\n');
    }
}
