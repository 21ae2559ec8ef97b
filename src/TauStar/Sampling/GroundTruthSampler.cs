using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// Independent configurations of a known model: exact where its states can be listed, else from long replica exchange with
/// the draws spread over many systems.
/// </summary>
/// <remarks>On planted truths of all regimes up to L = 60 with 21 states the energy forgets in some 6 sweeps, draws of a system are 20 apart, and systems that start at
/// random agree with systems that start at the native sequence (R-hat below 1.01).</remarks>
public static class GroundTruthSampler
{
    /// <summary>Draw n is of system n mod this; systems are independent.</summary>
    public const int Systems = 32;

    private const int BurnIn = 400, Apart = 20, Rungs = 16;
    private const double ExactConfigurations = 1 << 20, ColdestTau = 0.7;

    /// <summary>Draws count x L states, row-major, at temperature 1.</summary>
    public static byte[] Draw(PottsModel truth, int count, int threads, RandomStream stream, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(truth);
        if (Math.Pow(truth.States, truth.Sites) <= ExactConfigurations)
            return new ConfigurationSampler(EnumeratedDistribution.Create(truth)).Draw(count, stream);
        int snapshots = (count + Systems - 1) / Systems;
        ReplicaExchangeOptions options = new() { Systems = Systems, BurnIn = BurnIn, Sweeps = Math.Max(8, snapshots * Apart), SnapshotEvery = Apart, Threads = threads };
        double[] betas = TemperatureLadder.Guess(ColdestTau, Rungs);
        ReplicaExchange run = new(truth, betas, null, options, stream);
        while (!run.Finished)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Step();
        }
        return run.Snapshots(Array.IndexOf(betas, 1.0))[..(count * truth.Sites)];
    }
}
