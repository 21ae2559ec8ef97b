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

    /// <summary>Step along the gradient.</summary>
    public double LearningRate { get; init; } = 0.2;

    /// <summary>Part of the last step that is taken again, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>Stop when the Pearson of connected two-site correlations (chains against data) reaches this.</summary>
    public double TargetPearson { get; init; } = 0.95;

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
        Require(LearningRate > 0 && double.IsFinite(LearningRate), "learning rate", LearningRate, "above 0");
        Require(Momentum is >= 0 and < 1, "momentum", Momentum, "0 to below 1");
        Require(TargetPearson is > 0 and <= 1, "target Pearson", TargetPearson, "above 0, at most 1");
        Require(MaxUpdates >= 1, "maximum of updates", MaxUpdates, "at least 1");
        Require(Plateau >= 0, "plateau", Plateau, "0 or above");
        Require(FieldPenalty is null or (>= 0 and < double.PositiveInfinity), "L2 on fields", FieldPenalty ?? 0, "0 or above");
        Require(CouplingPenalty is null or (>= 0 and < double.PositiveInfinity), "L2 on couplings", CouplingPenalty ?? 0, "0 or above");
        Require(Threads >= 1, "threads", Threads, "at least 1");
        return this;
    }

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds) throw new InputException($"{name} is {value}; allowed: {allowed}");
    }
}
