namespace TauStar.Studies;

/// <summary>What happens in a cell: data, fit, optima, explanation. Truths are listed once and kept for all cells.</summary>
public sealed class StudyCells
{
    /// <summary>Complains about a cell that cannot be run, before any work.</summary>
    /// <exception cref="Data.InputException">Why it cannot.</exception>
    public void Check(CellKey key) => throw new NotImplementedException();

    /// <summary>Runs one cell. Safe for several threads.</summary>
    public CellResult Run(CellKey key) => throw new NotImplementedException();
}
