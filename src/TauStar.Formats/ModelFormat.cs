using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Formats.Models;

namespace TauStar.Formats;

/// <summary>A file format of pairwise models with its conventions in words; see docs/file-formats.md.</summary>
public abstract class ModelFormat
{
    /// <summary>All formats; content is recognised by the first whose beginning fits.</summary>
    public static IReadOnlyList<ModelFormat> All { get; } =
    [
        new Hdf5Format(), new NpzFormat(), new Mi3Format(), new ArmadilloFormat(), new PlmcFormat(), new CcmPredFormat(),
        ParameterTextFormat.AdabmDca, ParameterTextFormat.BmDca, ParameterTextFormat.PottsEvolver,
    ];

    /// <summary>As --from and --to take it: "adabmdca".</summary>
    public abstract string Name { get; }

    /// <summary>For people: "adabmDCA params.dat".</summary>
    public abstract string Title { get; }

    /// <summary>Energy and probability: "E = -sum h - sum J, p ~ exp(-E)".</summary>
    public virtual string Sign => "E = -sum h - sum J, p ~ exp(-E)";

    /// <summary>How names of files end that are written in this format, with the dot; .gz may follow where <see cref="MayBePacked"/>.</summary>
    public abstract IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether letters stand in the files or are fixed by the format, rather than mere numbers.</summary>
    public virtual bool WritesLetters => true;

    /// <summary>Whether a name that ends in .gz gets the content packed.</summary>
    public virtual bool MayBePacked => true;

    /// <summary>The format of a name.</summary>
    /// <exception cref="InputException">No format has it.</exception>
    public static ModelFormat Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new InputException($"'{Excerpt.Of(name)}' is no model format; choose one of {Names}");
    }

    /// <summary>The format that a file's name asks for by its ending.</summary>
    /// <exception cref="InputException">The ending is of no format.</exception>
    public static ModelFormat OfName(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string name = GzipFormat.IsName(path) ? path[..^3] : path;
        return All.FirstOrDefault(format => format.Extensions.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
            ?? throw new InputException($"{Excerpt.Escape(path)}: the ending names no model format; give one of "
                + $"{string.Join(' ', All.SelectMany(format => format.Extensions))}, or name the format: {Names}");
    }

    /// <summary>The files that writing to a name makes: it, or two for formats that keep fields and couplings apart.</summary>
    /// <exception cref="InputException">A name that the format cannot take.</exception>
    public virtual IReadOnlyList<string> PathsFor(string path) => [path];

    /// <inheritdoc />
    public override string ToString() => Title;

    /// <summary>The names of all formats, for messages and help.</summary>
    public static string Names => string.Join(", ", All.Select(format => format.Name));

    /// <summary>Whether content that begins so is of this format.</summary>
    internal abstract bool Recognises(ModelHead head);

    /// <summary>Reads a model from the beginning of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="alphabet">The user's; null: found.</param>
    /// <param name="asked">Whether the user named this format, rather than its being found.</param>
    internal abstract ModelFindings Read(SourceFile source, Alphabet? alphabet, bool asked);

    /// <summary>Writes a model, and says in which conventions.</summary>
    internal abstract WrittenModel Write(string path, ModelDocument document);
}
