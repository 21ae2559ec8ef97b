using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// Where the optimal temperatures of maximum-likelihood models lie when data are many, to first order in 1/M (theory: section 6):
/// log tau' = D/(M C) and log tau* = [D + 1/2 d/dbeta log det F(beta theta) at beta = 1]/(M C), with D parameters theta of the
/// truth, F the covariance of the features and C = theta^T F theta. Their signs do not depend on M.
/// </summary>
/// <param name="TauStarTimesSamples">M log tau*.</param>
/// <param name="TauPrimeTimesSamples">M log tau'.</param>
public sealed record OneLoopLaw(double TauStarTimesSamples, double TauPrimeTimesSamples)
{
    // Central difference: error of order step^2 = 1e-6 of the second derivative, rounding 1e-12/step.
    private const double Step = 1e-3;

    /// <summary>The law at a truth that belongs to the family.</summary>
    /// <param name="features">The family.</param>
    /// <param name="theta">D parameters of the truth at its temperature.</param>
    /// <exception cref="ArgumentException">F is singular at theta.</exception>
    public static OneLoopLaw At(PairwiseFeatures features, ReadOnlySpan<double> theta) =>
        TryAt(features, theta) ?? throw new ArgumentException("the covariance of the features is singular", nameof(theta));

    /// <summary>The law at a truth that belongs to the family; null where F is singular to working precision, as in frozen models.</summary>
    /// <param name="features">The family.</param>
    /// <param name="theta">D parameters of the truth at its temperature.</param>
    public static OneLoopLaw? TryAt(PairwiseFeatures features, ReadOnlySpan<double> theta)
    {
        ArgumentNullException.ThrowIfNull(features);
        int count = features.Count;
        double[] parameters = theta.ToArray(), scaled = new double[count], covariance = new double[count * count];
        PairwisePartition model = new(features);
        CholeskyFactor factor = new(count);
        bool regular = true;
        double LogDeterminant(double beta)
        {
            for (int m = 0; m < count; m++) scaled[m] = beta * parameters[m];
            model.SumTable(scaled);
            model.Covariance(covariance);
            regular &= factor.Factor(covariance);
            return regular ? factor.LogDeterminant() : double.NaN;
        }
        double slope = (LogDeterminant(1 + Step) - LogDeterminant(1 - Step)) / (2 * Step);
        _ = LogDeterminant(1);
        if (!regular) return null;
        double heat = 0;
        for (int m = 0; m < count; m++)
        {
            heat += parameters[m] * parameters[m] * covariance[m * count + m];
            for (int n = m + 1; n < count; n++) heat += 2 * parameters[m] * parameters[n] * covariance[m * count + n];
        }
        return new OneLoopLaw((count + slope / 2) / heat, count / heat);
    }
}
