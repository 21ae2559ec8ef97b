namespace TauStar.Studies.Reproduction;

/// <summary>How much of a figure to compute; what is null is as <see cref="ReproductionPlans"/> has it.</summary>
public sealed record ReproductionOptions
{
    /// <summary>The published grid in full, instead of the part that takes minutes.</summary>
    public bool Full { get; init; }

    /// <summary>Delta of two-level truths, each above 0.</summary>
    public IReadOnlyList<double>? Gaps { get; init; }

    /// <summary>T of Ising truths, each above 0.</summary>
    public IReadOnlyList<double>? Temperatures { get; init; }

    /// <summary>M, each at least 1.</summary>
    public IReadOnlyList<int>? Samples { get; init; }

    /// <summary>Data sets for each point, at least 1.</summary>
    public int? Replicates { get; init; }

    /// <summary>Seed of everything.</summary>
    public ulong Seed { get; init; } = 1;
}
