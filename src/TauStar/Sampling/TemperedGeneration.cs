using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>Draws configurations at any temperature from what a replica-exchange run has equilibrated.</summary>
public static class TemperedGeneration
{
    /// <summary>
    /// Starts chains from configurations kept at the rung nearest in log tau and moves them at the wanted temperature.
    /// Replica exchange did the hard part, crossing barriers; the sweeps adjust to the temperature and part the chains.
    /// </summary>
    /// <param name="run">A finished run.</param>
    /// <param name="kernel">Its model.</param>
    /// <param name="tau">Temperature, above 0.</param>
    /// <param name="count">Configurations wanted.</param>
    /// <param name="sweeps">Gibbs sweeps at tau.</param>
    /// <param name="stream">Randomness.</param>
    /// <returns>count x L states, row-major.</returns>
    public static byte[] Draw(ReplicaExchange run, PottsKernel kernel, double tau, int count, int sweeps, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(tau, 0);
        byte[] kept = run.Snapshots(NearestRung(run.Betas, tau));
        ChainSet chains = new(count, kernel.Sites, kernel.States);
        chains.Betas.AsSpan().Fill((float)(1 / tau));
        int rows = kept.Length / kernel.Sites;
        for (int c = 0; c < count; c++)
        {
            // Evenly over the run, so that every system and every time is used alike.
            int row = (int)((long)c * rows / count);
            kept.AsSpan(row * kernel.Sites, kernel.Sites).CopyTo(chains.Row(c));
        }
        GibbsSampler.Sweep(kernel, chains, stream, 0, new SweepPlan(sweeps, run.Options.Threads));
        return chains.States;
    }

    private static int NearestRung(IReadOnlyList<double> betas, double tau)
    {
        int nearest = 0;
        for (int k = 1; k < betas.Count - 1; k++) // not the last: beta = 0 is infinitely far on this scale
        {
            if (Math.Abs(Math.Log(betas[k] * tau)) < Math.Abs(Math.Log(betas[nearest] * tau))) nearest = k;
        }
        return nearest;
    }
}
