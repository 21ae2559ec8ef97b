using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies.Estimators;

/// <summary>
/// What happens to a data set of an estimator study: it is drawn from the truth and fitted, every estimator says tau* and tau' from the data
/// alone, and only then the truth says what they are worth.
/// </summary>
public sealed class EstimatorCells
{
    private const int FoldCount = 5;

    private readonly StudyCells laboratory = new();

    /// <summary>Runs one cell. Safe for several threads; the result depends on the key alone.</summary>
    /// <exception cref="InputException">The cell cannot be run.</exception>
    public EstimatorResult Run(EstimatorKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        CellKey cell = key.Cell;
        PairwiseCell data = laboratory.Open(cell);
        ListedTuning tuning = Tune(cell, data);
        TemperatureSweep sweep = new(data.Truth, data.Fit.Features.Energies(data.Fit.Theta));
        double Divergence(TuningGoal goal, double tau) => goal == TuningGoal.Fidelity ? sweep.At(tau).Reverse : sweep.At(tau).Forward;
        EstimatorTarget Target(TemperatureOptimum optimum, TuningAdvice advice) =>
            new(optimum, Divergence(advice.Goal, 1), advice, Divergence(advice.Goal, advice.Tau));
        return new EstimatorResult(key, new EstimatorFindings
        {
            Fidelity = Target(sweep.TauStar(ListedTuning.Range), tuning.Fidelity),
            Diversity = Target(sweep.TauPrime(ListedTuning.Range), tuning.Diversity),
            Outcomes =
            [
                .. tuning.Estimates.Select(estimate => new EstimatorOutcome(
                    estimate, Divergence(estimate.Goal, EstimatorRow.IsAnswer(estimate.Tau.Value) ? estimate.Tau.Value : 1))),
            ],
            ClassCheck = tuning.ClassCheck,
            Strengths = tuning.Strengths,
            Iterations = data.Fit.Iterations,
            Converged = data.Fit.Converged,
        });
    }

    /// <summary>Sees rows and fit, never the truth.</summary>
    private static ListedTuning Tune(CellKey cell, PairwiseCell data)
    {
        RandomStream stream = cell.DataStream.Child("tuning");
        double[] weights = new double[cell.Samples];
        Array.Fill(weights, 1); // independent draws
        Alignment rows = new(data.Fit.Features.Space.Alphabet, [.. Enumerable.Range(1, cell.Samples).Select(m => $"{m}")], data.Rows);
        Folds folds = Folds.Split(rows, weights, FoldCount, threshold: 0, stream.Child("folds"));
        ListedFit fit = new(data.Fit.Features, data.Rows, weights, (PairwiseFitMethod)cell.Fit, data.Fit);
        return ListedTuning.Of(fit, folds, stream.Child("estimators"), comparisons: true);
    }
}
