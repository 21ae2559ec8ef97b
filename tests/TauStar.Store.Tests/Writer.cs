using System.Diagnostics;
using System.Runtime.CompilerServices;
using TauStar.Studies;

namespace TauStar.Store.Tests;

/// <summary>
/// This very program as a child process that writes a store without end, to be killed: it does so instead of running tests
/// where an environment variable names a store.
/// </summary>
internal static class Writer
{
    public const int BatchSize = 20;

    private const string PathVariable = "TAUSTAR_TEST_STORE", FirstVariable = "TAUSTAR_TEST_FIRST";

    /// <summary>Starts a child that saves batches from one onwards, and after each prints how many there are.</summary>
    public static Process Start(string path, int first)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(Writer).Assembly.Location);
        start.Environment[PathVariable] = path;
        start.Environment[FirstVariable] = first.ToString((IFormatProvider?)null);
        return Process.Start(start)!;
    }

    /// <summary>The cells of a batch.</summary>
    public static CellResult[] Batch(int number) => [.. Enumerable.Range(number * BatchSize, BatchSize).Select(k => SmallCells.Number(k, levels: 15))];

    [ModuleInitializer]
    internal static void Child()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is not string path) return;
        using SqliteStudyStore store = SqliteStudyStore.Open(path, "1.2.3");
        for (int batch = int.Parse(Environment.GetEnvironmentVariable(FirstVariable)!, null); ; batch++)
        {
            store.Save(Batch(batch));
            Console.WriteLine(batch + 1);
        }
    }
}
