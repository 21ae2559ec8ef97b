using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Studies;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Diagnosis;

public sealed class LevelDecompositionTests
{
    [Fact]
    public void Levels_sum_to_the_divergences_and_each_is_the_sum_over_its_states()
    {
        IsingTruth truth = new(3, 3, Periodic: false);
        PairwiseCell cell = new StudyCells().Open(new CellKey(truth, 2, 60, 0, new PublishedFit(), 5));
        EnumeratedDistribution q = cell.Fit.Features.Enumerate(cell.Fit.Theta), p = cell.Truth;
        IReadOnlyList<LevelContribution> levels = LevelDecomposition.Of(cell.Levels!, p, q, cell.Rows);
        Near(EnumeratedDistribution.ReverseDivergence(p, q), levels.Sum(l => l.FitTruth), 1e-12);
        Near(EnumeratedDistribution.ForwardDivergence(p, q), levels.Sum(l => l.TruthFit), 1e-12);
        Assert.Equal(512, levels.Sum(l => l.Degeneracy));

        // Everything again over the whole, unfolded list.
        EnumeratedDistribution whole = truth.Enumerate(folded: false).At(2);
        double[] empirical = new double[512], data = new double[levels.Count], fit = new double[levels.Count], model = new double[levels.Count];
        for (int m = 0; m < 60; m++) empirical[whole.Index(cell.Rows.AsSpan(9 * m, 9))] += 1.0 / 60;
        for (int n = 0; n < 512; n++)
        {
            double logQ = q.LogProbabilities[q.Index(whole.Configuration(n))] - Math.Log(2), logP = whole.LogProbabilities[n];
            int level = levels.Single(l => Math.Abs(l.Energy - whole.Energies[n]) < 1e-9).Level;
            model[level] += Math.Exp(logQ) * (logQ - logP);
            if (empirical[n] == 0) continue;
            data[level] += empirical[n] * (Math.Log(empirical[n]) - logP);
            fit[level] += empirical[n] * (Math.Log(empirical[n]) - logQ);
        }
        for (int l = 0; l < levels.Count; l++)
        {
            Near(data[l], levels[l].EmpiricalTruth, 1e-12);
            Near(fit[l], levels[l].EmpiricalFit, 1e-12);
            Near(model[l], levels[l].FitTruth, 1e-12);
        }
    }
}
