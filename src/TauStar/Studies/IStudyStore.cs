namespace TauStar.Studies;

/// <summary>Where the cells of studies are found again; a seam, because the library writes no files itself.</summary>
public interface IStudyStore : IDisposable
{
    /// <summary>Which of these cells are there.</summary>
    IReadOnlySet<CellKey> Found(IReadOnlyCollection<CellKey> keys);

    /// <summary>Keeps finished cells, all or none of them, also through a sudden end of the process. Called by one thread at a time.</summary>
    void Save(IReadOnlyCollection<CellResult> results);

    /// <summary>The results of these cells, in their order.</summary>
    /// <exception cref="KeyNotFoundException">A cell is not there.</exception>
    IEnumerable<CellResult> Read(IReadOnlyCollection<CellKey> keys);
}
