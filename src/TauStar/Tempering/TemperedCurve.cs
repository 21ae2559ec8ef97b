using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Tempering;

/// <summary>How well the chains of one rung did their work.</summary>
/// <param name="Tau">Temperature; infinity for beta = 0.</param>
/// <param name="RHat">Split R-hat of the energy over all systems, both kinds of start.</param>
/// <param name="EffectiveSamples">Effective number of energy draws.</param>
/// <param name="AutocorrelationTime">Of the energy, sweeps.</param>
public sealed record RungHealth(double Tau, double RHat, double EffectiveSamples, double AutocorrelationTime)
{
    /// <summary>R-hat above this: the two starts, or the systems, disagree.</summary>
    public const double LargestRHat = 1.1;

    /// <summary>Fewer effective draws than this cannot carry an error bar.</summary>
    public const double FewestSamples = 50;

    /// <summary>True when nothing speaks against the draws of this rung.</summary>
    public bool Mixed => RHat <= LargestRHat && EffectiveSamples >= FewestSamples;
}

/// <summary>
/// The thermodynamics of a model at every temperature, from one replica-exchange run: &lt;E&gt;, C, log Z and entropy by
/// multistate reweighting, with errors from leaving out groups of independent systems.
/// </summary>
/// <remarks>log Z is absolute: the rung beta = 0 is uniform, where log Z = L log q.</remarks>
public sealed class TemperedCurve
{
    /// <summary>Systems are joined into this many groups for the jackknife; every group holds both kinds of start.</summary>
    public const int Groups = 8;

    // Pooled draws are thinned to about this many: more would cost time and add little to correlated draws.
    private const int PooledDraws = 40_000;

    private readonly double[] betas;
    private readonly EnergyReweighting all;
    private readonly EnergyReweighting[] without;

    /// <summary>Solves the reweighting of a finished run.</summary>
    /// <param name="run">A run with records; at least 2 x <see cref="Groups"/> systems give every group both starts.</param>
    /// <param name="sites">L.</param>
    /// <param name="states">q.</param>
    public TemperedCurve(ReplicaExchange run, int sites, int states)
    {
        ArgumentNullException.ThrowIfNull(run);
        betas = [.. run.Betas];
        Sites = sites;
        Health = Cores.Map(run.Rungs, k => Inspect(run, k));
        int systems = run.Options.Systems, draws = run.Energies(0)[0].Length;
        int thin = Math.Max(1, (int)Math.Ceiling((double)draws * systems * run.Rungs / PooledDraws));
        int kept = draws / thin;
        double[] energies = new double[run.Rungs * systems * kept];
        int[] rungs = new int[energies.Length], groups = new int[energies.Length];
        int groupCount = Math.Min(Groups, systems / 2);
        for (int k = 0, n = 0; k < run.Rungs; k++)
        {
            for (int s = 0; s < systems; s++)
            {
                for (int t = 0; t < kept; t++, n++)
                {
                    energies[n] = run.Energies(k)[s][t * thin];
                    rungs[n] = k;
                    groups[n] = s / 2 % groupCount;
                }
            }
        }
        TemperedEnergies pooled = new(betas, energies, rungs);
        ReferenceLogZ uniform = new(0, sites * Math.Log(states));
        all = EnergyReweighting.Solve(pooled, uniform);
        without = new EnergyReweighting[groupCount];
        Cores.For(groupCount, g =>
            without[g] = EnergyReweighting.Solve(pooled.Without(groups, g), uniform, all.LogZs));
    }

    /// <summary>L.</summary>
    public int Sites { get; }

    /// <summary>Health of every rung, cold to hot.</summary>
    public IReadOnlyList<RungHealth> Health { get; }

    /// <summary>Jackknife groups in use.</summary>
    public int GroupCount => without.Length;

    /// <summary>Coldest temperature sampled.</summary>
    public double TauMin => 1 / betas[0];

