using TauStar.Data;
using TauStar.Formats.Output;
using TauStar.Studies;

namespace TauStar.Formats;

/// <summary><c>result.json</c>: a <see cref="TuningResult"/> (<see cref="ResultFile{T}"/>).</summary>
public static class ResultJson
{
    private static readonly ResultFile<TuningResult> File = new("result.json", "tuning", TuningResult.CurrentSchema);

    /// <summary>The text of a result file.</summary>
    public static string ToText(TuningResult result) => ResultFile<TuningResult>.ToText(result);

    /// <summary>Writes a result file.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, TuningResult result) => AtomicFile.Write(path, ToText(result));

    /// <summary>Reads a result file.</summary>
    /// <exception cref="InputException">No such file, no result, another schema version, or a key that is unknown or missing.</exception>
    public static TuningResult Read(string path) => File.Read(path);
}
