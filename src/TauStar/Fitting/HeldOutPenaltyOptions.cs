using TauStar.Data;

namespace TauStar.Fitting;

/// <summary>Settings of <see cref="HeldOutPenalty"/>.</summary>
public sealed record HeldOutPenaltyOptions
{
    /// <summary>l_h.</summary>
    public double FieldPenalty { get; init; } = 1;

    /// <summary>The smallest l_J that is tried at first; the others are doubles of it.</summary>
    public double Smallest { get; init; } = 2;

    /// <summary>How many l_J are tried at first, at least 3.</summary>
    public int Count { get; init; } = 6;

    /// <summary>Folds that are held out in turn, at most as many as there are. Each fit has all other sequences.</summary>
    public int HeldOutFolds { get; init; } = 3;

    /// <summary>How the fits run. Their tolerance is loose: what it leaves out is far below what tells two penalties apart.</summary>
    public PseudoLikelihoodOptions Fit { get; init; } = new() { Tolerance = 1e-6 };

    /// <exception cref="InputException">Names the setting, its value and the allowed range.</exception>
    internal void Validate()
    {
        BoltzmannOptions.Require(FieldPenalty is >= 0 and < double.PositiveInfinity, "L2 on fields", FieldPenalty, "0 or above");
        BoltzmannOptions.Require(Smallest is > 0 and < double.PositiveInfinity, "smallest L2 on couplings", Smallest, "above 0");
        BoltzmannOptions.Require(Count >= 3, "penalties to try", Count, "at least 3");
        BoltzmannOptions.Require(HeldOutFolds >= 1, "folds to hold out", HeldOutFolds, "at least 1");
    }
}
