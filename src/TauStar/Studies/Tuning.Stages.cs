using System.Diagnostics;
using TauStar.Data;

namespace TauStar.Studies;

public sealed partial class Tuning
{
    /// <summary>A resumable loop: how to restore, save, end and step it.</summary>
    private sealed record Stage(
        string Name, Action<BinaryReader> Load, Action<BinaryWriter> Save, Func<bool> Finished, Action Step);

    /// <summary>
    /// Runs a stage from where it was left: restores its checkpoint, steps to the end, saves now and then, at the end, and
    /// when cancelled. Saving reads the state only, so when it happens does not change the result.
    /// </summary>
    private void Advance(Stage stage, Action report)
    {
        string part = stage.Name.Replace(' ', '-');
        using (Stream? saved = store?.OpenRead(part))
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
                if (changed) SavePart(part, stage.Save);
                cancellation.ThrowIfCancellationRequested();
            }
            stage.Step();
            changed = true;
            report();
            if (sinceSave.Elapsed < CheckpointEvery) continue;
            SavePart(part, stage.Save);
            sinceSave.Restart();
        }
        if (changed) SavePart(part, stage.Save);
    }

    private static void Restore(string part, Action load)
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

    private void SavePart(string part, Action<BinaryWriter> save) => store?.Write(part, stream =>
    {
        using BinaryWriter writer = new(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        save(writer);
    });

    private void Report(string stage, double stageFraction, double costBefore, double cost, string detail)
    {
        double all = TrainingStages + ExchangeCost + AnalysisCost;
        progress?.Report(new TuningProgress(stage, stageFraction, (costBefore + stageFraction * cost) / all, detail));
    }
}
