using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// &lt;E^&gt;_p, the truth's mean energy under the user's model, which tau' is solved from (theory: section 2): by held-out energy, by the posterior mean, or by both. Draws
/// are of the data's scatter; what the way of estimating may be wrong by comes on top as a normal error.
/// </summary>
/// <param name="Name">Of the estimator.</param>
/// <param name="Value">The estimate.</param>
/// <param name="Draws">The same from resampled data.</param>
/// <param name="Doubt">Standard error of the estimator itself, 0 where only the data's scatter is known.</param>
public sealed record MeanEnergyTarget(string Name, double Value, IReadOnlyList<double> Draws, double Doubt)
{
    /// <summary>Names of the ways.</summary>
    public const string ByRefits = "held-out", ByPosterior = "posterior-mean", ByBoth = "combined";

    // A standard error of what the posterior adds to the data's mean energy, as a share of it: it rests on the prior, and no prior is right.
    private const double DoubtOfShift = 0.3;

    // Of that, what is left at least of a mean of two that agree.
    private const double LeastDoubt = 1.0 / 6;

    /// <summary>By refits that had not seen what they score. Holds whatever the truth is.</summary>
    public static MeanEnergyTarget HeldOut(HeldOutBootstrap refits)
    {
        ArgumentNullException.ThrowIfNull(refits);
        return new(ByRefits, refits.Means.Target, [.. refits.Draws.Select(d => d.Target)], 0);
    }

    /// <summary>By the posterior of the truth, without refits, for any model however it was trained: the data's mean energy and what the prior adds to it.</summary>
    /// <param name="energies">M energies of the data under the user's model.</param>
    /// <param name="shift">&lt;E^&gt;_p - &lt;E^&gt;_data by the posterior.</param>
    /// <param name="weights">M weights.</param>
    /// <param name="folds">The clusters.</param>
    /// <param name="draws">Resampled data sets.</param>
    /// <param name="stream">Randomness.</param>
    public static MeanEnergyTarget Posterior(double[] energies, double shift, double[] weights, Folds folds, int draws, RandomStream stream)
    {
        RandomSource source = stream.Open();
        return new(ByPosterior, Mean(weights, energies) + shift,
            [.. Enumerable.Range(0, draws).Select(_ => Mean(ClusterBootstrap.Draw(folds, weights, source), energies) + shift)], DoubtOfShift * Math.Abs(shift));
    }

    /// <summary>
    /// The mean of held-out and posterior: their errors, beyond the data's own scatter, have little in common, so it is better than either, and half of it holds whatever the
    /// truth is. Half their difference is the standard error of a mean of two, but one that may be small by chance, so it is no less than a sixth of the posterior's own; the
    /// data's scatter, which both share, comes on top.
    /// </summary>
    public static MeanEnergyTarget Combined(MeanEnergyTarget heldOut, MeanEnergyTarget posterior)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(posterior);
        double move = (posterior.Value - heldOut.Value) / 2;
        return new(ByBoth, heldOut.Value + move, [.. heldOut.Draws.Select(d => d + move)], Math.Max(Math.Abs(move), LeastDoubt * posterior.Doubt));
    }

    private static double Mean(double[] weights, double[] energies)
    {
        double sum = 0, total = 0;
        for (int m = 0; m < weights.Length; m++)
        {
            sum += weights[m] * energies[m];
            total += weights[m];
        }
        return sum / total;
    }
}
