using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using TauStar.Studies;

namespace TauStar.Cli.Terminal;

/// <summary>Shows progress on stderr: bars on a terminal, else a plain line every few seconds; nothing when quiet.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs work under the display that fits.</summary>
    public static T Run<T>(bool quiet, Func<IProgress<TuningProgress>, T> work)
    {
        if (quiet) return work(new Silence());
        return Console.IsErrorRedirected ? work(new PlainLines(Console.Error)) : RunWithBars(work);
    }

    private static T RunWithBars<T>(Func<IProgress<TuningProgress>, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bars(context)));
    }

    private sealed class Silence : IProgress<TuningProgress>
    {
        public void Report(TuningProgress value) { }
    }

    private sealed class Bars(ProgressContext context) : IProgress<TuningProgress>
    {
        private readonly ProgressTask all = context.AddTask("everything");
        private ProgressTask? stage;
        private string name = "";

        public void Report(TuningProgress value)
        {
            all.Value = 100 * value.Fraction;
            if (value.Stage != name)
            {
                if (stage is not null) stage.Value = 100;
                name = value.Stage;
                stage = name == "done" ? null : context.AddTask(Markup.Escape(name));
            }
            if (stage is null) return;
            stage.Value = 100 * value.StageFraction;
            stage.Description = Markup.Escape($"{value.Stage}: {value.Detail}");
        }
    }

    /// <summary>A line at the start of each stage and every few seconds, with the time left as the past rate suggests.</summary>
    internal sealed class PlainLines(TextWriter output) : IProgress<TuningProgress>
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
        private readonly Stopwatch clock = Stopwatch.StartNew();
        private TimeSpan last = TimeSpan.MinValue;
        private double firstFraction = double.NaN;
        private string stage = "";

        public void Report(TuningProgress value)
        {
            if (double.IsNaN(firstFraction)) firstFraction = value.Fraction; // a resumed run starts in the middle
            if (value.Stage == stage && clock.Elapsed - last < Every) return;
            stage = value.Stage;
            last = clock.Elapsed;
            double done = value.Fraction - firstFraction;
            string left = value.Fraction >= 1 ? Duration(clock.Elapsed) + " in all"
                : done > 0.01 ? Duration(clock.Elapsed * ((1 - value.Fraction) / done)) + " left" : "time left not known yet";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"[{100 * value.Fraction,3:F0} %] {value.Stage}{(value.Detail.Length > 0 ? ": " : "")}{value.Detail} ({left})"));
        }

        private static string Duration(TimeSpan t) =>
            t.TotalHours >= 1 ? $"{(int)t.TotalHours} h {t.Minutes} min" : t.TotalMinutes >= 1 ? $"{t.Minutes} min {t.Seconds} s" : $"{t.Seconds} s";
    }
}
