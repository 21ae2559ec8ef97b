using TauStar.Data;

namespace TauStar.Studies.Estimators;

/// <summary>A grid of data sets on which estimators of tau* and tau' are tried.</summary>
public sealed record EstimatorPlan
{
    /// <summary>The refits of estimators leave out up to half of the data; with fewer than this, too little is left.</summary>
    public const int FewestSamples = 10;

    /// <summary>Cells of the largest plan that is accepted.</summary>
    public const int MostCells = 1_000_000;

    /// <summary>Where truths are from.</summary>
    public required IReadOnlyList<EstimatorLandscape> Landscapes { get; init; }

    /// <summary>T; null: those of each landscape.</summary>
    public IReadOnlyList<double>? Temperatures { get; init; }

    /// <summary>M.</summary>
    public IReadOnlyList<int> Samples { get; init; } = EstimatorLandscape.Samples;

    /// <summary>Data sets for each (landscape, T, M).</summary>
    public int Replicates { get; init; } = 10;

    /// <summary>Ways to fit.</summary>
    public IReadOnlyList<EstimatorFit> Fits { get; init; } = [EstimatorFit.All[0]];

    /// <summary>Seed of everything.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>All cells, in the order landscape, T, M, replicate, fit.</summary>
    public IReadOnlyList<EstimatorKey> Cells() =>
    [
        .. from landscape in Landscapes
           from temperature in Temperatures ?? landscape.Temperatures
           from samples in Samples
           from replicate in Enumerable.Range(0, Replicates)
           from fit in Fits
           select new EstimatorKey(landscape, temperature, samples, replicate, fit, Seed),
    ];

    /// <summary>This plan, if it can be run.</summary>
    /// <exception cref="InputException">Something empty, repeated or out of range.</exception>
    public EstimatorPlan Validated()
    {
        StudyPlan.CheckList("landscape", Landscapes);
        StudyPlan.CheckList("fit", Fits);
        foreach (EstimatorLandscape landscape in Landscapes) StudyPlan.CheckGrid(Temperatures ?? landscape.Temperatures, Samples, Replicates);
        foreach (int m in Samples)
        {
            if (m is < FewestSamples or > StudyCells.MostSamples)
                throw new InputException($"samples holds {m}; allowed: {FewestSamples} to {StudyCells.MostSamples}, for refits leave out up to half of them");
        }
        double cells = Landscapes.Sum(landscape => (double)(Temperatures ?? landscape.Temperatures).Count) * Samples.Count * Replicates * Fits.Count;
        return cells <= MostCells ? this : throw new InputException($"the study has {cells:N0} data sets; at most {MostCells:N0} are allowed");
    }
}
