using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Formats.Models;
using TauStar.Landscapes;

namespace TauStar.Formats;

/// <summary>
/// Reads and writes pairwise models in every format of <see cref="ModelFormat.All"/>. When reading, the format is found from the content, never from the name.
/// </summary>
public static class ModelFile
{
    /// <summary>Reads a model, plain or gzip.</summary>
    /// <param name="path">The file; of bmDCA's two binary files either.</param>
    /// <param name="hint">The alphabet; null: found from the file.</param>
    /// <exception cref="InputException">No format that is known, a broken file, or states whose letters nothing tells where the format needs them.</exception>
    public static PottsModel Read(string path, Alphabet? hint = null) =>
        SourceFile.Read(path, hash: false, source => Read(source, hint, null)).Document.Model;

    /// <summary>The same with all that was found.</summary>
    /// <param name="path">The file; of bmDCA's two binary files either.</param>
    /// <param name="alphabet">The alphabet; null: found from the file.</param>
    /// <param name="format">The format; null: found from the content.</param>
    /// <exception cref="InputException">As in reading the model alone, or content of another format.</exception>
    public static ModelFindings ReadWithFindings(string path, Alphabet? alphabet = null, ModelFormat? format = null) =>
        SourceFile.Read(path, hash: true, source =>
        {
            ModelFindings found = Read(source, alphabet, format);
            return found with { Path = path, Sha256 = source.Hash() };
        });

    /// <summary>Whether a file begins as a model does.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static bool Recognises(string path) => SourceFile.Read(path, hash: false, source =>
    {
        ModelHead head = new(source);
        return ModelFormat.All.Any(known => known.Recognises(head));
    });

    /// <summary>Writes a model whole or not at all.</summary>
    /// <param name="path">Final name; packed where it ends in .gz.</param>
    /// <param name="document">The model, and what the format may have room for.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="InputException">The file cannot be written, or the format cannot hold the model.</exception>
    /// <exception cref="ArgumentException">A parameter is NaN or infinite.</exception>
    public static WrittenModel Write(string path, ModelDocument document, ModelFormat format)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(format);
        if (!format.MayBePacked && GzipFormat.IsName(path))
            throw new InputException($"{Excerpt.Escape(path)}: {format.Title} is not written packed; leave out .gz");
        RequireFinite(document.Model.Fields);
        RequireFinite(document.Model.Couplings);
        return format.Write(path, document);
    }

    private static ModelFindings Read(SourceFile source, Alphabet? alphabet, ModelFormat? format)
    {
        ModelHead head = new(source);
        if (head.IsEmpty) throw source.Complain("the file is empty");
        ModelFormat? found = ModelFormat.All.FirstOrDefault(known => known.Recognises(head));
        if (format is not null && (found is null || !format.Recognises(head)))
            throw source.Complain($"is not {format.Title}{(found is null ? "" : $", but {found.Title}")}; leave the format to be found, or name the right one");
        if (found is not null) return (format ?? found).Read(source, alphabet, asked: format is not null);
        source.RequireText();
        throw source.Complain($"'{Excerpt.Of(head.FirstLine.Span)}' begins no model format that is known "
            + $"({string.Join(", ", ModelFormat.All.Select(known => known.Title))}); give a file of parameters");
    }

    private static void RequireFinite(float[] values)
    {
        if (Array.Exists(values, value => !float.IsFinite(value))) throw new ArgumentException("a parameter of the model is NaN or infinite", nameof(values));
    }
}
