namespace TauStar.Formats;

/// <summary>A column of a result table.</summary>
/// <param name="Name">Header, one word.</param>
/// <param name="Meaning">One sentence with unit and range, for the comment lines on top of the file.</param>
public sealed record CsvColumn(string Name, string Meaning);
