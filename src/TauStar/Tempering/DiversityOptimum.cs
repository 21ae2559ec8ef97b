using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// tau', the temperature that minimises D(p||q_tau) (theory: section 2): where the model's mean energy meets the
/// truth's. D(p||q_tau) = target/tau + log Z(tau) + const, so the same two ingredients give the gain and the whole curve.
/// </summary>
/// <remarks>
/// Intervals: every draw of the target meets a curve moved by its jackknife deviations times normal numbers, which gives it its Monte Carlo covariance between
/// temperatures. Percentiles, 90 %.
/// </remarks>
public sealed class DiversityOptimum
{
    private const int GridPoints = 161;

    private readonly double[] logTau;       // grid
    private readonly double[] energy, variance, logZ; // from all systems
    private readonly double[][] energyShift, varianceShift, logZShift; // G x grid: jackknife deviations, scaled to give the variance
    private readonly Draw[] draws;
    private readonly (double Min, double Max) range;

    private readonly record struct Draw(double Target, double[] Normals);

    /// <summary>Tabulates the curve and draws its errors.</summary>
    /// <param name="curve">Thermodynamics of the user's model.</param>
    /// <param name="target">The truth's mean energy.</param>
    /// <param name="range">Lowest and highest tau looked at; 1 between them.</param>
    /// <param name="stream">Randomness.</param>
    public DiversityOptimum(TemperedCurve curve, MeanEnergyTarget target, (double Min, double Max) range, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(target);
        this.range = range;
        logTau = [.. Enumerable.Range(0, GridPoints).Select(n =>
            Math.Log(range.Min) + n * Math.Log(range.Max / range.Min) / (GridPoints - 1))];
        ReweightedMoments[] all = Cores.Map(logTau.Length, n => curve.At(Math.Exp(logTau[n])));
        energy = [.. all.Select(m => m.MeanEnergy)];
        variance = [.. all.Select(m => m.EnergyVariance)];
        logZ = [.. all.Select(m => m.LogZ)];
        ReweightedMoments[][] without = Cores.Map(curve.GroupCount, g =>
            logTau.Select(x => curve.Without(g, Math.Exp(x))).ToArray());
        energyShift = Shifts([.. without.Select(w => w.Select(m => m.MeanEnergy).ToArray())]);
        varianceShift = Shifts([.. without.Select(w => w.Select(m => m.EnergyVariance).ToArray())]);
        logZShift = Shifts([.. without.Select(w => w.Select(m => m.LogZ).ToArray())]);
        RandomSource source = stream.Open();
        draws = [.. target.Draws.Select(value =>
        {
            double[] normals = [.. Enumerable.Range(0, curve.GroupCount).Select(_ => source.NextNormal())];
            return new Draw(value + target.Doubt * source.NextNormal(), normals);
        })];
        Target = Estimate.FromDraws(target.Value, draws.Select(d => d.Target));
        TauPrime = Interval(Solve(target.Value, null), d => Solve(d.Target, d.Normals));
        bool below = target.Value < energy[0], above = target.Value > energy[^1];
        if (below || above)
        {
            TauPrime = TauPrime.Doubt(EstimateStatus.OutOfRange,
                $"the target energy lies {(below ? "below" : "above")} the model's mean energy everywhere in the range of tau; widen it");
        }
        double best = TauPrime.Value;
        Gain = Interval(-Change(best, target.Value, null), d => -Change(best, d.Target, d.Normals));
        if (TauPrime.Status != EstimateStatus.Ok) Gain = Gain.Doubt(TauPrime.Status, TauPrime.Note!);
    }

    /// <summary>tau' with its 90 % interval.</summary>
    public Estimate TauPrime { get; }

    /// <summary>D(p||q_1) - D(p||q_tau') in nats.</summary>
    public Estimate Gain { get; }

    /// <summary>D(p||q_tau) - D(p||q_tau') in nats: what is gained on the way from another temperature. Between that and 1 there is more to gain, as D(p||q_tau) is convex in 1/tau.</summary>
    public Estimate GainFrom(double tau) => Interval(Change(tau, Target.Value, null) - Change(TauPrime.Value, Target.Value, null),
        d => Change(tau, d.Target, d.Normals) - Change(TauPrime.Value, d.Target, d.Normals));

    /// <summary>Target energy with its 90 % interval.</summary>
    public Estimate Target { get; }

    /// <summary>tau' if another target energy were right, such as the posterior's; the nearer end of the range where it lies beyond.</summary>
    public double TauAt(double target) => Solve(target, null);

    /// <summary>D(p||q_tau) - D(p||q_1) in nats if another target energy were right.</summary>
    public double ChangeAt(double tau, double target) => Change(tau, target, null);

    /// <summary>D(p||q_tau) - D(p||q_1) in nats at any tau of the range.</summary>
    public Estimate DivergenceChange(double tau) => Interval(Change(tau, Target.Value, null), d => Change(tau, d.Target, d.Normals));

    private double Solve(double target, double[]? normals)
    {
        // <E> rises with tau: the first grid point above the target ends the bracket.
        if (target <= Energy(0, normals)) return range.Min;
        for (int n = 1; n < logTau.Length; n++)
        {
            if (Energy(n, normals) < target) continue;
            double low = 0, high = 1;
            while (high - low > 1e-9)
            {
                double middle = 0.5 * (low + high);
                if (EnergyWithin(n - 1, middle, normals) < target) low = middle;
                else high = middle;
            }
            return Math.Exp(logTau[n - 1] + high * (logTau[n] - logTau[n - 1]));
        }
        return range.Max;
    }

    /// <summary>Cubic Hermite between grid points n and n + 1, with the exact slope d&lt;E&gt;/d log tau = Var(E)/tau: near a jump of the
    /// energy a straight line would move tau' by more than its error.</summary>
    private double EnergyWithin(int n, double part, double[]? normals)
    {
        double step = logTau[1] - logTau[0];
        double Slope(int k) => step * Math.Max(0, variance[k] + Shift(varianceShift, k, normals)) / Math.Exp(logTau[k]);
        return Hermite(part, (Energy(n, normals), Energy(n + 1, normals)), (Slope(n), Slope(n + 1)));
    }

    private double Change(double tau, double target, double[]? normals) =>
        target / tau + LogZ(tau, normals) - target - LogZ(1, normals);

    private double Energy(int n, double[]? normals) => energy[n] + Shift(energyShift, n, normals);

    // As for the energy, with the exact slope d log Z / d log tau = <E>/tau.
    private double LogZ(double tau, double[]? normals)
    {
        double step = logTau[1] - logTau[0], x = (Math.Log(tau) - logTau[0]) / step;
        int n = Math.Clamp((int)x, 0, logTau.Length - 2);
        double Slope(int k) => step * Energy(k, normals) / Math.Exp(logTau[k]);
        return Hermite(Math.Clamp(x - n, 0, 1), (logZ[n] + Shift(logZShift, n, normals), logZ[n + 1] + Shift(logZShift, n + 1, normals)), (Slope(n), Slope(n + 1)));
    }

    private static double Hermite(double t, (double Left, double Right) value, (double Left, double Right) slope)
    {
        double u = 1 - t;
        return value.Left * u * u * (1 + 2 * t) + value.Right * t * t * (1 + 2 * u) + slope.Left * t * u * u - slope.Right * t * t * u;
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

    private Estimate Interval(double value, Func<Draw, double> quantity) => Estimate.FromDraws(value, Cores.Map(draws.Length, n => quantity(draws[n])));
}
