using TauStar.Fitting;
using TauStar.Landscapes;

namespace TauStar.Formats.Plans;

/// <summary>
/// What may stand in a plan: a row a kind, its word and how it is made from the members of its object. Words and keys are
/// those of <see cref="GroundTruth.Id"/> and <see cref="FitMethod.Id"/>, from which plans are written.
/// </summary>
internal static class PlanKinds
{
    /// <summary>Ground truths.</summary>
    public static IReadOnlyList<(string Kind, Func<PlanObject, GroundTruth> Make)> Truths { get; } =
    [
        ("ising", m => new IsingTruth(
            m.Whole("rows"), m.Whole("columns"), m.Number("coupling", 1), m.Flag("periodic", true), m.Whole("layers", 1))),
        ("edwards-anderson", m => new EdwardsAndersonTruth(
            m.Whole("rows"), m.Whole("columns"), m.Seed(), m.Flag("periodic", true), m.Whole("layers", 1))),
        ("spin-glass", m => new SpinGlassTruth(
            m.Whole("spins"), m.Number("coupling-deviation", 1), m.Number("field-deviation", 0), m.Seed())),
        ("hopfield", m => new HopfieldTruth(m.Whole("spins"), m.Whole("patterns"), m.Seed())),
        ("three-body", m => new ThreeBodyTruth(
            m.Whole("spins"), m.Whole("triples"), m.Number("triple-deviation", 1), m.Number("pair-deviation", 1), m.Seed(),
            m.Number("field-deviation", 0))),
        ("rna", m => new RnaTruth(m.Whole("length"), m.Number("field-deviation", 0.5), m.Seed(), m.Whole("loop", 3))),
        ("hairpin", m => new HairpinTruth(
            m.Whole("length"), m.Number("field-deviation", 0.5), m.Seed(), m.Flag("cooperative", false))),
        ("planted", m => new PlantedTruth(
            m.Whole("length"), m.Whole("states", 4), m.Choice("regime", PlantedRegime.Mid), m.Seed())),
        ("two-level", m => new TwoLevelTruth(m.Whole("states"), m.Whole("ground"), m.Number("gap"))),
    ];

    /// <summary>Ways to fit.</summary>
    public static IReadOnlyList<(string Kind, Func<PlanObject, FitMethod> Make)> Fits { get; } =
    [
        ("published", m => new PublishedFit
        {
            Step = m.Number("step", 0.01), Tolerance = m.Number("tolerance", 1e-5), MostSteps = m.Whole("most-steps", 15_000),
        }),
        ("newton", m => new NewtonFit(m.Number("l2-fields", 0), m.Number("l2-couplings", 0))
        {
            Tolerance = m.Number("tolerance", 1e-10), MostSteps = m.Whole("most-steps", 200),
        }),
        ("two-level", _ => new TwoLevelFitMethod()),
    ];
}
