using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;

namespace TauStar.Studies;

/// <summary>A grid of cells: every truth at every temperature with every number of samples, replicated, under every fit.</summary>
public sealed record StudyPlan
{
    /// <summary>Ground truths.</summary>
    public required IReadOnlyList<GroundTruth> Truths { get; init; }

    /// <summary>The lowest T: everything is frozen long before it.</summary>
    public const double LowestTemperature = 1e-3;

    /// <summary>The highest T: all states are alike long before it.</summary>
    public const double HighestTemperature = 1e6;

    /// <summary>T, each from <see cref="LowestTemperature"/> to <see cref="HighestTemperature"/>.</summary>
    public required IReadOnlyList<double> Temperatures { get; init; }

    /// <summary>M, each at least 1; some fits need more.</summary>
    public required IReadOnlyList<int> Samples { get; init; }

    /// <summary>Data sets for each (truth, T, M), at least 1.</summary>
    public int Replicates { get; init; } = 10;

    /// <summary>Fits.</summary>
    public required IReadOnlyList<FitMethod> Fits { get; init; }

    /// <summary>Seed of everything.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>All cells, in the order truth, T, M, replicate, fit.</summary>
    public IReadOnlyList<CellKey> Cells() =>
    [
        .. from truth in Truths
           from temperature in Temperatures
           from samples in Samples
           from replicate in Enumerable.Range(0, Replicates)
           from fit in Fits
           select new CellKey(truth, temperature, samples, replicate, fit, Seed),
    ];

    /// <summary>This plan, if it can be run.</summary>
    /// <exception cref="InputException">Something empty, repeated or out of range.</exception>
    public StudyPlan Validated()
    {
        CheckList("truths", Truths);
        CheckList("fits", Fits);
        CheckGrid(Temperatures, Samples, Replicates);
        return this;
    }

    /// <summary>Complains about temperatures, numbers of samples or replicates that no study can have.</summary>
    internal static void CheckGrid(IReadOnlyList<double> temperatures, IReadOnlyList<int> samples, int replicates)
    {
        CheckList("temperatures", temperatures);
        CheckList("samples", samples);
        foreach (double t in temperatures)
        {
            if (!(t > 0 && t is >= LowestTemperature and <= HighestTemperature))
                throw new InputException(FormattableString.Invariant($"temperatures holds {t:R}; a temperature must be above 0, from {LowestTemperature} to {HighestTemperature}"));
        }
        foreach (int m in samples)
        {
            if (m < 1) throw new InputException($"samples holds {m}; at least 1 sample is needed");
        }
        if (replicates < 1) throw new InputException($"replicates is {replicates}; at least 1 is needed");
    }

    /// <summary>Complains about a list that is empty or holds something twice.</summary>
    internal static void CheckList<T>(string name, IReadOnlyList<T>? list)
    {
        if (list is null || list.Count == 0) throw new InputException($"{name} is empty");
        if (list.Distinct().Count() < list.Count) throw new InputException($"{name} holds {list.GroupBy(x => x).First(g => g.Count() > 1).Key} twice");
    }
}
