using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>The stages that find the posterior of the truth (theory: section 7): the prior's strength from held-out sequences, a fit to start from, the dynamics.</summary>
internal sealed class PosteriorStages
{
    // The pseudo-likelihood counts every pair twice, once from either side, and its penalty with it.
    private const double PenaltyOfOnePair = 0.5;

    private const string PriorPart = "prior";

    private readonly Alignment data;
    private readonly double[] weights;
    private readonly Folds folds;
    private readonly ThermostatOptions options;
    private readonly RandomStream stream;
    private readonly Stages stages;

    /// <summary>For some data.</summary>
    /// <param name="data">M rows.</param>
    /// <param name="weights">Their weights: the posterior knows as many sequences as they add up to.</param>
    /// <param name="folds">Who is held out with whom.</param>
    /// <param name="options">Settings of the dynamics.</param>
    /// <param name="stream">All randomness.</param>
    /// <param name="stages">Where the state is kept.</param>
    public PosteriorStages(Alignment data, double[] weights, Folds folds, ThermostatOptions options, RandomStream stream, Stages stages) =>
        (this.data, this.weights, this.folds, this.options, this.stream, this.stages) = (data, weights, folds, options, stream, stages);

    /// <summary>What came out.</summary>
    /// <param name="Penalty">The search for the prior's strength.</param>
    /// <param name="Start">The pseudo-likelihood fit with that penalty.</param>
    /// <param name="Posterior">The dynamics, finished.</param>
    /// <param name="Check">The posterior mean by another way, the most probable model and its <see cref="KernelShift"/>; null where the data determine more parameters than its
    /// samples can tell apart.</param>
    public sealed record Outcome(HeldOutPenalty Penalty, PottsModel Start, TauStarPosterior Posterior, PottsModel? Check);

    /// <summary>Runs all of them.</summary>
    /// <param name="fidelity">The user's model over temperature.</param>
    /// <param name="report">Told the share done and a line of detail.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public Outcome Run(FidelityOptimum fidelity, Action<double, string> report, CancellationToken cancellation)
    {
        const double PenaltyShare = 0.25; // of the time, roughly
        (HeldOutPenalty penalty, PottsModel start) = ReadPrior() ?? FindPrior(part => report(PenaltyShare * part, "strength of the prior from held-out sequences"), cancellation);
        PairFrequencies counted = PairFrequencies.Count(data, weights, 0);
        L2Strengths precision = new(FieldPrior.Precision(counted, weights.Sum()), penalty.CouplingPenalty * PenaltyOfOnePair);
        CouplingThermostat thermostat = new(counted, weights.Sum(), precision, start, data, options, stream.Child("thermostat"), cancellation);
        TauStarPosterior posterior = new(thermostat, fidelity, start);
        stages.Advance(new Stage("posterior", posterior.Load, posterior.Save, () => posterior.Finished, posterior.Step), () => report(
            PenaltyShare + (1 - PenaltyShare) * posterior.Progress,
            $"step {thermostat.Steps} of {thermostat.Horizon}, {thermostat.Chains} chains"));
        return new Outcome(penalty, start, posterior, KernelCheck(thermostat, cancellation));
    }

    private PottsModel? KernelCheck(CouplingThermostat thermostat, CancellationToken cancellation)
    {
        const int Samples = 1600;
        if (thermostat.DeterminedShare * thermostat.Parameters >= Samples / 2) return null;
        double count = weights.Sum();
        BoltzmannOptions settings = new()
        {
            Chains = Samples,
            FieldPenalty = thermostat.Precision.Fields / count,
            CouplingPenalty = thermostat.Precision.Couplings / count,
            TargetPearson = 1, // until Pearson no longer rises
            MaxUpdates = 300,
            Threads = options.Threads,
        };
        BoltzmannLearning mostProbable = new(PairFrequencies.Count(data, weights, 0), data.Alphabet, settings, stream.Child("most probable"));
        stages.Advance(new Stage("most probable", mostProbable.Load, mostProbable.Save, () => mostProbable.Finished, mostProbable.Update), () => { });
        KernelShift shift = KernelShift.Of(mostProbable.Chains.States, data.Alphabet, data.Sites, count, thermostat.Precision);
        if (!shift.IsValid) return null;
        PottsModel mean = PottsGauges.To(mostProbable.Model, PottsGauge.ZeroSum).Model;
        BlockMath.AddScaled(mean.Fields, 1, shift.Shift.Fields);
        BlockMath.AddScaled(mean.Couplings, 1, shift.Shift.Couplings);
        return mean;
    }

    private (HeldOutPenalty Penalty, PottsModel Start) FindPrior(Action<double> report, CancellationToken cancellation)
    {
        PseudoLikelihoodOptions fit = new() { Threads = options.Threads };
        HeldOutPenaltyOptions search = new() { Fit = fit with { Tolerance = new HeldOutPenaltyOptions().Fit.Tolerance } };
        HeldOutPenalty penalty = HeldOutPenalty.Choose(data, weights, folds, search, cancellation, new Share(report));
        PottsModel start = PseudoLikelihood.Fit(data, weights, new L2Strengths(penalty.FieldPenalty, penalty.CouplingPenalty), null, fit, cancellation);
        stages.Save(PriorPart, writer =>
        {
            penalty.Save(writer);
            writer.WriteArray<float>(start.Fields);
            writer.WriteArray<float>(start.Couplings);
        });
        return (penalty, start);
    }

    private (HeldOutPenalty Penalty, PottsModel Start)? ReadPrior()
    {
        using Stream? saved = stages.OpenRead(PriorPart);
        if (saved is null) return null;
        using BinaryReader reader = new(saved);
        HeldOutPenalty? penalty = null;
        PottsModel start = new(data.Alphabet, data.Sites);
        Stages.Restore(PriorPart, () =>
        {
            penalty = HeldOutPenalty.Load(reader);
            reader.ReadArray<float>(start.Fields);
            reader.ReadArray<float>(start.Couplings);
        });
        return (penalty!, start);
    }

    /// <summary>Told at once, not by way of a message queue as <see cref="Progress{T}"/> would.</summary>
    private sealed class Share(Action<double> tell) : IProgress<double>
    {
        private double highest;

        public void Report(double value) => tell(highest = Math.Clamp(value, highest, 1)); // the search may grow while it runs
    }
}
