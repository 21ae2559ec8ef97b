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

namespace TauStar.Cli.Commands;

/// <summary><c>taustar study estimators</c>: what estimates of tau* and tau' from data alone are worth, where the truth is known.</summary>
internal static class StudyEstimatorsCommand
{
    private const string Details = """
        Draws data from a known truth, fits them, lets every estimator say tau* and tau' from the data alone, and holds that against
        the exact optimum. Landscapes:
          ising4x4    4 x 4 Ising lattice        rna         hairpins whose pairs count one by one
          spin-glass  14 spins in random fields  gap         hairpins whose pairs count only together (not pairwise)
          hopfield    14 spins, 3 patterns       three-body  14 spins with triples (not pairwise)
        A regret fraction of 0 is perfect, 1 is no better than tau = 1. Writes tables and figures; finished data sets are kept in
        estimators.sqlite: stopped or killed, the same command goes on.

        Example:
          taustar study estimators --landscape ising4x4 --samples 54,250 --replicates 4 --out out/estimators
        """;

    public static Command Create(CancellationToken cancellation)
    {
        ExplainedCommand command = new("estimators", "Try estimates of tau* and tau' from data alone where the truth is known.", Details);
        SettingOptions<EstimatorSettings> settings = new(command, EstimatorSettings.All);
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

    private static void Check(EstimatorSettings settings)
    {
        if (settings.Plan.Landscapes.Count == 0)
            throw new InputException($"--landscape is missing; choose one of {string.Join(", ", EstimatorLandscape.All)}, or all");
        if (string.IsNullOrEmpty(settings.Out)) throw new InputException("--out is missing; name a folder for the study");
        settings.Plan.Validated();
    }

    private static string Run(EstimatorSettings settings, bool quiet, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested(); // before a folder is made
        using StudyDirectory<SqliteEstimatorStore> study = StudyDirectory.OpenEstimators(settings.Out!);
        IReadOnlyList<EstimatorKey> cells = settings.Plan.Cells();
        return StudyWork.Run(new StudyWork.Place(study.Path, quiet, "data sets"), () => study.Store.Found(cells).Count, cells.Count, progress =>
        {
            IReadOnlyList<EstimatorResult> results =
                StudyRunner.Run(cells, new EstimatorCells().Run, study.Store, settings.Threads, new StudyRun(progress, cancellation));
            EstimatorTrial[] trials = [.. results.Select(result => result.Trial)];
            IReadOnlyList<EstimatorSummary> summaries = EstimatorSummary.Of(trials);
            EstimatorExports.Write(study.Path, trials, summaries);
            foreach (FigureFile figure in EstimatorFigureSet.Render(trials, summaries))
                AtomicFile.Write(Path.Combine(study.Path, figure.FileName), stream => stream.Write(figure.Content));
            return EstimatorText.Describe(summaries, $"{study.Path}: summary.csv, estimators.csv, estimators-*.svg; estimators.sqlite");
        });
    }
}
