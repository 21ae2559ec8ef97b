using System.CommandLine;
using TauStar.Data;

namespace TauStar.Cli.Runs;

/// <summary>Files that a command writes: none that it reads, no two the same, and without --force none that is there.</summary>
internal sealed class OutputFiles
{
    private readonly Option<bool> force = new("--force") { Description = "replace files that are there" };

    public OutputFiles(Command command) => command.Options.Add(force);

    /// <summary>Refuses before anything is computed; null stands for a file that was not asked for.</summary>
    /// <exception cref="InputException">A file that is read, named twice, or there already.</exception>
    public void Check(ParseResult parsed, IEnumerable<string?> inputs, IEnumerable<string?> outputs) => Check(inputs, outputs, parsed.GetValue(force));

    /// <summary>The same for a command that knows whether to replace.</summary>
    public static void Check(IEnumerable<string?> inputs, IEnumerable<string?> outputs, bool force)
    {
        HashSet<string> read = [.. inputs.OfType<string>().Select(Place)], written = [];
        foreach (string path in outputs.OfType<string>())
        {
            string place = Place(path);
            if (read.Contains(place) && !IsDevice(place)) throw new InputException($"{path}: is read and would be overwritten; name another file to write");
            if (!written.Add(place) && !IsDevice(place)) throw new InputException($"{path}: would be written twice; name two files");
            if (!force && File.Exists(path) && !IsDevice(place)) throw new InputException($"{path}: exists already; give --force to replace it, or another name");
        }
    }

    /// <summary>Where a name leads, through links.</summary>
    private static string Place(string path)
    {
        try
        {
            return Path.GetFullPath((File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return path; // no name of a file; whoever opens it says so
        }
    }

    // Pipes, terminals and /dev/null may be named again and again.
    private static bool IsDevice(string place) =>
        place.StartsWith("/dev/", StringComparison.Ordinal) || place.StartsWith("/proc/", StringComparison.Ordinal)
        || File.Exists(place) && (File.GetAttributes(place) & FileAttributes.Device) != 0;
}
