using TauStar.Numerics;
using TauStar.Reporting.Plots;
using TauStar.Studies;

namespace TauStar.Reporting.Figures;

/// <summary>D(p||q_tau) - D(p||q_1) against tau, the curve whose minimum is tau' (theory, section 2).</summary>
public static class ForwardDivergenceFigure
{
    /// <summary>Room around tau' and 1 in the panel that looks closely, as a factor of tau.</summary>
    private const double CloseRoom = 1.12;

    /// <summary>Describes the figure.</summary>
    public static Figure Describe(TuningResult result)
    {
        Axis tau = Axis.Tau(result.Curves.Select(point => point.Tau));
        Mark[] marks =
        [
            .. Parts.Unmixed(result.Curves),
            .. Parts.TauPrime(result, brief: false),
            Parts.AsTrained,
            Parts.OverTau("change with 90\u00A0% band", Ink.Model, result.Curves, point => point.ForwardDivergenceChange),
        ];
        Panel whole = new()
        {
            Title = "Forward divergence relative to the model as trained",
            X = tau,
            Y = new Axis("D(p\u2016q) relative to \u03C4 = 1 (nats)"),
            Marks = marks,
            Wide = true,
        };
        List<Panel> panels = [whole];
        if (Close(result) is Axis close)
        {
            panels.Add(whole with
            {
                Title = "The same, close to the minimum",
                X = close,
                Marks = [new Level("", Ink.Guide, 0) { Stroke = Stroke.Dotted }, .. marks],
            });
        }
        return new Figure
        {
            Name = "forward-divergence",
            Title = "Where is the model closest to nature\u2019s whole range?",
            HowToRead = "The curve says how much worse (above 0) or better (below 0) the model explains unseen natural sequences "
                + "when sampled at temperature \u03C4 instead of 1, in nats a sequence. Its lowest point is \u03C4\u2032; the coloured strip is the "
                + "90\u00A0% interval of that place. A flat valley means that the exact temperature matters little.",
            EmptyNote = "No curve was computed.",
            Panels = panels,
        };
    }

    private static Axis? Close(TuningResult result)
    {
        Estimate tauPrime = result.TauPrime.TauPrime;
        if (tauPrime.Status is EstimateStatus.Unavailable or EstimateStatus.OutOfRange || !double.IsFinite(tauPrime.Value))
            return null;
        double low = Math.Min(1, double.IsFinite(tauPrime.Low) ? Math.Min(tauPrime.Low, tauPrime.Value) : tauPrime.Value);
        double high = Math.Max(1, double.IsFinite(tauPrime.High) ? Math.Max(tauPrime.High, tauPrime.Value) : tauPrime.Value);
        double[] taus = [.. result.Curves.Where(point => point.ForwardDivergenceChange.Status != EstimateStatus.Unavailable).Select(point => point.Tau)];
        low /= CloseRoom;
        high *= CloseRoom;
        return taus.Count(value => value >= low && value <= high) < 3
            ? null
            : Axis.Tau(taus) with { Min = Math.Max(low, taus.Min()), Max = Math.Min(high, taus.Max()) };
    }
}
