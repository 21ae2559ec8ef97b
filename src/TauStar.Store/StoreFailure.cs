using Microsoft.Data.Sqlite;
using TauStar.Data;

namespace TauStar.Store;

/// <summary>What SQLite and the file system say, in one line that says what to do.</summary>
internal static class StoreFailure
{
    // Result codes of SQLite, https://sqlite.org/rescode.html
    private const int Permission = 3, Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NoDatabase = 26;
    private const int TooBig = 27, NoSpace = 28, ReadOnlySystem = 30, NoQuota = 122; // errno

    /// <summary>Runs something that touches the store.</summary>
    /// <exception cref="InputException">In the place of what SQLite or the file system throws.</exception>
    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw Of(path, e);
        }
    }

    /// <summary>The complaint about a failure.</summary>
    public static InputException Of(string path, Exception e) => new(e switch
    {
        SqliteException { SqliteErrorCode: Full } => $"cannot write {path}: no space left on device; free some, or write elsewhere",
        SqliteException { SqliteErrorCode: Permission or ReadOnly } or UnauthorizedAccessException =>
            $"cannot write {path}: no permission; choose another folder or change its mode",
        SqliteException { SqliteErrorCode: Busy or Locked } => $"{path}: another program is writing to it; let it finish, then try again",
        SqliteException { SqliteErrorCode: InputOutput or CannotOpen } => $"cannot write {path}: {Words(e)}; look at the disk and its limits, or write elsewhere",
        SqliteException { SqliteErrorCode: Corrupt or NoDatabase } => Damaged(path, Words(e)),
        SqliteException => Damaged(path, Words(e)),
        DirectoryNotFoundException => $"cannot write {path}: its folder does not exist; create it first",
        IOException { HResult: NoSpace } => $"cannot write {path}: no space left on device; free some, or write elsewhere",
        IOException { HResult: NoQuota } => $"cannot write {path}: the disk quota is used up; free some, or write elsewhere",
        IOException { HResult: TooBig } => $"cannot write {path}: a limit on the size of files is reached; raise it, or write elsewhere",
        IOException { HResult: ReadOnlySystem } => $"cannot write {path}: the file system is read-only; write elsewhere",
        _ => $"cannot write {path}: {Words(e)}",
    }, e);

    /// <summary>A complaint about what the file holds.</summary>
    public static string Damaged(string path, string how) =>
        $"{path}: the study store is damaged ({how}); put back a copy of it, or choose another folder";

    private static string Words(Exception e)
    {
        // "SQLite Error 11: 'database disk image is malformed'."
        string line = e.Message.ReplaceLineEndings(" ").TrimEnd('.');
        int quote = e is SqliteException ? line.IndexOf('\'', StringComparison.Ordinal) : -1;
        return quote < 0 ? line : line[(quote + 1)..].TrimEnd('\'');
    }
}
