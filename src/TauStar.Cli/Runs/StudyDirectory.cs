using TauStar.Data;
using TauStar.Store;

namespace TauStar.Cli.Runs;

/// <summary>
/// The folder of a study: its store and the tables made from it. A folder that holds a study is gone on with; one that holds
/// anything else is left alone.
/// </summary>
internal sealed class StudyDirectory<TStore> : IDisposable
    where TStore : SqliteStore
{
    private StudyDirectory(string path, TStore store) => (Path, Store) = (path, store);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The store in it.</summary>
    public TStore Store { get; }

    /// <summary>Opens the study in a folder, or makes both.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="storeName">File name of the store.</param>
    /// <param name="open">Opens or makes the store, from its path and the version of the program.</param>
    /// <exception cref="InputException">The folder is taken or cannot be written, the store is not ours, or another process is at work on it.</exception>
    public static StudyDirectory<TStore> Open(string path, string storeName, Func<string, string, TStore> open)
    {
        if (File.Exists(path)) throw new InputException($"{path} is a file; choose another --out");
        string file = System.IO.Path.Combine(path, storeName);
        string? made = null;
        try
        {
            if (!File.Exists(file) && HoldsSomethingElse(path, storeName)) throw new InputException($"{path} holds files but no study; choose another --out");
            made = FirstMissing(path);
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Remove(path, made);
            throw new InputException($"cannot write to {path}: {e.Message.Split('\n')[0].TrimEnd('.')}; choose another --out", e);
        }
        try
        {
            return Begin(path, open(file, Manifest.ProgramVersion));
        }
        catch
        {
            Remove(path, made);
            throw;
        }
    }

    /// <summary>Closes the store.</summary>
    public void Dispose() => Store.Dispose();

    private static StudyDirectory<TStore> Begin(string path, TStore store)
    {
        try
        {
            if (store.ProgramVersion != Manifest.ProgramVersion)
                throw new InputException($"the study in {path} was begun by version {store.ProgramVersion}, this is {Manifest.ProgramVersion}; choose another --out");
            foreach (string left in Leftovers(path)) File.Delete(left); // of a process that was killed; the store is held, so of no living one
            return new StudyDirectory<TStore>(path, store);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            store.Dispose();
            throw new InputException($"cannot write to {path}: {e.Message.Split('\n')[0].TrimEnd('.')}; choose another --out", e);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>What a study killed at its very beginning leaves is no reason to refuse.</summary>
    private static bool HoldsSomethingElse(string path, string storeName) => Directory.Exists(path)
        && Directory.EnumerateFileSystemEntries(path).Except(Leftovers(path)).Any(entry => System.IO.Path.GetFileName(entry) != storeName + "-lock");

    private static string[] Leftovers(string path) => [.. Directory.EnumerateFiles(path, ".taustar-*.tmp*", new EnumerationOptions { AttributesToSkip = 0 })];

    private static string? FirstMissing(string path)
    {
        string? missing = null;
        for (string? folder = System.IO.Path.GetFullPath(path); folder is not null && !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder))
            missing = folder;
        return missing;
    }

    /// <summary>Removes the folders that were made for nothing, as far as they are empty.</summary>
    private static void Remove(string path, string? made)
    {
        try
        {
            for (string? folder = made is null ? null : System.IO.Path.GetFullPath(path); folder is not null && folder.Length >= made!.Length;
                folder = System.IO.Path.GetDirectoryName(folder))
            {
                if (Directory.Exists(folder)) Directory.Delete(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What made the study fail is the thing to tell.
        }
    }
}

/// <summary>The kinds of studies.</summary>
internal static class StudyDirectory
{
    /// <summary>A study of a plan.</summary>
    public static StudyDirectory<SqliteStudyStore> OpenPlan(string path) => StudyDirectory<SqliteStudyStore>.Open(path, "study.sqlite", SqliteStudyStore.Open);

    /// <summary>A study of estimators.</summary>
    public static StudyDirectory<SqliteEstimatorStore> OpenEstimators(string path) =>
        StudyDirectory<SqliteEstimatorStore>.Open(path, "estimators.sqlite", SqliteEstimatorStore.Open);

    /// <summary>A study of estimators on planted truths.</summary>
    public static StudyDirectory<SqlitePlantedStore> OpenPlanted(string path) =>
        StudyDirectory<SqlitePlantedStore>.Open(path, "planted.sqlite", SqlitePlantedStore.Open);
}
