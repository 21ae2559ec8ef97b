using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>What <see cref="ModelClassCheck"/> compares: numbers of a data set under a model whose configurations are listed.</summary>
internal sealed class ClassStatistics
{
    /// <summary>Place of the number of repetitions.</summary>
    public const int Repetitions = 3;

    private const double SmallestVariance = 0.01; // of a product of site functions that the model holds for all but certain

    private readonly EnumeratedDistribution model;
    private readonly ConfigurationSpace space;
    private readonly ProductTransform transform;
    private readonly int[] masks;
    private readonly double[] expected;

    public ClassStatistics(EnumeratedDistribution model)
    {
        this.model = model;
        space = model.Space;
        transform = new ProductTransform(space.States, space.Folded ? space.Sites - 1 : space.Sites);
        masks = [.. Enumerable.Range(0, space.Count).Where(IsWanted)];
        double[] table = new double[space.Count];
        ReadOnlySpan<double> logP = model.LogProbabilities;
        for (int n = 0; n < table.Length; n++) table[n] = Math.Exp(logP[n]);
        expected = Moments(table);
        Names = [space.Folded ? "four-site moments" : "three-site moments", "spread of energy", "asymmetry of energy", "repeated configurations"];
    }

    /// <summary>Of the statistics, for messages.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>All statistics of one data set.</summary>
    public double[] Of(byte[] rows, double[] weights)
    {
        double[] counts = new double[space.Count];
        double samples = 0;
        for (int m = 0; m < weights.Length; m++)
        {
            counts[space.IndexOf(rows.AsSpan(m * space.Sites, space.Sites))] += weights[m];
            samples += weights[m];
        }
        double mean = 0, square = 0, cube = 0, pairs = 0;
        ReadOnlySpan<double> energies = model.Energies;
        for (int n = 0; n < counts.Length; n++) mean += counts[n] * energies[n] / samples;
        for (int n = 0; n < counts.Length; n++)
        {
            double deviation = energies[n] - mean;
            square += counts[n] * deviation * deviation;
            cube += counts[n] * deviation * deviation * deviation;
            pairs += counts[n] * Math.Max(0, counts[n] - 1);
        }
        // The root makes the scatter of a count even.
        return [ChiSquare(counts, samples), square, cube, Math.Sqrt(pairs)];
    }

    // Sum over moments of (data - expected)^2 M / (1 - expected^2): products of site functions have variance near 1.
    private double ChiSquare(double[] counts, double samples)
    {
        double[] observed = Moments(counts);
        double sum = 0;
        for (int n = 0; n < observed.Length; n++)
        {
            double difference = observed[n] - expected[n];
            sum += difference * difference * samples / Math.Max(SmallestVariance, 1 - expected[n] * expected[n]);
        }
        return sum;
    }

    private double[] Moments(double[] table)
    {
        double[] transformed = [.. table];
        transform.Analyse(transformed);
        return [.. masks.Select(mask => transformed[mask] / transformed[0])];
    }

    // Products of three site functions; folded, of four, where site 0 has no digit: it is in the product where the others are odd in number.
    private bool IsWanted(int mask)
    {
        int sites = 0;
        for (int rest = mask; rest > 0; rest /= space.States) sites += rest % space.States > 0 ? 1 : 0;
        return space.Folded ? sites is 3 or 4 : sites == 3;
    }
}
