using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// tau' of a listed model from an estimate of the truth's mean energy &lt;E^&gt;_p: D(p||q_tau) = &lt;E^&gt;_p/tau + log Z(tau) + const is smallest
/// where the model's mean energy equals it (theory: section 2).
/// </summary>
public sealed class MeanEnergyMatch
{
    private const double RootTolerance = 1e-10;

    private readonly double[] energies;
    private readonly double lowest, highest;

    /// <summary>A model.</summary>
    /// <param name="energies">E^ of every configuration; of one of s and -s in folded lists. Shared, not copied.</param>
    public MeanEnergyMatch(double[] energies)
    {
        ArgumentNullException.ThrowIfNull(energies);
        this.energies = energies;
        lowest = VectorMath.Min(energies);
        highest = energies.Max();
    }

    /// <summary>tau', and what it gains over tau = 1.</summary>
    /// <param name="target">Estimate of &lt;E^&gt;_p with its interval, which is carried over: tau' rises with the target.</param>
    /// <param name="range">Where to look; a target that no tau of the range reaches gives <see cref="EstimateStatus.OutOfRange"/>.</param>
    /// <returns>tau' and the gain D(p||q_1) - D(p||q_tau') in nats.</returns>
    public (Estimate Tau, Estimate Gain) Solve(Estimate target, TemperatureRange range)
    {
        ArgumentNullException.ThrowIfNull(target);
        double value = Tau(target.Value, range);
        Estimate tau = new(value, Tau(target.Low, range), Tau(target.High, range));
        if (value <= range.Lowest) tau = tau.Doubt(EstimateStatus.OutOfRange, "the truth's mean energy lies below the model's at every temperature searched");
        if (value >= range.Highest) tau = tau.Doubt(EstimateStatus.OutOfRange, "the truth's mean energy lies above the model's at every temperature searched");
        return (tau, Negative(DivergenceChange(target, value)));
    }

    /// <summary>D(p||q_tau) - D(p||q_1), nats.</summary>
    public Estimate DivergenceChange(Estimate target, double tau)
    {
        ArgumentNullException.ThrowIfNull(target);
        double entropic = Sum(tau).LogZ - Sum(1).LogZ;
        double Change(double mean) => (mean - lowest) * (1 / tau - 1) + entropic;
        (double a, double b) = (Change(target.Low), Change(target.High));
        return new Estimate(Change(target.Value), Math.Min(a, b), Math.Max(a, b));
    }

    private static Estimate Negative(Estimate e) => new(-e.Value, -e.High, -e.Low, e.Status, e.Note);

    private double Tau(double target, TemperatureRange range)
    {
        if (double.IsNaN(target)) return double.NaN;
        if (lowest == highest) return 1; // all temperatures give the same model
        double Excess(double tau) => Sum(tau).Mean - (target - lowest);
        return Excess(range.Lowest) >= 0 ? range.Lowest
            : Excess(range.Highest) <= 0 ? range.Highest
            : Brent.FindRoot(Excess, range.Lowest, range.Highest, RootTolerance);
    }

    private readonly record struct Sums(double LogZ, double Mean);

    // log Z and <E^>, energies counted from the lowest.
    private Sums Sum(double tau)
    {
        ref double e = ref MemoryMarshal.GetArrayDataReference(energies);
        Vector512<double> scale = Vector512.Create(-1 / tau), shift = Vector512.Create(lowest), weight = default, first = default;
        int n = 0;
        for (; n + Vector512<double>.Count <= energies.Length; n += Vector512<double>.Count)
        {
            Vector512<double> above = Vector512.LoadUnsafe(ref e, (nuint)n) - shift, w = VectorMath.Exp(above * scale);
            weight += w;
            first += w * above;
        }
        (double sumWeight, double sumFirst) = (VectorMath.SumAcross(weight), VectorMath.SumAcross(first));
        for (; n < energies.Length; n++)
        {
            double above = energies[n] - lowest, w = Math.Exp(-above / tau);
            sumWeight += w;
            sumFirst += w * above;
        }
        return new Sums(Math.Log(sumWeight), sumFirst / sumWeight);
    }
}
