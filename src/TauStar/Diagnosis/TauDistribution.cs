using TauStar.Tempering;

namespace TauStar.Diagnosis;

/// <summary>How an optimal temperature scatters from data set to data set. Optima at an edge of the range count as its end.</summary>
/// <param name="Lowest5">5 % lie below.</param>
/// <param name="Quarter">25 % lie below.</param>
/// <param name="Median">Half lie below.</param>
/// <param name="ThreeQuarters">75 % lie below.</param>
/// <param name="Highest5">5 % lie above.</param>
/// <param name="AtLowerEdge">Fraction of data sets for which the divergence falls down to the lowest temperature.</param>
/// <param name="AtUpperEdge">Fraction for which it falls up to the highest: there is no finite optimum, or it lies beyond.</param>
public sealed record TauDistribution(
    double Lowest5, double Quarter, double Median, double ThreeQuarters, double Highest5, double AtLowerEdge, double AtUpperEdge)
{
    /// <summary>The distribution of these optima; quantiles are interpolated between order statistics.</summary>
    /// <exception cref="ArgumentException">No optima.</exception>
    public static TauDistribution Of(IReadOnlyCollection<TemperatureOptimum> optima)
    {
        ArgumentNullException.ThrowIfNull(optima);
        if (optima.Count == 0) throw new ArgumentException("no optima", nameof(optima));
        double[] taus = [.. optima.Select(optimum => optimum.Tau).Order()];
        double Quantile(double fraction)
        {
            double place = fraction * (taus.Length - 1);
            int below = (int)place, above = Math.Min(below + 1, taus.Length - 1);
            return taus[below] + (place - below) * (taus[above] - taus[below]);
        }
        double At(OptimumPlace edge) => (double)optima.Count(optimum => optimum.Place == edge) / optima.Count;
        return new TauDistribution(
            Quantile(0.05), Quantile(0.25), Quantile(0.5), Quantile(0.75), Quantile(0.95), At(OptimumPlace.LowerEdge), At(OptimumPlace.UpperEdge));
    }
}
