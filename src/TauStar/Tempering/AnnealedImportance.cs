using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Tempering;

/// <summary>Settings of <see cref="AnnealedImportance"/>.</summary>
/// <param name="Chains">Chains each way, a multiple of <see cref="AnnealedImportance.Groups"/>.</param>
/// <param name="Steps">Temperatures on the way from infinite to the wanted one, at least 2.</param>
/// <param name="Threads">Threads; never changes the result.</param>
public sealed record AnnealedImportanceOptions(int Chains = 512, int Steps = 1000, int Threads = 1);

/// <summary>
/// log Z by annealed importance sampling (Neal, Statistics and Computing 11, 125, 2001) from beta = 0, where log Z = L log q, to 1/tau, one
/// sweep a step. Forward: from uniform states down. Reverse: from equilibrium states at tau up, through the same steps backwards (Grosse,
/// Ghahramani, Adams, arXiv:1511.02543). The two bound log Z from below and above in expectation; Bennett's ratio joins them.
/// </summary>
public sealed class AnnealedImportance
{
    /// <summary>Independent groups of chains for the jackknife.</summary>
    public const int Groups = 16;

    private readonly double tau, atInfinity;
    private readonly double[] forward, reverse, ends, starts;
    private readonly int[] forwardGroups, reverseGroups;

    private AnnealedImportance(double tau, double atInfinity, Path down, Path up, int[] reverseGroups)
    {
        (this.tau, this.atInfinity) = (tau, atInfinity);
        (forward, ends, reverse, starts) = (down.LogWeights, down.Energies, up.LogWeights, up.Energies);
        forwardGroups = [.. Enumerable.Range(0, forward.Length).Select(c => c % Groups)];
        this.reverseGroups = reverseGroups;
    }

    private sealed record Path(double[] LogWeights, double[] Energies);

    /// <summary>Runs both ways.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ladder">Inverse temperatures from 1/tau (or colder) to 0, at equal thermodynamic length: steps are spread evenly over them.</param>
    /// <param name="equilibrium">Configurations at tau: R x L states, row-major, and for each the independent group it belongs to, below <see cref="Groups"/>.</param>
    /// <param name="options">Settings.</param>
    /// <param name="context">tau, randomness, progress (part done, 0 to 1) and cancellation.</param>
    public static AnnealedImportance Run(
        PottsModel model, IReadOnlyList<double> ladder, (byte[] Rows, int[] Groups) equilibrium, AnnealedImportanceOptions options, TemperedContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (options.Steps < 2 || options.Chains < Groups || options.Chains % Groups != 0)
            throw new ArgumentException($"{options.Chains} chains and {options.Steps} steps; at least {Groups} chains, in multiples of it, and 2 steps", nameof(options));
        double[] hotToCold = Schedule(ladder, 1 / context.Tau, options.Steps);
        PottsKernel kernel = new(model);
        ChainSet chains = new(options.Chains, model.Sites, model.States);
        chains.Randomize(context.Stream.Child("start"), 0, chains.Count);
        chains.Recompute(model);
        Path down = Follow(kernel, chains, hotToCold, options.Threads, context with { Stream = context.Stream.Child("forward"), Progress = part => context.Progress?.Invoke(part / 2) });
        // Bennett's ratio needs the reverse paths to be the forward ones run backwards, so the sites of a sweep, too, in reverse order.
        PottsModel mirrored = Mirror(model);
        ChainSet back = new(equilibrium.Groups.Length, model.Sites, model.States);
        equilibrium.Rows.CopyTo(back.States, 0);
        for (int c = 0; c < back.Count; c++) back.Row(c).Reverse();
        back.Recompute(mirrored);
        double[] begin = [.. back.Energies];
        double[] coldToHot = [.. Enumerable.Reverse(hotToCold)];
        Path up = Follow(new PottsKernel(mirrored), back, coldToHot, options.Threads, context with { Stream = context.Stream.Child("reverse"), Progress = part => context.Progress?.Invoke(0.5 + part / 2) });
        // A path run backwards has the weight of the forward path with the sign turned.
        Path reversed = new(Array.ConvertAll(up.LogWeights, w => -w), begin);
        return new AnnealedImportance(context.Tau, model.Sites * Math.Log(model.States), down, reversed, equilibrium.Groups);
    }

    /// <summary>The same model with its sites in reverse order.</summary>
    internal static PottsModel Mirror(PottsModel model)
    {
        int q = model.States, last = model.Sites - 1;
        PottsModel mirrored = new(model.Alphabet, model.Sites);
        for (int i = 0; i <= last; i++)
        {
            model.Fields.AsSpan(i * q, q).CopyTo(mirrored.Fields.AsSpan((last - i) * q));
            for (int j = i + 1; j <= last; j++)
            {
                ReadOnlySpan<float> from = model.Block(i, j);
                Span<float> to = mirrored.Block(last - j, last - i);
                for (int a = 0; a < q; a++)
                {
                    for (int b = 0; b < q; b++) to[b * q + a] = from[a * q + b];
                }
            }
        }
        return mirrored;
    }

