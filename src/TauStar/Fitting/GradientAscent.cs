using System.Globalization;
using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>
/// Exact gradient ascent on the likelihood as in the published runs (arXiv:2512.09152; theory: section 4): couplings start at
/// (A + A^T)/2, A_ij ~ N(0,1), each step adds 0.01 times (sample moment - model moment), and the first step that changes the negative
/// log-likelihood by less than 1e-5 of itself is the last. That early stop regularises: it is part of the experiment.
/// </summary>
public sealed record PublishedFit : PairwiseFitMethod
{
    /// <summary>The largest step: far larger than any that does not overshoot, and small enough that no energy overflows.</summary>
    public const double MostStep = 10;

    /// <summary>Step; above 0, up to <see cref="MostStep"/>.</summary>
    public double Step { get; init; } = 0.01;

    /// <summary>Relative change of the negative log-likelihood at which to stop; at least 0.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Most steps.</summary>
    public int MostSteps { get; init; } = 15_000;

    /// <inheritdoc/>
    public override string Id => string.Create(CultureInfo.InvariantCulture, $"published step={Step:R} tolerance={Tolerance:R} most-steps={MostSteps}");

    /// <inheritdoc/>
    /// <remarks>Fields, where there are any, start at 0.</remarks>
    public override PairwiseFit Fit(MomentTarget target, RandomStream start)
    {
        ArgumentNullException.ThrowIfNull(target);
        double[] theta = Start(target.Features, start);
        PairwisePartition model = new(target.Features);
        double loss = double.NaN;
        for (int step = 1; ; step++)
        {
            model.Sum(theta);
            double before = loss;
            loss = model.LogZ - VectorMath.Dot(theta, target.Mean);
            bool settled = step >= 2 && Math.Abs(loss - before) < Tolerance * Math.Abs(before);
            if (settled || step > MostSteps) return new PairwiseFit(target.Features, theta, loss, step - 1, settled);
            ReadOnlySpan<double> moments = model.Moments;
            for (int m = 0; m < theta.Length; m++) theta[m] += Step * (target.Unbiased[m] - moments[m]);
        }
    }

    /// <inheritdoc/>
    public override void Check()
    {
        if (!(Step > 0 && Step <= MostStep)) throw new InputException($"step is {Step}; allowed: above 0, up to {MostStep}");
        if (!(Tolerance >= 0) || !double.IsFinite(Tolerance)) throw new InputException($"tolerance is {Tolerance}; it must be at least 0");
        if (MostSteps is < 1 or > 1_000_000_000) throw new InputException($"most-steps is {MostSteps}; allowed: 1 to 1000000000");
    }

    /// <inheritdoc/>
    public override int FewestSamples => 2; // the covariance is divided by M - 1

    private static double[] Start(PairwiseFeatures features, RandomStream stream)
    {
        double[] theta = new double[features.Count];
        RandomSource random = stream.Open();
        for (int m = features.FieldCount; m < theta.Length; m++) theta[m] = (random.NextNormal() + random.NextNormal()) / 2;
        return theta;
    }
}
