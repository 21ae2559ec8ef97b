using System.Diagnostics;
using TauStar.Cli.Settings;
using TauStar.Data;

namespace TauStar.Cli.Runs;

/// <summary>What a command asks of a run: its name, its settings by flag name, which of them may change on resume, and its inputs.</summary>
/// <param name="Command">"tune" or "train".</param>
/// <param name="Settings">Every setting, defaults included; null: not set.</param>
/// <param name="Free">Names of settings that do not change numbers.</param>
/// <param name="Inputs">Files that go in.</param>
/// <param name="Resume">Go on with the run that is there.</param>
internal sealed record RunRequest(string Command, IReadOnlyDictionary<string, string?> Settings, IReadOnlySet<string> Free, IReadOnlyList<InputRecord> Inputs, bool Resume)
{
    /// <summary>The request of a command with settings.</summary>
    public static RunRequest Of<T>(string command, IReadOnlyList<Setting<T>> settings, T values, IReadOnlyList<InputRecord> inputs, bool resume) =>
        new(command, settings.ToDictionary(s => s.Name, s => s.Show(values)), settings.Where(s => s.MayChangeOnResume).Select(s => s.Name).ToHashSet(), inputs, resume);
}

/// <summary>A run under way: begins or takes up its manifest, and keeps it in step with what becomes of the run.</summary>
internal sealed class RunSession
{
    private readonly RunDirectory run;
    private readonly Manifest manifest;

    private readonly bool begun;

    private RunSession(RunDirectory run, Manifest manifest, bool begun) => (this.run, this.manifest, this.begun) = (run, manifest, begun);

    /// <summary>The run was finished before.</summary>
    public bool IsComplete => manifest.Status == "complete";

    /// <summary>Starts or takes up the run; a resumed one must have the same settings, inputs and version.</summary>
    public static RunSession Begin(RunDirectory run, RunRequest request)
    {
        Manifest manifest = new() { Command = request.Command, Status = "running", Settings = request.Settings, Inputs = request.Inputs, Started = Manifest.Now() };
        if (request.Resume)
        {
            Manifest before = run.Manifest!;
            RequireSame(before, manifest, request, run.Path);
            if (before.Status == "complete") return new RunSession(run, before, begun: false);
            run.Hold();
            run.Sweep();
            manifest = manifest with { Started = before.Started, Seconds = before.Seconds, Resumed = before.Resumed + 1 };
        }
        else
        {
            run.RequireNotOwn(request.Inputs.Select(input => input.Path));
            run.Create();
        }
        try
        {
            manifest.Write(run.File("manifest.json"));
        }
        catch (InputException) when (!request.Resume)
        {
            run.Abandon();
            throw;
        }
        return new RunSession(run, manifest, begun: !request.Resume);
    }

    /// <summary>Does the work and writes its files; then the run is complete and its checkpoints go.</summary>
    /// <param name="work">Computes.</param>
    /// <param name="write">Writes what came out.</param>
    /// <param name="stopped">Told when the work was stopped.</param>
    public T Complete<T>(Func<T> work, Action<T> write, Action stopped)
    {
        Stopwatch clock = Stopwatch.StartNew();
        bool worked = false;
        try
        {
            T outcome = work();
            worked = true;
            RunDirectory.Keep(() => write(outcome));
            Put(manifest with { Status = "complete", Finished = Manifest.Now() });
            run.DropLeftovers();
            return outcome;
        }
        catch (OperationCanceledException)
        {
            Put(manifest with { Status = "stopped" });
            stopped();
            throw;
        }
        catch (Exception) when (begun && !worked && !run.HasSaved)
        {
            run.Abandon(); // data that no check before the run saw through, or not enough memory: there is nothing to go on with
            throw;
        }
        catch (InputException)
        {
            TryPut(manifest with { Status = "stopped" }); // a full disk, most of all
            throw;
        }

        void TryPut(Manifest m)
        {
            try
            {
                Put(m);
            }
            catch (InputException)
            {
                // The disk that failed the run may fail its manifest too; "running" resumes as well.
            }
        }

        void Put(Manifest m) => (m with { Seconds = Math.Round(manifest.Seconds + clock.Elapsed.TotalSeconds, 1) }).Write(run.File("manifest.json"));
    }

    private static void RequireSame(Manifest before, Manifest now, RunRequest request, string path)
    {
        if (before.Command != now.Command)
            throw new InputException($"{path} holds a run of {before.Command}, not of {now.Command}; go on with 'taustar resume {path}'");
        if (before.Version != now.Version)
            throw new InputException($"{path} was begun by version {before.Version}, this is {now.Version}; start anew with --force");
        foreach ((string name, string? fresh) in now.Settings.Where(s => !request.Free.Contains(s.Key)))
        {
            string? old = before.Settings.GetValueOrDefault(name);
            if (old != fresh)
                throw new InputException($"{path} was begun with --{name} {old ?? "(default)"}, not {fresh ?? "(default)"}; give the same settings to resume");
        }
        foreach (InputRecord input in now.Inputs)
        {
            if (before.Inputs.FirstOrDefault(i => i.Role == input.Role)?.Sha256 != input.Sha256)
                throw new InputException($"{path} was begun with another {input.Role} than {input.Path}; give the same file to resume");
        }
    }
}
