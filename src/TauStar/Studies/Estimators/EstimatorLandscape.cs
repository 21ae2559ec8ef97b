using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Studies.Estimators;

/// <summary>A family of known truths on which estimators of tau* and tau' are tried, with the grid that shows what they can do.</summary>
public sealed record EstimatorLandscape
{
    private readonly Func<ulong, ListedTruth> make;

    private EstimatorLandscape(string name, bool isPairwise, IReadOnlyList<double> temperatures, Func<ulong, ListedTruth> make) =>
        (Name, IsPairwise, Temperatures, this.make) = (name, isPairwise, temperatures, make);

    /// <summary>All landscapes: four that a pairwise model can have, then two that none can.</summary>
    public static IReadOnlyList<EstimatorLandscape> All { get; } =
    [
        new("ising4x4", true, [2.05, 2.6, 3.0, 3.4, 4.0, 4.6], _ => new IsingTruth(4, 4)),
        new("spin-glass", true, [0.5, 0.7, 1, 1.5, 2], seed => new SpinGlassTruth(14, CouplingDeviation: 1, FieldDeviation: 0.3, seed)),
        new("hopfield", true, [0.5, 0.7, 1, 1.5, 2], seed => new HopfieldTruth(14, Patterns: 3, seed)),
        new("rna", true, [0.35, 0.5, 0.7, 1], seed => new HairpinTruth(7, FieldDeviation: 0.2, seed)),
        new("gap", false, [0.15, 0.2, 0.25, 0.35], _ => new HairpinTruth(7, FieldDeviation: 0, Seed: 0, Cooperative: true)),
        new("three-body", false, [1],
            seed => new ThreeBodyTruth(14, Triples: 30, TripleDeviation: 1 / Math.Sqrt(14), PairDeviation: 1, seed, FieldDeviation: 0.3)),
    ];

    /// <summary>M that are tried unless others are asked for.</summary>
    public static IReadOnlyList<int> Samples { get; } = [54, 120, 250, 500, 1000];

    /// <summary>What users call it.</summary>
    public string Name { get; }

    /// <summary>Whether the truth can be written with fields and couplings of pairs, so that fits have it in their class.</summary>
    public bool IsPairwise { get; }

    /// <summary>T that are tried unless others are asked for.</summary>
    public IReadOnlyList<double> Temperatures { get; }

    /// <summary>A truth of the family. The two without disorder have only one.</summary>
    /// <param name="disorder">Fixes couplings, patterns, triples and fields.</param>
    public ListedTruth Truth(RandomStream disorder) => make(disorder.Key);

    /// <summary>The landscape of that name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static EstimatorLandscape Named(string name) => All.FirstOrDefault(landscape => landscape.Name == name)
        ?? throw new InputException($"landscape '{name}' is unknown; choose one of {string.Join(", ", All.Select(landscape => landscape.Name))}");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
