namespace TauStar.Studies.Reproduction;

/// <summary>The two worked examples of the paper, which are no grids of cells.</summary>
public static class ReproductionExamples
{
    /// <summary>
    /// Figure 2: N, n_g, Delta and M as in <see cref="ReproductionPlans"/>, frequencies f = (0.6, 0.4, 0, ..., 0) over states that
    /// begin with the truly low ones; tau over <see cref="Taus"/>.
    /// </summary>
    public static TwoLevelExample TwoLevel() => throw new NotImplementedException();

    /// <summary>
    /// Figure 3: one data set of M = <see cref="ReproductionPlans.IsingExampleSamples"/> at
    /// T = <see cref="ReproductionPlans.IsingExampleTemperature"/>, replicate 0 of this seed; tau over <see cref="Taus"/>.
    /// </summary>
    public static IsingExample Ising(ulong seed) => throw new NotImplementedException($"seed {seed}");

    /// <summary>The tau of the paper's curves: 70 even points of [0.2, 5], and 1.</summary>
    public static IReadOnlyList<double> Taus { get; } =
        [.. Enumerable.Range(0, 70).Select(k => 0.2 + k * 4.8 / 69).Append(1).Order()];
}
