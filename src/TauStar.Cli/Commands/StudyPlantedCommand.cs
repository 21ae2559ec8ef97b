using System.Collections.Concurrent;
using System.CommandLine;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Reporting.Figures;
using TauStar.Store;
using TauStar.Studies;
using TauStar.Studies.Estimators;
using TauStar.Studies.Planted;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar study planted</c>: what the sampled engine's estimates of tau* and tau' are worth on planted truths too large to be listed.</summary>
internal static class StudyPlantedCommand
{
    private const string Details = """
        Plants a sparse Potts model for every data set (as 'simulate planted' does), draws data, trains a model as users do, lets tune's
        sampled engine say tau* and tau' from the data alone, and holds that against the truth, whose energies are known. Truths:
          warm  many sequences of like probability    mid  rugged    cold  a native sequence below a gap
        Divergences are those less that at tau = 1, with Monte Carlo errors. A regret fraction of 0 is perfect, 1 is no better than
        tau = 1. Finished data sets are kept in planted.sqlite: stopped or killed, the same command goes on. Data that cannot be analysed
        (all alike, or too few for folds) are named, left out of the tables, and tried again with the next go.

        Example:
          taustar study planted --truth cold --samples 100,400 --replicates 2 --out out/planted
        """;

    public static Command Create(CancellationToken cancellation)
    {
        ExplainedCommand command = new("planted", "Try estimates of tau* and tau' at protein scale, on planted truths.", Details);
        SettingOptions<PlantedSettings> settings = new(command, PlantedSettings.All);
        Option<bool> quiet = new("--quiet", "-q") { Description = "no progress" };
        command.Options.Add(quiet);
        command.SetAction(parsed =>
        {
            StudyWords.RefuseBefore(parsed.CommandResult);
            Output.WriteLine(Run(settings.Read(parsed, Check), parsed.GetValue(quiet), cancellation));
            return 0;
        });
        return command;
    }

    private static void Check(PlantedSettings settings)
    {
        if (string.IsNullOrEmpty(settings.Out)) throw new InputException("--out is missing; name a folder for the study");
        settings.Plan.Validated();
    }

    private static string Run(PlantedSettings settings, bool quiet, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested(); // before a folder is made
        using StudyDirectory<SqlitePlantedStore> study = StudyDirectory.OpenPlanted(settings.Out!);
        IReadOnlyList<PlantedKey> cells = settings.Plan.Cells();
        string? none = null;
        string found = StudyWork.Run(new StudyWork.Place(study.Path, quiet, "data sets"), () => study.Store.Found(cells).Count, cells.Count, progress =>
        {
            ConcurrentBag<string> leftOut = [];
            IReadOnlyList<PlantedResult> results =
                StudyRunner.Run(cells, new PlantedCells(cancellation).Run, study.Store, settings.Threads, new StudyRun(progress, cancellation, leftOut.Add));
            string[] without = [.. leftOut.Order(StringComparer.Ordinal)];
            if (results.Count == 0)
            {
                none = without[0];
                return "";
            }
            foreach (string cell in without) Console.Error.WriteLine($"taustar: left out {cell}");
            IReadOnlyList<EstimatorSummary> summaries = PlantedResult.Summarise(results);
            PlantedExports.Write(study.Path, results, summaries);
            foreach (FigureFile figure in EstimatorFigureSet.Render([.. results.Select(result => result.Trial)], summaries))
                AtomicFile.Write(Path.Combine(study.Path, figure.FileName), stream => stream.Write(figure.Content));
            return EstimatorText.Describe(summaries, $"{study.Path}: summary.csv, planted.csv, estimators-*.svg; planted.sqlite");
        });
        return none is null ? found : throw new InputException($"no data set can be analysed; for example {none}");
    }
}
