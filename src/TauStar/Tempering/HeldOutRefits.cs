using TauStar.Data;
using TauStar.Fitting;
using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// The truth's mean energy under a listed fit, by refits without each fold (theory: section 6). Its standard error is that of the mean of the
/// held-out energies: every row is scored by a model that has not seen it.
/// </summary>
/// <param name="Means">Mean energy of the data, held-out gap, and target.</param>
/// <param name="StandardError">Of the target.</param>
public sealed record HeldOutRefits(HeldOutMeans Means, double StandardError)
{
    /// <summary>Estimate of &lt;E^&gt;_p.</summary>
    public Estimate Target => Estimate.FromStandardError(Means.Target, StandardError);

    /// <summary>Refits on all folds but one, each from scratch.</summary>
    /// <param name="fit">The user's fit.</param>
    /// <param name="folds">Who is held out where.</param>
    /// <param name="stream">Fixes random starts.</param>
    /// <param name="cancellation">Stops between two refits.</param>
    public static HeldOutRefits Of(ListedFit fit, Folds folds, RandomStream stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(folds);
        double[][] energies = [.. Enumerable.Range(0, folds.FoldOf.Max() + 1).Select(k =>
        {
            cancellation.ThrowIfCancellationRequested();
            return fit.RowEnergies(fit.Refit(folds.Training(k), stream.Child(k)).Theta);
        })];
        HeldOutMeans means = new HeldOutEnergy(fit.Weights, fit.RowEnergies(fit.Fit.Theta), energies, folds).Means();
        double weight = 0, mean = 0, square = 0;
        for (int m = 0; m < fit.Weights.Length; m++)
        {
            double e = energies[folds.FoldOf[m]][m];
            weight += fit.Weights[m];
            mean += fit.Weights[m] * e;
            square += fit.Weights[m] * e * e;
        }
        mean /= weight;
        double variance = Math.Max(0, square / weight - mean * mean);
        return new HeldOutRefits(means, Math.Sqrt(variance / Math.Max(1, weight - 1)));
    }
}
