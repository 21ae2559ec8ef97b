using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;

namespace TauStar.Studies.Planted;

/// <summary>
/// What a truth whose energies are known says of a tempered model, with Monte Carlo errors: D(q_tau||p) - D(q_1||p) from the truth's energies of what the model
/// generates, D(p||q_tau) - D(p||q_1) from the model's mean energy of what the truth generates (theory: sections 2 and 7).
/// </summary>
internal sealed class KnownTruth
{
    private readonly TemperatureRange range;
    private readonly TemperedCurve curve;
    private readonly DiversityOptimum forward;
    private readonly ReverseCurve reverse;
    private readonly ReverseCurve[] without;
    private readonly double target, targetError; // <E^>_p

    /// <summary>Compares.</summary>
    /// <param name="truth">p.</param>
    /// <param name="draws">N x L states drawn from it, none of which the model has seen; row n is of system n mod <see cref="GroundTruthSampler.Systems"/>.</param>
    /// <param name="model">The model.</param>
    /// <param name="run">The model over temperature, in a run that no estimate has seen: what is wrong with its own configurations, an estimate cannot know.</param>
    /// <param name="range">Where tau is looked for.</param>
    /// <param name="stream">Randomness.</param>
    public KnownTruth(PottsModel truth, byte[] draws, PottsModel model, ReplicaExchange run, TemperatureRange range, RandomStream stream)
    {
        this.range = range;
        FidelityOptimum fidelity = new(run, model, range);
        reverse = fidelity.Curve(truth);
        without = [.. fidelity.Without(truth)];
        (target, targetError) = MeanEnergy(model, draws);
        curve = new TemperedCurve(run, model.Sites, model.States);
        forward = new DiversityOptimum(curve, new MeanEnergyTarget("truth", target, [target], targetError), (range.Lowest, range.Highest), stream);
    }

    /// <summary>The optimum; its divergence is the change from tau = 1.</summary>
    public TemperatureOptimum Optimum(TuningGoal goal)
    {
        if (goal == TuningGoal.Fidelity) return reverse.Optimum();
        double tau = forward.TauAt(target);
        OptimumPlace place = tau <= range.Lowest ? OptimumPlace.LowerEdge : tau >= range.Highest ? OptimumPlace.UpperEdge : OptimumPlace.Inside;
        return new TemperatureOptimum(tau, forward.ChangeAt(tau, target), place, 1); // convex in 1/tau
    }

    /// <summary>Divergence at a temperature less that at 1, nats; at 1 nothing, to the last bit, for what stays at 1 does no harm.</summary>
    public double Change(TuningGoal goal, double tau) =>
        tau == 1 ? 0 : goal == TuningGoal.Fidelity ? reverse.At(tau) : forward.ChangeAt(tau, target);

    /// <summary>Standard error of <see cref="Change"/>.</summary>
    public double ChangeError(TuningGoal goal, double tau) => tau == 1 ? 0 : goal == TuningGoal.Fidelity
        ? Jackknife.StandardError([.. without.Select(curve => curve.At(tau))])
        : double.Hypot((1 / tau - 1) * targetError, curve.Estimate(at => at(1 / tau).LogZ - at(1).LogZ).StandardError);

    /// <summary>Standard error of log tau at the optimum.</summary>
    public double LogTauError(TuningGoal goal)
    {
        if (goal == TuningGoal.Fidelity) return Jackknife.StandardError([.. without.Select(curve => Math.Log(curve.Optimum().Tau))]);
        double tau = forward.TauAt(target), error = double.Hypot(targetError, curve.Estimate(at => at(1 / tau).MeanEnergy).StandardError);
        return Math.Log(forward.TauAt(target + error) / forward.TauAt(target - error)) / 2;
    }

    // Systems are independent, draws of one system may not be.
    private static (double Mean, double Error) MeanEnergy(PottsModel model, byte[] draws)
    {
        int count = draws.Length / model.Sites, systems = Math.Min(count, GroundTruthSampler.Systems);
        double[] sums = new double[systems];
        for (int n = 0; n < count; n++) sums[n % systems] += model.Energy(draws.AsSpan(n * model.Sites, model.Sites));
        ReplicateMean mean = ReplicateMean.Of(sums.Select((sum, s) => sum / ((count - s + systems - 1) / systems)));
        return (sums.Sum() / count, mean.StandardError);
    }
}
