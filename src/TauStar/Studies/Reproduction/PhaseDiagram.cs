using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Studies.Reproduction;

/// <summary>tau* and tau' at one point of a grid.</summary>
/// <param name="X">T of an Ising truth, the gap of a two-level one.</param>
/// <param name="Samples">M.</param>
/// <param name="TauStar">tau* over replicates.</param>
/// <param name="TauPrime">tau' over replicates.</param>
/// <param name="LogTauStar">ln tau* over replicates.</param>
public sealed record PhasePoint(double X, int Samples, ReplicateMean TauStar, ReplicateMean TauPrime, ReplicateMean LogTauStar)
{
    /// <summary>R of these means.</summary>
    public int Replicates { get; init; } = 10;
}

/// <summary>A point of the line on which tau* = 1: below it cold mends the model, above it heat does.</summary>
/// <param name="Samples">M.</param>
/// <param name="Crossing">T or gap there; null where mean ln tau* does not change its sign within the grid.</param>
public sealed record UnitPoint(int Samples, Crossing? Crossing);

/// <summary>Optimal temperatures over a grid of (T, M) or (gap, M): figure 3, and the second half of figure 2.</summary>
/// <param name="Points">By X, then by M.</param>
/// <param name="UnitLine">By M.</param>
public sealed record PhaseDiagram(IReadOnlyList<PhasePoint> Points, IReadOnlyList<UnitPoint> UnitLine)
{
    /// <summary>Means over the replicates of each point; optima at an edge of the range that was searched count as they are.</summary>
    /// <param name="results">Cells of one fit, of Ising truths at T or of two-level truths at T = 1.</param>
    public static PhaseDiagram From(IEnumerable<CellResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        List<CellResult> all = [.. results];
        // tau* rises with T, and falls with the gap.
        int rises = all.Any(cell => cell.Key.Truth is TwoLevelTruth) ? -1 : 1;
        PhasePoint[] points =
        [
            .. all.GroupBy(cell => (X: Abscissa(cell.Key), cell.Key.Samples)).OrderBy(group => group.Key.X).ThenBy(group => group.Key.Samples)
                .Select(group => new PhasePoint(group.Key.X, group.Key.Samples,
                    ReplicateMean.Of(group.Select(cell => cell.TauStar.Tau)),
                    ReplicateMean.Of(group.Select(cell => cell.TauPrime.Tau)),
                    ReplicateMean.Of(group.Select(cell => Math.Log(cell.TauStar.Tau)))) { Replicates = group.Count() }),
        ];
        return new PhaseDiagram(points,
        [
            .. points.GroupBy(point => point.Samples).OrderBy(row => row.Key).Select(row => new UnitPoint(row.Key, Crossing.Upward(
                [.. row.Select(point => (point.X, point.LogTauStar with { Mean = rises * point.LogTauStar.Mean }))]))),
        ]);
    }

    /// <summary>The quantity that a figure varies.</summary>
    internal static double Abscissa(CellKey key) => key.Truth is TwoLevelTruth truth ? truth.Gap : key.Temperature;
}
