using TauStar.Data;
using TauStar.Fitting;

namespace TauStar.Studies.Estimators;

/// <summary>A way to fit that users know by a short name.</summary>
/// <param name="Name">What users call it.</param>
/// <param name="Method">All of it.</param>
public sealed record EstimatorFit(string Name, PairwiseFitMethod Method)
{
    /// <summary>The gradient ascent of the published runs with its early stop; maximum likelihood; the L2 penalty that the data choose.</summary>
    public static IReadOnlyList<EstimatorFit> All { get; } =
        [new("early-stop", new PublishedFit()), new("ml", new NewtonFit()), new("l2", new EmpiricalBayesFit())];

    /// <summary>The fit of that name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static EstimatorFit Named(string name) => All.FirstOrDefault(fit => fit.Name == name)
        ?? throw new InputException($"fit '{name}' is unknown; choose one of {string.Join(", ", All.Select(fit => fit.Name))}");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
