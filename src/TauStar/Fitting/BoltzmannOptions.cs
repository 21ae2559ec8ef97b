using TauStar.Data;

namespace TauStar.Fitting;

/// <summary>Settings of Boltzmann learning; defaults serve families of 10^2 to 10^5 sequences.</summary>
public sealed record BoltzmannOptions
{
    /// <summary>Persistent chains. The noise of their correlations bounds the Pearson that can be reached.</summary>
    public int Chains { get; init; } = 2000;

    /// <summary>Gibbs sweeps between two updates.</summary>
    public int Sweeps { get; init; } = 2;

    /// <summary>Step along the gradient.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Part of the last step that is taken again, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>Stop when the Pearson of connected two-site correlations (chains against data) reaches this.</summary>
    public double TargetPearson { get; init; } = 0.95;

    /// <summary>Stop after this many updates at the latest.</summary>
    public int MaxUpdates { get; init; } = 5000;

    /// <summary>Stop when Pearson has not risen over this many updates against as many before; 0: never.</summary>
    public int Plateau { get; init; } = 200;

    /// <summary>L2 strength on fields: the gradient loses lambda_h h (log-likelihood a sequence minus lambda_h/2 |h|^2).</summary>
    public double FieldPenalty { get; init; } = 0.01;

    /// <summary>L2 strength on couplings, as for fields.</summary>
    public double CouplingPenalty { get; init; } = 0.01;

    /// <summary>Threads; never changes the result.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Throws when a setting is out of range.</summary>
    /// <exception cref="InputException">Names the setting, its value and the allowed range.</exception>
    public BoltzmannOptions Validated()
    {
        Require(Chains >= 2, "chains", Chains, "at least 2");
        Require(Sweeps >= 1, "sweeps", Sweeps, "at least 1");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), "learning rate", LearningRate, "above 0");
        Require(Momentum is >= 0 and < 1, "momentum", Momentum, "0 to below 1");
        Require(TargetPearson is > 0 and <= 1, "target Pearson", TargetPearson, "above 0, at most 1");
        Require(MaxUpdates >= 1, "maximum of updates", MaxUpdates, "at least 1");
        Require(Plateau >= 0, "plateau", Plateau, "0 or above");
        Require(FieldPenalty >= 0 && double.IsFinite(FieldPenalty), "L2 on fields", FieldPenalty, "0 or above");
        Require(CouplingPenalty >= 0 && double.IsFinite(CouplingPenalty), "L2 on couplings", CouplingPenalty, "0 or above");
        Require(Threads >= 1, "threads", Threads, "at least 1");
        return this;
    }

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds) throw new InputException($"{name} is {value}; allowed: {allowed}");
    }
}
