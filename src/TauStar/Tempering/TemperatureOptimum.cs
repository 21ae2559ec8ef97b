namespace TauStar.Tempering;

/// <summary>Where an optimum lies in the range that was searched.</summary>
public enum OptimumPlace
{
    /// <summary>Inside: the condition of stationarity holds. A divergence that is flat in tau has its optimum at 1.</summary>
    Inside,

    /// <summary>At the lowest temperature of the range: the divergence still falls there towards lower tau, or the model is frozen.</summary>
    LowerEdge,

    /// <summary>At the highest temperature of the range: the divergence still falls there towards higher tau.</summary>
    UpperEdge,
}

/// <summary>The temperature at which a divergence is smallest.</summary>
/// <param name="Tau">The global minimum over the range.</param>
/// <param name="Divergence">The divergence there, in nats.</param>
/// <param name="Place">Inside the range or at an edge.</param>
/// <param name="Minima">How many local minima the curve has in the range, edges included; 2 or more must be said.</param>
public sealed record TemperatureOptimum(double Tau, double Divergence, OptimumPlace Place, int Minima);

/// <summary>The range of tau that is searched for optima.</summary>
/// <param name="Lowest">Above 0.</param>
/// <param name="Highest">Above <paramref name="Lowest"/>.</param>
public readonly record struct TemperatureRange(double Lowest, double Highest)
{
    /// <summary>[0.2, 5], the range of the paper's sweeps (arXiv:2512.09152).</summary>
    public static TemperatureRange Published { get; } = new(0.2, 5);
}
