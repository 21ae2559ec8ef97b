using TauStar.Reporting.Plots;
using TauStar.Studies.Reproduction;

namespace TauStar.Reporting.Figures;

/// <summary>Appendix C of arXiv:2512.09152: kappa and C at tau = 1; where they cross, tau* = 1.</summary>
public static class ReproductionResponseFigure
{
    /// <summary>Two-level model, against the gap.</summary>
    public static Figure DescribeToy(ResponseCurve curve) => Describe(curve, PaperFigure.FigCToy,
        "Two-level model: heat capacity and response against the gap", new Axis("Gap \u0394 of the truth (kT)"), "\u0394");

    /// <summary>Ising model, against T.</summary>
    public static Figure DescribeIsing(ResponseCurve curve) => Describe(curve, PaperFigure.FigCIsing,
        "4 x 4 Ising model: heat capacity and response against T", new Axis("Temperature of the truth T (J = 1)"), "T");

    private static Figure Describe(ResponseCurve curve, PaperFigure figure, string title, Axis x, string symbol)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return new Figure
        {
            Name = PaperFigureName.Of(figure),
            Title = title,
            HowToRead = "Where \u03BA is above C, lowering the temperature brings the model closer to the truth (\u03C4* < 1); where it is below, raising it does. "
                + "Bars are standard errors of the mean over replicates.",
            EmptyNote = "No cell was computed.",
            Panels =
            [
                .. curve.Points.GroupBy(point => point.Samples).Select(row => new Panel
                {
                    Title = $"M = {Numbers.Count(row.Key)}"
                        + (curve.Crossings.FirstOrDefault(c => c.Samples == row.Key)?.Crossing is Crossing at ? $"; \u03BA = C at {symbol} = {Numbers.Fixed(at.At, 2)}" : ""),
                    X = x,
                    Y = new Axis("\u03BA and C at \u03C4 = 1, mean \u00B1 s.e."),
                    Marks =
                    [
                        .. curve.Crossings.Where(c => c.Samples == row.Key && c.Crossing is not null)
                            .Select(c => new Place("\u03BA = C: \u03C4* = 1", Ink.Guide, c.Crossing!.Value.At) { Stroke = Stroke.Dotted }),
                        new Curve("\u03BA, response to the energies of the truth", Ink.Natural, [.. row.Select(p => ReproductionParts.At(p.X, p.Kappa))]) { Dots = true, Bars = true },
                        new Curve("C, heat capacity of the fit", Ink.Model, [.. row.Select(p => ReproductionParts.At(p.X, p.HeatCapacity))]) { Dots = true, Bars = true },
                    ],
                    Wide = curve.Points.Select(point => point.Samples).Distinct().Count() == 1,
                }),
            ],
        };
    }
}
