using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>The temperatures at which a tuning run looks.</summary>
/// <param name="Range">From the coldest to the hottest.</param>
/// <param name="Optima">tau', and tau* where there is one.</param>
internal sealed record TauGrids(TemperatureRange Range, IReadOnlyList<double> Optima)
{
    /// <summary>Evenly in log tau, and densely around 1 and the optima, where minima are read off.</summary>
    public double[] Curves(int points)
    {
        const int Dense = 21;
        double low = 0.9 * Optima.Prepend(1).Min(), high = 1.1 * Optima.Prepend(1).Max();
        return [.. Spaced(Range.Lowest, Range.Highest, points).Concat(Spaced(low, high, Dense)).Append(1).Concat(Optima)
            .Where(t => t >= Range.Lowest && t <= Range.Highest).Distinct().Order()];
    }

    /// <summary>Few and round, with 1, what was asked for, and the optima unless they are all but one of these.</summary>
    public double[] Quality(IReadOnlyList<double> asked)
    {
        double[] usual = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.7, 2, 2.5, 3, 4, 5];
        return [.. usual.Where(t => t >= Range.Lowest && t <= Range.Highest).Concat(asked).Append(1).Concat(Optima)
            .DistinctBy(t => Math.Round(t, 3)).Order()];
    }

    private static IEnumerable<double> Spaced(double low, double high, int points) =>
        Enumerable.Range(0, points).Select(n => low * Math.Pow(high / low, (double)n / (points - 1)));
}
