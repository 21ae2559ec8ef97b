namespace TauStar.Fitting;

/// <summary>How the gradient of the likelihood becomes a step.</summary>
public enum TrainingOptimiser
{
    /// <summary>Along the gradient, at one rate: as the field does it.</summary>
    Plain,

    /// <summary>
    /// Along the natural gradient of independent sites, at a rate that grows while successive steps agree and shrinks when they turn back
    /// (docs/derivations/natural-steps.md).
    /// </summary>
    Natural,
}
