using System.Globalization;
using TauStar.Formats;
using TauStar.Landscapes;
using TauStar.Reporting.Figures;
using TauStar.Reporting.Plots;
using TauStar.Studies.Learning;

namespace TauStar.Cli.Runs;

/// <summary>Writes the files of a finished training; every one whole or not at all, train.json last.</summary>
internal static class TrainFiles
{
    public static void Write(RunDirectory run, LearningOutcome outcome, IReadOnlyList<InputRecord> inputs)
    {
        PottsModel model = outcome.Fitted;
        LearningResult result = outcome.Result;
        AdabmDcaModel.Write(run.File("model.params.dat.gz"), model);
        ModelFile.Write(run.File("model.h5"), new ModelDocument
        {
            Model = model,
            History = outcome.History,
            Provenance =
            [
                new("program", $"TauStar {result.Version}"), new("model", result.Model), new("seed", string.Create(CultureInfo.InvariantCulture, $"{result.Seed}")),
                .. inputs.SelectMany(input => new KeyValuePair<string, string>[] { new(input.Role, input.Path), new($"{input.Role} SHA-256", input.Sha256) }),
            ],
        }, ModelFormat.Parse("hdf5"));
        int sites = model.Sites;
        FastaWriter.Write(run.File("chains.fasta.gz"), model.Alphabet, Enumerable.Range(0, outcome.ChainStates.Length / sites).Select(c =>
        {
            ReadOnlyMemory<byte> row = outcome.ChainStates.AsMemory(c * sites, sites);
            return new FastaRecord(string.Create(CultureInfo.InvariantCulture, $"chain{c + 1} | DCAenergy: {model.Energy(row.Span):F3}"), row);
        }));
        RunFiles.WriteHistory(run.File("history.csv"), outcome.History);
        Figure figure = TrainingFigure.Describe(outcome.History, "A profile is not trained.");
        if (figure.HasData)
        {
            run.CreateFolder("figures");
            foreach (FigureFile file in FigureSet.Files(figure)) AtomicFile.Write(run.File("figures", file.FileName), stream => stream.Write(file.Content));
        }
        LearningJson.Write(run.File("train.json"), result);
    }
}
