namespace TauStar.Formats;

/// <summary>One sequence to be written.</summary>
/// <param name="Header">What stands after '>'; line breaks become blanks.</param>
/// <param name="States">L states.</param>
public readonly record struct FastaRecord(string Header, ReadOnlyMemory<byte> States);
