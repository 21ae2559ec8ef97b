using System.CommandLine;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Store;
using TauStar.Studies;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar study PLAN</c>: a grid of truths, temperatures, sample sizes and fits, cell by cell.</summary>
internal static class StudyCommand
{
    private sealed record Settings
    {
        public string? Out { get; init; }
        public int Threads { get; init; } = Environment.ProcessorCount;
    }

    private static readonly Setting<Settings>[] All =
    [
        new("out", "DIR", "folder of the study; a study that is in it goes on", (s, v) => s with { Out = v }, s => s.Out),
        ThreadsSetting.Of<Settings>(s => s.Threads, (s, n) => s with { Threads = n }),
    ];

    private const string Details = """
        Draws data from every known truth of the plan at every temperature and size, fits them in every way of the plan, finds
        tau* and tau', and writes tables. Finished cells are kept in study.sqlite: stopped or killed, the same command goes on;
        a plan that has grown computes only what is new.

        Example:
          taustar study plan.json --out out/study
        """;

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> plan = new("PLAN") { Description = "plan of the study, a JSON file" };
        ExplainedCommand command = new("study", "Map tau* and tau' over a grid of known truths, data sizes and fits.", Details) { plan };
        SettingOptions<Settings> settings = new(command, All);
        Option<bool> quiet = new("--quiet", "-q") { Description = "no progress" };
        command.Options.Add(quiet);
        command.Subcommands.Add(StudyEstimatorsCommand.Create(cancellation));
        command.Subcommands.Add(StudyPlantedCommand.Create(cancellation));
        command.SetAction(parsed =>
        {
            Settings chosen = settings.Read(parsed, Check);
            Output.WriteLine(Run(parsed.GetValue(plan)!, chosen, parsed.GetValue(quiet), cancellation));
            return 0;
        });
        return command;
    }

    private static void Check(Settings settings)
    {
        if (string.IsNullOrEmpty(settings.Out)) throw new InputException("--out is missing; name a folder for the study");
    }

    private static string Run(string planFile, Settings settings, bool quiet, CancellationToken cancellation)
    {
        StudyPlan plan = ReadPlan(planFile);
        cancellation.ThrowIfCancellationRequested(); // before a folder is made
        using StudyDirectory<SqliteStudyStore> study = StudyDirectory.OpenPlan(settings.Out!);
        IReadOnlyList<CellKey> cells = plan.Cells();
        return StudyWork.Run(new StudyWork.Place(study.Path, quiet, "cells"), () => study.Store.Found(cells).Count, cells.Count, progress =>
        {
            IReadOnlyList<CellResult> results = StudyRunner.Run(plan, study.Store, settings.Threads, progress, cancellation);
            StudyExports.Write(study.Path, results);
            return StudyText.Describe(results, study.Path);
        });
    }

    /// <summary>All that can be wrong with a plan is said before a folder is made.</summary>
    private static StudyPlan ReadPlan(string file)
    {
        StudyPlan plan = StudyPlanFile.Read(file);
        try
        {
            plan = plan.Validated();
            foreach (CellKey cell in plan.Cells()) StudyCells.Check(cell);
            return plan;
        }
        catch (InputException e) when (!e.Message.StartsWith(file, StringComparison.Ordinal))
        {
            throw new InputException($"{file}: {e.Message}", e);
        }
    }
}
