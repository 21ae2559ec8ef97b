using System.CommandLine;
using System.Globalization;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;
using TauStar.Studies;
using TauStar.Studies.Learning;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar train DATA</c>: a Potts model of an alignment, and whether it is what its training says.</summary>
internal static class TrainCommand
{
    private const string Details = """
        Boltzmann learning with persistent chains, dense or sparse. Writes a run directory: the model (model.params.dat.gz, and model.h5 with its
        history), the chains, history.csv, figures, and train.json. At the end independent chains from random states and from the data are run until
        they mix; a warning says where they show other correlations than the training chains did. Training starts from independent sites, or from
        the model of --init, to which the chains are swept first; eaDCA then goes on from its couplings.
        The flags of adabmDCA (--nchains, --nsweeps, --nepochs, --lr, --gsteps, --factivate, --density, --drate) are understood.

        Example:
          taustar train examples/fn3.sto --chains 1000 --target 0.8 --out out/fn3-model
        """;

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> data = new("DATA") { Description = "alignment or table of states" };
        ExplainedCommand command = new("train", "Train a Potts model, dense or sparse, on an alignment.", Details) { data };
        SettingOptions<TrainSettings> settings = new(command, TrainSettings.All);
        RunOptions run = new(command);
        command.SetAction(parsed =>
        {
            TrainSettings chosen = settings.Read(parsed, s => s.Learning.Validated());
            Request request = new(parsed.GetValue(data)!, chosen, run.Read(parsed));
            LearningResult result = Run(request, cancellation);
            Output.WriteLine(request.Choices.Json ? LearningJson.ToText(result).TrimEnd() : LearningText.Describe(result, request.Out));
            return 0;
        });
        return command;
    }

    private sealed record Request(string Data, TrainSettings Settings, RunChoices Choices)
    {
        public string Out => Settings.Out ?? RunDirectory.DefaultFor(Data);
    }

    private static LearningResult Run(Request request, CancellationToken cancellation)
    {
        using RunDirectory run = RunDirectory.Check(request.Out, request.Choices.Resume, request.Choices.Force);
        AlignmentFindings found = AlignmentReader.Read(request.Data, request.Settings.Reading.Reading);
        List<InputRecord> inputs = [new("data", request.Data, found.Sha256)];
        LearningOptions options = request.Settings.Complete(file => GraphFile.Read(file, found.Alignment));
        double[]? weights = null;
        if (request.Settings.Graph is string graph) inputs.Add(new("graph", graph, FileHash.Sha256(graph)));
        if (request.Settings.Weights is string file)
        {
            weights = WeightsFile.Read(file, found.Alignment.Count);
            inputs.Add(new("weights", file, FileHash.Sha256(file)));
        }
        PottsModel? start = null;
        if (request.Settings.Init is string init)
        {
            start = ModelInput.Read(init, found);
            inputs.Add(new("init", init, FileHash.Sha256(init)));
        }
        ModelLearning.Check(found, options);
        cancellation.ThrowIfCancellationRequested(); // stopped while the data were read: nothing to save, so nothing is begun
        RunSession session = RunSession.Begin(run, RunRequest.Of("train", TrainSettings.All, request.Settings, inputs, request.Choices.Resume));
        if (!request.Choices.Quiet) Console.Error.WriteLine(FindingsText.Describe(found, null)); // last: a refusal stays one line
        if (session.IsComplete) return LearningJson.Read(run.File("train.json"));
        return session.Complete(
            () => ProgressDisplay.Run(request.Choices.Quiet, progress => ModelLearning.Run(found, new GivenForLearning(weights, start), options, new TuningContext(run, progress, cancellation))),
            outcome => TrainFiles.Write(run, outcome, inputs),
            () =>
            {
                if (!request.Choices.Quiet) Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"taustar: state saved in {run.Path}; go on with 'taustar resume {run.Path}'"));
            }).Result;
    }
}
