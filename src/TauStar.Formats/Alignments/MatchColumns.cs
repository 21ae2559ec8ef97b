namespace TauStar.Formats;

/// <summary>Which columns of an alignment become sites.</summary>
public enum MatchColumns
{
    /// <summary>
    /// Those that the file marks (RF line, or upper case against lower case and '.'); where '.' stands as an ordinary gap,
    /// those with a gap in at most half of the sequences; all of them where '-' is the only gap.
    /// </summary>
    Auto,

    /// <summary>All of them; lower case is read as upper case and '.' as a gap.</summary>
    All,
}
