using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>Settings of a replica-exchange run.</summary>
public sealed record ReplicaExchangeOptions
{
    /// <summary>Independent systems, each with one walker a rung; half start at random, half from natural sequences. Even, at least 4.</summary>
    public int Systems { get; init; } = 32;

    /// <summary>Sweeps dropped at the beginning.</summary>
    public int BurnIn { get; init; } = 500;

    /// <summary>Sweeps recorded after that.</summary>
    public int Sweeps { get; init; } = 1000;

    /// <summary>Configurations are kept every so many recorded sweeps; at the last one of a run that is shorter.</summary>
    public int SnapshotEvery { get; init; } = 25;

    /// <summary>Threads; never changes the result.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>
/// Replica exchange over temperature (Hukushima, Nemoto 1996): S independent systems of K walkers, one a rung; after every
/// Gibbs sweep neighbouring rungs swap temperatures with probability min(1, exp[(beta_k - beta_l)(E_k - E_l)]), even
/// and odd pairs in turn. Records the energies of every rung, snapshots of configurations, swap and round-trip rates.
/// </summary>
/// <remarks>Walker c of system s is chain s K + c; walkers keep their configuration and change their temperature.</remarks>
public sealed partial class ReplicaExchange
{
    /// <summary>Sweeps between recomputations of the energies, against drift of the running sums.</summary>
    private const int EnergyRefresh = 100;

    private readonly PottsModel model;
    private readonly PottsKernel kernel;
    private readonly RandomStream stream;
    private readonly int[] rungOf;         // chain -> rung
    private readonly int[] chainAt;        // system * K + rung -> chain
    private readonly sbyte[] heading;      // +1 last seen at the cold end, -1 at the hot end, 0 at neither
    private readonly long[] swapTries, swapAccepts;
    private readonly List<byte[]>[] snapshots;
    private readonly double[][] energies;  // rung * S + system -> recorded energies
    private long halfTrips;

    /// <summary>Prepares a run.</summary>
    /// <param name="model">The model; tau = 1 samples it as it is.</param>
    /// <param name="betas">Inverse temperatures, decreasing, last 0.</param>
    /// <param name="natural">Rows to start half of the systems from; null: all at random.</param>
    /// <param name="options">Settings.</param>
    /// <param name="stream">All randomness of the run.</param>
    public ReplicaExchange(
        PottsModel model, double[] betas, Alignment? natural, ReplicaExchangeOptions options, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(betas);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Systems < 4 || options.Systems % 2 != 0)
            throw new InputException($"systems is {options.Systems}; allowed: even numbers from 4");
        if (options.BurnIn < 0 || options.Sweeps < 8 || options.SnapshotEvery < 1)
            throw new InputException($"sweeps is {options.Sweeps} and burn-in {options.BurnIn}; allowed: at least 8 and 0");
        this.model = model;
        this.stream = stream;
        Options = options;
        Betas = betas;
        kernel = new PottsKernel(model);
        Chains = new ChainSet(options.Systems * Rungs, model.Sites, model.States);
        rungOf = new int[Chains.Count];
        chainAt = new int[Chains.Count];
        heading = new sbyte[Chains.Count];
        swapTries = new long[Rungs];
        swapAccepts = new long[Rungs];
        snapshots = [.. Enumerable.Range(0, Rungs).Select(_ => new List<byte[]>())];
        energies = [.. Enumerable.Range(0, Rungs * options.Systems).Select(_ => new double[options.Sweeps])];
        Chains.Randomize(stream.Child("start"), 0, Chains.Count);
        RandomSource pick = stream.Child("natural").Open();
        for (int c = 0; c < Chains.Count; c++)
        {
            if (natural is not null && !StartedAtRandom(c / Rungs))
                natural.Row(pick.NextInt(natural.Count)).CopyTo(Chains.Row(c));
            rungOf[c] = c % Rungs;
            chainAt[c] = c;
            Chains.Betas[c] = (float)betas[c % Rungs];
        }
        Chains.Recompute(model);
    }

    /// <summary>Settings.</summary>
    public ReplicaExchangeOptions Options { get; }

    /// <summary>Inverse temperatures, cold to hot; the last is 0.</summary>
    public IReadOnlyList<double> Betas { get; }

    /// <summary>K.</summary>
    public int Rungs => Betas.Count;

    /// <summary>Sweeps done, burn-in included.</summary>
    public int SweepsDone { get; private set; }

