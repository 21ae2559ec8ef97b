namespace TauStar.Store;

/// <summary>What all stores in an SQLite file share: who made it, and that it is closed at the end.</summary>
public abstract class SqliteStore : IDisposable
{
    private readonly StoreFile file;

    private protected SqliteStore(StoreFile file) => this.file = file;

    /// <summary>Version of the program that made the store.</summary>
    public string ProgramVersion => file.ProgramVersion;

    /// <summary>Closes the file and lets go of it.</summary>
    public void Dispose()
    {
        Close();
        file.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back the statements.</summary>
    private protected abstract void Close();
}
