using System.Globalization;
using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// Draws configurations of a model at any temperatures and says whether the chains behind them mixed. Gibbs and Metropolis: one chain
/// a configuration, at each temperature alone, for twice its mixing time. Exchange: all temperatures in one ladder, configurations a mixing time apart.
/// </summary>
public sealed class SequenceSampler
{
    private const int Breath = 20, ExchangeSystems = 256; // sweeps between looks at the cancellation token
    private const double Beyond = 0.95; // the ladder begins a little below the coldest temperature

    private readonly PottsModel model;
    private readonly Alignment? start;
    private readonly SamplingOptions options;
    private readonly RandomStream stream;

    /// <summary>Prepares to draw.</summary>
    /// <param name="model">The model.</param>
    /// <param name="start">Chains start from these rows, each in turn in a random order; null: from random states.</param>
    /// <param name="options">Settings.</param>
    /// <param name="stream">All randomness. What is drawn by Gibbs or Metropolis at one temperature does not depend on the others.</param>
    /// <exception cref="InputException">A setting out of range, or rows of another size than the model.</exception>
    public SequenceSampler(PottsModel model, Alignment? start, SamplingOptions options, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        if (start is not null && (start.Sites != model.Sites || start.Alphabet.Size != model.States))
            throw new InputException($"the start has {start.Sites} sites with {start.Alphabet.Size} states, the model {model.Sites} with {model.States}; they must agree");
        PottsKernel.RequireFits(model.Sites, model.States);
        (this.model, this.start, this.options, this.stream) = (model, start, options.Validated(), stream);
    }

