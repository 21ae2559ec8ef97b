using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>How a site is drawn anew, all others held.</summary>
public enum SiteUpdate
{
    /// <summary>The heat bath: from the conditional distribution.</summary>
    Gibbs,

    /// <summary>One of the other states, accepted by Metropolis's rule: <see cref="MetropolizedGibbs"/>.</summary>
    Metropolis,
}

/// <summary>One or more sweeps over all chains: <see cref="GibbsSampler.Sweep"/> and what may stand in its place.</summary>
/// <param name="kernel">The model.</param>
/// <param name="chains">States, betas and energies; updated in place.</param>
/// <param name="stream">Stream of random numbers.</param>
/// <param name="firstSweep">Number of the first sweep in the stream.</param>
/// <param name="plan">How many sweeps, on how many threads.</param>
public delegate void SweepStep(PottsKernel kernel, ChainSet chains, RandomStream stream, long firstSweep, SweepPlan plan);

/// <summary>Names to sweeps.</summary>
public static class SiteUpdates
{
    /// <summary>The sweep that moves sites that way.</summary>
    public static SweepStep Step(this SiteUpdate update) => update == SiteUpdate.Metropolis ? MetropolizedGibbs.Sweep : GibbsSampler.Sweep;
}
