using TauStar.Numerics;

namespace TauStar.Studies.Reproduction;

/// <summary>What one energy level adds to the divergences at tau = 1, over replicates; nats.</summary>
/// <param name="Temperature">T.</param>
/// <param name="Samples">M.</param>
/// <param name="Level">Number of the level, 0 the ground.</param>
/// <param name="EmpiricalTruth">(empirical||truth).</param>
/// <param name="EmpiricalFit">(empirical||fit).</param>
/// <param name="FitTruth">(fit||truth).</param>
public sealed record LevelRow(
    double Temperature, int Samples, int Level, ReplicateMean EmpiricalTruth, ReplicateMean EmpiricalFit, ReplicateMean FitTruth);

/// <summary>Contributions of all levels against T and M, appendix D.</summary>
/// <param name="Rows">By T, M, level.</param>
public sealed record LevelTable(IReadOnlyList<LevelRow> Rows)
{
    /// <summary>Means over the replicates of each point.</summary>
    /// <param name="results">Cells of one truth and one fit, with their levels.</param>
    public static LevelTable From(IEnumerable<CellResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new LevelTable(
        [
            .. from cell in results
               from level in cell.Levels
               group level by (cell.Key.Temperature, cell.Key.Samples, level.Level) into row
               orderby row.Key.Temperature, row.Key.Samples, row.Key.Level
               select new LevelRow(row.Key.Temperature, row.Key.Samples, row.Key.Level,
                   ReplicateMean.Of(row.Select(level => level.EmpiricalTruth)),
                   ReplicateMean.Of(row.Select(level => level.EmpiricalFit)),
                   ReplicateMean.Of(row.Select(level => level.FitTruth))),
        ]);
    }
}
