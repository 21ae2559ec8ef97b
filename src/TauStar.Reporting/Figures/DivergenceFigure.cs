using TauStar.Numerics;
using TauStar.Reporting.Plots;
using TauStar.Studies;

namespace TauStar.Reporting.Figures;

/// <summary>How a divergence between model and truth changes with tau, with its minimum (theory, section 2).</summary>
public static class DivergenceFigure
{
    /// <summary>Room around the optimum and 1 in the panel that looks closely, as a factor of tau.</summary>
    private const double CloseRoom = 1.12;

    /// <summary>What one of the two figures shows.</summary>
    private sealed record Side(string Title, string AxisLabel, Estimate Optimum, Mark[] Places, Func<CurvePoint, Estimate> Change);

    /// <summary>D(p||q_tau) - D(p||q_1): the curve whose minimum is tau'.</summary>
    public static Figure Forward(TuningResult result) => new()
    {
        Name = "forward-divergence",
        Title = "Where is the model closest to nature\u2019s whole range?",
        HowToRead = "The curve says how much worse (above 0) or better (below 0) the model explains unseen natural sequences "
            + "when sampled at temperature \u03C4 instead of 1, in nats a sequence. Its lowest point is \u03C4\u2032; the coloured strip is the "
            + "90\u00A0% interval of that place. A flat valley means that the exact temperature matters little.",
        EmptyNote = "No curve was computed.",
        Panels = Panels(result, new Side("Forward divergence relative to the model as trained", "D(p\u2016q) relative to \u03C4 = 1 (nats)",
            result.TauPrime.TauPrime, [.. Parts.TauPrime(result, brief: false)], point => point.ForwardDivergenceChange)),
    };

    /// <summary>D(q_tau||p) - D(q_1||p): the curve whose minimum is tau*.</summary>
    public static Figure Reverse(TuningResult result) => new()
    {
        Name = "reverse-divergence",
        Title = "Where does what the model generates look most natural?",
        HowToRead = "The curve says how much less (above 0) or more (below 0) natural what the model generates at temperature \u03C4 is than at 1, "
            + "in nats a sequence, judged by the couplings that the data make likely (posterior mean). Its lowest point is \u03C4*; the coloured strip "
            + "is the 90\u00A0% interval of that place. Where the band reaches above 0, turning the temperature may do harm.",
        EmptyNote = "No curve was computed: \u03C4* was not sought.",
        Panels = Panels(result, new Side("Reverse divergence relative to the model as trained", "D(q\u2016p) relative to \u03C4 = 1 (nats)",
            result.TauStar.TauStar, [.. Parts.TauStar(result, brief: false)], point => point.ReverseDivergenceChange)),
    };

    private static List<Panel> Panels(TuningResult result, Side side)
    {
        Mark[] marks =
        [
            .. Parts.Unmixed(result.Curves),
            .. side.Places,
            Parts.AsTrained,
            Parts.OverTau("change with 90\u00A0% band", Ink.Model, result.Curves, side.Change),
        ];
        Panel whole = new()
        {
            Title = side.Title,
            X = Axis.Tau(result.Curves.Select(point => point.Tau)),
            Y = new Axis(side.AxisLabel),
            Marks = marks,
            Wide = true,
        };
        List<Panel> panels = [whole];
        if (Close(result, side) is Axis close)
        {
            panels.Add(whole with
            {
                Title = "The same, close to the minimum",
                X = close,
                Marks = [new Level("", Ink.Guide, 0) { Stroke = Stroke.Dotted }, .. marks],
            });
        }
        return panels;
    }

    private static Axis? Close(TuningResult result, Side side)
    {
        Estimate tau = side.Optimum;
        if (tau.Status is EstimateStatus.Unavailable or EstimateStatus.OutOfRange || !double.IsFinite(tau.Value))
            return null;
        double low = Math.Min(1, double.IsFinite(tau.Low) ? Math.Min(tau.Low, tau.Value) : tau.Value);
        double high = Math.Max(1, double.IsFinite(tau.High) ? Math.Max(tau.High, tau.Value) : tau.Value);
        double[] taus = [.. result.Curves.Where(point => side.Change(point).Status != EstimateStatus.Unavailable).Select(point => point.Tau)];
        low /= CloseRoom;
        high *= CloseRoom;
        return taus.Count(value => value >= low && value <= high) < 3
            ? null
            : Axis.Tau(taus) with { Min = Math.Max(low, taus.Min()), Max = Math.Min(high, taus.Max()) };
    }
}
