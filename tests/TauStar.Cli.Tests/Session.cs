using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>The built program as a running process. It is killed when it takes longer than any test may.</summary>
public sealed partial class Session : IDisposable
{
    public const int Interrupt = 2, Kill = 9, Terminate = 15;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly Timer guard;
    private readonly Task<string> output;
    private readonly List<string> lines = [];

    private Session(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        process = Process.Start(start)!;
        process.StandardInput.Close();
        output = process.StandardOutput.ReadToEndAsync();
        guard = new Timer(_ => process.Kill(entireProcessTree: true), null, Longest, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The program lies beside the tests, because they refer to its project.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "TauStar.Cli");

    /// <summary>Starts the program in a folder.</summary>
    public static Session Start(string folder, params string[] args) =>
        new(new ProcessStartInfo(Program, args) { WorkingDirectory = folder });

    /// <summary>Starts a bash script in a folder; <c>$TAUSTAR</c> is the program.</summary>
    public static Session Shell(string folder, string script)
    {
        ProcessStartInfo start = new("bash", ["-c", script]) { WorkingDirectory = folder };
        start.Environment["TAUSTAR"] = Program;
        return new Session(start);
    }

    /// <summary>Reads stderr up to a line that holds a text; the process must not end before.</summary>
    public void WaitFor(string text)
    {
        while (process.StandardError.ReadLine() is string line)
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal)) return;
        }
        Assert.Fail($"the program ended before it said '{text}':\n{string.Join('\n', lines)}");
    }

    /// <summary>Of all progress so far, the first line is of a given stage, and not of its very beginning if that is in training.</summary>
    public void SaidNothingBefore(string stage)
    {
        string first = lines.First(l => l.StartsWith('['));
        Assert.Contains(stage.Split(':')[0], first, StringComparison.Ordinal);
        Assert.DoesNotContain("training: update 0,", first, StringComparison.Ordinal);
    }

    public void Signal(int signal) => Assert.Equal(0, SendSignal(process.Id, signal));

    public Finished Finish()
    {
        string rest = process.StandardError.ReadToEnd();
        string said = output.GetAwaiter().GetResult();
        process.WaitForExit();
        return new Finished(process.ExitCode, said, string.Concat(lines.Select(l => l + "\n")) + rest);
    }

    public void Dispose()
    {
        guard.Dispose();
        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
