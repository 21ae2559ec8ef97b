namespace TauStar.Fitting;

/// <summary>A number for each group of parameters that an L2 prior treats alike.</summary>
/// <param name="Fields">Of fields; 0 where the family has none.</param>
/// <param name="Couplings">Of couplings.</param>
public readonly record struct L2Strengths(double Fields, double Couplings)
{
    /// <summary>Both times a factor.</summary>
    public L2Strengths Times(double factor) => new(Fields * factor, Couplings * factor);
}
