using System.Collections.Concurrent;

namespace TauStar.Studies;

/// <summary>A store that ends with the process.</summary>
/// <param name="keyOf">The key of a result.</param>
public class MemoryStudyStore<TKey, TResult>(Func<TResult, TKey> keyOf) : IStudyStore<TKey, TResult>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TResult> results = [];

    /// <inheritdoc/>
    public IReadOnlySet<TKey> Found(IReadOnlyCollection<TKey> keys) => keys.Where(results.ContainsKey).ToHashSet();

    /// <inheritdoc/>
    public void Save(IReadOnlyCollection<TResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        foreach (TResult result in results) this.results[keyOf(result)] = result;
    }

    /// <inheritdoc/>
    public IEnumerable<TResult> Read(IReadOnlyCollection<TKey> keys) => keys.Select(key => results[key]);

    /// <summary>Nothing to close.</summary>
    public void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>The same for studies over a <see cref="StudyPlan"/>.</summary>
public sealed class MemoryStudyStore() : MemoryStudyStore<CellKey, CellResult>(result => result.Key), IStudyStore;
