using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>What one way of computing says of a model at one temperature; energies in k_B T of the model, the rest in nats.</summary>
/// <param name="Method">Which way.</param>
/// <param name="LogZ">log sum_x exp(-E(x)/tau).</param>
/// <param name="FreeEnergy">F = -tau log Z.</param>
/// <param name="MeanEnergy">&lt;E&gt;.</param>
/// <param name="Entropy">S = log Z + &lt;E&gt;/tau.</param>
public sealed record Thermodynamics(string Method, Estimate LogZ, Estimate FreeEnergy, Estimate MeanEnergy, Estimate Entropy)
{
    /// <summary>From estimates without each of G independent groups, by the jackknife with Student's t.</summary>
    /// <param name="method">Which way.</param>
    /// <param name="tau">Temperature.</param>
    /// <param name="groups">G, at least 4.</param>
    /// <param name="estimate">log Z and &lt;E&gt; of all groups (null) or without group g; safe to call from several threads.</param>
    public static Thermodynamics FromGroups(string method, double tau, int groups, Func<int?, LogZAndEnergy> estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        LogZAndEnergy all = estimate(null);
        LogZAndEnergy[] without = new LogZAndEnergy[groups];
        Cores.For(groups, g => without[g] = estimate(g));
        Estimate Of(Func<LogZAndEnergy, double> quantity) =>
            Estimate.FromStandardError(quantity(all), Jackknife.StandardError(Array.ConvertAll(without, w => quantity(w))), groups - 1);
        return new(method, Of(x => x.LogZ), Of(x => -tau * x.LogZ), Of(x => x.Energy), Of(x => x.LogZ + x.Energy / tau));
    }

    /// <summary>The same numbers, not to be relied on.</summary>
    public Thermodynamics Doubt(string why) => this with
    {
        LogZ = LogZ.Doubt(EstimateStatus.Unreliable, why),
        FreeEnergy = FreeEnergy.Doubt(EstimateStatus.Unreliable, why),
        MeanEnergy = MeanEnergy.Doubt(EstimateStatus.Unreliable, why),
        Entropy = Entropy.Doubt(EstimateStatus.Unreliable, why),
    };

    /// <summary>The same numbers with a known bound on a bias of log Z added to both sides of the intervals of log Z, F and S.</summary>
    public Thermodynamics Widen(double tau, double bound)
    {
        static Estimate By(Estimate e, double more) => e with { Low = e.Low - more, High = e.High + more };
        return this with { LogZ = By(LogZ, bound), FreeEnergy = By(FreeEnergy, tau * bound), Entropy = By(Entropy, bound) };
    }
}

/// <summary>log Z and &lt;E&gt; of one estimate.</summary>
public readonly record struct LogZAndEnergy(double LogZ, double Energy);
