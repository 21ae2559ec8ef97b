using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// D(q_tau||p) - D(q_1||p) over a grid of temperatures, for one truth p, with its slope: what one truth says about tau*.
/// </summary>
public sealed class ReverseCurve
{
    private readonly double[] logTau, change, slope;

    internal ReverseCurve(double[] logTau, double[] change, double[] slope) => (this.logTau, this.change, this.slope) = (logTau, change, slope);

    /// <summary>The divergence at any temperature of the grid's range less that at 1, nats: cubic between grid points, with the exact slopes.</summary>
    public double At(double tau)
    {
        double step = logTau[1] - logTau[0], x = (Math.Log(tau) - logTau[0]) / step;
        int n = Math.Clamp((int)x, 0, logTau.Length - 2);
        double t = Math.Clamp(x - n, 0, 1), u = 1 - t;
        return change[n] * u * u * (1 + 2 * t) + change[n + 1] * t * t * (1 + 2 * u) + step * (slope[n] * t * u * u - slope[n + 1] * t * t * u);
    }

    /// <summary>tau*: the global minimum; minus the divergence there is what moving gains.</summary>
    public TemperatureOptimum Optimum()
    {
        int best = 0, minima = 0;
        for (int n = 0; n < change.Length; n++)
        {
            if (change[n] < change[best]) best = n;
            if ((n == 0 || change[n] <= change[n - 1]) && (n == change.Length - 1 || change[n] < change[n + 1])) minima++;
        }
        int other = slope[best] > 0 ? best - 1 : best + 1;
        bool edge = other < 0 || other == change.Length;
        double place = logTau[best];
        if (!edge && slope[other] * slope[best] < 0) place += slope[best] / (slope[best] - slope[other]) * (logTau[other] - logTau[best]);
        double tau = Math.Exp(place);
        return new TemperatureOptimum(tau, At(tau), !edge ? OptimumPlace.Inside : best == 0 ? OptimumPlace.LowerEdge : OptimumPlace.UpperEdge, minima);
    }

    internal void Save(BinaryWriter writer)
    {
        writer.WriteArray<double>(change);
        writer.WriteArray<double>(slope);
    }

    internal static ReverseCurve Read(BinaryReader reader, double[] logTau)
    {
        double[] change = new double[logTau.Length], slope = new double[logTau.Length];
        reader.ReadArray<double>(change);
        reader.ReadArray<double>(slope);
        return new ReverseCurve(logTau, change, slope);
    }
}
