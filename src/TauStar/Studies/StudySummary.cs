using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>
/// The replicates of one (truth, T, M, fit) taken together. Averages are over all of them, edges and several minima included:
/// a mean tau with <see cref="TauStarAtEdge"/> above 0 is bounded by the range that was searched, and says so by that count.
/// </summary>
public sealed record StudySummary
{
    /// <summary>The ground truth.</summary>
    public required GroundTruth Truth { get; init; }

    /// <summary>T, above 0.</summary>
    public required double Temperature { get; init; }

    /// <summary>M.</summary>
    public required int Samples { get; init; }

    /// <summary>How the models were fitted.</summary>
    public required FitMethod Fit { get; init; }

    /// <summary>n, how many cells: replicates, of all seeds given; at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>Where D(q_tau||p) is smallest.</summary>
    public required ReplicateMean TauStar { get; init; }

    /// <summary>D(q_tau||p) at its minimum, in nats.</summary>
    public required ReplicateMean ReverseAtTauStar { get; init; }

    /// <summary>Cells whose tau* lies at an edge of the range, 0 to <see cref="Count"/>.</summary>
    public required int TauStarAtEdge { get; init; }

    /// <summary>Cells whose D(q_tau||p) has two or more minima, 0 to <see cref="Count"/>.</summary>
    public required int TauStarSeveralMinima { get; init; }

    /// <summary>Where D(p||q_tau) is smallest.</summary>
    public required ReplicateMean TauPrime { get; init; }

    /// <summary>D(p||q_tau) at its minimum, in nats.</summary>
    public required ReplicateMean ForwardAtTauPrime { get; init; }

    /// <summary>Cells whose tau' lies at an edge of the range, 0 to <see cref="Count"/>.</summary>
    public required int TauPrimeAtEdge { get; init; }

    /// <summary>Cells whose D(p||q_tau) has two or more minima, 0 to <see cref="Count"/>.</summary>
    public required int TauPrimeSeveralMinima { get; init; }

    /// <summary>D(q||p) at tau = 1, in nats.</summary>
    public required ReplicateMean ReverseAtOne { get; init; }

    /// <summary>D(p||q) at tau = 1, in nats.</summary>
    public required ReplicateMean ForwardAtOne { get; init; }

    /// <summary>kappa at tau = 1.</summary>
    public required ReplicateMean KappaAtOne { get; init; }

    /// <summary>C at tau = 1.</summary>
    public required ReplicateMean HeatCapacityAtOne { get; init; }

    /// <summary>Entropy of the fit at tau = 1, in nats.</summary>
    public required ReplicateMean EntropyAtOne { get; init; }

    /// <summary>Cells whose fit did not end by its own rule (<see cref="CellResult.Converged"/>), 0 to <see cref="Count"/>.</summary>
    public required int NotConverged { get; init; }

    /// <summary>Groups in the order in which they first appear; within a group, sums run in the order given.</summary>
    /// <param name="results">Cells in any order; may be empty.</param>
    public static IReadOnlyList<StudySummary> Of(IReadOnlyList<CellResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        // GroupBy keeps both the order of groups and the order within them.
        return [.. results.GroupBy(cell => (cell.Key.Truth, cell.Key.Temperature, cell.Key.Samples, cell.Key.Fit)).Select(group => Of([.. group]))];
    }

    private static StudySummary Of(CellResult[] cells)
    {
        CellKey key = cells[0].Key;
        ReplicateMean Over(Func<CellResult, double> quantity) => ReplicateMean.Of(cells.Select(quantity));
        int AtEdge(Func<CellResult, TemperatureOptimum> optimum) => cells.Count(cell => optimum(cell).Place != OptimumPlace.Inside);
        int Several(Func<CellResult, TemperatureOptimum> optimum) => cells.Count(cell => optimum(cell).Minima > 1);
        return new StudySummary
        {
            Truth = key.Truth,
            Temperature = key.Temperature,
            Samples = key.Samples,
            Fit = key.Fit,
            Count = cells.Length,
            TauStar = Over(cell => cell.TauStar.Tau),
            ReverseAtTauStar = Over(cell => cell.TauStar.Divergence),
            TauStarAtEdge = AtEdge(cell => cell.TauStar),
            TauStarSeveralMinima = Several(cell => cell.TauStar),
            TauPrime = Over(cell => cell.TauPrime.Tau),
            ForwardAtTauPrime = Over(cell => cell.TauPrime.Divergence),
            TauPrimeAtEdge = AtEdge(cell => cell.TauPrime),
            TauPrimeSeveralMinima = Several(cell => cell.TauPrime),
            ReverseAtOne = Over(cell => cell.ReverseAtOne),
            ForwardAtOne = Over(cell => cell.ForwardAtOne),
            KappaAtOne = Over(cell => cell.KappaAtOne),
            HeatCapacityAtOne = Over(cell => cell.HeatCapacityAtOne),
            EntropyAtOne = Over(cell => cell.EntropyAtOne),
            NotConverged = cells.Count(cell => !cell.Converged),
        };
    }
}
