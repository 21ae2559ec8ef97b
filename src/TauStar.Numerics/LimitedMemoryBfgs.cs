namespace TauStar.Numerics;

/// <summary>Settings of <see cref="LimitedMemoryBfgs"/>.</summary>
public sealed record LimitedMemoryBfgsOptions
{
    /// <summary>Pairs of steps and gradient changes that are kept, at least 1. Memory: this many times 8 bytes a parameter.</summary>
    public int Pairs { get; init; } = 6;

    /// <summary>Iterations at most.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>Ends when the predicted further decrease, -g.d/2 along the step d, is below this times 1 + |f|.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>Threads over the parameters; never changes the result.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>How a minimisation ended.</summary>
/// <param name="Value">f at the end.</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="Evaluations">Times that f and its gradient were asked for.</param>
/// <param name="Converged">Whether the tolerance was met; otherwise iterations ran out, or rounding allowed no further decrease.</param>
public readonly record struct LimitedMemoryMinimum(double Value, int Iterations, int Evaluations, bool Converged);

/// <summary>
/// Minimum of a smooth function of very many variables (limited-memory BFGS: Nocedal, Math. Comp. 35, 773, 1980): parameters and gradients in single, all sums
/// in double precision. Steps meet the weak Wolfe conditions; deterministic for any number of threads.
/// </summary>
public static class LimitedMemoryBfgs
{
    private const double Decrease = 1e-4, Flattening = 0.9; // the two constants of Wolfe's conditions, as is usual
    private const int MostTrials = 30; // of a line search

    /// <summary>Minimises.</summary>
    /// <param name="function">f(x); writes the gradient into its second argument.</param>
    /// <param name="x">Where to start; the minimum at the end.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellation">Asked before every iteration.</param>
    /// <exception cref="ArgumentException">f is not finite at the start.</exception>
    public static LimitedMemoryMinimum Minimize(Func<float[], float[], double> function, float[] x, LimitedMemoryBfgsOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Pairs, 1);
        int threads = options.Threads, evaluations = 1;
        float[] at = [.. x], gradient = new float[x.Length], direction = new float[x.Length], next = new float[x.Length], nextGradient = new float[x.Length];
        double value = function(at, gradient);
        if (!double.IsFinite(value)) throw new ArgumentException($"the function is {value} at the start", nameof(function));
        BfgsPairs pairs = new(x.Length, options.Pairs, threads);
        for (int iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            pairs.Direction(gradient, direction);
            double slope = FloatVectors.Dot(gradient, direction, threads), reached = 0;
            bool converged = -slope / 2 <= options.Tolerance * (1 + Math.Abs(value));
            if (converged || iteration == options.MaxIterations || !Search())
            {
                at.CopyTo(x, 0);
                return new LimitedMemoryMinimum(value, iteration, evaluations, converged);
            }
            pairs.Add(at, next, gradient, nextGradient);
            (at, next, gradient, nextGradient, value) = (next, at, nextGradient, gradient, reached);

            bool Search()
            {
                double step = 1, low = 0, high = double.PositiveInfinity;
                for (int trial = 0; trial < MostTrials; trial++)
                {
                    FloatVectors.AddScaled(next, at, step, direction, threads);
                    reached = function(next, nextGradient);
                    evaluations++;
                    bool decreased = reached <= value + Decrease * step * slope;
                    if (decreased && FloatVectors.Dot(nextGradient, direction, threads) >= Flattening * slope) return true;
                    (low, high) = decreased ? (step, high) : (low, step);
                    step = high < double.PositiveInfinity ? (low + high) / 2 : 2 * step;
                }
                return false;
            }
        }
    }
}
