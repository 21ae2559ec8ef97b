using TauStar.Tempering;

namespace TauStar.Diagnosis;

/// <summary>
/// A divergence between two-level truth and model in four parts: sum of a ln(a/b) over the states of each group, in nats.
/// A part may be negative; together they are the divergence (arXiv:2512.09152).
/// </summary>
/// <param name="FoundLow">States low in truth and model.</param>
/// <param name="MissedLow">States low in the truth only.</param>
/// <param name="High">States high in truth and model.</param>
/// <param name="FalselyLow">States low in the model only.</param>
public readonly record struct TwoLevelParts(double FoundLow, double MissedLow, double High, double FalselyLow)
{
    /// <summary>The divergence.</summary>
    public double Sum => FoundLow + MissedLow + High + FalselyLow;

    /// <summary>The parts of D(q_tau||p).</summary>
    public static TwoLevelParts Reverse(TwoLevelTempering model, double tau)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(model.ReverseTerm, tau);
    }

    /// <summary>The parts of D(p||q_tau).</summary>
    public static TwoLevelParts Forward(TwoLevelTempering model, double tau)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(model.ForwardTerm, tau);
    }

    private static TwoLevelParts Of(Func<bool, bool, double, double> term, double tau) =>
        new(term(true, true, tau), term(true, false, tau), term(false, false, tau), term(false, true, tau));
}
