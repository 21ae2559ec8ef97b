using TauStar.Numerics;
using TauStar.Reporting.Plots;
using TauStar.Studies;

namespace TauStar.Reporting.Figures;

/// <summary>What several figures share: curves over tau, the mark of tau', the regions without mixing.</summary>
internal static class Parts
{
    public const string DidNotMix = "chains did not mix";
    public const string ControlName = "independent sites";

    /// <summary>A curve of estimates over tau.</summary>
    public static Curve OverTau(string label, Ink ink, IReadOnlyList<CurvePoint> points, Func<CurvePoint, Estimate> quantity) =>
        new(label, ink, [.. points.Select(point => At(point.Tau, quantity(point), point.Mixed))]);

    /// <summary>A curve of plain numbers over tau.</summary>
    public static Curve OverTau(
        string label, Ink ink, IReadOnlyList<GenerationQuality> points, Func<GenerationQuality, double> quantity, bool needsMixing = true) =>
        new(label, ink, [.. points.Select(point => At(point.Tau, Bare(quantity(point)), point.Mixed || !needsMixing))]) { Dots = true };

    /// <summary>One point over tau, with what the interactive report says of it.</summary>
    public static CurveMarkPoint At(double tau, Estimate estimate, bool mixed)
    {
        bool known = estimate.Status != EstimateStatus.Unavailable;
        bool trusted = mixed && estimate.Status == EstimateStatus.Ok;
        string hover = $"\u03C4 = {Numbers.Tau(tau)}: {Numbers.Value(estimate)}"
            + (Numbers.Interval(estimate) is string interval ? $" (90\u00A0%: {interval})" : "")
            + (trusted ? "" : mixed ? ", not reliable" : $", not reliable: {DidNotMix}");
        return new CurveMarkPoint(tau, known ? estimate.Value : double.NaN, estimate.Low, estimate.High, trusted, hover);
    }

    /// <summary>A number without an interval.</summary>
    public static Estimate Bare(double value) => new(value, double.NaN, double.NaN);

    /// <summary>Stretches of tau where chains did not mix, up to halfway to the next point where they did.</summary>
    public static IEnumerable<Region> Unmixed(IReadOnlyList<(double Tau, bool Mixed)> points)
    {
        for (int i = 0; i < points.Count; i++)
        {
            if (points[i].Mixed)
                continue;
            int first = i;
            while (i + 1 < points.Count && !points[i + 1].Mixed) i++;
            double from = first == 0 ? points[0].Tau / 2 : Math.Sqrt(points[first - 1].Tau * points[first].Tau);
            double to = i == points.Count - 1 ? points[^1].Tau * 2 : Math.Sqrt(points[i].Tau * points[i + 1].Tau);
            yield return new Region(DidNotMix, from, to);
        }
    }

    public static IEnumerable<Region> Unmixed(IEnumerable<CurvePoint> points) =>
        Unmixed([.. points.Select(point => (point.Tau, point.Mixed))]);

    public static IEnumerable<Region> Unmixed(IEnumerable<GenerationQuality> points) =>
        Unmixed([.. points.Select(point => (point.Tau, point.Mixed))]);

    /// <summary>tau' with its interval, in full words or short; nothing when it was not computed.</summary>
    public static IEnumerable<Mark> TauPrime(TuningResult result, bool brief = true) => Optimum("\u03C4\u2032", Ink.TauPrime, result.TauPrime.TauPrime, brief);

    /// <summary>The same for tau*.</summary>
    public static IEnumerable<Mark> TauStar(TuningResult result, bool brief = true) => Optimum("\u03C4*", Ink.TauStar, result.TauStar.TauStar, brief);

    /// <summary>Both.</summary>
    public static IEnumerable<Mark> Optima(TuningResult result) => TauPrime(result).Concat(TauStar(result));

    private static IEnumerable<Mark> Optimum(string symbol, Ink ink, Estimate tau, bool brief)
    {
        if (tau.Status == EstimateStatus.Unavailable || !double.IsFinite(tau.Value))
            yield break;
        string value = Numbers.Value(tau, Numbers.OfTau);
        string label = tau.Status switch
        {
            EstimateStatus.OutOfRange => brief ? $"{symbol} (out of range)" : $"{symbol} out of range, nearest end {value}",
            EstimateStatus.Unreliable => brief ? $"{symbol} (not reliable)" : $"{symbol} = {value}, not reliable",
            _ when brief => symbol,
            _ => $"{symbol} = {value}" + (Numbers.Interval(tau, Numbers.OfTau) is string interval ? $" (90\u00A0%: {interval})" : ""),
        };
        yield return new Place(label, ink, tau.Value, tau.Low, tau.High)
        { Stroke = tau.Status == EstimateStatus.Ok ? Stroke.Solid : Stroke.Dashed };
    }

    /// <summary>The model as trained.</summary>
    public static Place AsTrained => new("as trained", Ink.Guide, 1) { Stroke = Stroke.Dotted };
}
