using System.CommandLine;
using System.Diagnostics;
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
        figures, the model and sequences. Small systems (at most 2^20 configurations) are computed exactly, and get tau* for
        fidelity beside tau' for diversity; others are trained by Boltzmann learning and sampled.

        Example:
          taustar tune examples/fn3.sto --out out/fn3
        """;

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> data = new("DATA") { Description = "alignment or table of states" };
        ExplainedCommand command = new("tune", "Find the temperature at which to sample a Potts model of your data, and why.", Details) { data };
        SettingOptions<TuneSettings> settings = new(command, TuneSettings.All);
        Option<bool> resume = new("--resume") { Description = "go on with the run in --out where it was stopped" };
        Option<bool> force = new("--force") { Description = "replace the run in --out" };
        Option<bool> quiet = new("--quiet", "-q") { Description = "no progress" };
        Option<bool> json = new("--json") { Description = "print the result as JSON on standard output" };
        foreach (Option option in new Option[] { resume, force, quiet, json }) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            TuneSettings chosen = settings.Read(parsed, s => s.Tuning.Validated());
            Request request = new(parsed.GetValue(data)!, chosen, parsed.GetValue(resume), parsed.GetValue(force), parsed.GetValue(quiet));
            TuningResult result = Run(request, cancellation);
            Output.WriteLine(parsed.GetValue(json) ? ResultJson.ToText(result).TrimEnd() : ResultText.Describe(result, request.Out));
            return 0;
        });
        return command;
    }

    private sealed record Request(string Data, TuneSettings Settings, bool Resume, bool Force, bool Quiet)
    {
        public string Out => Settings.Out ?? Path.Combine("out", DefaultName(Data));

        private static string DefaultName(string data)
        {
            string name = Path.GetFileName(data.TrimEnd('/'));
            if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
            name = Path.GetFileNameWithoutExtension(name);
            return name.Length > 0 ? name : "run";
        }
    }

    private static TuningResult Run(Request request, CancellationToken cancellation)
    {
        TuningOptions options = request.Settings.Tuning;
        if (request.Resume && request.Force) throw new InputException("--resume and --force exclude each other");
        using RunDirectory run = RunDirectory.Check(request.Out, request.Resume, request.Force);
        AlignmentFindings found = AlignmentReader.Read(request.Data, request.Settings.Reading);
        PottsModel? model = request.Settings.Model is string file ? ModelInput.Read(file, found) : null;
        Tuning.Check(found, options, model);
        TuningEngine engine = EngineChoice.For(found, options, model is not null);
        request.Settings.RequireFor(engine);
        cancellation.ThrowIfCancellationRequested(); // stopped while the data were read: nothing to save, so nothing is begun
        Manifest manifest = Begin(run, request, found);
        if (!request.Quiet) Console.Error.WriteLine(FindingsText.Describe(found, null)); // last: a refusal stays one line
        if (manifest.Status == "complete") return ResultJson.Read(run.File("result.json"));

        Stopwatch clock = Stopwatch.StartNew();
        try
        {
            TuningOutcome outcome = ProgressDisplay.Run(request.Quiet,
                progress => Tuning.Run(found, options, model, new TuningContext(run, progress, cancellation)));
            RunDirectory.Keep(() => RunFiles.Write(run, outcome));
            Put(manifest with { Status = "complete", Finished = Manifest.Now() });
            run.DropCheckpoints();
            return outcome.Result;
        }
        catch (OperationCanceledException)
        {
            Put(manifest with { Status = "stopped" });
            // The exact engine takes seconds and keeps no checkpoints.
            string left = engine == TuningEngine.Exact ? $"nothing of {run.Path} is finished; begin again" : $"state saved in {run.Path}; go on";
            if (!request.Quiet) Console.Error.WriteLine($"taustar: {left} with the same command and --resume");
            throw;
        }
        catch (InputException)
        {
            TryPut(manifest with { Status = "stopped" }); // a full disk, most of all
            throw;
        }

        void TryPut(Manifest m)
        {
            try
            {
                Put(m);
            }
            catch (InputException)
            {
                // The disk that failed the run may fail its manifest too; "running" resumes as well.
            }
        }

        void Put(Manifest m) => (m with { Seconds = Math.Round(manifest.Seconds + clock.Elapsed.TotalSeconds, 1) }).Write(run.File("manifest.json"));
    }

    /// <summary>Starts or takes up the run; a resumed one must have the same settings, inputs and version.</summary>
    private static Manifest Begin(RunDirectory run, Request request, AlignmentFindings found)
    {
        List<InputRecord> inputs = [new("data", request.Data, found.Sha256)];
        if (request.Settings.Model is string file) inputs.Add(new("model", file, FileHash.Sha256(file)));
        Manifest manifest = new()
        {
            Status = "running",
            Settings = TuneSettings.All.ToDictionary(s => s.Name, s => s.Show(request.Settings)),
            Inputs = inputs,
            Started = Manifest.Now(),
        };
        if (request.Resume)
        {
            Manifest before = run.Manifest!;
            RequireSame(before, manifest, run.Path);
            if (before.Status == "complete") return before;
            run.Hold();
            run.Sweep();
            manifest = manifest with { Started = before.Started, Seconds = before.Seconds, Resumed = before.Resumed + 1 };
        }
        else
        {
            run.Create();
        }
        try
        {
            manifest.Write(run.File("manifest.json"));
        }
        catch (InputException) when (!request.Resume)
        {
            run.Abandon();
            throw;
        }
        return manifest;
    }

    private static void RequireSame(Manifest before, Manifest now, string path)
    {
        if (before.Version != now.Version)
            throw new InputException($"{path} was begun by version {before.Version}, this is {now.Version}; start anew with --force");
        foreach (Setting<TuneSettings> setting in TuneSettings.All.Where(s => !s.MayChangeOnResume))
        {
            string? old = before.Settings.GetValueOrDefault(setting.Name), fresh = now.Settings[setting.Name];
            if (old != fresh)
                throw new InputException($"{path} was begun with --{setting.Name} {old ?? "(default)"}, not {fresh ?? "(default)"}; give the same settings to resume");
        }
        foreach (InputRecord input in now.Inputs)
        {
            if (before.Inputs.FirstOrDefault(i => i.Role == input.Role)?.Sha256 != input.Sha256)
                throw new InputException($"{path} was begun with another {input.Role} than {input.Path}; give the same file to resume");
        }
    }
}
