using System.IO.Compression;
using System.Text;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>A folder of its own for every test; gone afterwards.</summary>
public abstract class CliTest : IDisposable
{
    protected CliTest(Workbench bench)
    {
        Bench = bench;
        Folder = Directory.CreateTempSubdirectory("taustar-cli-").FullName;
    }

    protected Workbench Bench { get; }

    protected string Folder { get; }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    protected string Put(string name, string text) => Put(name, Encoding.UTF8.GetBytes(text));

    protected string Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return name;
    }

    protected static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Runs the program in the test's folder.</summary>
    protected Finished Run(params string[] args)
    {
        using Session session = Session.Start(Folder, args);
        return session.Finish();
    }

    /// <summary>Runs a bash script in the test's folder; <c>$TAUSTAR</c> is the program.</summary>
    protected Finished Shell(string script)
    {
        using Session session = Session.Shell(Folder, script);
        return session.Finish();
    }

    /// <summary>Tunes with the small settings.</summary>
    protected Finished Tune(string data, params string[] more) => Run(["tune", data, .. Workbench.Small, .. more]);

    /// <summary>The program refuses the arguments in one line and leaves the folder as it was.</summary>
    protected void Refused(string[] args, params string[] pieces)
    {
        string[] before = Listing();
        Run(args).Refused(pieces);
        Assert.Equal(before, Listing());
    }

    /// <summary>All files and folders with the bytes of the files.</summary>
    protected string[] Listing() => [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => path + (File.Exists(path) ? $" {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path):O}" : ""))];

    /// <summary>The files of a run that have to be equal, bit for bit, whenever settings and data are: all but the manifest.</summary>
    protected static SortedDictionary<string, byte[]> Results(string run)
    {
        Assert.False(Directory.Exists(Path.Combine(run, "checkpoint")), "a finished run keeps no checkpoints");
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(run, path);
            if (name != "manifest.json") files[name] = File.ReadAllBytes(path);
        }
        return files;
    }

    protected static void SameResults(string expected, string actual)
    {
        SortedDictionary<string, byte[]> a = Results(expected), b = Results(actual);
        Assert.Equal(a.Keys, b.Keys);
        foreach ((string name, byte[] bytes) in a) Assert.True(bytes.AsSpan().SequenceEqual(b[name]), $"{name} differs");
    }

    protected static void NothingHalfWritten(string folder) =>
        Assert.Empty(Directory.EnumerateFiles(folder, "*.tmp", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }));
}
