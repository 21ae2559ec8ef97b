using TauStar.Data;
using TauStar.Fitting;

namespace TauStar.Studies.Planted;

/// <summary>A way in which users train their model.</summary>
public sealed record PlantedUser
{
    private readonly Func<int, BoltzmannOptions> training;

    private PlantedUser(string name, Func<int, BoltzmannOptions> training) => (Name, this.training) = (name, training);

    /// <summary>
    /// The habit of the field, persistent chains without penalty until Pearson 0.95; and the penalties of <c>tune</c>, until Pearson no longer rises.
    /// </summary>
    public static IReadOnlyList<PlantedUser> All { get; } =
    [
        new("pcd", samples => new() { FieldPenalty = 0, CouplingPenalty = 0, TargetPearson = 0.95, Chains = Math.Clamp(2 * samples, 2000, 5000), MaxUpdates = 2000 }),
        new("l2", _ => new() { TargetPearson = 1 }),
    ];

    /// <summary>What users call it.</summary>
    public string Name { get; }

    /// <summary>Its settings for M samples.</summary>
    public BoltzmannOptions Training(int samples) => training(samples);

    /// <summary>The way of that name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static PlantedUser Named(string name) => All.FirstOrDefault(user => user.Name == name)
        ?? throw new InputException($"user '{name}' is unknown; choose one of {string.Join(", ", All)}");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
