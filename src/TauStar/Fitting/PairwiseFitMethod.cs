using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>A way to fit a pairwise model to moments.</summary>
public abstract record PairwiseFitMethod : FitMethod
{
    /// <summary>Fits.</summary>
    /// <param name="target">What the data say.</param>
    /// <param name="start">Fixes a random start, where the method has one.</param>
    public abstract PairwiseFit Fit(MomentTarget target, RandomStream start);

    /// <summary>Whether parameters are drawn towards 0 by a penalty: laws of plain maximum likelihood do not hold then.</summary>
    public virtual bool Penalises => false;

    /// <summary>The smallest M that the method is defined for.</summary>
    public virtual int FewestSamples => 1;
}
