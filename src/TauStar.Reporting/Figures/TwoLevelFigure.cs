using TauStar.Diagnosis;
using TauStar.Numerics;
using TauStar.Reporting.Plots;
using TauStar.Tempering;

namespace TauStar.Reporting.Figures;

/// <summary>
/// Why tau* and tau' are where they are on the two-level landscape: both divergences over tau, kappa against C, and the
/// parts of each divergence (arXiv:2512.09152).
/// </summary>
public static class TwoLevelFigure
{
    private const string Reverse = "D(q\u03C4\u2009\u2016\u2009p)";
    private const string Forward = "D(p\u2009\u2016\u2009q\u03C4)";

    /// <summary>Panels show divergences up to this multiple of the larger one at tau = 1: beyond, they only grow.</summary>
    private const double Headroom = 2.2;

    /// <summary>Half width of a 90 % interval in standard errors.</summary>
    private const double NinetyPercent = 1.645;

    /// <summary>Describes the figure.</summary>
    public static Figure Describe(TwoLevelExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        IReadOnlyList<TwoLevelCurvePoint> curve = explanation.Curve;
        Axis tau = new("Sampling temperature \u03C4") { Scale = AxisScale.Logarithmic, Min = curve[0].Tau, Max = curve[^1].Tau };
        Place star = Optimum("\u03C4*", Ink.TauStar, explanation.Fidelity.Common), prime = Optimum("\u03C4\u2032", Ink.TauPrime, explanation.Diversity.Common);
        Place one = new("\u03C4 = 1", Ink.Guide, 1) { Stroke = Stroke.Dotted };
        Curve Of(string label, Ink ink, Func<TwoLevelCurvePoint, ReplicateMean> quantity) =>
            new(label, ink, [.. curve.Select(point => At(point.Tau, quantity(point)))]);
        return new Figure
        {
            Name = "explain",
            Title = "Why the model wants another temperature",
            HowToRead = "Means over many data sets, with 90\u00A0% bands. \u03C4* is where the reverse divergence is least and \u03C4\u2032 where the forward one is. "
                + "Where \u03BA lies above C at \u03C4 = 1, cooling helps; where it lies below, heating does. The lower panels take both divergences "
                + "apart by what the model made of each state.",
            EmptyNote = "Nothing was computed.",
            Panels =
            [
                new Panel
                {
                    Title = "Divergences",
                    X = tau,
                    Y = Nats(Math.Max(explanation.Fidelity.AtOne.Mean, explanation.Diversity.AtOne.Mean)),
                    Marks = [one, star, prime, .. Clipped(explanation, Of(Reverse, Ink.TauStar, p => p.Reverse), Of(Forward, Ink.TauPrime, p => p.Forward))],
                },
                new Panel
                {
                    Title = "\u03BA against C",
                    X = tau,
                    Y = new Axis("\u03BA and C"),
                    Marks = [one, Of("\u03BA", Ink.Natural, p => p.Kappa), Of("C", Ink.Model, p => p.HeatCapacity)],
                },
                Parts(Reverse, Ink.TauStar, explanation.Fidelity, p => p.ReverseParts, star),
                Parts(Forward, Ink.TauPrime, explanation.Diversity, p => p.ForwardParts, prime),
            ],
        };

        Panel Parts(string divergence, Ink ink, TwoLevelAim aim, Func<TwoLevelCurvePoint, TwoLevelParts> parts, Place optimum)
        {
            double most = Headroom * Math.Max(aim.AtOne.Mean, Largest(aim.PartsAtOne));
            TwoLevelCurvePoint[] shown = [.. curve.Where(point => Largest(parts(point)) <= most)];
            Curve Part(string label, Ink ink, Func<TwoLevelParts, double> part) =>
                new(label, ink, [.. shown.Select(point => At(point.Tau, new ReplicateMean(part(parts(point)), double.NaN)))]);
            return new Panel
            {
                Title = $"{divergence}, by group of states",
                X = tau,
                Y = new Axis("Contribution (nats)"),
                Marks =
                [
                    new Level("", Ink.Guide, 0) { Stroke = Stroke.Dotted }, one, optimum,
                    Part("found low", Ink.Independent, p => p.FoundLow), Part("missed low", Ink.HeldOut, p => p.MissedLow),
                    Part("high", Ink.Guide, p => p.High), Part("falsely low", Ink.Shuffled, p => p.FalselyLow),
                    Part(divergence, ink, p => p.Sum),
                ],
            };
        }
    }

    private static Axis Nats(double atOne) => new("Divergence (nats)") { Min = 0, Max = Headroom * atOne };

    /// <summary>The curves as far as the panel reaches.</summary>
    private static IEnumerable<Curve> Clipped(TwoLevelExplanation explanation, params Curve[] curves)
    {
        double most = Headroom * Math.Max(explanation.Fidelity.AtOne.Mean, explanation.Diversity.AtOne.Mean);
        return curves.Select(curve => curve with { Points = [.. curve.Points.Where(point => point.High <= most)] });
    }

    private static double Largest(TwoLevelParts parts) =>
        Math.Max(Math.Max(Math.Abs(parts.FoundLow), Math.Abs(parts.MissedLow)), Math.Max(Math.Abs(parts.High), Math.Abs(parts.FalselyLow)));

    private static Place Optimum(string name, Ink ink, TemperatureOptimum optimum) =>
        new(optimum.Place == OptimumPlace.Inside ? $"{name} = {Numbers.Tau(optimum.Tau)}" : $"{name} out of range", ink, optimum.Tau) { Stroke = Stroke.Dashed };

    private static CurveMarkPoint At(double tau, ReplicateMean y) => new(
        tau, y.Mean, y.Mean - NinetyPercent * y.StandardError, y.Mean + NinetyPercent * y.StandardError, true,
        $"\u03C4 = {Numbers.Tau(tau)}: {Numbers.Significant(y.Mean)}");
}
