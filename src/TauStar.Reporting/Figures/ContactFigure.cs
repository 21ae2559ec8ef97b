using TauStar.Diagnosis;
using TauStar.Reporting.Plots;

namespace TauStar.Reporting.Figures;

/// <summary>Predicted contacts against a structure: precision over rank, and the map.</summary>
public static class ContactFigure
{
    /// <summary>Describes the figure.</summary>
    /// <param name="precision">Ranked pairs.</param>
    /// <param name="sites">L.</param>
    public static Figure Describe(ContactPrecision precision, int sites)
    {
        ArgumentNullException.ThrowIfNull(precision);
        RankedContact[] best = [.. precision.Ranked.Take(sites)];
        Axis Sites(string label) => new(label) { Min = 1, Max = sites };
        Curve Pairs(string label, Ink ink, IEnumerable<RankedContact> pairs, bool above) => new(label, ink,
            [.. pairs.Select(p => ReproductionParts.At((above ? p.Score.I : p.Score.J) + 1, (above ? p.Score.J : p.Score.I) + 1))])
        { Joined = false, Dots = true };
        return new Figure
        {
            Name = "contacts",
            Title = "Predicted contacts",
            HowToRead = "Left: the share of true contacts among the best n pairs, beside that of a guess. Right: below the diagonal all contacts of the structure, "
                + "above it the L best pairs, true ones and false ones.",
            EmptyNote = "No pair of sites has coordinates.",
            Panels = precision.Ranked.Count == 0 ? [] :
            [
                new Panel
                {
                    Title = "Precision",
                    X = new Axis("Best pairs n") { Scale = AxisScale.Logarithmic },
                    Y = new Axis("True contacts among them") { Min = 0, Max = 1 },
                    Marks =
                    [
                        new Curve("model", Ink.Model, [.. precision.Ranked.Select((p, n) => ReproductionParts.At(n + 1, p.Precision))]),
                        new Level("guess", Ink.Guide, precision.BaseRate) { Stroke = Stroke.Dashed },
                        new Place("n = L", Ink.Guide, sites) { Stroke = Stroke.Dotted },
                    ],
                },
                new Panel
                {
                    Title = "Map",
                    X = Sites("Site"),
                    Y = Sites("Site"),
                    Marks =
                    [
                        Pairs("contact in the structure", Ink.Guide, precision.Ranked.Where(p => p.IsContact), above: false),
                        Pairs("predicted, false", Ink.TauPrime, best.Where(p => !p.IsContact), above: true),
                        Pairs("predicted, true", Ink.Model, best.Where(p => p.IsContact), above: true),
                    ],
                },
            ],
        };
    }
}
