using TauStar.Data;

namespace TauStar.Fitting;

/// <summary>Settings of Boltzmann learning; defaults serve families of 10^2 to 10^5 sequences.</summary>
public sealed record BoltzmannOptions
{
    /// <summary>Persistent chains, whose noise bounds the Pearson that can be reached; null: twice the effective number of
    /// sequences, between 800 and 5000, so that the noise of the chains stays below that of the data.</summary>
    public int? Chains { get; init; }

    /// <summary>Gibbs sweeps between two updates.</summary>
    public int Sweeps { get; init; } = 2;

    /// <summary>Where a step goes.</summary>
    public TrainingOptimiser Optimiser { get; init; } = TrainingOptimiser.Natural;

    /// <summary>Length of a step, as a factor of its direction; null: 0.01 along the gradient, 0.05 at first along the natural one, whose length adapts.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Which couplings there are.</summary>
    public GraphRule Graph { get; init; } = GraphRule.Dense;

    /// <summary>Part of the last direction that is taken again, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>Stop when the Pearson of connected two-site correlations (chains against data) reaches this.</summary>
    public double TargetPearson { get; init; } = 0.95;

    /// <summary>Stop only when the slope of the same correlations (chains on data) is also this near to 1: a model can have them all right but for a factor.
    /// Infinite: whatever the slope, as penalties keep it below 1.</summary>
    public double SlopeTolerance { get; init; } = double.PositiveInfinity;

    /// <summary>Stop after this many updates at the latest.</summary>
    public int MaxUpdates { get; init; } = 5000;

    /// <summary>Stop when Pearson has not risen over this many updates against as many before; 0: never.</summary>
    public int Plateau { get; init; } = 60;

    /// <summary>L2 strength on fields: the gradient loses lambda_h h (log-likelihood a sequence minus lambda_h/2 |h|^2); null:
    /// 1/Meff, a normal prior of variance 1 on every field.</summary>
    public double? FieldPenalty { get; init; }

    /// <summary>L2 strength on couplings, as for fields; null: 10/Meff, a normal prior of variance 0.1 on every coupling
    /// (docs/decisions/0003-priors.md).</summary>
    public double? CouplingPenalty { get; init; }

    /// <summary>Threads; never changes the result.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal double FirstRate => LearningRate ?? (Optimiser == TrainingOptimiser.Plain ? 0.01 : 0.05);

    /// <summary>The same with everything set that depends on the data.</summary>
    /// <param name="effective">Effective number of sequences trained on: a refit on fewer keeps the prior, not the penalty.</param>
    /// <param name="allEffective">The same of all data; decides the chains, so that refits have as many.</param>
    public BoltzmannOptions ForData(double effective, double allEffective) => this with
    {
        Chains = Chains ?? (int)Math.Clamp(Math.Round(2 * allEffective), 800, 5000),
        FieldPenalty = FieldPenalty ?? 1 / effective,
        CouplingPenalty = CouplingPenalty ?? 10 / effective,
    };

    /// <summary>Throws when a setting is out of range.</summary>
    /// <exception cref="InputException">Names the setting, its value and the allowed range.</exception>
    public BoltzmannOptions Validated()
    {
        Require(Chains is null or >= 2, "chains", Chains ?? 0, "at least 2");
        Require(Sweeps >= 1, "sweeps", Sweeps, "at least 1");
        Require(LearningRate is null or (> 0 and < double.PositiveInfinity), "learning rate", LearningRate ?? 0, "above 0");
        Require(Momentum is >= 0 and < 1, "momentum", Momentum, "0 to below 1");
        Require(TargetPearson is > 0 and <= 1, "target Pearson", TargetPearson, "above 0, at most 1");
        Require(SlopeTolerance > 0, "slope tolerance", SlopeTolerance, "above 0");
        Require(MaxUpdates >= 1, "maximum of updates", MaxUpdates, "at least 1");
        Require(Plateau >= 0, "plateau", Plateau, "0 or above");
        Require(FieldPenalty is null or (>= 0 and < double.PositiveInfinity), "L2 on fields", FieldPenalty ?? 0, "0 or above");
        Require(CouplingPenalty is null or (>= 0 and < double.PositiveInfinity), "L2 on couplings", CouplingPenalty ?? 0, "0 or above");
        Graph.Validate();
        Require(Threads >= 1, "threads", Threads, "at least 1");
        return this;
    }

    internal static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds) throw new InputException($"{name} is {value}; allowed: {allowed}");
    }
}