    /// <summary>Any quantity that is a function of the reweighted moments, with its jackknife error.</summary>
    /// <param name="quantity">Computes it, given a function that answers the moments at an inverse temperature 1/tau.</param>
    public Estimate Estimate(Func<Func<double, ReweightedMoments>, double> quantity)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        return Jackknife.Run(quantity(all.At), without.Length, g => quantity(without[g].At));
    }

    /// <summary>The moments at one temperature, from all systems.</summary>
    public ReweightedMoments At(double tau) => all.At(1 / tau);

    /// <summary>The moments at one temperature, without jackknife group g.</summary>
    public ReweightedMoments Without(int g, double tau) => without[g].At(1 / tau);

    /// <summary>The worse of the two rungs around a temperature.</summary>
    public RungHealth HealthAt(double tau)
    {
        int hotter = 0;
        while (hotter < Health.Count - 1 && Health[hotter].Tau < tau * (1 - 1e-9)) hotter++;
        RungHealth hot = Health[hotter], cold = Health[Math.Max(0, hotter - (Math.Abs(hot.Tau / tau - 1) < 1e-9 ? 0 : 1))];
        return new RungHealth(tau, Math.Max(hot.RHat, cold.RHat), Math.Min(hot.EffectiveSamples, cold.EffectiveSamples),
            Math.Max(hot.AutocorrelationTime, cold.AutocorrelationTime));
    }

    /// <summary>
    /// True when every rung from the uniform one down to this temperature mixed: what log Z and entropy need, as they are
    /// sums over the ladder; &lt;E&gt; and C need the rungs around it only.
    /// </summary>
    public bool LadderMixedDownTo(double tau)
    {
        for (int k = Health.Count - 1; k >= 0; k--)
        {
            if (!Health[k].Mixed) return false;
            if (Health[k].Tau <= tau * (1 + 1e-9)) break;
        }
        return true;
    }

    /// <summary>How far from tau = 1 towards another temperature chains mix, all the way: that temperature itself, or the last rung before it; 1 where they do not mix there.</summary>
    public double MixedTowards(double tau)
    {
        double reach = 1;
        if (!HealthAt(1).Mixed) return reach;
        foreach (RungHealth rung in Health.Where(h => (h.Tau - 1) * (tau - h.Tau) > 0).OrderBy(h => Math.Abs(h.Tau - 1)))
        {
            if (!rung.Mixed) return reach;
            reach = rung.Tau;
        }
        return HealthAt(tau).Mixed ? tau : reach;
    }

    /// <summary>The coldest temperature, not below 1, from which chains mix all the way up to another: that one itself, a rung, or 1; NaN where they do not mix there.</summary>
    /// <param name="tau">The other, at least 1.</param>
    public double ColdestMixed(double tau)
    {
        if (!HealthAt(tau).Mixed) return double.NaN;
        double reach = tau;
        foreach (RungHealth rung in Health.Where(h => h.Tau >= 1 && h.Tau < tau).OrderByDescending(h => h.Tau))
        {
            if (!rung.Mixed) return reach;
            reach = rung.Tau;
        }
        return HealthAt(1).Mixed ? Math.Min(tau, 1) : reach;
    }

    /// <summary>True when every rung between two temperatures, both ends' neighbours included, mixed.</summary>
    public bool MixedBetween(double low, double high)
    {
        for (int k = 0; k < Health.Count; k++)
        {
            bool colder = k + 1 < Health.Count && Health[k + 1].Tau <= low, hotter = k > 0 && Health[k - 1].Tau >= high;
            if (!colder && !hotter && !Health[k].Mixed) return false;
        }
        return true;
    }

    private static RungHealth Inspect(ReplicaExchange run, int k)
    {
        IReadOnlyList<double[]> chains = run.Energies(k);
        double beta = run.Betas[k];
        return new RungHealth(beta == 0 ? double.PositiveInfinity : 1 / beta, ChainStatistics.SplitRHat(chains),
            ChainStatistics.EffectiveSampleSize(chains), ChainStatistics.AutocorrelationTime(chains));
    }
}
