using TauStar.Reporting.Plots;
using TauStar.Studies;

namespace TauStar.Reporting.Figures;

/// <summary>Health of the replica-exchange run along its ladder; the uniform rung (tau infinite) stands at the right edge.</summary>
public static class ReplicaExchangeFigure
{
    /// <summary>Describes the figure.</summary>
    public static Figure Describe(TuningResult result)
    {
        IReadOnlyList<RungSummary> ladder = result.Ladder;
        Axis tau = Axis.Tau(ladder.Select(rung => rung.Tau));
        Panel Of(string title, Axis y, Func<RungSummary, double> quantity, bool wide, params Mark[] levels) => new()
        {
            Title = title,
            X = tau,
            Y = y,
            Wide = wide,
            Marks =
            [
                .. Parts.Unmixed(result.Curves),
                .. levels,
                new Curve("rungs", Ink.Model, [.. ladder.Select(rung => Parts.At(rung.Tau, Parts.Bare(quantity(rung)), mixed: true))]) { Dots = true },
            ],
        };
        return new Figure
        {
            Name = "replica-exchange",
            Title = "Can the temperature curves be trusted?",
            HowToRead = "Chains at many temperatures swap places so that cold ones can escape. Swaps should be accepted often at every step of the "
                + "ladder. R-hat compares chains started from random and from natural sequences: 1 means that the start is forgotten. The effective "
                + "number of samples is what the error bars are made of. The rung at \u221E samples uniformly.",
            EmptyNote = "No replica-exchange run was made.",
            Panels =
            [
                Of("Swaps with the next hotter rung", new Axis("Accepted fraction") { Min = 0 }, rung => rung.SwapRate, wide: true),
                Of("Agreement of both starts", new Axis("R-hat of the energy"), rung => rung.RHat, wide: false,
                    new Level("goal", Ink.Natural, 1) { Stroke = Stroke.Dashed }),
                Of("Effective samples", new Axis("ESS of the energy") { Scale = AxisScale.Logarithmic }, rung => rung.EffectiveSamples, wide: false),
            ],
        };
    }
}
