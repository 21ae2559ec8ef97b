using TauStar.Reporting.Plots;
using TauStar.Studies.Estimators;
using TauStar.Tempering;

namespace TauStar.Reporting.Figures;

/// <summary>What the figures of estimator studies share: a colour and a label for each landscape and fit.</summary>
internal static class EstimatorParts
{
    private static readonly Ink[] Inks =
        [Ink.Model, Ink.TauPrime, Ink.Independent, Ink.HeldOut, Ink.Shuffled, Ink.Natural, Ink.TauStar, Ink.Sample, Ink.Guide];

    /// <summary>What has a colour of its own.</summary>
    public readonly record struct Family(string Landscape, string Fit)
    {
        /// <summary>In legends.</summary>
        public string Label => $"{Landscape}, {Fit}";
    }

    public static Family Of(EstimatorLabel label) => new(label.Landscape, label.Fit);

    public static Family Of(EstimatorGroup group) => new(group.Landscape, group.Fit);

    /// <summary>The colour of each family, in their order; with more than there are inks, inks come again.</summary>
    public static IReadOnlyDictionary<Family, Ink> InksOf(IEnumerable<Family> families) =>
        families.Distinct().Select((family, n) => (family, ink: Inks[n % Inks.Length])).ToDictionary(pair => pair.family, pair => pair.ink);

    public static string Symbol(TuningGoal goal) => goal == TuningGoal.Fidelity ? ReproductionParts.TauStar : ReproductionParts.TauPrime;
}
