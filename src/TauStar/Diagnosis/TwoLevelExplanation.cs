using TauStar.Data;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Diagnosis;

/// <summary>Which way to turn the temperature.</summary>
public enum TemperatureAdvice
{
    /// <summary>tau below 1.</summary>
    Lower,

    /// <summary>tau above 1.</summary>
    Raise,

    /// <summary>tau = 1: the best common temperature would gain less than <see cref="TwoLevelExplanation.SmallestGain"/>.</summary>
    Leave,

    /// <summary>
    /// The error bars do not separate raising from lowering, or the curve falls one way from tau = 1 and is lowest the other way.
    /// </summary>
    Undetermined,
}

/// <summary>One aim, fidelity with D = D(q_tau||p) or diversity with D = D(p||q_tau), over all data sets; nats.</summary>
public sealed record TwoLevelAim
{
    /// <summary>Which way to turn the temperature for this aim.</summary>
    public required TemperatureAdvice Advice { get; init; }

    /// <summary>dD/dtau at tau = 1: above 0, cooling helps. For fidelity it is kappa - C.</summary>
    public required ReplicateMean SlopeAtOne { get; init; }

    /// <summary>D at tau = 1.</summary>
    public required ReplicateMean AtOne { get; init; }

    /// <summary>D at each data set's own optimum, which only a laboratory knows.</summary>
    public required ReplicateMean AtOwnOptimum { get; init; }

    /// <summary>How the optimum scatters between data sets.</summary>
    public required TauDistribution Taus { get; init; }

    /// <summary>The one temperature that is best on average over data sets, with the mean D there.</summary>
    public required TemperatureOptimum Common { get; init; }

    /// <summary>D(1) - D at the common temperature.</summary>
    public required ReplicateMean Gain { get; init; }

    /// <summary>Mean parts of D at tau = 1.</summary>
    public required TwoLevelParts PartsAtOne { get; init; }

    /// <summary>Mean parts of D at the common temperature.</summary>
    public required TwoLevelParts PartsAtCommon { get; init; }
}

/// <summary>Means over all data sets at one tau; divergences in nats.</summary>
/// <param name="Tau">tau.</param>
/// <param name="Reverse">D(q_tau||p).</param>
/// <param name="Forward">D(p||q_tau).</param>
/// <param name="Kappa">kappa(tau).</param>
/// <param name="HeatCapacity">C(tau).</param>
/// <param name="ReverseParts">Parts of D(q_tau||p).</param>
/// <param name="ForwardParts">Parts of D(p||q_tau).</param>
public sealed record TwoLevelCurvePoint(
    double Tau, ReplicateMean Reverse, ReplicateMean Forward, ReplicateMean Kappa, ReplicateMean HeatCapacity, TwoLevelParts ReverseParts, TwoLevelParts ForwardParts);

/// <summary>What the model takes the landscape for, on average over data sets.</summary>
/// <param name="GroundHat">n^_g, states taken for low.</param>
/// <param name="GapHat">Delta^.</param>
/// <param name="FoundLow">Truly low states among them.</param>
/// <param name="FalselyLow">Truly high states among them.</param>
/// <param name="WeightOnExcited">What q at tau = 1 puts on truly high states: 0 to 1.</param>
public sealed record TwoLevelLearned(ReplicateMean GroundHat, ReplicateMean GapHat, ReplicateMean FoundLow, ReplicateMean FalselyLow, ReplicateMean WeightOnExcited);

/// <summary>The same question with another number of samples.</summary>
/// <param name="Samples">M.</param>
/// <param name="Fidelity">For D(q_tau||p).</param>
/// <param name="Diversity">For D(p||q_tau).</param>
public sealed record TwoLevelOutlook(int Samples, TwoLevelAim Fidelity, TwoLevelAim Diversity);

/// <summary>
/// Why a model of sparse data wants another temperature than 1, shown on the two-level landscape: many data sets are drawn and
/// fitted, and everything about the fits is known exactly (arXiv:2512.09152).
/// </summary>
public sealed record TwoLevelExplanation
{
    /// <summary>A gain in nats below which turning the temperature is not worth it.</summary>
    public const double SmallestGain = 0.01;

    /// <summary>A slope at tau = 1 is told from 0 when it is this many standard errors away.</summary>
    public const double Separation = 3;

    /// <summary>How many times the samples <see cref="MoreData"/> has.</summary>
    public const int MoreDataFactor = 4;

    /// <summary>What was asked.</summary>
    public required TwoLevelQuestion Question { get; init; }

    /// <summary>kappa at tau = 1.</summary>
    public required ReplicateMean Kappa { get; init; }

    /// <summary>C at tau = 1.</summary>
    public required ReplicateMean HeatCapacity { get; init; }

    /// <summary>What the model takes the landscape for.</summary>
    public required TwoLevelLearned Learned { get; init; }

    /// <summary>tau* and D(q_tau||p).</summary>
    public required TwoLevelAim Fidelity { get; init; }

    /// <summary>tau' and D(p||q_tau).</summary>
    public required TwoLevelAim Diversity { get; init; }

    /// <summary>The same with <see cref="MoreDataFactor"/> times the samples.</summary>
    public required TwoLevelOutlook MoreData { get; init; }

    /// <summary>Everything over tau, increasing through the range; tau = 1 is among them.</summary>
    public required IReadOnlyList<TwoLevelCurvePoint> Curve { get; init; }

    /// <summary>What to do with the temperature for fidelity, and why: sentences built from the numbers.</summary>
    public IReadOnlyList<string> Reasons => TwoLevelReasons.Sentences(this);

    /// <summary>Draws and fits all data sets. The result does not depend on the number of threads.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="cancellation">Stops between data sets.</param>
    /// <exception cref="InputException">The question or the number of threads out of range.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static TwoLevelExplanation Of(TwoLevelQuestion question, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        _ = question.Validated();
        if (threads < 1) throw new InputException($"threads is {threads}; allowed: at least 1");
        TwoLevelEnsemble now = TwoLevelEnsemble.Draw(question, question.Samples, threads, cancellation);
        TwoLevelEnsemble later = TwoLevelEnsemble.Draw(question, MoreDataFactor * question.Samples, threads, cancellation);
        return new TwoLevelExplanation
        {
            Question = question,
            Kappa = now.Mean(model => model.Kappa(1)),
            HeatCapacity = now.Mean(model => model.HeatCapacity(1)),
            Learned = new TwoLevelLearned(
                now.Mean(model => model.Groups.GroundHat),
                now.Mean(model => model.GapHat),
                now.Mean(model => model.Groups.FoundLow),
                now.Mean(model => model.Groups.FalselyLow),
                now.Mean(model => model.MeanTruthEnergy(1) / model.Gap)),
            Fidelity = now.Fidelity(),
            Diversity = now.Diversity(),
            MoreData = new TwoLevelOutlook(MoreDataFactor * question.Samples, later.Fidelity(), later.Diversity()),
            Curve = now.Curve(),
        };
    }
}
