using TauStar.Data;
using TauStar.Studies;
using Xunit;

namespace TauStar.Store.Tests;

/// <summary>A folder of its own for a test; gone afterwards.</summary>
public abstract class StoreTest : IDisposable
{
    protected StoreTest() => Folder = Directory.CreateTempSubdirectory("taustar-store-").FullName;

    protected string Folder { get; }

    protected string StorePath => PathOf("study.sqlite");

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string name) => Path.Combine(Folder, name);

    protected static SqliteStudyStore Open(string path) => SqliteStudyStore.Open(path, "1.2.3");

    /// <summary>Makes a store with some cells and closes it.</summary>
    internal void Make(params CellResult[] cells)
    {
        using SqliteStudyStore store = Open(StorePath);
        store.Save(cells);
    }

    /// <summary>A store that cannot be opened: one line that holds the pieces, and a folder as before.</summary>
    protected void Refused(string path, params string[] pieces)
    {
        SortedDictionary<string, byte[]> before = Content();
        string message = Assert.Throws<InputException>(() => Open(path)).Message;
        Assert.DoesNotContain(message, char.IsControl);
        foreach (string piece in pieces) Assert.Contains(piece, message, StringComparison.Ordinal);
        SortedDictionary<string, byte[]> after = Content();
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));
    }

    /// <summary>All files with their bytes.</summary>
    protected SortedDictionary<string, byte[]> Content() => new(
        Directory.EnumerateFiles(Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .ToDictionary(path => path, File.ReadAllBytes), StringComparer.Ordinal);

    /// <summary>The same results in the same order, bit for bit.</summary>
    internal static void Same(IEnumerable<CellResult> expected, IEnumerable<CellResult> actual) =>
        Assert.Equal(expected.Select(SmallCells.Bits), actual.Select(SmallCells.Bits));
}
