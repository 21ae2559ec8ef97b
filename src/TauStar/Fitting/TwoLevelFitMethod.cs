namespace TauStar.Fitting;

/// <summary>The maximum-likelihood two-level model, <see cref="TwoLevelFit.Of"/>; it has no settings.</summary>
public sealed record TwoLevelFitMethod : FitMethod
{
    /// <inheritdoc/>
    public override string Id => "two-level";
}
