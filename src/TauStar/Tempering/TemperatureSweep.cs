using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>What a model is worth at one temperature, exactly. Divergences and entropy in nats, energies in k_B T.</summary>
/// <param name="Tau">Temperature of the model.</param>
/// <param name="Reverse">D(q_tau||p): fidelity.</param>
/// <param name="Forward">D(p||q_tau): coverage.</param>
/// <param name="Kappa">Cov_{q_tau}(E/T, E^)/tau.</param>
/// <param name="HeatCapacity">C = Var_{q_tau}(E^)/tau^2.</param>
/// <param name="MeanEnergy">&lt;E^&gt; under q_tau.</param>
/// <param name="Entropy">Of q_tau.</param>
public sealed record SweepPoint(
    double Tau, double Reverse, double Forward, double Kappa, double HeatCapacity, double MeanEnergy, double Entropy);

/// <summary>
/// A model's temperature turned against a known truth: every quantity of theory section 2 at any tau, and the optima by their
/// conditions of stationarity. One pass over the listed configurations a temperature.
/// </summary>
public sealed class TemperatureSweep
{
    private const int ScanPoints = 48;
    private const double RootTolerance = 1e-12;

    private readonly EnumeratedDistribution truth;
    private readonly double[] energies;
    private readonly double lowest, truthMean, logTwo;
    private readonly bool isFlat;

