using TauStar.Reporting.Plots;
using TauStar.Studies;

namespace TauStar.Reporting.Figures;

/// <summary>Mean energy, heat capacity and entropy of q_tau; tau' is where the mean energy meets the target.</summary>
public static class ThermodynamicsFigure
{
    /// <summary>Describes the figure.</summary>
    public static Figure Describe(TuningResult result)
    {
        Axis tau = Axis.Tau(result.Curves.Select(point => point.Tau));
        Region[] unmixed = [.. Parts.Unmixed(result.Curves)];
        Mark[] optima = [.. Parts.Optima(result)];
        Panel Of(string title, string unit, Func<CurvePoint, Numerics.Estimate> quantity, bool wide, params Mark[] levels) => new()
        {
            Title = title,
            X = tau,
            Y = new Axis(unit),
            Wide = wide,
            Marks = [.. unmixed, .. levels, .. optima, Parts.OverTau("model", Ink.Model, result.Curves, quantity)],
        };
        TauPrimeResult found = result.TauPrime;
        return new Figure
        {
            Name = "thermodynamics",
            Title = "Energy, heat capacity and entropy of the model",
            HowToRead = "Sampled hotter, the model gives sequences of higher energy and more variety. "
                + "\u03C4\u2032 is where its mean energy meets the energy of unseen natural sequences (dashed), which usually lies above "
                + "that of the training sequences (dotted) because the model has seen those. A peak of the heat capacity marks the "
                + "temperature at which the model changes its character: close to it, small changes of \u03C4 do much.",
            EmptyNote = "No curve was computed.",
            Panels =
            [
                Of("Mean energy", "\u27E8E\u27E9 (kT)", point => point.Energy, wide: true,
                    new Level("natural, training", Ink.Natural, found.DataEnergy) { Stroke = Stroke.Dotted },
                    new Level("natural, unseen (target)", Ink.HeldOut,
                        found.TargetEnergy.Value, found.TargetEnergy.Low, found.TargetEnergy.High) { Stroke = Stroke.Dashed }),
                Of("Heat capacity", "C = Var(E)/\u03C4\u00B2", point => point.HeatCapacity, wide: false),
                Of("Entropy a site", "S/L (nats)", point => point.EntropyPerSite, wide: false),
            ],
        };
    }
}
