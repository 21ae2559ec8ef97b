namespace TauStar.Studies.Reproduction;

/// <summary>The two worked examples of the paper, which are no grids of cells.</summary>
public static class ReproductionExamples
{
    /// <summary>
    /// Figure 2: N, n_g, Delta and M as in <see cref="ReproductionPlans"/>, frequencies f = (0.6, 0.4, 0, ..., 0) over states that
    /// begin with the truly low ones, fitted as cells are; put together by <see cref="TwoLevelExample.Of"/>.
    /// </summary>
    public static TwoLevelExample TwoLevel() => throw new NotImplementedException();

    /// <summary>
    /// Figure 3: one data set of M = <see cref="ReproductionPlans.IsingExampleSamples"/> at
    /// T = <see cref="ReproductionPlans.IsingExampleTemperature"/>, replicate 0 of this seed; tau over <see cref="Taus"/>.
    /// </summary>
    public static IsingExample Ising(ulong seed) => throw new NotImplementedException($"seed {seed}");

    /// <summary>The tau of the paper's sweeps: 70 even points of [0.2, 5], and 1. Tables hold these.</summary>
    public static IReadOnlyList<double> SweptTaus { get; } =
        [.. Enumerable.Range(0, 70).Select(k => 0.2 + k * 4.8 / 69).Append(1).Order()];

    /// <summary>The same with 120 logarithmically even ones between, so that curves drawn over log tau have no corners.</summary>
    public static IReadOnlyList<double> Taus { get; } =
        [.. Enumerable.Range(0, 120).Select(k => 0.2 * Math.Pow(25, k / 119.0)).Where(tau => tau is > 0.2 and < 5).Concat(SweptTaus).Distinct().Order()];
}