    /// <summary>
    /// Follows betas, one sweep at each inner one: log w = - sum_k (beta_{k+1} - beta_k) E_k, the step taken before the sweep at its end. At the last beta
    /// no sweep is made, so that forward and reverse paths have the same steps.
    /// </summary>
    private static Path Follow(PottsKernel kernel, ChainSet chains, double[] betas, int threads, TemperedContext context)
    {
        double[] logWeights = new double[chains.Count];
        for (int k = 0; k + 1 < betas.Length; k++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            double step = betas[k + 1] - betas[k];
            for (int c = 0; c < chains.Count; c++) logWeights[c] -= step * chains.Energies[c];
            if (k + 2 == betas.Length) break;
            chains.Betas.AsSpan().Fill((float)betas[k + 1]);
            GibbsSampler.Sweep(kernel, chains, context.Stream, k, new SweepPlan(1, threads));
            context.Progress?.Invoke((k + 1.0) / (betas.Length - 1));
        }
        return new Path(logWeights, [.. chains.Energies]);
    }

    /// <summary>Steps + 1 inverse temperatures from 0 to the wanted one, evenly over the rungs of a ladder, linear between two of them.</summary>
    internal static double[] Schedule(IReadOnlyList<double> ladder, double beta, int steps)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        double[] rungs = [.. ladder.Where(b => b < beta * (1 - 1e-9)).Append(beta).Order()];
        double[] betas = new double[steps + 1];
        for (int k = 0; k <= steps; k++)
        {
            double at = (double)k / steps * (rungs.Length - 1);
            int below = Math.Min((int)at, rungs.Length - 2);
            betas[k] = rungs[below] + (at - below) * (rungs[below + 1] - rungs[below]);
        }
        betas[0] = 0;
        betas[^1] = beta;
        return betas;
    }

    /// <summary>log Z by Bennett's ratio of both ways; &lt;E&gt; from the forward paths and the equilibrium states, each weighted as they come in it.</summary>
    public Thermodynamics Both() => Thermodynamics.FromGroups("annealed importance sampling", tau, Groups, without =>
    {
        double[] a = Kept(forward, forwardGroups, without), b = Kept(reverse, reverseGroups, without);
        double[] endEnergies = Kept(ends, forwardGroups, without), startEnergies = Kept(starts, reverseGroups, without);
        double ratio = BennettRatio.Solve(a, b), shift = Math.Log((double)b.Length / a.Length), sum = 0, total = 0;
        // A draw of the pooled paths counts for the far end by its share p_R/(n_a p_F + n_b p_R).
        for (int n = 0; n < a.Length + b.Length; n++)
        {
            (double w, double energy) = n < a.Length ? (a[n], endEnergies[n]) : (b[n - a.Length], startEnergies[n - a.Length]);
            double weight = 1 / (1 + Math.Exp(-(w - ratio + shift)));
            sum += weight * energy;
            total += weight;
        }
        return new LogZAndEnergy(atInfinity + ratio, sum / total);
    });

    /// <summary>From forward paths alone: a lower bound in expectation.</summary>
    public Estimate Lower() => One(forward, forwardGroups, BennettRatio.Forward);

    /// <summary>From reverse paths alone: an upper bound in expectation, as far as they begin in equilibrium.</summary>
    public Estimate Upper() => One(reverse, reverseGroups, BennettRatio.Reverse);

    /// <summary>Draws that hold the two ways together: <see cref="BennettRatio.LinkingDraws"/>.</summary>
    public double LinkingDraws => BennettRatio.LinkingDraws(forward, reverse, BennettRatio.Solve(forward, reverse));

    private delegate double Mean(ReadOnlySpan<double> weights);

    private Estimate One(double[] weights, int[] groups, Mean mean)
    {
        double[] without = [.. Enumerable.Range(0, Groups).Select(g => mean(Kept(weights, groups, g)))];
        return Estimate.FromStandardError(atInfinity + mean(weights), Jackknife.StandardError(without), Groups - 1);
    }

    private static double[] Kept(double[] values, int[] groups, int? without) => without is null ? values : [.. values.Where((_, n) => groups[n] != without)];
}

/// <summary>What a run at one temperature is given from outside.</summary>
/// <param name="Tau">The temperature, above 0.</param>
/// <param name="Stream">All its randomness.</param>
/// <param name="Progress">Told the part done, 0 to 1.</param>
/// <param name="Cancellation">Stops between two sweeps.</param>
public sealed record TemperedContext(double Tau, RandomStream Stream, Action<double>? Progress = null, CancellationToken Cancellation = default);
