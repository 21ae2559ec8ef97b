using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Studies.Reproduction;

/// <summary>kappa and C at tau = 1 for one truth and M.</summary>
/// <param name="X">T of an Ising truth, the gap of a two-level one.</param>
/// <param name="Samples">M.</param>
/// <param name="Kappa">kappa(1) over replicates.</param>
/// <param name="HeatCapacity">C(1) over replicates.</param>
/// <param name="Difference">The part of them that says which way tau* lies, C(1) - kappa(1), replicate by replicate.</param>
public sealed record ResponsePoint(double X, int Samples, ReplicateMean Kappa, ReplicateMean HeatCapacity, ReplicateMean Difference);

/// <summary>Where kappa = C, so that tau* = 1, for one M.</summary>
/// <param name="Samples">M.</param>
/// <param name="Crossing">T or gap there; null where there is none within the grid.</param>
public sealed record ResponseCrossing(int Samples, Crossing? Crossing);

/// <summary>kappa(1) and C(1) against the gap or T, figures of appendix C: tau* is below 1 where kappa is above C.</summary>
/// <param name="Points">By M, then by X.</param>
/// <param name="Crossings">By M.</param>
public sealed record ResponseCurve(IReadOnlyList<ResponsePoint> Points, IReadOnlyList<ResponseCrossing> Crossings)
{
    /// <summary>Means over the replicates of each point.</summary>
    /// <param name="results">Cells of one fit, of Ising truths at T or of two-level truths at T = 1.</param>
    public static ResponseCurve From(IEnumerable<CellResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        List<CellResult> all = [.. results];
        // A large gap puts kappa above C, a high T below.
        int rises = all.Any(cell => cell.Key.Truth is TwoLevelTruth) ? -1 : 1;
        ResponsePoint[] points =
        [
            .. all.GroupBy(cell => (X: PhaseDiagram.Abscissa(cell.Key), cell.Key.Samples)).OrderBy(group => group.Key.Samples).ThenBy(group => group.Key.X)
                .Select(group => new ResponsePoint(group.Key.X, group.Key.Samples,
                    ReplicateMean.Of(group.Select(cell => cell.KappaAtOne)),
                    ReplicateMean.Of(group.Select(cell => cell.HeatCapacityAtOne)),
                    ReplicateMean.Of(group.Select(cell => cell.HeatCapacityAtOne - cell.KappaAtOne)))),
        ];
        return new ResponseCurve(points,
        [
            .. points.GroupBy(point => point.Samples).Select(row => new ResponseCrossing(row.Key, Crossing.Upward(
                [.. row.Select(point => (point.X, point.Difference with { Mean = rises * point.Difference.Mean }))]))),
        ]);
    }
}
