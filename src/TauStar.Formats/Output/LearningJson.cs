using TauStar.Data;
using TauStar.Formats.Output;
using TauStar.Studies.Learning;

namespace TauStar.Formats;

/// <summary><c>train.json</c>: a <see cref="LearningResult"/> (<see cref="ResultFile{T}"/>).</summary>
public static class LearningJson
{
    private static readonly ResultFile<LearningResult> File = new("train.json", "training", LearningResult.CurrentSchema);

    /// <summary>The text of a result file.</summary>
    public static string ToText(LearningResult result) => ResultFile<LearningResult>.ToText(result);

    /// <summary>Writes a result file.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, LearningResult result) => AtomicFile.Write(path, ToText(result));

    /// <summary>Reads a result file.</summary>
    /// <exception cref="InputException">No such file, no result, another schema version, or a key that is unknown or missing.</exception>
    public static LearningResult Read(string path) => File.Read(path);
}
