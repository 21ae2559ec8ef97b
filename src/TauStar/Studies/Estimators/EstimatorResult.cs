namespace TauStar.Studies.Estimators;

/// <summary>One data set of an estimator study.</summary>
/// <param name="Key">Which.</param>
/// <param name="Findings">What came out.</param>
public sealed record EstimatorResult(EstimatorKey Key, EstimatorFindings Findings)
{
    /// <summary>As tables and figures see it.</summary>
    public EstimatorTrial Trial => new(Key.Label, Findings);
}
