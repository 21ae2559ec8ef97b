namespace TauStar.Studies;

/// <summary>Where the finished cells of a study are found again; a seam, because the library writes no files itself.</summary>
/// <typeparam name="TKey">All that a cell depends on.</typeparam>
/// <typeparam name="TResult">What was found in it, its key included.</typeparam>
public interface IStudyStore<TKey, TResult> : IDisposable
{
    /// <summary>Which of these cells are there.</summary>
    IReadOnlySet<TKey> Found(IReadOnlyCollection<TKey> keys);

    /// <summary>Keeps finished cells, all or none of them, also through a sudden end of the process. Called by one thread at a time.</summary>
    void Save(IReadOnlyCollection<TResult> results);

    /// <summary>The results of these cells, in their order.</summary>
    /// <exception cref="KeyNotFoundException">A cell is not there.</exception>
    IEnumerable<TResult> Read(IReadOnlyCollection<TKey> keys);
}

/// <summary>The store of studies over a <see cref="StudyPlan"/>.</summary>
public interface IStudyStore : IStudyStore<CellKey, CellResult>;
