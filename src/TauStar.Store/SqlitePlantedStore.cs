using TauStar.Data;
using TauStar.Studies.Planted;

namespace TauStar.Store;

/// <summary>Data sets of planted studies in one SQLite file.</summary>
public sealed class SqlitePlantedStore : SqliteSetStore<PlantedKey, PlantedResult>
{
    private static readonly SetFormat<PlantedKey, PlantedResult> Format = new(PlantedTables.Key, result => result.Key,
        result => FindingsJson.Write(result.Findings), (key, text) => new PlantedResult(key, FindingsJson.Read<PlantedFindings>(text)));

    private SqlitePlantedStore(StoreFile file)
        : base(file, Format)
    {
    }

    /// <summary>Opens a store, or makes one where no file is.</summary>
    /// <param name="path">The file; its folder has to exist.</param>
    /// <param name="programVersion">Written into a new store.</param>
    /// <exception cref="InputException">
    /// No store of a planted study, one of another schema version, damaged, in use by another process, or not writable.
    /// </exception>
    public static SqlitePlantedStore Open(string path, string programVersion) =>
        StoreFile.Open(path, StoreSchema.Planted, programVersion, file => new SqlitePlantedStore(file));
}
