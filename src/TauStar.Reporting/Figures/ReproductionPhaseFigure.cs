using TauStar.Reporting.Plots;
using TauStar.Studies.Reproduction;

namespace TauStar.Reporting.Figures;

/// <summary>Figure 3 of arXiv:2512.09152: tau* and tau' of the 4 x 4 Ising model over T and M, and one data set explained.</summary>
public static class ReproductionPhaseFigure
{
    /// <summary>Divergences are shown up to this many times their largest value at the optima and at tau = 1.</summary>
    private const double Headroom = 2.2;

    /// <summary>Probabilities below this are not shown.</summary>
    private const double LeastProbability = 1e-5;

    /// <summary>Describes the figure.</summary>
    /// <param name="phase">Means over the grid.</param>
    /// <param name="example">One data set; null leaves its panels out.</param>
    public static Figure Describe(PhaseDiagram phase, IsingExample? example)
    {
        ArgumentNullException.ThrowIfNull(phase);
        Axis temperature = new("Temperature of the truth T (J = 1)");
        return new Figure
        {
            Name = PaperFigureName.Of(PaperFigure.Fig3),
            Title = "4 x 4 Ising model: the best temperatures over T and M",
            HowToRead = "Colours show the mean over replicates, white where the model is best sampled as it is, blue where cold mends it, red where heat does. "
                + "Below the black line in T, fidelity wants \u03C4* < 1; above, it wants \u03C4* > 1. The lower panels show one data set.",
            EmptyNote = "No cell was computed.",
            Panels =
            [
                ReproductionParts.Phase(phase, $"Fidelity: mean {ReproductionParts.TauStar}", temperature, p => p.TauStar, withLine: true),
                ReproductionParts.Phase(phase, $"Coverage: mean {ReproductionParts.TauPrime}", temperature, p => p.TauPrime, withLine: false),
                .. example is null ? [] : Example(example),
            ],
        };
    }

    private static IEnumerable<Panel> Example(IsingExample example)
    {
        string which = $"T = {Numbers.Setting(example.Temperature)}, M = {Numbers.Count(example.Samples)}";
        DivergencePoint one = example.Curve.MinBy(point => Math.Abs(point.Tau - 1))!;
        double most = Headroom * Math.Max(one.Reverse, one.Forward);
        DivergencePoint[] shown = [.. example.Curve.Where(point => Math.Min(point.Reverse, point.Forward) < most)];
        yield return new Panel
        {
            Title = $"One data set, {which}",
            X = ReproductionParts.Tau(shown[0].Tau, shown[^1].Tau),
            Y = new Axis("Divergence (nats)") { Min = 0, Max = most },
            Marks =
            [
                ReproductionParts.AsFitted,
                new Place($"{ReproductionParts.TauStar} = {Numbers.Fixed(example.TauStar, 2)}", Ink.TauStar, example.TauStar) { Stroke = Stroke.Dashed },
                new Place($"{ReproductionParts.TauPrime} = {Numbers.Fixed(example.TauPrime, 2)}", Ink.TauPrime, example.TauPrime) { Stroke = Stroke.Dashed },
                new Curve($"fidelity, {ReproductionParts.Reverse}", Ink.TauStar, ReproductionParts.Clipped([.. example.Curve.Select(p => (p.Tau, p.Reverse))], 0, most)),
                new Curve($"coverage, {ReproductionParts.Forward}", Ink.TauPrime, ReproductionParts.Clipped([.. example.Curve.Select(p => (p.Tau, p.Forward))], 0, most)),
            ],
        };
        Curve Of(string label, Ink ink, Func<LevelProbability, double> probability) => new(label, ink,
            [.. example.Levels.Select(level => ReproductionParts.At(level.Energy, probability(level) >= LeastProbability ? probability(level) : double.NaN))])
        { Dots = true };
        yield return new Panel
        {
            Title = $"Energies, {which}",
            X = new Axis("Energy level of the truth E (J = 1)"),
            Y = new Axis("Probability of the level") { Scale = AxisScale.Logarithmic },
            Marks =
            [
                Of("truth", Ink.Natural, level => level.Truth),
                Of("data", Ink.Sample, level => level.Data) with { Joined = false },
                Of("fit, \u03C4 = 1", Ink.Model, level => level.FitAtOne),
                Of($"fit, {ReproductionParts.TauStar}", Ink.TauStar, level => level.FitAtTauStar) with { Stroke = Stroke.Dashed, Dots = false },
            ],
        };
    }
}
