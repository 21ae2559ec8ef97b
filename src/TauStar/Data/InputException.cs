namespace TauStar.Data;

/// <summary>
/// What the user gave cannot be used: a file that does not parse, a setting out of range, a folder that is taken.
/// The message is one line that names the place (file, record, line, column where known) and says what to do;
/// the command line prints it as it is and ends with exit code 2.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>A one-line complaint.</summary>
    public InputException(string message) : base(message) { }

    /// <summary>A one-line complaint with the exception that it translates.</summary>
    public InputException(string message, Exception? innerException) : base(message, innerException) { }

    /// <summary>For serializers only.</summary>
    public InputException() : base("Unusable input.") { }
}
