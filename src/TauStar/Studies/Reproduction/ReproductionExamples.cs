using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies.Reproduction;

/// <summary>The two worked examples of the paper, which are no grids of cells.</summary>
public static class ReproductionExamples
{
    /// <summary>
    /// Figure 2: N, n_g, Delta and M as in <see cref="ReproductionPlans"/>, frequencies f = (0.6, 0.4, 0, ..., 0) over states that
    /// begin with the truly low ones, fitted as cells are; tau over <see cref="Taus"/>.
    /// </summary>
    public static TwoLevelExample TwoLevel()
    {
        TwoLevelTruth truth = new(ReproductionPlans.ExampleStates, ReproductionPlans.ExampleGround, ReproductionPlans.ExampleGap);
        int[] counts = new int[truth.States];
        (counts[0], counts[1]) = (3, 2); // f = 0.6 and 0.4 of M = 5
        TwoLevelFit fit = TwoLevelFit.Of(counts, RandomStream.FromSeed(0)); // no tie is split here, so the stream decides nothing
        TwoLevelTempering model = TwoLevelTempering.Of(truth, fit);
        TemperatureOptimum star = model.TauStar(TemperatureRange.Published), prime = model.TauPrime(TemperatureRange.Published);
        double high = model.WeightOfHigh(1), truthHigh = truth.WeightOfExcited;
        TwoLevelState State(int n)
        {
            bool low = n < truth.Ground, lowHat = fit.Low.Contains(n);
            return new TwoLevelState(n + 1, low ? 0 : truth.Gap, lowHat ? 0 : fit.GapHat,
                low ? (1 - truthHigh) / truth.Ground : truthHigh / truth.Excited,
                (double)counts[n] / ReproductionPlans.ExampleSamples,
                lowHat ? (1 - high) / fit.GroundHat : high / (truth.States - fit.GroundHat));
        }
        return new TwoLevelExample
        {
            States = [.. Enumerable.Range(0, truth.States).Select(State)],
            GroundHat = fit.GroundHat,
            GapHat = fit.GapHat,
            TauStar = star.Tau,
            TauPrime = prime.Tau,
            ReverseAtOne = model.ReverseDivergence(1),
            ReverseAtTauStar = star.Divergence,
            ForwardAtOne = model.ForwardDivergence(1),
            ForwardAtTauPrime = prime.Divergence,
            KappaAtOne = model.Kappa(1),
            HeatCapacityAtOne = model.HeatCapacity(1),
            Curve = [.. Taus.Select(tau => new TwoLevelDivergences(tau, TwoLevelParts.Reverse(model, tau), TwoLevelParts.Forward(model, tau)))],
        };
    }

    /// <summary>
    /// Figure 3: one data set of M = <see cref="ReproductionPlans.IsingExampleSamples"/> at
    /// T = <see cref="ReproductionPlans.IsingExampleTemperature"/>, replicate 0 of this seed; tau over <see cref="Taus"/>.
    /// </summary>
    public static IsingExample Ising(ulong seed)
    {
        const double temperature = ReproductionPlans.IsingExampleTemperature;
        const int samples = ReproductionPlans.IsingExampleSamples;
        PairwiseCell cell = new StudyCells().Open(new CellKey(new IsingTruth(4, 4), temperature, samples, 0, new PublishedFit(), seed));
        EnumeratedDistribution fit = cell.Fit.Features.Enumerate(cell.Fit.Theta);
        TemperatureSweep sweep = new(cell.Truth, fit);
        TemperatureOptimum star = sweep.TauStar(TemperatureRange.Published), prime = sweep.TauPrime(TemperatureRange.Published);
        EnergyLevels levels = cell.Levels!; // the lattice has 15
        double[] truth = Weights(levels, cell.Truth), one = Weights(levels, fit), best = Weights(levels, fit.At(star.Tau)), data = new double[levels.Count];
        for (int m = 0; m < samples; m++) data[levels.LevelOf[cell.Truth.Index(cell.Rows.AsSpan(m * cell.Truth.Sites, cell.Truth.Sites))]] += 1.0 / samples;
        return new IsingExample
        {
            Temperature = temperature,
            Samples = samples,
            TauStar = star.Tau,
            TauPrime = prime.Tau,
            Curve = [.. Taus.Select(sweep.At).Select(point => new DivergencePoint(point.Tau, point.Reverse, point.Forward))],
            Levels = [.. Enumerable.Range(0, levels.Count).Select(l => new LevelProbability(l, levels.Energies[l], levels.Degeneracies[l], truth[l], data[l], one[l], best[l]))],
        };
    }

    private static double[] Weights(EnergyLevels levels, EnumeratedDistribution distribution)
    {
        double[] weights = new double[levels.Count];
        for (int n = 0; n < distribution.Configurations; n++) weights[levels.LevelOf[n]] += Math.Exp(distribution.LogProbabilities[n]);
        return weights;
    }

    /// <summary>The tau of the paper's sweeps: 70 even points of [0.2, 5], and 1. Tables hold these.</summary>
    public static IReadOnlyList<double> SweptTaus { get; } =
        [.. Enumerable.Range(0, 70).Select(k => 0.2 + k * 4.8 / 69).Append(1).Order()];

    /// <summary>The same with 120 logarithmically even ones between, so that curves drawn over log tau have no corners.</summary>
    public static IReadOnlyList<double> Taus { get; } =
        [.. Enumerable.Range(0, 120).Select(k => 0.2 * Math.Pow(25, k / 119.0)).Where(tau => tau is > 0.2 and < 5).Concat(SweptTaus).Distinct().Order()];
}
