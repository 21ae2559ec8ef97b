using Xunit;

namespace TauStar.Numerics.Tests;

public sealed class LimitedMemoryBfgsTests(ITestOutputHelper output)
{
    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public void It_walks_down_Rosenbrocks_valley()
    {
        // The classical start (-1.2, 1) in every pair; the minimum is 0 at (1, ..., 1). Parameters are floats: near 1 they resolve 6e-8, and the
        // valley's floor is flat: f = 1e-12 at a distance of 1e-6.
        float[] x = [.. Enumerable.Range(0, 10).Select(n => n % 2 == 0 ? -1.2f : 1)];
        LimitedMemoryMinimum found = LimitedMemoryBfgs.Minimize(Rosenbrock, x, new LimitedMemoryBfgsOptions { Tolerance = 1e-12 }, Never);
        output.WriteLine($"{found}; largest error {x.Max(v => Math.Abs(v - 1)):g2}");
        Assert.True(found.Iterations < 100);
        foreach (float value in x) Statistical.Near(1, value, 1e-5);
    }

    [Fact]
    public void Of_a_badly_scaled_quadratic_it_finds_the_minimum()
    {
        // Curvatures from 1e-2 to 1e4, as many as no set of pairs could hold.
        const int size = 200;
        double[] curvature = [.. Enumerable.Range(0, size).Select(n => Math.Pow(10, 6.0 * n / (size - 1) - 2))];
        double Quadratic(float[] x, float[] gradient)
        {
            double sum = 0;
            for (int n = 0; n < size; n++)
            {
                double off = x[n] - n;
                gradient[n] = (float)(curvature[n] * off);
                sum += curvature[n] * off * off / 2;
            }
            return sum;
        }
        float[] x = new float[size];
        LimitedMemoryMinimum found = LimitedMemoryBfgs.Minimize(Quadratic, x, new LimitedMemoryBfgsOptions { Tolerance = 1e-10, MaxIterations = 5000 }, Never);
        output.WriteLine($"{found}");
        Assert.True(found.Converged);
        Assert.True(found.Value < 1e-6);
        for (int n = 0; n < size; n++) Assert.True(curvature[n] * Math.Pow(x[n] - n, 2) < 2e-6, $"parameter {n} is {x[n]}");
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        const int size = 200_003; // several pieces, the last one ragged
        double Bowl(float[] x, float[] gradient)
        {
            double sum = 0;
            for (int n = 0; n < size; n++)
            {
                double off = x[n] - Math.Sin(n), strength = 1 + n % 7;
                gradient[n] = (float)(strength * (off + off * off * off));
                sum += strength * (off * off / 2 + off * off * off * off / 4);
            }
            return sum;
        }
        float[] one = new float[size], three = new float[size];
        LimitedMemoryMinimum a = LimitedMemoryBfgs.Minimize(Bowl, one, new LimitedMemoryBfgsOptions { Threads = 1 }, Never);
        LimitedMemoryMinimum b = LimitedMemoryBfgs.Minimize(Bowl, three, new LimitedMemoryBfgsOptions { Threads = 3 }, Never);
        Assert.Equal(a, b);
        Assert.Equal(one, three);
        Assert.True(a.Converged);
    }

    [Fact]
    public void It_says_when_it_did_not_converge_and_stops_when_asked()
    {
        float[] x = [-1.2f, 1];
        LimitedMemoryMinimum early = LimitedMemoryBfgs.Minimize(Rosenbrock, x, new LimitedMemoryBfgsOptions { MaxIterations = 3 }, Never);
        Assert.False(early.Converged);
        Assert.Equal(3, early.Iterations);
        Assert.Equal(early.Value, Rosenbrock(x, new float[2]));
        // A function without a minimum: no step satisfies the line search.
        Assert.False(LimitedMemoryBfgs.Minimize((v, g) => g[0] = -1, [0f], new LimitedMemoryBfgsOptions(), Never).Converged);
        // A minimum at the start costs one evaluation.
        Assert.Equal(new LimitedMemoryMinimum(0, 0, 1, true), LimitedMemoryBfgs.Minimize(Rosenbrock, [1f, 1f], new LimitedMemoryBfgsOptions(), Never));
        Assert.Throws<ArgumentException>(() => LimitedMemoryBfgs.Minimize((v, g) => double.NaN, [0f], new LimitedMemoryBfgsOptions(), Never));
        Assert.Throws<OperationCanceledException>(() => LimitedMemoryBfgs.Minimize(Rosenbrock, [0f, 0f], new LimitedMemoryBfgsOptions(), new CancellationToken(true)));
    }

    private static double Rosenbrock(float[] x, float[] gradient)
    {
        double sum = 0;
        for (int n = 0; n < x.Length; n += 2)
        {
            double a = x[n], along = 1 - a, across = x[n + 1] - a * a;
            gradient[n] = (float)(-2 * along - 400 * a * across);
            gradient[n + 1] = (float)(200 * across);
            sum += along * along + 100 * across * across;
        }
        return sum;
    }
}
