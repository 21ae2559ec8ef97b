using System.Globalization;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Diagnosis;

/// <summary>Which way to turn the temperature.</summary>
public enum TuningDirection
{
    /// <summary>tau below 1.</summary>
    Lower,

    /// <summary>tau above 1.</summary>
    Raise,

    /// <summary>tau = 1: turning gains too little to matter.</summary>
    Leave,

    /// <summary>The data do not say.</summary>
    Undetermined,
}

/// <summary>The verdict on one temperature.</summary>
/// <param name="Goal">What it serves.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Tau">Where to sample: 1 unless the direction is to lower or to raise.</param>
/// <param name="Reason">Why, a clause without full stop.</param>
public sealed record TuningAdvice(TuningGoal Goal, TuningDirection Direction, double Tau, string Reason)
{
    /// <summary>A gain in nats below which a temperature is not worth changing (theory: section 6).</summary>
    public const double SmallestGain = 0.01;

    // A gain of so many standard errors is a loss with a chance of one in ten, or in five.
    private const double OneInTen = 1.2816, OneInFive = 0.8416;

    /// <summary>"lower to 0.84", "raise to 1.21", "leave at 1" or "undetermined".</summary>
    public override string ToString() => Direction switch
    {
        TuningDirection.Lower => Text($"lower to {Tau:F2}"),
        TuningDirection.Raise => Text($"raise to {Tau:F2}"),
        TuningDirection.Leave => "leave at 1",
        _ => "undetermined",
    };

    /// <summary>
    /// The verdict on tau*, which rests on the truth being of the family: undetermined where the data speak against that, where another estimator
    /// would turn the other way or sees a loss, where the predicted gain may well be a loss, or where it weighs less than what speaks against the
    /// family, each in its own standard errors; leave where it is below <see cref="SmallestGain"/>.
    /// </summary>
    /// <param name="decisive">The estimate by the posterior mean.</param>
    /// <param name="opinions">The estimates that must not contradict it.</param>
    /// <param name="check">Whether the truth may be of the family.</param>
    public static TuningAdvice OnFidelity(TemperatureEstimate decisive, IEnumerable<SecondOpinion> opinions, ModelClassCheck check)
    {
        ArgumentNullException.ThrowIfNull(decisive);
        ArgumentNullException.ThrowIfNull(opinions);
        ArgumentNullException.ThrowIfNull(check);
        if (check.Warns)
            return Undetermined(decisive, Text($"the data's {check.Statistic} lie {check.Z:F1} standard deviations above what the model gives: the truth is not of this family, and its energies cannot be estimated"));
        if (!(decisive.Gain.Value >= SmallestGain)) return Leave(decisive);
        string? objection = opinions.Select(opinion => opinion.Objection(decisive)).FirstOrDefault(o => o is not null);
        if (objection is not null) return Undetermined(decisive, $"estimators disagree: {objection}");
        TuningAdvice advice = Follow(decisive, OneInTen, "ten");
        double weight = decisive.Gain.Value / decisive.Gain.StandardError;
        return advice.Direction == TuningDirection.Undetermined || weight >= check.Z ? advice : Undetermined(decisive, Text(
            $"moving to {decisive.Tau.Value:F2} is predicted to gain {Nats(decisive.Gain.Value, decisive.Gain)} nats, {weight:F1} standard errors, if the truth is of this family, but the data's {check.Statistic} speak against that with {check.Z:F1}"));
    }

    /// <summary>No verdict, for a reason that lies in the computation.</summary>
    /// <param name="decisive">The estimate that cannot be relied on.</param>
    /// <param name="reason">A clause without full stop.</param>
    public static TuningAdvice Unsettled(TemperatureEstimate decisive, string reason)
    {
        ArgumentNullException.ThrowIfNull(decisive);
        return Undetermined(decisive, reason);
    }

    /// <summary>
    /// The verdict on tau', which rests on held-out data whatever the truth is, so that more may be risked: undetermined where the predicted gain may well be
    /// a loss.
    /// </summary>
    public static TuningAdvice OnDiversity(TemperatureEstimate decisive)
    {
        ArgumentNullException.ThrowIfNull(decisive);
        return !(decisive.Gain.Value >= SmallestGain) ? Leave(decisive) : Follow(decisive, OneInFive, "five");
    }

    private static TuningAdvice Follow(TemperatureEstimate e, double fewestErrors, string oneIn)
    {
        Estimate gain = e.Gain;
        if (gain.Value < fewestErrors * gain.StandardError)
            return Undetermined(e, Text($"moving to {e.Tau.Value:F2} is predicted to gain {Nats(gain.Value, gain)} nats, but the chance of a loss is above one in {oneIn} (90 % interval {Nats(gain.Low, gain)} to {Nats(gain.High, gain)})"));
        TuningDirection direction = e.Tau.Value < 1 ? TuningDirection.Lower : TuningDirection.Raise;
        string edge = e.Tau.Status == EstimateStatus.OutOfRange ? ", and more beyond the temperatures searched" : "";
        return new TuningAdvice(e.Goal, direction, e.Tau.Value, Text($"predicted to gain {Nats(gain.Value, gain)} nats ({Nats(gain.Low, gain)} to {Nats(gain.High, gain)}){edge}"));
    }

    private static TuningAdvice Leave(TemperatureEstimate e) => new(e.Goal, TuningDirection.Leave, 1,
        Text($"the best temperature{(e.Tau.Status == EstimateStatus.OutOfRange ? " searched, at the end of the range" : "")}, {e.Tau.Value:F2}, is predicted to gain {e.Gain.Value:F3} nats only"));

    private static TuningAdvice Undetermined(TemperatureEstimate e, string reason) => new(e.Goal, TuningDirection.Undetermined, 1, reason);

    /// <summary>To two digits of the uncertainty, at most three decimals.</summary>
    private static string Nats(double value, Estimate gain)
    {
        double half = (gain.High - gain.Low) / 2;
        int decimals = double.IsFinite(half) && half > 0 ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(half)), 0, 3) : 3;
        return value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
