using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Formats.Models;
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
            return new ParameterAssembler(source, hint).Read();
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
        ModelFile.Write(path, new ModelDocument { Model = model }, ParameterTextFormat.AdabmDca);
    }
}
