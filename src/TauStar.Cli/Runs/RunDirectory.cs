using TauStar.Data;
using TauStar.Formats;
using TauStar.Studies;

namespace TauStar.Cli.Runs;

/// <summary>
/// The folder of one run. It is made only when everything given has been found usable; one that exists is taken again only
/// by <c>--resume</c> (the same run goes on) or <c>--force</c> (its files are removed, nothing else in it is touched).
/// </summary>
internal sealed class RunDirectory : ICheckpointStore
{
    /// <summary>All that a run writes at the top level, and the folders that are wholly its own.</summary>
    private static readonly string[] Files = ["manifest.json", "result.json", "report.html", "history.csv", "curves.csv", "model.params.dat.gz"];
    private static readonly string[] Folders = ["figures", "sequences", "checkpoint"];

    private readonly string checkpoints;

    private RunDirectory(string path)
    {
        Path = path;
        checkpoints = System.IO.Path.Combine(path, "checkpoint");
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>A file in it.</summary>
    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>The manifest that is there, or null.</summary>
    public Manifest? Manifest => System.IO.File.Exists(File("manifest.json")) ? Runs.Manifest.Read(File("manifest.json")) : null;

    /// <summary>Looks whether a folder may be used, without touching it.</summary>
    /// <exception cref="InputException">It is taken, or there is nothing to resume.</exception>
    public static RunDirectory Check(string path, bool resume, bool force)
    {
        RunDirectory run = new(path);
        if (System.IO.File.Exists(path)) throw new InputException($"{path} is a file; choose another --out");
        bool taken = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any();
        if (resume)
        {
            if (run.Manifest is null) throw new InputException($"{path} holds no run to resume; leave out --resume to start one");
        }
        else if (taken && !force)
        {
            throw new InputException($"{path} exists already; choose another --out, or --resume the run in it, or --force to replace it");
        }
        else if (taken && run.Manifest is null)
        {
            throw new InputException($"{path} holds files but no run; --force replaces runs only: choose another --out");
        }
        return run;
    }

    /// <summary>Makes the folder, or clears the run in it.</summary>
    public void Create()
    {
        Guard(() =>
        {
            Directory.CreateDirectory(Path);
            foreach (string file in Files) System.IO.File.Delete(File(file));
            foreach (string folder in Folders.Select(f => File(f)).Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(checkpoints);
        });
    }

    /// <summary>Makes a folder of the run.</summary>
    public void CreateFolder(string name) => Guard(() => Directory.CreateDirectory(File(name)));

    /// <summary>Removes the checkpoints of a finished run.</summary>
    public void DropCheckpoints() => Guard(() =>
    {
        if (Directory.Exists(checkpoints)) Directory.Delete(checkpoints, recursive: true);
    });

    /// <inheritdoc />
    public Stream? OpenRead(string part)
    {
        string path = System.IO.Path.Combine(checkpoints, part + ".bin");
        return System.IO.File.Exists(path) ? new BufferedStream(System.IO.File.OpenRead(path), 1 << 20) : null;
    }

    /// <inheritdoc />
    public void Write(string part, Action<Stream> write)
    {
        Guard(() => Directory.CreateDirectory(checkpoints));
        AtomicFile.Write(System.IO.Path.Combine(checkpoints, part + ".bin"), write);
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot write to {Path}: {e.Message.Split('\n')[0].TrimEnd('.')}; choose another --out", e);
        }
    }
}
