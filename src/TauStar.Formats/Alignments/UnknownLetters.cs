namespace TauStar.Formats;

/// <summary>
/// What to do with letters that stand for no single state: B J O U X Z of proteins; N, X and the IUPAC ambiguity codes
/// R Y S W K M B D H V of nucleotides.
/// </summary>
public enum UnknownLetters
{
    /// <summary>Read them as gaps.</summary>
    Gap,

    /// <summary>Remove every sequence that has one in a match column.</summary>
    Remove,

    /// <summary>Refuse the file.</summary>
    Error,
}
