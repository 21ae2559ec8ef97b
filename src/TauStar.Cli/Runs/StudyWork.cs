using System.Globalization;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Studies;

namespace TauStar.Cli.Runs;

/// <summary>The manners of a study at work: says what is there, shows how far it is, and how to go on when it ends early.</summary>
internal static class StudyWork
{
    /// <summary>Where, and how talkative.</summary>
    /// <param name="Folder">Folder of the study.</param>
    /// <param name="Quiet">No progress.</param>
    /// <param name="Things">What is counted, e.g. <c>cells</c>.</param>
    public readonly record struct Place(string Folder, bool Quiet, string Things);

    /// <summary>Runs a study to its end.</summary>
    /// <param name="place">Where.</param>
    /// <param name="found">How many things the store holds.</param>
    /// <param name="total">How many there are in all.</param>
    /// <param name="work">Does it all; returns what to print.</param>
    /// <exception cref="InputException">The store or a file cannot be written: one line that says how to go on.</exception>
    /// <exception cref="OperationCanceledException">Stopped; what is finished is saved.</exception>
    public static string Run(Place place, Func<int> found, int total, Func<IProgress<StudyProgress>, string> work)
    {
        int before = found();
        if (before > 0 && !place.Quiet) Console.Error.WriteLine($"taustar: {Count(before)} of {Count(total)} {place.Things} are there already");
        try
        {
            return ProgressDisplay.Run(place.Quiet, progress => work(new Done(progress, place.Things)));
        }
        catch (OperationCanceledException)
        {
            if (!place.Quiet)
                Console.Error.WriteLine($"taustar: {Count(found())} of {Count(total)} {place.Things} are saved in {place.Folder}; go on with the same command");
            throw;
        }
        catch (InputException e)
        {
            throw GoOn(e);
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.OfType<InputException>().FirstOrDefault() is InputException first)
        {
            throw GoOn(first); // several threads may have met the same full disk
        }
    }

    private static InputException GoOn(InputException e) => new($"{e.Message}; then go on with the same command", e);

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>What is done as progress of one stage.</summary>
    private sealed class Done(IProgress<TuningProgress> display, string things) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value)
        {
            double fraction = (double)value.Done / value.Total;
            display.Report(new TuningProgress(value.Done == value.Total ? "done" : things, fraction, fraction, $"{Count(value.Done)} of {Count(value.Total)}"));
        }
    }
}
