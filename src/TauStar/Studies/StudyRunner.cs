using System.Collections.Concurrent;
using System.Diagnostics;
using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Studies;

/// <summary>How far a study is.</summary>
/// <param name="Done">Cells finished, those found in the store included.</param>
/// <param name="Found">Cells that were in the store from the start.</param>
/// <param name="Total">All cells.</param>
public sealed record StudyProgress(int Done, int Found, int Total);

/// <summary>Who listens to a study that runs, and who may stop it.</summary>
/// <param name="Progress">Told about every save; may be null.</param>
/// <param name="Cancellation">Stops after the cells at work; what is finished is saved.</param>
/// <param name="LeftOut">
/// Told, perhaps by several threads at once, of a cell whose data cannot be analysed, and why; the others go on without it. Null: such a cell ends the study.
/// </param>
public readonly record struct StudyRun(IProgress<StudyProgress>? Progress, CancellationToken Cancellation, Action<string>? LeftOut = null);

/// <summary>
/// Runs the cells of a plan that its store does not hold yet, on all cores. A cell depends on its key alone, so the results
/// are the same bits for any number of threads and after any interruption; what is lost with a killed process is at most
/// the last <see cref="SaveEverySeconds"/> of work.
/// </summary>
public static class StudyRunner
{
    /// <summary>Finished cells are saved together about this often.</summary>
    public const double SaveEverySeconds = 1;

    /// <summary>Runs what is missing and returns everything.</summary>
    /// <param name="plan">The grid.</param>
    /// <param name="store">Where finished cells are and go.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="progress">Told about every save; may be null.</param>
    /// <param name="cancellation">Stops after the cells at work; what is finished is saved.</param>
    /// <returns>Results in the order of <see cref="StudyPlan.Cells"/>.</returns>
    /// <exception cref="InputException">The plan cannot be run.</exception>
    /// <exception cref="OperationCanceledException">Stopped; finished cells are saved.</exception>
    public static IReadOnlyList<CellResult> Run(
        StudyPlan plan, IStudyStore store, int threads, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        IReadOnlyList<CellKey> cells = plan.Validated().Cells();
        StudyCells laboratory = new();
        foreach (CellKey cell in cells) StudyCells.Check(cell); // before any work: a plan runs whole or not at all
        return Run(cells, laboratory.Run, store, threads, new StudyRun(progress, cancellation));
    }

    /// <summary>The same for any kind of cells.</summary>
    /// <param name="cells">Keys of all cells; none twice.</param>
    /// <param name="runCell">Finds the result of a cell, which depends on its key alone; called from several threads.</param>
    /// <param name="store">Where finished cells are and go.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="run">Who listens, and who may stop it.</param>
    /// <returns>Results in the order of the cells, less those left out.</returns>
    /// <exception cref="InputException">No threads; a cell that cannot be analysed, where none may be left out.</exception>
    /// <exception cref="OperationCanceledException">Stopped; finished cells are saved.</exception>
    public static IReadOnlyList<TResult> Run<TKey, TResult>(
        IReadOnlyList<TKey> cells, Func<TKey, TResult> runCell, IStudyStore<TKey, TResult> store, int threads, StudyRun run) where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(runCell);
        ArgumentNullException.ThrowIfNull(store);
        if (threads < 1) throw new InputException($"threads is {threads}; allowed: at least 1");
        IProgress<StudyProgress>? progress = run.Progress;
        IReadOnlySet<TKey> found = store.Found(cells);
        TKey[] missing = [.. cells.Where(cell => !found.Contains(cell))];
        int done = found.Count;
        progress?.Report(new StudyProgress(done, found.Count, cells.Count));

        ConcurrentQueue<TResult> finished = new();
        ConcurrentDictionary<TKey, bool> leftOut = new();
        object saving = new();
        long lastSave = Stopwatch.GetTimestamp();
        void Save()
        {
            List<TResult> batch = [];
            while (finished.TryDequeue(out TResult? result)) batch.Add(result);
            if (batch.Count == 0) return;
            store.Save(batch);
            done += batch.Count;
            lastSave = Stopwatch.GetTimestamp();
            progress?.Report(new StudyProgress(done, found.Count, cells.Count));
        }
        try
        {
            // One by one from the plan's order: cells differ in cost by orders of magnitude, so ranges would leave cores idle.
            Parallel.ForEach(
                Partitioner.Create(missing, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = run.Cancellation },
                cell =>
                {
                    try
                    {
                        if (Math.Min(threads, missing.Length) > 1) Cores.Beside(one => finished.Enqueue(runCell(one)), cell);
                        else finished.Enqueue(runCell(cell));
                    }
                    catch (InputException e) when (run.LeftOut is not null)
                    {
                        leftOut[cell] = true;
                        run.LeftOut($"{cell}: {e.Message}");
                    }
                    if (Stopwatch.GetElapsedTime(lastSave).TotalSeconds < SaveEverySeconds || !Monitor.TryEnter(saving)) return;
                    try
                    {
                        Save();
                    }
                    finally
                    {
                        Monitor.Exit(saving);
                    }
                });
        }
        finally
        {
            Save();
        }
        if (!leftOut.IsEmpty) progress?.Report(new StudyProgress(done + leftOut.Count, found.Count, cells.Count));
        return [.. store.Read([.. cells.Where(cell => !leftOut.ContainsKey(cell))])];
    }
}
