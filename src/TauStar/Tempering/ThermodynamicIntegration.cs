using TauStar.Landscapes;
using TauStar.Sampling;

namespace TauStar.Tempering;

/// <summary>Settings of <see cref="ThermodynamicIntegration"/>.</summary>
/// <param name="Chains">Independent chains, a multiple of <see cref="ThermodynamicIntegration.Groups"/>.</param>
/// <param name="Settle">Sweeps at every rung before energies are recorded.</param>
/// <param name="Record">Sweeps recorded at every rung, at least 1.</param>
/// <param name="Threads">Threads; never changes the result.</param>
public sealed record ThermodynamicIntegrationOptions(int Chains = 128, int Settle = 30, int Record = 60, int Threads = 1);

/// <summary>
/// log Z(beta) = L log q - integral_0^beta &lt;E&gt; d beta' (Kirkwood, J. Chem. Phys. 3, 300, 1935), along chains that are cooled rung by rung from
/// uniform states. Between rungs the trapezoid rule corrected by the slopes d&lt;E&gt;/d beta = -Var(E) (Euler, Maclaurin), exact for cubics.
/// </summary>
public static class ThermodynamicIntegration
{
    /// <summary>Independent groups of chains for the jackknife.</summary>
    public const int Groups = 16;

    /// <summary>Runs and integrates. Every rung is halved, so that the rule's own error can be seen: a fifteenth of what halving changed, added to the interval.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ladder">Inverse temperatures from 1/tau (or colder) to 0.</param>
    /// <param name="options">Settings.</param>
    /// <param name="context">tau, randomness, progress and cancellation.</param>
    public static Thermodynamics Run(PottsModel model, IReadOnlyList<double> ladder, ThermodynamicIntegrationOptions options, TemperedContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ladder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (options.Chains < Groups || options.Chains % Groups != 0 || options.Record < 1 || options.Settle < 0)
            throw new ArgumentException($"{options.Chains} chains; at least {Groups}, in multiples of it", nameof(options));
        double beta = 1 / context.Tau;
        int rungs = ladder.Count(b => b < beta * (1 - 1e-9)) + 1;
        double[] betas = AnnealedImportance.Schedule(ladder, beta, 2 * (rungs - 1));
        (double[,] first, double[,] second) = Record(model, betas, options, context);
        double atInfinity = model.Sites * Math.Log(model.States);
        LogZAndEnergy Integrate(int? without, int every)
        {
            Moments[] at = [.. Enumerable.Range(0, betas.Length).Where(k => k % every == 0).Select(k => Moments.Of(betas[k], first, second, k, without))];
            double integral = 0;
            for (int k = 0; k + 1 < at.Length; k++)
            {
                double h = at[k + 1].Beta - at[k].Beta;
                integral += h / 2 * (at[k].Mean + at[k + 1].Mean) + h * h / 12 * (at[k + 1].Variance - at[k].Variance);
            }
            return new(atInfinity - integral, at[^1].Mean);
        }
        double rule = Math.Abs(Integrate(null, 1).LogZ - Integrate(null, 2).LogZ) / 15;
        return Thermodynamics.FromGroups("thermodynamic integration", context.Tau, Groups, g => Integrate(g, 1)).Widen(context.Tau, rule);
    }

    private readonly record struct Moments(double Beta, double Mean, double Variance)
    {
        public static Moments Of(double beta, double[,] first, double[,] second, int k, int? without)
        {
            double mean = 0, square = 0;
            int groups = 0;
            for (int g = 0; g < Groups; g++)
            {
                if (g == without) continue;
                mean += first[k, g];
                square += second[k, g];
                groups++;
            }
            return new(beta, mean / groups, square / groups - mean / groups * (mean / groups));
        }
    }

    /// <summary>Mean E and E^2 of every rung and group, hot to cold.</summary>
    private static (double[,] First, double[,] Second) Record(PottsModel model, double[] betas, ThermodynamicIntegrationOptions options, TemperedContext context)
    {
        PottsKernel kernel = new(model);
        ChainSet chains = new(options.Chains, model.Sites, model.States);
        chains.Randomize(context.Stream.Child("start"), 0, chains.Count);
        chains.Recompute(model);
        double[,] first = new double[betas.Length, Groups], second = new double[betas.Length, Groups];
        int sweep = 0, total = betas.Length * (options.Settle + options.Record);
        double share = (double)Groups / options.Chains / options.Record;
        for (int k = 0; k < betas.Length; k++)
        {
            chains.Betas.AsSpan().Fill((float)betas[k]);
            chains.Recompute(model); // against drift of the running sums
            for (int t = 0; t < options.Settle + options.Record; t++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                GibbsSampler.Sweep(kernel, chains, context.Stream.Child("sweeps"), sweep++, new SweepPlan(1, options.Threads));
                if (t < options.Settle) continue;
                for (int c = 0; c < chains.Count; c++)
                {
                    first[k, c % Groups] += share * chains.Energies[c];
                    second[k, c % Groups] += share * chains.Energies[c] * chains.Energies[c];
                }
            }
            context.Progress?.Invoke((double)sweep / total);
        }
        return (first, second);
    }
}
