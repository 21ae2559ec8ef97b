using System.Diagnostics;
using TauStar.Data;

namespace TauStar.Studies;

/// <summary>A resumable loop: how to restore, save, end and step it.</summary>
/// <param name="Name">Its part of the store, spaces as dashes.</param>
/// <param name="Load">Takes up what <paramref name="Save"/> wrote.</param>
/// <param name="Save">Writes all that the next step depends on.</param>
/// <param name="Finished">Whether nothing is left to do.</param>
/// <param name="Step">Some seconds of work at most.</param>
internal sealed record Stage(string Name, Action<BinaryReader> Load, Action<BinaryWriter> Save, Func<bool> Finished, Action Step);

/// <summary>Runs stages from where they were left, and keeps where they are.</summary>
/// <param name="store">Where; null: nowhere.</param>
/// <param name="cancellation">Stops between steps, after saving.</param>
internal sealed class Stages(ICheckpointStore? store, CancellationToken cancellation)
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Restores a stage, steps it to its end, and saves it now and then, at the end, and when cancelled. Saving reads the state only, so when it happens
    /// does not change the result.
    /// </summary>
    /// <exception cref="OperationCanceledException">Stopped; the state is saved.</exception>
    /// <exception cref="InputException">What was saved is damaged.</exception>
    public void Advance(Stage stage, Action report)
    {
        string part = stage.Name.Replace(' ', '-');
        using (Stream? saved = OpenRead(part))
        {
            if (saved is not null)
            {
                using BinaryReader reader = new(saved);
                Restore(part, () => stage.Load(reader));
            }
        }
        bool changed = false;
        Stopwatch sinceSave = Stopwatch.StartNew();
        while (!stage.Finished())
        {
            if (cancellation.IsCancellationRequested)
            {
                if (changed) Save(part, stage.Save);
                cancellation.ThrowIfCancellationRequested();
            }
            stage.Step();
            changed = true;
            report();
            if (sinceSave.Elapsed < SaveEvery) continue;
            Save(part, stage.Save);
            sinceSave.Restart();
        }
        if (changed) Save(part, stage.Save);
    }

    /// <summary>What was saved of a part, or null.</summary>
    public Stream? OpenRead(string part) => store?.OpenRead(part);

    /// <summary>Loads, and says so where what was saved is damaged.</summary>
    public static void Restore(string part, Action load)
    {
        try
        {
            load();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InputException($"the checkpoint '{part}' is damaged ({e.Message.TrimEnd('.')}); start the run anew", e);
        }
    }

    /// <summary>Saves a part, whole or not at all.</summary>
    public void Save(string part, Action<BinaryWriter> save) => store?.Write(part, stream =>
    {
        using BinaryWriter writer = new(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        save(writer);
    });
}
