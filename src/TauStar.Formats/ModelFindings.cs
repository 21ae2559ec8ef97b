using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;

namespace TauStar.Formats;

/// <summary>Who says which letter a state of a file is.</summary>
public enum LetterSource
{
    /// <summary>The letters are written in the file.</summary>
    File,

    /// <summary>The file has numbers whose letters the format fixes.</summary>
    Format,

    /// <summary>The user named the alphabet.</summary>
    User,

    /// <summary>The file has numbers, and nobody says which letters they are.</summary>
    Unknown,
}

/// <summary>What goes into a file beside the parameters, where the format has room for it.</summary>
public sealed record ModelDocument
{
    /// <summary>The parameters, with the sign of <see cref="PottsModel"/>.</summary>
    public required PottsModel Model { get; init; }

    /// <summary>The temperature that the fitted model's parameters were divided by; 1: as fitted. p ~ exp(-E) holds for the parameters as they are.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>How the model was trained; empty: not known.</summary>
    public IReadOnlyList<TrainingRecord> History { get; init; } = [];

    /// <summary>Where the model comes from: names and values, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Provenance { get; init; } = [];
}

/// <summary>A model and all that reading its file found.</summary>
public sealed record ModelFindings
{
    /// <summary>The model with what stands beside it.</summary>
    public required ModelDocument Document { get; init; }

    /// <summary>Path as the user gave it.</summary>
    public string Path { get; init; } = "";

    /// <summary>SHA-256 of the file's bytes, lower-case hexadecimal; empty where it was not asked for.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The format that was found.</summary>
    public required ModelFormat Format { get; init; }

    /// <summary>Number of the first site in the file; null: sites have no numbers, their order counts.</summary>
    public required int? FirstSite { get; init; }

    /// <summary>Number of the first state in the file; null: letters, or order.</summary>
    public required int? FirstState { get; init; }

    /// <summary>The letters in the order in which the file's states stand; with numbers, those that they were taken for.</summary>
    public required string Letters { get; init; }

    /// <summary>Who says so.</summary>
    public required LetterSource LettersFrom { get; init; }

    /// <summary>Everything worth saying.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>What was written.</summary>
public sealed record WrittenModel
{
    /// <summary>The files: one, or two for formats that keep fields and couplings apart.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>The format.</summary>
    public required ModelFormat Format { get; init; }

    /// <summary>The parameters as they stand in the file, in our sign: the gauge may be the format's own.</summary>
    public required PottsModel Model { get; init; }

    /// <summary>Number of the first site in the file; null: order counts.</summary>
    public required int? FirstSite { get; init; }

    /// <summary>Number of the first state in the file; null: letters, or order.</summary>
    public required int? FirstState { get; init; }

    /// <summary>Letters in the order of the file's states.</summary>
    public required string Letters { get; init; }

    /// <summary>E of the file's model less E of the model that was given: the same for every sequence.</summary>
    public double EnergyShift { get; init; }

    /// <summary>Whether the letters stand in the file or follow from its format, so that it can be read without naming them.</summary>
    public required bool LettersKnown { get; init; }
}
