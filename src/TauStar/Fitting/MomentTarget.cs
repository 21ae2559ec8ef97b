using TauStar.Data;
using TauStar.Landscapes;

namespace TauStar.Fitting;

/// <summary>What a fit sees of its data: the moments of the family's features, and how many samples stand behind them.</summary>
public sealed record MomentTarget
{
    private MomentTarget()
    {
    }

    /// <summary>The family.</summary>
    public required PairwiseFeatures Features { get; init; }

    /// <summary>mu_d: mean of phi over the data, D values.</summary>
    public required double[] Mean { get; init; }

    /// <summary>
    /// The same with the unbiased covariance (divided by M - 1) plus the product of the means for features of two sites, as the
    /// published runs take it (theory: section 4). May lie outside what any distribution can have.
    /// </summary>
    public required double[] Unbiased { get; init; }

    /// <summary>M; infinite for exact weights.</summary>
    public required double Samples { get; init; }

    /// <summary>From M observed configurations.</summary>
    /// <param name="features">The family.</param>
    /// <param name="rows">M x L states, row-major.</param>
    /// <exception cref="InputException">No rows, or rows that do not fit the family.</exception>
    public static MomentTarget FromSamples(PairwiseFeatures features, ReadOnlySpan<byte> rows)
    {
        ArgumentNullException.ThrowIfNull(features);
        int sites = features.Space.Sites;
        if (rows.Length == 0) throw new InputException("there is no sample to fit to");
        if (rows.Length % sites != 0) throw new InputException($"{rows.Length} states do not make rows of {sites} sites");
        int samples = rows.Length / sites;
        double[] mean = new double[features.Count], siteMeans = new double[sites * features.Space.States];
        for (int m = 0; m < samples; m++)
        {
            ReadOnlySpan<byte> row = rows.Slice(m * sites, sites);
            features.Accumulate(row, 1, mean);
            features.AccumulateSites(row, 1, siteMeans);
        }
        foreach (ref double value in mean.AsSpan()) value /= samples;
        foreach (ref double value in siteMeans.AsSpan()) value /= samples;
        double[] unbiased = [.. mean];
        for (int m = features.FieldCount; m < unbiased.Length && samples > 1; m++)
        {
            double product = features.Product(m, siteMeans);
            unbiased[m] = (mean[m] - product) * samples / (samples - 1) + product;
        }
        return new MomentTarget { Features = features, Mean = mean, Unbiased = unbiased, Samples = samples };
    }

    /// <summary>From a distribution that is known exactly, as if from infinitely many samples.</summary>
    public static MomentTarget FromDistribution(PairwiseFeatures features, EnumeratedDistribution distribution)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] mean = features.Moments(distribution);
        return new MomentTarget { Features = features, Mean = mean, Unbiased = mean, Samples = double.PositiveInfinity };
    }
}