    /// <summary>Draws at each temperature, in their order.</summary>
    /// <param name="taus">Temperatures, above 0, each once.</param>
    /// <param name="progress">Told the part that is done, 0 to 1, and what is at work.</param>
    /// <param name="cancellation">Stops between sweeps.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public IEnumerable<SampledSet> Draw(IReadOnlyList<double> taus, Action<double, string>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(taus);
        foreach (double tau in taus) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(tau, 0);
        return options.Method == SamplingMethod.Exchange ? Exchange(taus, progress, cancellation) : Each(taus, progress, cancellation);
    }

    private IEnumerable<SampledSet> Each(IReadOnlyList<double> taus, Action<double, string>? progress, CancellationToken cancellation)
    {
        PottsKernel kernel = new(model);
        for (int n = 0; n < taus.Count; n++)
        {
            int done = n;
            yield return AtOne(kernel, taus[n], (part, detail) => progress?.Invoke((done + part) / taus.Count, detail), cancellation);
        }
    }

    private SampledSet AtOne(PottsKernel kernel, double tau, Action<double, string> progress, CancellationToken cancellation)
    {
        RandomStream own = stream.Child(string.Create(CultureInfo.InvariantCulture, $"tau {tau:R}"));
        ChainSet chains = new(Math.Max(options.Sequences, SamplingOptions.FewestChains), model.Sites, model.States);
        chains.Betas.AsSpan().Fill((float)(1 / tau));
        Begin(chains, own.Child("start"));
        SweepStep step = (options.Method == SamplingMethod.Metropolis ? SiteUpdate.Metropolis : SiteUpdate.Gibbs).Step();
        RandomStream sweeps = own.Child("sweeps");
        MixingTime mixing = new(model.Sites, model.States);
        long sweep = 0;
        while (sweep < End(mixing))
        {
            cancellation.ThrowIfCancellationRequested();
            bool watching = mixing.Sweeps is null;
            long to = Math.Min(End(mixing), sweep + Breath);
            if (watching) to = Math.Min(to, mixing.Next);
            step(kernel, chains, sweeps, sweep, new SweepPlan((int)(to - sweep), options.Threads));
            sweep = to;
            if (watching && sweep == mixing.Next) mixing.Observe(chains.States);
            progress((double)sweep / End(mixing), Describe(tau, sweep, mixing));
        }
        return Set(tau, chains.States[..(options.Sequences * model.Sites)], sweep, mixing);
    }

    private void Begin(ChainSet chains, RandomStream from)
    {
        if (start is null)
        {
            chains.Randomize(from, 0, chains.Count);
            return;
        }
        int[] order = [.. Enumerable.Range(0, start.Count)];
        RandomSource random = from.Open();
        for (int c = 0; c < chains.Count; c++)
        {
            if (c % order.Length == 0) random.Shuffle<int>(order);
            start.Row(order[c % order.Length]).CopyTo(chains.Row(c));
        }
    }

    private IEnumerable<SampledSet> Exchange(IReadOnlyList<double> taus, Action<double, string>? progress, CancellationToken cancellation)
    {
        RandomStream own = stream.Child("exchange");
        double[] betas = PilotLadder.Find(model, start, Beyond * Math.Min(1, taus.Min()), options.Threads, own.Child("pilot"), cancellation);
        double[] wanted = [.. taus.Select(tau => 1 / tau)];
        betas = TemperatureLadder.With(betas, wanted);
        int[] rungs = [.. wanted.Select(beta => Array.IndexOf(betas, beta))];
        int systems = Math.Clamp((options.Sequences + 1) / 2 * 2, 64, ExchangeSystems), rounds = (options.Sequences + systems - 1) / systems;
        // All of it is burn-in to the run, which then records nothing; what is wanted is taken from it as it goes.
        ReplicaExchange run = new(model, betas, start, new() { Systems = systems, BurnIn = int.MaxValue / 2, Threads = options.Threads }, own.Child("run"));
        MixingTime[] mixing = [.. taus.Select(_ => new MixingTime(model.Sites, model.States))];
        List<byte>[] taken = [.. taus.Select(_ => new List<byte>())];
        MixingTime Slowest() => mixing.FirstOrDefault(m => m.Sweeps is null) ?? mixing.MaxBy(m => m.Sweeps)!;
        long apart = 0, first = options.Sweeps ?? options.MostSweeps;
        if (options.Sweeps is long given)
        {
            apart = Math.Max(1, given / (2 * rounds));
            first = Math.Max(1, given - (rounds - 1) * apart);
        }
        for (int round = 0; round < rounds;)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Step();
            foreach ((MixingTime m, int k) in mixing.Zip(rungs))
            {
                if (m.Sweeps is null && m.Next == run.SweepsDone) m.Observe(run.Configurations(k));
            }
            if (options.Sweeps is null && round == 0)
            {
                first = End(Slowest());
                apart = Slowest().Sweeps ?? Math.Max(1, first / 10);
            }
            if (run.SweepsDone == first + round * apart)
            {
                for (int n = 0; n < taus.Count; n++) taken[n].AddRange(run.Configurations(rungs[n]));
                round++;
            }
            progress?.Invoke(Math.Min(1, run.SweepsDone / (double)(first + (rounds - 1) * apart)), Describe(taus.Min(), run.SweepsDone, Slowest()));
        }
        for (int n = 0; n < taus.Count; n++) yield return Set(taus[n], [.. taken[n].Take(options.Sequences * model.Sites)], run.SweepsDone, mixing[n]);
    }

    /// <summary>The last sweep, as far as is known: chains go on for as long again after they forgot.</summary>
    private long End(MixingTime mixing) => options.Sweeps ?? (mixing.Sweeps is long t ? Math.Min(2 * t, Math.Max(t, options.MostSweeps)) : options.MostSweeps);

    private SampledSet Set(double tau, byte[] rows, long sweeps, MixingTime mixing)
    {
        double[] energies = new double[rows.Length / model.Sites];
        Parallel.For(0, energies.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            m => energies[m] = model.Energy(rows.AsSpan(m * model.Sites, model.Sites)));
        return new SampledSet(tau, rows, energies) { Sweeps = sweeps, MixingTime = mixing.Sweeps, Overlap = mixing.Overlaps.Count > 0 ? mixing.Overlaps[^1] : null };
    }

    private static string Describe(double tau, long sweep, MixingTime mixing) => string.Create(CultureInfo.InvariantCulture,
        $"tau = {tau}, sweep {sweep}, {(mixing.Sweeps is long t ? $"mixing time {t}" : mixing.Overlaps.Count > 0 ? $"chains remember {mixing.Overlaps[^1].Memory:F3} of their past" : "chains start")}");
}
