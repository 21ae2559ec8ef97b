using TauStar.Diagnosis;
using TauStar.Reporting.Plots;
using TauStar.Studies.Reproduction;

namespace TauStar.Reporting.Figures;

/// <summary>Figure 2 of arXiv:2512.09152: the two-level worked example, and tau*, tau' over gap and M.</summary>
public static class ReproductionTwoLevelFigure
{
    /// <summary>How far from the state's number truth and fit are drawn, so that equal values do not hide each other.</summary>
    private const double Aside = 0.13;

    /// <summary>Divergences are shown up to this many times their value at tau = 1.</summary>
    private const double Headroom = 2.5;

    /// <summary>Describes the figure.</summary>
    /// <param name="example">The worked example; null leaves its panels out.</param>
    /// <param name="phase">Means over gap and M; null leaves its panels out.</param>
    public static Figure Describe(TwoLevelExample? example, PhaseDiagram? phase)
    {
        Axis gap = new("Gap \u0394 of the truth (kT)");
        return new Figure
        {
            Name = PaperFigureName.Of(PaperFigure.Fig2),
            Title = "Two-level model: a worked example, and the best temperatures over gap and M",
            HowToRead = "The model finds two of three low states. Each divergence is the sum of four parts: states found low, missed low, high, and falsely low. "
                + "Colours below show means over random data sets.",
            EmptyNote = "Nothing was computed.",
            Panels =
            [
                .. example is null ? [] : Example(example),
                .. phase is null ? [] : (Panel[])
                [
                    ReproductionParts.Phase(phase, $"Random data: mean {ReproductionParts.TauStar}", gap, p => p.TauStar, withLine: true),
                    ReproductionParts.Phase(phase, $"Random data: mean {ReproductionParts.TauPrime}", gap, p => p.TauPrime, withLine: false),
                ],
            ],
        };
    }

    private static IEnumerable<Panel> Example(TwoLevelExample example)
    {
        Axis state = new("State") { Min = 0.5, Max = example.States.Count + 0.5 };
        Curve Dots(string label, Ink ink, double aside, Func<TwoLevelState, double> value) =>
            new(label, ink, [.. example.States.Select(s => ReproductionParts.At(s.State + aside, value(s)))]) { Dots = true, Joined = false };
        yield return new Panel
        {
            Title = "Energies",
            X = state,
            Y = new Axis("Energy (kT)"),
            Marks = [Dots("truth", Ink.Natural, -Aside, s => s.TruthEnergy), Dots("fit, \u03C4 = 1", Ink.Model, Aside, s => s.FitEnergy)],
        };
        yield return new Panel
        {
            Title = "Probabilities",
            X = state,
            Y = new Axis("Probability") { Scale = AxisScale.Logarithmic },
            Marks =
            [
                Dots("truth", Ink.Natural, -Aside, s => s.Truth), Dots("fit, \u03C4 = 1", Ink.Model, Aside, s => s.Fit),
                Dots("data", Ink.Sample, 0, s => s.Data > 0 ? s.Data : double.NaN),
            ],
        };
        yield return Parts(example, $"{ReproductionParts.Reverse} and its parts", d => d.Reverse, example.ReverseAtOne,
            new Place($"{ReproductionParts.TauStar} = {Numbers.Fixed(example.TauStar, 3)}", Ink.TauStar, example.TauStar) { Stroke = Stroke.Dashed });
        yield return Parts(example, $"{ReproductionParts.Forward} and its parts", d => d.Forward, example.ForwardAtOne,
            new Place($"{ReproductionParts.TauPrime} = {Numbers.Fixed(example.TauPrime, 3)}", Ink.TauPrime, example.TauPrime) { Stroke = Stroke.Dashed });
    }

    private static Panel Parts(TwoLevelExample example, string title, Func<TwoLevelDivergences, TwoLevelParts> divergence, double atOne, Place optimum)
    {
        double most = Headroom * atOne;
        Curve Of(string label, Ink ink, Func<TwoLevelParts, double> part) =>
            new(label, ink, ReproductionParts.Clipped([.. example.Curve.Select(point => (point.Tau, part(divergence(point))))], -most, most));
        return new Panel
        {
            Title = title,
            X = ReproductionParts.Tau(example.Curve[0].Tau, example.Curve[^1].Tau),
            Y = new Axis("Divergence (nats)"),
            Marks =
            [
                new Level("", Ink.Guide, 0) { Stroke = Stroke.Dotted },
                ReproductionParts.AsFitted, optimum,
                Of("found low", Ink.Independent, d => d.FoundLow), Of("missed low", Ink.HeldOut, d => d.MissedLow),
                Of("high", Ink.Guide, d => d.High), Of("falsely low", Ink.Shuffled, d => d.FalselyLow),
                Of("sum", Ink.Natural, d => d.Sum),
            ],
        };
    }
}
