using System.Text;
using TauStar.Data;
using TauStar.Formats.Input;
using Xunit;

namespace TauStar.Formats.Tests;

/// <summary>A folder of its own for a test class; gone afterwards.</summary>
public abstract class TestFiles : IDisposable
{
    protected TestFiles() => Folder = Directory.CreateTempSubdirectory("taustar-formats-").FullName;

    protected string Folder { get; }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string name) => Path.Combine(Folder, name);

    protected string Text(string text, string name = "input.txt") => Bytes(Encoding.UTF8.GetBytes(text), name);

    protected string Bytes(byte[] bytes, string name = "input.txt")
    {
        string path = PathOf(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    protected static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (Stream gzip = GzipFormat.Pack(packed)) gzip.Write(bytes);
        return packed.ToArray();
    }

    protected AlignmentFindings Read(string text, AlignmentReaderOptions? options = null) =>
        AlignmentReader.Read(Text(text), options);

    /// <summary>The text is refused with one line that names the file and holds all the given pieces.</summary>
    protected void Refused(string text, AlignmentReaderOptions? options, params string[] pieces) =>
        RefusedPath(Text(text), options, pieces);

    protected static void RefusedPath(string path, AlignmentReaderOptions? options, params string[] pieces)
    {
        InputException e = Assert.Throws<InputException>(() => AlignmentReader.Read(path, options));
        OneLine(e.Message, [path, .. pieces]);
    }

    protected static void OneLine(string message, params string[] pieces)
    {
        Assert.DoesNotContain(message, char.IsControl);
        foreach (string piece in pieces) Assert.Contains(piece, message, StringComparison.Ordinal);
    }

    protected static string[] Rows(AlignmentFindings findings) =>
        [.. Enumerable.Range(0, findings.Alignment.Count).Select(findings.Alignment.Text)];

    protected static long CountOf(AlignmentFindings findings, string key) =>
        findings.Findings.SingleOrDefault(f => f.Key == key)?.Count ?? 0;
}
