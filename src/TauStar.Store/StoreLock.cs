using TauStar.Data;

namespace TauStar.Store;

/// <summary>
/// Holds a store for this process until it ends, however it ends, so that two never work on one study. It is a file beside
/// the store, because a lock on the store itself would also shut out those who only want to query it meanwhile.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private const int InUse = 11; // EWOULDBLOCK, as .NET reports a lock that another process holds

    private readonly FileStream stream;

    private StoreLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="InputException">Another process has it, or the folder cannot be written to.</exception>
    public static StoreLock Take(string path)
    {
        try
        {
            return new(new FileStream(path + "-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (IOException e) when (e.HResult == InUse)
        {
            throw new InputException($"{path}: another process is at work on this study; wait for it, or choose another folder", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreFailure.Of(path, e);
        }
    }

    /// <summary>Lets go, and removes the file.</summary>
    public void Dispose() => stream.Dispose();
}
