using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;

namespace TauStar.Cli.Runs;

/// <summary>Models that users give.</summary>
internal static class ModelInput
{
    /// <summary>Reads a model of some data: same sites, same alphabet.</summary>
    /// <exception cref="InputException">The model is of other data, or cannot be read.</exception>
    public static PottsModel Read(string file, AlignmentFindings found)
    {
        return Fitting(file, ModelFile.Read(file, found.Alignment.Alphabet), found);
    }

    private static PottsModel Fitting(string file, PottsModel model, AlignmentFindings found)
    {
        Alignment data = found.Alignment;
        if (model.Sites != data.Sites || !model.Alphabet.Equals(data.Alphabet))
        {
            throw new InputException(
                $"{file}: a model of {model.Sites} sites over {model.Alphabet}, but {found.Path} has {data.Sites} over {data.Alphabet}; give a model of these data");
        }
        return Checked(file, model);
    }

    /// <summary>
    /// Reads sequences to be scored, once, and the model; where the model has sites for columns without a letter, these columns stay. Letters of its own that the model's file names
    /// are those of the data; else they are found in the data.
    /// </summary>
    /// <exception cref="InputException">The model is of other data, or one of them cannot be read.</exception>
    public static (AlignmentFindings Data, PottsModel Model) Read(string file, string data, AlignmentReaderOptions reading)
    {
        ModelFindings model = ModelFile.ReadWithFindings(file, reading.Alphabet);
        PottsModel read = model.Document.Model;
        bool own = model.LettersFrom == LetterSource.File && read.Alphabet.Name == "custom";
        AlignmentFindings found = AlignmentReader.Read(data, reading with { LeastSequences = 1, Sites = read.Sites, Alphabet = reading.Alphabet ?? (own ? read.Alphabet : null) });
        return (found, Fitting(file, read.Alphabet.Equals(found.Alignment.Alphabet) ? read : ModelFile.Read(file, found.Alignment.Alphabet), found));
    }

    /// <summary>Reads a model alone.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="alphabet">The alphabet; null: found from the file.</param>
    /// <exception cref="InputException">The model cannot be read, or its alphabet is another one.</exception>
    public static PottsModel Read(string file, Alphabet? alphabet) => Checked(file, ModelFile.Read(file, alphabet));

    /// <summary>A letter or two may never occur in a family. Most letters missing means that the alphabet is another one.</summary>
    private static PottsModel Checked(string file, PottsModel model)
    {
        int known = Enumerable.Range(0, model.States).Count(model.Knows);
        if (known == 0) throw new InputException($"{file}: all parameters are zero, which says nothing of any letter");
        return 2 * known > model.States ? model : throw new InputException(
            $"{file}: has parameters for {known} of the {model.States} letters of {model.Alphabet} only; name the model's alphabet with --alphabet");
    }
}
