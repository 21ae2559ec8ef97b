using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Diagnosis;

/// <summary>
/// Whether the data look as no data of the family do (theory: section 6): four statistics that a pairwise fit does not adjust, against data sets of
/// the same size drawn from the fitted model. All moments of three sites (of four, where a symmetric model has none of three); spread and asymmetry of
/// the model's own energy, on which tau* hangs (section 2); and how often configurations repeat.
/// </summary>
/// <param name="Statistic">The one in which the data stand out most.</param>
/// <param name="Z">How many standard deviations the data lie above draws from the fitted model.</param>
/// <param name="Draws">How many data sets were drawn from the model.</param>
public sealed record ModelClassCheck(string Statistic, double Z, int Draws)
{
    /// <summary>z above which the family is called too small for the truth.</summary>
    public const double LargestZ = 3;

    private const int UsualDraws = 40;

    /// <summary>True where the truth lies outside the family; false is no proof that it lies inside.</summary>
    public bool Warns => Z > LargestZ;

    /// <summary>Compares data with a model.</summary>
    /// <param name="features">The family.</param>
    /// <param name="rows">M x L states.</param>
    /// <param name="weights">M sequence weights. Repetitions are compared only where all are 1: relatives repeat for other reasons.</param>
    /// <param name="theta">The model that is closest to the truth, as far as is known: the most probable one.</param>
    /// <param name="stream">Fixes the draws.</param>
    public static ModelClassCheck Of(PairwiseFeatures features, byte[] rows, double[] weights, ReadOnlySpan<double> theta, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(weights);
        EnumeratedDistribution model = features.Enumerate(theta);
        ClassStatistics statistics = new(model);
        double[] observed = statistics.Of(rows, weights);
        // Draws are independent, as weights claim for the data: as many as the weights add up to.
        int samples = Math.Max(1, (int)Math.Round(weights.Sum()));
        double[] ones = [.. Enumerable.Repeat(1.0, samples)];
        ConfigurationSampler sampler = new(model);
        double[][] drawn = [.. Enumerable.Range(0, UsualDraws).Select(n => statistics.Of(sampler.Draw(samples, stream.Child(n)), ones))];
        ModelClassCheck worst = new(statistics.Names[0], double.NegativeInfinity, UsualDraws);
        for (int s = 0; s < observed.Length; s++)
        {
            if (s == ClassStatistics.Repetitions && weights.Any(w => w != 1)) continue;
            double z = Score(observed[s], [.. drawn.Select(values => values[s])]);
            if (z > worst.Z) worst = new ModelClassCheck(statistics.Names[s], z, UsualDraws);
        }
        return worst;
    }

    private static double Score(double observed, double[] drawn)
    {
        double mean = drawn.Average(), variance = drawn.Sum(x => (x - mean) * (x - mean)) / (drawn.Length - 1);
        return variance > 0 ? (observed - mean) / Math.Sqrt(variance) : 0;
    }
}
