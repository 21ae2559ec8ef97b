using TauStar.Reporting.Plots;
using TauStar.Studies;

namespace TauStar.Reporting.Figures;

/// <summary>How faithful and how varied the generated sequences are over tau, beside controls without couplings.</summary>
public static class FidelityDiversityFigure
{
    /// <summary>Describes the figure.</summary>
    public static Figure Describe(TuningResult result)
    {
        Axis tau = Axis.Tau(result.Quality.Select(point => point.Tau));
        NaturalReference natural = result.Natural;
        Region[] unmixed = [.. Parts.Unmixed(result.Quality)];
        Mark[] optima = [.. Parts.Optima(result)];
        Panel Of(string title, string label, IEnumerable<Mark> marks) => new()
        {
            Title = title,
            X = tau,
            Y = new Axis(label),
            Marks = [.. unmixed, .. optima, .. marks],
        };
        Curve Model(Func<GenerationQuality, double> quantity) => Parts.OverTau("model", Ink.Model, result.Quality, quantity);
        Curve Control(Func<GenerationQuality, double> quantity) =>
            Parts.OverTau(Parts.ControlName, Ink.Independent, result.Quality, quantity, needsMixing: false);
        Level Nature(double value) => new("natural", Ink.Natural, value) { Stroke = Stroke.Dashed };
        Level Shuffled(double value) => new("shuffled columns", Ink.Shuffled, value) { Stroke = Stroke.Dashed };
        return new Figure
        {
            Name = "fidelity-diversity",
            Title = "What the model generates, held against nature",
            HowToRead = "The upper panels ask whether pairs of sites vary together as in nature (1 is perfect; the controls know no "
                + "pairs, so they show what chance gives). The lower panels ask for variety: how alike two generated sequences are, and how "
                + "close each is to its nearest natural one. Above the natural line, the model repeats itself or copies; "
                + "below it, it strays further than nature does.",
            EmptyNote = "No sequences were generated and compared.",
            Panels =
            [
                Of("Correlations: Pearson", "Pearson", [Shuffled(natural.Shuffled.Pearson), Control(q => q.Independent.Pearson), Model(q => q.Pearson)]),
                Of("Correlations: slope", "Slope, generated on natural", [Nature(1), Model(q => q.Slope)]),
                Of("Two generated sequences", "Mean identity",
                    [Nature(natural.PairwiseIdentity), Shuffled(natural.Shuffled.PairwiseIdentity), Control(q => q.Independent.PairwiseIdentity), Model(q => q.PairwiseIdentity)]),
                Of("To the nearest natural sequence", "Mean identity",
                    [Nature(natural.NearestNatural), Shuffled(natural.Shuffled.NearestNatural), Control(q => q.Independent.NearestNatural), Model(q => q.NearestNatural)]),
            ],
        };
    }
}
