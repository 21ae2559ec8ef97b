using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>Finds the rungs for a model: two short replica-exchange runs measure how its energy fluctuates, and rungs are placed at equal thermodynamic length.</summary>
public static class PilotLadder
{
    private const int Rungs = 20, Sweeps = 60, Rounds = 2, Systems = 8, MostRungs = 48;
    private const double Spacing = 1.4; // about a third of swaps accepted

    /// <summary>Betas in decreasing order, ending with 0, with 1 among them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="natural">Rows to start half of the systems from; null: all at random.</param>
    /// <param name="tauMin">Coldest temperature, above 0 and below 1.</param>
    /// <param name="threads">Threads; never changes the result.</param>
    /// <param name="stream">Randomness.</param>
    /// <param name="cancellation">Stops between two sweeps.</param>
    public static double[] Find(
        PottsModel model, Alignment? natural, double tauMin, int threads, RandomStream stream, CancellationToken cancellation)
    {
        double[] betas = TemperatureLadder.Guess(tauMin, Rungs);
        ReplicaExchangeOptions options = new() { Systems = Systems, BurnIn = Sweeps, Sweeps = Sweeps, SnapshotEvery = Sweeps, Threads = threads };
        for (int round = 0; round < Rounds; round++)
        {
            ReplicaExchange trial = new(model, betas, natural, options, stream.Child(round));
            while (!trial.Finished)
            {
                cancellation.ThrowIfCancellationRequested();
                trial.Step();
            }
            double[] deviations = [.. Enumerable.Range(0, trial.Rungs).Select(k => Deviation(trial.Energies(k)))];
            betas = TemperatureLadder.EqualLength(betas, deviations, Spacing, MostRungs);
        }
        return betas;
    }

    private static double Deviation(IReadOnlyList<double[]> chains)
    {
        double mean = chains.Average(c => c.Average());
        return Math.Sqrt(chains.Average(c => c.Average(e => (e - mean) * (e - mean))));
    }
}
