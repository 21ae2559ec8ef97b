using System.CommandLine;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Store;
using TauStar.Studies;
using TauStar.Studies.Reproduction;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar reproduce [WHAT]</c>: the figures of the paper, made anew and held against what was published.</summary>
internal static class ReproduceCommand
{
    private const string Everything = "all";

    private static readonly string DefaultReference = Path.Combine("..", "shared", "reference");

    private const string Details = """
        Makes figures of arXiv:2512.09152 anew, each as SVG and PNG with its data as CSV:
          fig2        two-level worked example; tau* and tau' over gap and M
          fig3        4 x 4 Ising model: tau* and tau' over T and M, and one data set explained
          figC-toy    two-level model: kappa and C at tau = 1 against the gap
          figC-ising  4 x 4 Ising model: the same against T
          figD        4 x 4 Ising model: what each energy level adds to the divergences, against M
        Where published numbers are at hand, comparison.csv and comparison.txt hold those of this call against them.
        Finished cells are kept: the same command goes on where it was stopped.

        Example:
          taustar reproduce fig3 --replicates 2 --out out/fig3
        """;

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> what = new("WHAT")
        {
            Description = $"{string.Join(", ", PaperFigureName.All.Select(PaperFigureName.Of))} or {Everything}",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => Everything,
        };
        what.CompletionSources.Add([.. PaperFigureName.All.Select(PaperFigureName.Of), Everything]);
        ExplainedCommand command = new("reproduce", "Make the paper's figures anew and hold them against the published numbers.", Details) { what };
        SettingOptions<ReproduceSettings> settings = new(command, ReproduceSettings.All);
        Option<bool> full = new("--full") { Description = "the published grids in full, instead of a part of them" };
        Option<bool> quiet = new("--quiet", "-q") { Description = "no progress" };
        command.Options.Add(full);
        command.Options.Add(quiet);
        command.SetAction(parsed =>
        {
            ReproduceSettings chosen = settings.Read(parsed, Check);
            chosen = chosen with { Plan = chosen.Plan with { Full = parsed.GetValue(full) } };
            Output.Write(Run(parsed.GetValue(what)!, chosen, parsed.GetValue(quiet), cancellation));
            return 0;
        });
        return command;
    }

    /// <summary>The grids of what was asked for.</summary>
    /// <exception cref="InputException">An unknown figure, or wishes that do not fit it.</exception>
    internal static IReadOnlyList<(PaperFigure Figure, StudyPlan Plan)> Plans(string what, ReproductionOptions options)
    {
        if (what.Equals(Everything, StringComparison.OrdinalIgnoreCase))
            return [.. PaperFigureName.All.Select(figure => (figure, ReproductionPlans.Of(figure, ReproductionPlans.Fitting(figure, options))))];
        PaperFigure[] named = [.. PaperFigureName.All.Where(figure => what.Equals(PaperFigureName.Of(figure), StringComparison.OrdinalIgnoreCase))];
        if (what.StartsWith('-')) throw new InputException($"unknown option '{what.ReplaceLineEndings(" ")}' (see 'taustar reproduce --help')");
        if (named.Length == 0)
            throw new InputException($"figure '{what.ReplaceLineEndings(" ")}' is unknown; choose one of {string.Join(", ", PaperFigureName.All.Select(PaperFigureName.Of))}, {Everything}");
        return [(named[0], ReproductionPlans.Of(named[0], options))];
    }

    private static void Check(ReproduceSettings settings)
    {
        if (settings.Out.Length == 0) throw new InputException("--out is empty; name a folder");
        if (File.Exists(settings.Out)) throw new InputException($"{settings.Out} is a file; choose another --out");
        if (settings.Reference is { Length: 0 }) throw new InputException("--reference is empty; name a folder");
    }

    private static string Run(string what, ReproduceSettings settings, bool quiet, CancellationToken cancellation)
    {
        // Everything that can be wrong with what was given is found before anything is written.
        IReadOnlyList<(PaperFigure Figure, StudyPlan Plan)> plans = Plans(what, settings.Plan);
        string? reference = settings.Reference ?? (Directory.Exists(DefaultReference) ? DefaultReference : null);
        PublishedNumbers? published = reference is null ? null : ReferenceFolder.Read(reference);
        foreach (CellKey cell in plans.SelectMany(plan => plan.Plan.Cells())) StudyCells.Check(cell);
        cancellation.ThrowIfCancellationRequested();
        if (published is null && !quiet) Console.Error.WriteLine($"no published numbers at {DefaultReference}: nothing to compare with (--reference names a folder)");
        try
        {
            using StudyDirectory<SqliteStudyStore> study = StudyDirectory.OpenPlan(settings.Out);
            ReproductionData data = ProgressDisplay.Run(quiet, progress => Compute(plans, settings, study.Store, progress, cancellation));
            ReferenceComparison comparison = ReferenceComparison.Of(data, published ?? new PublishedNumbers());
            if (published is null) Guard(settings.Out, () => ReproductionFiles.DropComparison(settings.Out));
            else ReproductionFiles.Write(settings.Out, comparison);
            return $"{ComparisonText.Describe(comparison)}written to {settings.Out}\n";
        }
        catch (OperationCanceledException)
        {
            if (!quiet) Console.Error.WriteLine($"taustar: finished cells are kept in {settings.Out}; go on with the same command");
            throw;
        }
    }

    private static ReproductionData Compute(
        IReadOnlyList<(PaperFigure Figure, StudyPlan Plan)> plans, ReproduceSettings settings, IStudyStore store, IProgress<TuningProgress> progress,
        CancellationToken cancellation)
    {
        ReproductionData all = new();
        double total = plans.Sum(plan => (double)plan.Plan.Cells().Count), before = 0;
        foreach ((PaperFigure figure, StudyPlan plan) in plans)
        {
            IReadOnlyList<CellResult> results = StudyRunner.Run(plan, store, settings.Threads, new Share(progress, figure, before, total), cancellation);
            ReproductionData own = new ReproductionData().With(figure, results);
            if (figure == PaperFigure.Fig2) own = own with { Fig2Example = ReproductionExamples.TwoLevel() };
            if (figure == PaperFigure.Fig3) own = own with { Fig3Example = ReproductionExamples.Ising(settings.Plan.Seed) };
            ReproductionFiles.Write(settings.Out, own); // at once: what is done is there to be seen while the rest goes on
            all = all.With(figure, results);
            before += results.Count;
        }
        progress.Report(new TuningProgress("done", 1, 1, ""));
        return all;
    }

    private static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot write to {path}: {e.Message.Split('\n')[0].TrimEnd('.')}; choose another --out", e);
        }
    }

    /// <summary>Progress of one figure as a part of all; cells weigh the same, so it is only a guide.</summary>
    private sealed class Share(IProgress<TuningProgress> whole, PaperFigure figure, double before, double total) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => whole.Report(new TuningProgress(
            PaperFigureName.Of(figure), (double)value.Done / value.Total, (before + value.Done) / total,
            $"{value.Done} of {value.Total} cells{(value.Found > 0 ? $", {value.Found} of them found" : "")}"));
    }
}