    /// <summary>Sweeps in all, burn-in included.</summary>
    public int SweepsTotal => Options.BurnIn + Options.Sweeps;

    /// <summary>True once all sweeps are done.</summary>
    public bool Finished => SweepsDone >= SweepsTotal;

    /// <summary>All walkers.</summary>
    internal ChainSet Chains { get; }

    /// <summary>Whether a system started at random (even numbers) or from natural sequences.</summary>
    public static bool StartedAtRandom(int system) => system % 2 == 0;

    /// <summary>One sweep, one round of swaps, and the record.</summary>
    public void Step()
    {
        GibbsSampler.Sweep(kernel, Chains, stream.Child("sweeps"), SweepsDone, new SweepPlan(1, Options.Threads));
        if ((SweepsDone + 1) % EnergyRefresh == 0) Chains.Recompute(model);
        bool recording = SweepsDone >= Options.BurnIn;
        Swap(recording);
        if (recording) Record(SweepsDone - Options.BurnIn);
        SweepsDone++;
    }

    /// <summary>Recorded energies of rung k: one array a system, one value a sweep.</summary>
    public IReadOnlyList<double[]> Energies(int k) => new ArraySegment<double[]>(energies, k * Options.Systems, Options.Systems);

    /// <summary>Configurations kept at rung k: R x L states, row-major; systems in order within each snapshot.</summary>
    public byte[] Snapshots(int k) => [.. snapshots[k].SelectMany(s => s)];

    /// <summary>The configurations that are at rung k now: S x L states, row-major, systems in order.</summary>
    public byte[] Configurations(int k)
    {
        byte[] rows = new byte[Options.Systems * model.Sites];
        for (int s = 0; s < Options.Systems; s++) Chains.Row(chainAt[s * Rungs + k]).CopyTo(rows.AsSpan(s * model.Sites));
        return rows;
    }

    /// <summary>Accepted fraction of swaps of rung k with the next hotter one; NaN for the last.</summary>
    public double SwapRate(int k) => swapTries[k] == 0 ? double.NaN : (double)swapAccepts[k] / swapTries[k];

    /// <summary>Trips from the coldest rung to the hottest and back, a walker and a thousand recorded sweeps.</summary>
    public double RoundTrips => SweepsDone <= Options.BurnIn ? 0
        : 0.5 * halfTrips / Chains.Count * 1000.0 / (SweepsDone - Options.BurnIn);

    private void Swap(bool recording)
    {
        RandomSource source = stream.Child("swaps").Open((ulong)SweepsDone);
        int parity = SweepsDone % 2;
        for (int s = 0; s < Options.Systems; s++)
        {
            for (int k = parity; k + 1 < Rungs; k += 2)
            {
                int cold = chainAt[s * Rungs + k], hot = chainAt[s * Rungs + k + 1];
                double log = (Betas[k] - Betas[k + 1]) * (Chains.Energies[cold] - Chains.Energies[hot]);
                bool accept = AcceptsSwap(log, source.NextDouble());
                if (recording) swapTries[k]++;
                if (!accept) continue;
                if (recording) swapAccepts[k]++;
                Place(s, k, hot);
                Place(s, k + 1, cold);
            }
        }
        for (int c = 0; c < Chains.Count; c++)
        {
            if (rungOf[c] == 0) Arrive(c, 1, recording);
            else if (rungOf[c] == Rungs - 1) Arrive(c, -1, recording);
        }
    }

    /// <summary>Metropolis rule of a swap with log ratio (beta_k - beta_l)(E_k - E_l).</summary>
    internal static bool AcceptsSwap(double logRatio, double uniform) => logRatio >= 0 || uniform < Math.Exp(logRatio);

    private void Place(int system, int rung, int chain)
    {
        chainAt[system * Rungs + rung] = chain;
        rungOf[chain] = rung;
        Chains.Betas[chain] = (float)Betas[rung];
    }

    private void Arrive(int chain, sbyte end, bool recording)
    {
        if (heading[chain] == -end && recording) halfTrips++;
        heading[chain] = end;
    }

    private void Record(int at)
    {
        for (int k = 0; k < Rungs; k++)
        {
            for (int s = 0; s < Options.Systems; s++)
                energies[k * Options.Systems + s][at] = Chains.Energies[chainAt[s * Rungs + k]];
        }
        if ((at + 1) % Math.Min(Options.SnapshotEvery, Options.Sweeps) != 0) return;
        for (int k = 0; k < Rungs; k++) snapshots[k].Add(Configurations(k));
    }
}
