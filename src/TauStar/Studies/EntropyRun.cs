using System.Globalization;
using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>
/// log Z, F, &lt;E&gt; and S of a model at one temperature by replica exchange with reweighting, by annealing both ways, and by thermodynamic
/// integration: three ways with errors of different kinds, over one ladder of temperatures that a pilot placed. Draws of the first two share only the equilibrium
/// states that reverse annealing starts from; the third shares none.
/// </summary>
public static class EntropyRun
{
    private const string Exchange = "replica exchange", Annealing = "annealed importance sampling", Integration = "thermodynamic integration";
    private const double ExchangeCost = 0.45, AnnealingCost = 0.4; // of all work, for progress

    /// <summary>Computes everything.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Half of the systems start from these rows, and their likelihood is told; null: all start at random.</param>
    /// <param name="options">Settings.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="context">Progress and cancellation; checkpoints are not kept.</param>
    /// <exception cref="InputException">A setting out of range.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static EntropyResult Run(PottsModel model, Alignment? data, EntropyOptions options, ulong seed, TuningContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        options.Validated();
        double tau = options.Tau;
        RandomStream stream = RandomStream.FromSeed(seed).Child("entropy");
        void Report(string stage, double part, double before, double cost) => context.Progress?.Report(new TuningProgress(stage, part, before + part * cost, ""));
        double[] betas = PilotLadder.Find(model, data, 0.95 * Math.Min(1, tau), options.Threads, stream.Child("pilot"), context.Cancellation);
        betas = TemperatureLadder.With(betas, [1 / tau]);

        ReplicaExchange run = new(model, betas, data, new()
        {
            Systems = options.Systems,
            BurnIn = options.BurnIn,
            Sweeps = options.Sweeps,
            SnapshotEvery = Math.Max(1, options.Sweeps * options.Systems / options.Chains),
            Threads = options.Threads,
        }, stream.Child("run"));
        while (!run.Finished)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            run.Step();
            Report(Exchange, (double)run.SweepsDone / run.SweepsTotal, 0, ExchangeCost);
        }
        TemperedCurve curve = new(run, model.Sites, model.States);
        LogZAndEnergy At(ReweightedMoments m) => new(m.LogZ, m.MeanEnergy);
        Thermodynamics exchange = Thermodynamics.FromGroups(Exchange, tau, curve.GroupCount, g => At(g is int group ? curve.Without(group, tau) : curve.At(tau)));

        byte[] equilibrium = run.Snapshots(Array.IndexOf(betas, 1 / tau));
        int[] groups = [.. Enumerable.Range(0, equilibrium.Length / model.Sites).Select(n => n % options.Systems / 2 % AnnealedImportance.Groups)];
        TemperedContext Part(string stage, double before, double cost) => new(tau, stream.Child(stage), part => Report(stage, part, before, cost), context.Cancellation);
        AnnealedImportance annealed = AnnealedImportance.Run(
            model, betas, (equilibrium, groups), new(options.Chains, options.Steps, options.Threads), Part(Annealing, ExchangeCost, AnnealingCost));
        Thermodynamics integration = ThermodynamicIntegration.Run(
            model, betas, new() { Threads = options.Threads }, Part(Integration, ExchangeCost + AnnealingCost, 1 - ExchangeCost - AnnealingCost));
        context.Progress?.Report(new TuningProgress("done", 1, 1, ""));
        return Judge(new EntropyResult
        {
            Tau = tau,
            Sites = model.Sites,
            States = model.States,
            Seed = seed,
            Ladder = betas,
            Answer = exchange,
            Ways = [exchange, annealed.Both(), integration],
            Lower = annealed.Lower(),
            Upper = annealed.Upper(),
            Agreements = [],
            Mixed = NotMixed(curve, tau) is null,
            Warnings = [],
        }, NotMixed(curve, tau), annealed.LinkingDraws, data is null ? null : (data.Count, model.Energies(data).Average()));
    }

    /// <summary>Which temperatures from infinity down to this one did not mix, as a sentence; null: all did.</summary>
    private static string? NotMixed(TemperedCurve curve, double tau)
    {
        RungHealth[] ill = [.. curve.Health.Where(h => h.Tau >= tau * (1 - 1e-9) && !h.Mixed)];
        return ill.Length == 0 ? null : string.Create(CultureInfo.InvariantCulture,
            $"replica exchange did not mix at {ill.Length} of its temperatures, from {ill.Min(h => h.Tau):G3} to {ill.Max(h => h.Tau):G3} (R-hat up to {ill.Max(h => h.RHat):F2}, {ill.Min(h => h.EffectiveSamples):F0} effective draws at the least): run more --sweeps and --burn-in");
    }

    private static EntropyResult Judge(EntropyResult result, string? notMixed, double linking, (int Count, double Energy)? data)
    {
        List<Agreement> agreements = [];
        for (int a = 0; a < result.Ways.Count; a++)
        {
            for (int b = a + 1; b < result.Ways.Count; b++) agreements.Add(Compare(result.Ways[a], result.Ways[b]));
        }
        List<string> warnings = [];
        if (notMixed is not null) warnings.Add(notMixed);
        if (linking < EnergyReweighting.FewestLinkingDraws)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"annealing down and up hardly meet ({linking:F1} linking draws): more --steps"));
        foreach (Agreement apart in agreements.Where(a => !a.Holds))
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{apart.First} and {apart.Second} disagree by {Math.Abs(apart.LogZ):F1} standard errors in log Z, {Math.Abs(apart.MeanEnergy):F1} in the mean energy: at least one of them did not equilibrate"));
        }
        Thermodynamics answer = warnings.Count == 0 ? result.Answer : result.Answer.Doubt(warnings[0]);
        return result with
        {
            Answer = answer,
            Agreements = agreements,
            Warnings = warnings,
            Data = data is (int count, double energy) ? Likelihood(result, answer.LogZ, count, energy) : null,
        };
    }

    private static DataLikelihood Likelihood(EntropyResult result, Estimate logZ, int count, double energy)
    {
        double weight = -energy / result.Tau;
        return new(count, energy, logZ with { Value = weight - logZ.Value, Low = weight - logZ.High, High = weight - logZ.Low }, -result.Sites * Math.Log(result.States));
    }

    private static Agreement Compare(Thermodynamics a, Thermodynamics b) => new(a.Method, b.Method, Apart(a.LogZ, b.LogZ), Apart(a.MeanEnergy, b.MeanEnergy));

    /// <summary>Difference in standard errors; rounding between two numbers known without error is no difference.</summary>
    private static double Apart(Estimate a, Estimate b)
    {
        double error = Math.Sqrt(a.StandardError * a.StandardError + b.StandardError * b.StandardError), rounding = 1e-6 * (1 + Math.Abs(a.Value));
        return (a.Value - b.Value) / Math.Max(error, rounding);
    }
}
