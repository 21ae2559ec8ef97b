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
    public static MomentTarget FromSamples(PairwiseFeatures features, ReadOnlySpan<byte> rows) => FromSamples(features, rows, []);

    /// <summary>From weighted configurations: M is the sum of the weights.</summary>
    /// <param name="features">The family.</param>
    /// <param name="rows">Rows of L states, row-major.</param>
    /// <param name="weights">A weight a row, above 0; none: 1 each.</param>
    /// <exception cref="InputException">No rows, or rows that do not fit the family.</exception>
    public static MomentTarget FromSamples(PairwiseFeatures features, ReadOnlySpan<byte> rows, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(features);
        int sites = features.Space.Sites;
        if (rows.Length == 0) throw new InputException("there is no sample to fit to");
        if (rows.Length % sites != 0) throw new InputException($"{rows.Length} states do not make rows of {sites} sites");
        int count = rows.Length / sites;
        if (weights.Length > 0 && weights.Length != count) throw new ArgumentException($"{weights.Length} weights for {count} rows", nameof(weights));
        double samples = 0;
        double[] mean = new double[features.Count], siteMeans = new double[sites * features.Space.States];
        for (int m = 0; m < count; m++)
        {
            ReadOnlySpan<byte> row = rows.Slice(m * sites, sites);
            double weight = weights.Length > 0 ? weights[m] : 1;
            features.Accumulate(row, weight, mean);
            features.AccumulateSites(row, weight, siteMeans);
            samples += weight;
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

    /// <summary>From some rows of weighted configurations.</summary>
    /// <param name="features">The family.</param>
    /// <param name="rows">Rows of L states, row-major.</param>
    /// <param name="weights">A weight a row.</param>
    /// <param name="chosen">Numbers of the rows.</param>
    public static MomentTarget FromRows(PairwiseFeatures features, byte[] rows, double[] weights, int[] chosen)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(chosen);
        int sites = features.Space.Sites;
        byte[] some = new byte[chosen.Length * sites];
        for (int n = 0; n < chosen.Length; n++) rows.AsSpan(chosen[n] * sites, sites).CopyTo(some.AsSpan(n * sites));
        return FromSamples(features, some, [.. chosen.Select(m => weights[m])]);
    }

    /// <summary>From a distribution that is known exactly, as if from infinitely many samples.</summary>
    public static MomentTarget FromDistribution(PairwiseFeatures features, EnumeratedDistribution distribution)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] mean = features.Moments(distribution);
        return new MomentTarget { Features = features, Mean = mean, Unbiased = mean, Samples = double.PositiveInfinity };
    }
}
