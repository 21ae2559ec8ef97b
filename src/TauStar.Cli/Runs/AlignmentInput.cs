using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;

namespace TauStar.Cli.Runs;

/// <summary>Alignments that users give beside a model.</summary>
internal static class AlignmentInput
{
    /// <summary>Reads an alignment in the model's alphabet; it must have the model's sites.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="model">The model.</param>
    /// <param name="least">Sequences at least; 1 where they are scored, 2 where chains that start from them have to be told apart.</param>
    /// <exception cref="InputException">It is of another model, or cannot be read.</exception>
    public static Alignment OfModel(string file, PottsModel model, int least)
    {
        Alignment data = AlignmentReader.Read(file, new AlignmentReaderOptions { Alphabet = model.Alphabet, Sites = model.Sites, LeastSequences = least }).Alignment;
        return data.Sites == model.Sites ? data
            : throw new InputException($"{file}: {data.Sites} sites, but the model has {model.Sites}; give an alignment of the model's columns");
    }
}
