using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// tau', the temperature that minimises D(p||q_tau) (theory: section 2): where the model's mean energy meets the held-out
/// target. D(p||q_tau) = target/tau + log Z(tau) + const, so the same two ingredients give the gain and the whole curve.
/// </summary>
/// <remarks>
/// Intervals: clusters of sequences are drawn with replacement for the target, and the curve is moved by its jackknife
/// deviations times normal numbers, which gives it its Monte Carlo covariance between temperatures. Percentiles, 90 %.
/// </remarks>
public sealed class DiversityOptimum
{
    private const int GridPoints = 161;

    private readonly double[] logTau;       // grid
    private readonly double[] energy, logZ; // from all systems
    private readonly double[][] energyShift, logZShift; // G x grid: jackknife deviations, scaled to give the variance
    private readonly Draw[] draws;

    private readonly record struct Draw(double Target, double[] Normals);

    /// <summary>Tabulates the curve and draws the bootstrap.</summary>
    /// <param name="curve">Thermodynamics of the user's model.</param>
    /// <param name="heldOut">Held-out energies.</param>
    /// <param name="range">Lowest and highest tau looked at; 1 between them.</param>
    /// <param name="bootstrap">Bootstrap samples.</param>
    /// <param name="stream">Randomness.</param>
    public DiversityOptimum(TemperedCurve curve, HeldOutEnergy heldOut, (double Min, double Max) range, int bootstrap, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(heldOut);
        Means = heldOut.Means();
        logTau = [.. Enumerable.Range(0, GridPoints).Select(n =>
            Math.Log(range.Min) + n * Math.Log(range.Max / range.Min) / (GridPoints - 1))];
        ReweightedMoments[] all = [.. logTau.AsParallel().AsOrdered().Select(x => curve.At(Math.Exp(x)))];
        energy = [.. all.Select(m => m.MeanEnergy)];
        logZ = [.. all.Select(m => m.LogZ)];
        ReweightedMoments[][] without = [.. Enumerable.Range(0, curve.GroupCount).AsParallel().AsOrdered().Select(g =>
            logTau.Select(x => curve.Without(g, Math.Exp(x))).ToArray())];
        energyShift = Shifts([.. without.Select(w => w.Select(m => m.MeanEnergy).ToArray())]);
        logZShift = Shifts([.. without.Select(w => w.Select(m => m.LogZ).ToArray())]);
        RandomSource source = stream.Open();
        draws = new Draw[bootstrap];
        for (int b = 0; b < bootstrap; b++)
        {
            double target = heldOut.Resample(source).Target;
            double[] normals = [.. Enumerable.Range(0, curve.GroupCount).Select(_ => source.NextNormal())];
            draws[b] = new Draw(target, normals);
        }
        TauPrime = Interval(Solve(Means.Target, null), d => Solve(d.Target, d.Normals));
        bool below = Means.Target < energy[0], above = Means.Target > energy[^1];
        if (below || above)
        {
            TauPrime = TauPrime.Doubt(EstimateStatus.OutOfRange,
                $"the target energy lies {(below ? "below" : "above")} the model's mean energy everywhere in the range of tau; widen it");
        }
        double best = TauPrime.Value;
        Gain = Interval(-Change(best, Means.Target, null), d => -Change(best, d.Target, d.Normals));
    }

    /// <summary>The means that the target comes from.</summary>
    public HeldOutMeans Means { get; }

    /// <summary>tau' with its 90 % interval.</summary>
    public Estimate TauPrime { get; }

    /// <summary>D(p||q_1) - D(p||q_tau') in nats.</summary>
    public Estimate Gain { get; }

    /// <summary>Target energy with its 90 % interval.</summary>
    public Estimate Target => Interval(Means.Target, d => d.Target);

    /// <summary>D(p||q_tau) - D(p||q_1) in nats at any tau of the range.</summary>
    public Estimate DivergenceChange(double tau) => Interval(Change(tau, Means.Target, null), d => Change(tau, d.Target, d.Normals));

    private double Solve(double target, double[]? normals)
    {
        // <E> rises with tau: the first grid point above the target ends the bracket.
        double before = Energy(0, normals);
        if (target <= before) return Math.Exp(logTau[0]);
        for (int n = 1; n < logTau.Length; n++)
        {
            double here = Energy(n, normals);
            if (here >= target)
                return Math.Exp(logTau[n - 1] + (target - before) / (here - before) * (logTau[n] - logTau[n - 1]));
            before = here;
        }
        return Math.Exp(logTau[^1]);
    }

    private double Change(double tau, double target, double[]? normals) =>
        target / tau + LogZ(tau, normals) - target - LogZ(1, normals);

    private double Energy(int n, double[]? normals) => energy[n] + Shift(energyShift, n, normals);

    // Cubic Hermite between grid points, with the exact slope d log Z / d log tau = <E>/tau.
    private double LogZ(double tau, double[]? normals)
    {
        double step = logTau[1] - logTau[0], x = (Math.Log(tau) - logTau[0]) / step;
        int n = Math.Clamp((int)x, 0, logTau.Length - 2);
        double t = Math.Clamp(x - n, 0, 1), u = 1 - t;
        double y0 = logZ[n] + Shift(logZShift, n, normals), y1 = logZ[n + 1] + Shift(logZShift, n + 1, normals);
        double m0 = step * Energy(n, normals) / Math.Exp(logTau[n]), m1 = step * Energy(n + 1, normals) / Math.Exp(logTau[n + 1]);
        return y0 * u * u * (1 + 2 * t) + y1 * t * t * (1 + 2 * u) + m0 * t * u * u - m1 * t * t * u;
    }

    private static double Shift(double[][] shifts, int n, double[]? normals)
    {
        if (normals is null) return 0;
        double sum = 0;
        for (int g = 0; g < normals.Length; g++) sum += normals[g] * shifts[g][n];
        return sum;
    }

    private static double[][] Shifts(double[][] without)
    {
        double scale = Math.Sqrt((without.Length - 1.0) / without.Length);
        int points = without[0].Length;
        double[] mean = new double[points];
        foreach (double[] w in without)
        {
            for (int n = 0; n < points; n++) mean[n] += w[n] / without.Length;
        }
        return [.. without.Select(w => w.Select((v, n) => scale * (v - mean[n])).ToArray())];
    }

    private Estimate Interval(double value, Func<Draw, double> quantity)
    {
        double[] values = [.. draws.AsParallel().AsOrdered().Select(quantity)];
        Array.Sort(values);
        return new Estimate(value, values[(int)(0.05 * values.Length)], values[(int)(0.95 * values.Length)]);
    }
}
