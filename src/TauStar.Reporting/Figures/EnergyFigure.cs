using TauStar.Reporting.Plots;
using TauStar.Studies;

namespace TauStar.Reporting.Figures;

/// <summary>Histograms of the model's energy over natural, generated and control sequences.</summary>
public static class EnergyFigure
{
    /// <summary>Describes the figure.</summary>
    public static Figure Describe(TuningResult result) => new()
    {
        Name = "energies",
        Title = "Energies under the model",
        HowToRead = "Each outline is the distribution of the model\u2019s energy over one kind of sequences; low energy means that the model "
            + "finds a sequence plausible. Generated sequences should lie where the natural ones do. The controls without couplings show "
            + "how far away sequences are that have the right letters at every site and nothing more.",
        EmptyNote = "No energies were collected.",
        Panels =
        [
            new Panel
            {
                Title = "Energy of sequences under the model",
                X = new Axis("E (kT at \u03C4 = 1)"),
                Y = new Axis("Probability density (1/kT)") { Min = 0 },
                Marks = [.. result.Energies.Select(histogram => Outline(histogram, result.TauStar.TauStar.Value))],
                Wide = true,
            },
        ],
    };

    private static Steps Outline(EnergyHistogram histogram, double tauStar)
    {
        (Ink ink, Stroke stroke) = Look(histogram, tauStar);
        return new Steps(histogram.Label, ink, histogram.Low, histogram.BinWidth, histogram.Density)
        { Stroke = stroke, Filled = ink == Ink.Natural };
    }

    /// <summary>The schema has a label and no kind: controls are known by their word, generated ones by their temperature.</summary>
    private static (Ink, Stroke) Look(EnergyHistogram histogram, double tauStar)
    {
        if (histogram.Label.Contains("shuffled", StringComparison.OrdinalIgnoreCase))
            return (Ink.Shuffled, Stroke.Dashed);
        if (histogram.Label.Contains("independent", StringComparison.OrdinalIgnoreCase))
            return (Ink.Independent, Stroke.Solid);
        if (double.IsNaN(histogram.Tau))
            return (Ink.Natural, Stroke.Solid);
        return (histogram.Tau == 1 ? Ink.Model : histogram.Tau == tauStar ? Ink.TauStar : Ink.TauPrime, Stroke.Solid);
    }
}
