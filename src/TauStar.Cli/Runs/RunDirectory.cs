using TauStar.Data;
using TauStar.Formats;
using TauStar.Studies;

namespace TauStar.Cli.Runs;

/// <summary>
/// The folder of one run. It is made only when everything given has been found usable; one that exists is taken again only
/// by <c>--resume</c> (the same run goes on) or <c>--force</c> (its files are set aside until the new run is complete, nothing else in it is touched).
/// </summary>
internal sealed class RunDirectory : ICheckpointStore, IDisposable
{
    /// <summary>All that a run writes at the top level, and the folders that are wholly its own.</summary>
    private static readonly string[] Files = ["manifest.json", "result.json", "report.html", "history.csv", "curves.csv", "model.params.dat.gz", "model.h5", "train.json", "chains.fasta.gz"];
    private static readonly string[] Folders = ["figures", "sequences", "checkpoint"];

    private const string Replaced = "replaced";

    private readonly string checkpoints, replaced;
    private string? made;
    private FileStream? gate;

    private RunDirectory(string path)
    {
        Path = path;
        checkpoints = System.IO.Path.Combine(path, "checkpoint");
        replaced = System.IO.Path.Combine(path, Replaced);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>A file in it.</summary>
    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>The manifest that is there, or null.</summary>
    public Manifest? Manifest => System.IO.File.Exists(File("manifest.json")) ? Runs.Manifest.Read(File("manifest.json")) : null;

    /// <summary>Where a run goes that is not told: out/NAME of its data.</summary>
    public static string DefaultFor(string data)
    {
        string name = System.IO.Path.GetFileName(data.TrimEnd('/'));
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        name = System.IO.Path.GetFileNameWithoutExtension(name);
        return System.IO.Path.Combine("out", name.Length > 0 ? name : "run");
    }

    /// <summary>Looks whether a folder may be used, without touching it.</summary>
    /// <exception cref="InputException">It is taken, or there is nothing to resume.</exception>
    public static RunDirectory Check(string path, bool resume, bool force)
    {
        if (path.Length == 0) throw new InputException("--out is empty; name a folder");
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

    /// <summary>A folder in which a run was begun, without touching it.</summary>
    /// <exception cref="InputException">There is none in it.</exception>
    public static RunDirectory Begun(string path)
    {
        RunDirectory run = new(path);
        return run.Manifest is not null ? run : throw new InputException($"'{path}' holds no run; name the folder of a run of tune or train");
    }

    /// <summary>Refuses files that are read and belong to the run that is to be replaced.</summary>
    /// <exception cref="InputException">Names the first of them.</exception>
    public void RequireNotOwn(IEnumerable<string> inputs)
    {
        string own = System.IO.Path.GetFullPath(Path);
        foreach (string input in inputs)
        {
            string[] parts = System.IO.Path.GetRelativePath(own, System.IO.Path.GetFullPath(input)).Split(System.IO.Path.DirectorySeparatorChar);
            if (parts.Length == 1 ? Files.Contains(parts[0]) : Folders.Contains(parts[0]) || parts[0] == Replaced)
                throw new InputException($"{input}: belongs to the run in {Path}, which would be replaced; choose another --out, or copy the file elsewhere");
        }
    }

    /// <summary>Makes the folder. A finished run in it is set aside; of an unfinished one nothing is kept, but what it has set aside itself is.</summary>
    public void Create()
    {
        Hold();
        Guard(() =>
        {
            made = OutputFolder.FirstMissing(Path);
            Directory.CreateDirectory(Path);
            if (Manifest is { Status: "complete" }) SetAside();
            foreach (string file in Files) System.IO.File.Delete(File(file));
            foreach (string folder in Folders.Select(f => File(f)).Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(checkpoints);
        });
        Hold();
    }

    private void SetAside()
    {
        if (Directory.Exists(replaced)) Directory.Delete(replaced, recursive: true);
        Directory.CreateDirectory(replaced);
        Move(Path, replaced);
    }

    /// <summary>All that is a run's own.</summary>
    private static void Move(string from, string to)
    {
        foreach (string name in Files.Where(name => System.IO.File.Exists(System.IO.Path.Combine(from, name))))
            System.IO.File.Move(System.IO.Path.Combine(from, name), System.IO.Path.Combine(to, name));
        foreach (string name in Folders.Where(name => Directory.Exists(System.IO.Path.Combine(from, name))))
            Directory.Move(System.IO.Path.Combine(from, name), System.IO.Path.Combine(to, name));
    }

    /// <summary>
    /// Holds the run for this process until it ends, however it ends, so that two never write one run. A run without
    /// checkpoints has nothing to hold.
    /// </summary>
    /// <exception cref="InputException">Another process is at work on it.</exception>
    public void Hold()
    {
        const int InUse = 11; // EWOULDBLOCK, as .NET reports a lock that another process holds
        if (!Directory.Exists(checkpoints)) return;
        try
        {
            gate = new FileStream(System.IO.Path.Combine(checkpoints, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == InUse)
        {
            throw new InputException($"{Path}: another process is at work on this run; wait for it, or choose another --out", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file system without locks, or a full one: the run may go on, or will say so by itself.
        }
    }

    /// <summary>This process saved something to go on from, or tried to.</summary>
    public bool HasSaved { get; private set; }

    /// <summary>Undoes <see cref="Create"/>: removes the manifest, and the folders that it made and that are then empty; what was set aside comes back.</summary>
    public void Abandon()
    {
        try
        {
            System.IO.File.Delete(File("manifest.json"));
            System.IO.File.Delete(System.IO.Path.Combine(checkpoints, "lock"));
            Directory.Delete(checkpoints);
            if (Directory.Exists(replaced))
            {
                Move(replaced, Path);
                Directory.Delete(replaced);
            }
            for (string? folder = made is null ? null : System.IO.Path.GetFullPath(Path); folder is not null && folder.Length >= made!.Length;
                folder = System.IO.Path.GetDirectoryName(folder)) Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What made the run fail is the thing to tell.
        }
    }

    /// <summary>Removes what a killed run left half written.</summary>
    public void Sweep() => Guard(() =>
    {
        foreach (string left in Directory.EnumerateFiles(Path, ".taustar-*.tmp", SearchOption.AllDirectories)) System.IO.File.Delete(left);
    });

    /// <summary>Makes a folder of the run.</summary>
    public void CreateFolder(string name) => Guard(() => Directory.CreateDirectory(File(name)));

    /// <summary>Removes what a finished run needs no longer: its checkpoints, and the run that it replaces.</summary>
    public void DropLeftovers() => Guard(() =>
    {
        foreach (string folder in new[] { checkpoints, replaced }.Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
    });

    /// <summary>Lets go of the run.</summary>
    public void Dispose() => gate?.Dispose();

    /// <inheritdoc />
    public Stream? OpenRead(string part)
    {
        string path = System.IO.Path.Combine(checkpoints, part + ".bin");
        return System.IO.File.Exists(path) ? new BufferedStream(System.IO.File.OpenRead(path), 1 << 20) : null;
    }

    /// <inheritdoc />
    public void Write(string part, Action<Stream> write)
    {
        HasSaved = true;
        Keep(() =>
        {
            Guard(() => Directory.CreateDirectory(checkpoints));
            AtomicFile.Write(System.IO.Path.Combine(checkpoints, part + ".bin"), write);
        });
    }

    /// <summary>Writes in the middle of a run; a failure stops it, but what was done before is kept, and said to be.</summary>
    public static void Keep(Action write)
    {
        try
        {
            write();
        }
        catch (InputException e)
        {
            throw new InputException($"{e.Message}; then go on with the same command and --resume", e);
        }
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
