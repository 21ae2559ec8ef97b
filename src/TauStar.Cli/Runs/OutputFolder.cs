using TauStar.Data;

namespace TauStar.Cli.Runs;

/// <summary>Folders that take the files of a command.</summary>
internal static class OutputFolder
{
    /// <summary>Refuses what can be no folder, before anything is computed.</summary>
    /// <exception cref="InputException">Empty, or the name of a file.</exception>
    public static void Check(string folder)
    {
        if (folder.Length == 0) throw new InputException("--out is empty; name a folder");
        if (File.Exists(folder)) throw new InputException($"--out {folder} is a file; name a folder");
    }

    /// <summary>The same, and refuses a folder in which something lies: nothing is overwritten.</summary>
    /// <exception cref="InputException">As above, or not empty.</exception>
    public static void CheckEmpty(string folder)
    {
        Check(folder);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InputException($"--out {folder} is not empty; name a new folder, or empty it");
    }

    /// <summary>Makes it where it is missing and writes into it; where that fails, what is new in it goes again.</summary>
    /// <exception cref="InputException">It cannot be made, or what the writing throws.</exception>
    public static void Fill(string folder, Action write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string? made = FirstMissing(folder);
        HashSet<string> before = made is null ? [.. Directory.EnumerateFiles(folder)] : [];
        Create(folder);
        try
        {
            write();
        }
        catch (InputException)
        {
            if (made is not null) Directory.Delete(made, recursive: true);
            else foreach (string file in Directory.EnumerateFiles(folder).Where(file => !before.Contains(file)).ToArray()) File.Delete(file);
            throw;
        }
    }

    /// <summary>The outermost folder that has to be made for a path, or null.</summary>
    public static string? FirstMissing(string path)
    {
        string? missing = null;
        for (string? folder = Path.GetFullPath(path); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)) missing = folder;
        return missing;
    }

    /// <summary>Makes it where it is missing.</summary>
    /// <exception cref="InputException">It cannot be made.</exception>
    public static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot make the folder {folder}: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}", e);
        }
    }
}
