using TauStar.Data;

namespace TauStar.Cli.Terminal;

/// <summary>
/// Standard output, where results go. What is lost there is a failure and said so; a reader that has gone away is not
/// (the runtime drops writes to a broken pipe).
/// </summary>
internal static class Output
{
    /// <exception cref="InputException">Standard output takes no more.</exception>
    public static void Write(string text)
    {
        try
        {
            Console.Out.Write(text);
            Console.Out.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            string reason = (e.InnerException ?? e).Message.Split('\n')[0].TrimEnd('.').ToLowerInvariant();
            throw new InputException($"cannot write to standard output: {reason}", e);
        }
    }

    /// <exception cref="InputException">Standard output takes no more.</exception>
    public static void WriteLine(string text) => Write(text + "\n");
}
