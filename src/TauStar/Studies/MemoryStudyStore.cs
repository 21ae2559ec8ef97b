using System.Collections.Concurrent;

namespace TauStar.Studies;

/// <summary>A store that ends with the process.</summary>
public sealed class MemoryStudyStore : IStudyStore
{
    private readonly ConcurrentDictionary<CellKey, CellResult> results = [];

    /// <inheritdoc/>
    public IReadOnlySet<CellKey> Found(IReadOnlyCollection<CellKey> keys) => keys.Where(results.ContainsKey).ToHashSet();

    /// <inheritdoc/>
    public void Save(IReadOnlyCollection<CellResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        foreach (CellResult result in results) this.results[result.Key] = result;
    }

    /// <inheritdoc/>
    public IEnumerable<CellResult> Read(IReadOnlyCollection<CellKey> keys) => keys.Select(key => results[key]);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
