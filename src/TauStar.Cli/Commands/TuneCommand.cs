using System.CommandLine;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;
using TauStar.Studies;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar tune DATA</c>: the main job.</summary>
internal static class TuneCommand
{
    private const string Details = """
        Reads an alignment (FASTA, A2M, A3M, Stockholm) or a table of states (CSV, NumPy), plain or gzip; fits a Potts model,
        refits it without each fold, follows it over temperature, and writes a run directory with report.html, result.json,
        figures, the model and sequences: tau* for fidelity (what is generated looks real), tau' for diversity (what is real is
        covered). Small systems (at most 2^20 configurations) are computed exactly; others are trained by Boltzmann learning and
        sampled, and their tau* comes from the posterior of the couplings.

        Example:
          taustar tune examples/fn3.sto --out out/fn3
        """;

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> data = new("DATA") { Description = "alignment or table of states" };
        ExplainedCommand command = new("tune", "Find the temperature at which to sample a Potts model of your data, and why.", Details) { data };
        SettingOptions<TuneSettings> settings = new(command, TuneSettings.All);
        RunOptions run = new(command);
        command.SetAction(parsed =>
        {
            TuneSettings chosen = settings.Read(parsed, s => s.Tuning.Validated());
            Request request = new(parsed.GetValue(data)!, chosen, run.Read(parsed));
            TuningResult result = Run(request, cancellation);
            Output.WriteLine(request.Choices.Json ? ResultJson.ToText(result).TrimEnd() : ResultText.Describe(result, request.Out));
            return 0;
        });
        return command;
    }

    private sealed record Request(string Data, TuneSettings Settings, RunChoices Choices)
    {
        public string Out => Settings.Out ?? RunDirectory.DefaultFor(Data);
    }

    private static TuningResult Run(Request request, CancellationToken cancellation)
    {
        TuningOptions options = request.Settings.Tuning;
        using RunDirectory run = RunDirectory.Check(request.Out, request.Choices.Resume, request.Choices.Force);
        AlignmentFindings found = AlignmentReader.Read(request.Data, request.Settings.Reading);
        PottsModel? model = request.Settings.Model is string file ? ModelInput.Read(file, found) : null;
        Tuning.Check(found, options, model);
        TuningEngine engine = EngineChoice.For(found, options, model is not null);
        request.Settings.RequireFor(engine);
        cancellation.ThrowIfCancellationRequested(); // stopped while the data were read: nothing to save, so nothing is begun
        List<InputRecord> inputs = [new("data", request.Data, found.Sha256)];
        if (request.Settings.Model is string given) inputs.Add(new("model", given, FileHash.Sha256(given)));
        RunSession session = RunSession.Begin(run, RunRequest.Of("tune", TuneSettings.All, request.Settings, inputs, request.Choices.Resume));
        if (!request.Choices.Quiet) Console.Error.WriteLine(FindingsText.Describe(found, null)); // last: a refusal stays one line
        if (session.IsComplete) return ResultJson.Read(run.File("result.json"));
        // The exact engine takes seconds and keeps no checkpoints.
        string left = engine == TuningEngine.Exact ? $"nothing of {run.Path} is finished; begin again" : $"state saved in {run.Path}; go on";
        return session.Complete(
            () => ProgressDisplay.Run(request.Choices.Quiet, progress => Tuning.Run(found, options, model, new TuningContext(run, progress, cancellation))),
            outcome => RunFiles.Write(run, outcome),
            () =>
            {
                if (!request.Choices.Quiet) Console.Error.WriteLine($"taustar: {left} with the same command and --resume");
            }).Result;
    }
}