    /// <summary>A truth at its temperature and a model's energies.</summary>
    /// <param name="truth">p; all energies finite.</param>
    /// <param name="modelEnergies">E^ of every configuration in the truth's list; finite. Shared, not copied.</param>
    /// <exception cref="ArgumentException">Another number of energies, or one that is not finite.</exception>
    public TemperatureSweep(EnumeratedDistribution truth, double[] modelEnergies)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(modelEnergies);
        if (modelEnergies.Length != truth.Configurations)
            throw new ArgumentException($"{modelEnergies.Length} energies for {truth.Configurations} configurations", nameof(modelEnergies));
        this.truth = truth;
        energies = modelEnergies;
        double highest = double.NegativeInfinity;
        lowest = double.PositiveInfinity;
        foreach (double e in energies)
        {
            if (!double.IsFinite(e)) throw new ArgumentException($"an energy is {e}", nameof(modelEnergies));
            (lowest, highest) = (Math.Min(lowest, e), Math.Max(highest, e));
        }
        isFlat = lowest == highest;
        foreach (double e in truth.Energies)
        {
            if (!double.IsFinite(e)) throw new ArgumentException($"an energy of the truth is {e}", nameof(truth));
        }
        truthMean = truth.Mean(energies) - lowest;
        logTwo = Math.Log(truth.Space.Multiplicity);
    }

    /// <summary>A truth at its temperature and a model.</summary>
    /// <param name="truth">p; all energies finite.</param>
    /// <param name="model">A model over the same list, at any temperature.</param>
    /// <exception cref="ArgumentException">Another number of energies, or one that is not finite.</exception>
    public TemperatureSweep(EnumeratedDistribution truth, EnumeratedDistribution model)
        : this(truth, (model ?? throw new ArgumentNullException(nameof(model))).Energies.ToArray())
    {
    }

    /// <summary>Everything at one temperature.</summary>
    /// <param name="tau">Above 0 and finite.</param>
    public SweepPoint At(double tau)
    {
        if (!(tau > 0) || !double.IsFinite(tau)) throw new ArgumentOutOfRangeException(nameof(tau), tau, "a temperature is above 0 and finite");
        Sums s = Sum(tau);
        double logZ = Math.Log(s.Weight), mean = s.Model / s.Weight, truthEnergy = s.Truth / s.Weight;
        double variance = s.ModelModel / s.Weight - mean * mean, covariance = s.ModelTruth / s.Weight - mean * truthEnergy;
        double entropy = mean / tau + logZ;
        return new SweepPoint(
            tau,
            Reverse: -entropy + truthEnergy / truth.Temperature + truth.LogZ - logTwo,
            Forward: truthMean / tau + logZ - (truth.Entropy - logTwo),
            Kappa: covariance / (truth.Temperature * tau),
            HeatCapacity: variance / (tau * tau),
            MeanEnergy: mean + lowest,
            Entropy: entropy + logTwo);
    }

    /// <summary>
    /// tau*: the global minimum of D(q_tau||p) over a range, where kappa = C, or an edge. The range is scanned at 48 temperatures even in
    /// log tau; every change of sign from falling to rising is a minimum and is solved for.
    /// </summary>
    public TemperatureOptimum TauStar(TemperatureRange range)
    {
        Check(range);
        if (isFlat) return AtOne(range, point => point.Reverse);
        double Slope(SweepPoint point) => point.Kappa - point.HeatCapacity;
        SweepPoint[] scan = [.. Enumerable.Range(0, ScanPoints).Select(k => At(Step(range, k)))];
        List<TemperatureOptimum> minima = [];
        if (Slope(scan[0]) >= 0) minima.Add(new(scan[0].Tau, scan[0].Reverse, OptimumPlace.LowerEdge, 0));
        for (int k = 1; k < scan.Length; k++)
        {
            if (!(Slope(scan[k - 1]) < 0 && Slope(scan[k]) >= 0)) continue;
            double tau = Brent.FindRoot(t => Slope(At(t)), scan[k - 1].Tau, scan[k].Tau, RootTolerance);
            minima.Add(new(tau, At(tau).Reverse, OptimumPlace.Inside, 0));
        }
        if (Slope(scan[^1]) < 0) minima.Add(new(scan[^1].Tau, scan[^1].Reverse, OptimumPlace.UpperEdge, 0));
        TemperatureOptimum best = minima.MinBy(m => m.Divergence)!;
        return best with { Minima = minima.Count };
    }

    /// <summary>
    /// tau': the minimum of D(p||q_tau) over a range, where the model's mean energy equals the truth's, or an edge. The divergence is convex in
    /// 1/tau: there is only one.
    /// </summary>
    public TemperatureOptimum TauPrime(TemperatureRange range)
    {
        Check(range);
        if (isFlat) return AtOne(range, point => point.Forward);
        double Excess(double tau) => At(tau).MeanEnergy - lowest - truthMean;
        (double tau, OptimumPlace place) = Excess(range.Lowest) >= 0 ? (range.Lowest, OptimumPlace.LowerEdge)
            : Excess(range.Highest) < 0 ? (range.Highest, OptimumPlace.UpperEdge)
            : (Brent.FindRoot(Excess, range.Lowest, range.Highest, RootTolerance), OptimumPlace.Inside);
        return new TemperatureOptimum(tau, At(tau).Forward, place, 1);
    }

    // A model that likes all configurations alike is the same at every temperature: 1 is as good as any.
    private TemperatureOptimum AtOne(TemperatureRange range, Func<SweepPoint, double> divergence)
    {
        double tau = Math.Clamp(1, range.Lowest, range.Highest);
        return new TemperatureOptimum(tau, divergence(At(tau)), OptimumPlace.Inside, 1);
    }

    private static double Step(TemperatureRange range, int k) => k == 0 ? range.Lowest : k == ScanPoints - 1 ? range.Highest
        : range.Lowest * Math.Pow(range.Highest / range.Lowest, (double)k / (ScanPoints - 1));

    private static void Check(TemperatureRange range)
    {
        if (!(range.Lowest > 0) || !(range.Highest > range.Lowest) || !double.IsFinite(range.Highest))
            throw new ArgumentException($"temperatures from {range.Lowest} to {range.Highest}; the lowest must be above 0 and below the highest", nameof(range));
    }

    private readonly record struct Sums(double Weight, double Model, double Truth, double ModelModel, double ModelTruth);

    // sum w, w E^, w E, w E^^2, w E^ E with w = exp(-E^/tau), E^ counted from its minimum.
    private Sums Sum(double tau)
    {
        ref double model = ref MemoryMarshal.GetArrayDataReference(energies);
        ref double real = ref MemoryMarshal.GetReference(truth.Energies);
        Vector512<double> weight = default, first = default, second = default, square = default, product = default;
        Vector512<double> scale = Vector512.Create(-1 / tau), shift = Vector512.Create(lowest);
        int n = 0;
        for (; n + Vector512<double>.Count <= energies.Length; n += Vector512<double>.Count)
        {
            Vector512<double> e = Vector512.LoadUnsafe(ref model, (nuint)n) - shift;
            Vector512<double> w = VectorMath.Exp(e * scale), we = w * e, t = Vector512.LoadUnsafe(ref real, (nuint)n);
            weight += w;
            first += we;
            second += w * t;
            square += we * e;
            product += we * t;
        }
        double sumWeight = VectorMath.SumAcross(weight), sumFirst = VectorMath.SumAcross(first), sumSecond = VectorMath.SumAcross(second);
        double sumSquare = VectorMath.SumAcross(square), sumProduct = VectorMath.SumAcross(product);
        for (; n < energies.Length; n++)
        {
            double e = energies[n] - lowest, w = Math.Exp(-e / tau), t = truth.Energies[n];
            sumWeight += w;
            sumFirst += w * e;
            sumSecond += w * t;
            sumSquare += w * e * e;
            sumProduct += w * e * t;
        }
        return new Sums(sumWeight, sumFirst, sumSecond, sumSquare, sumProduct);
    }
}
