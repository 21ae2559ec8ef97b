using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>L2-penalised likelihood whose strengths the data choose: see <see cref="EmpiricalBayes"/>.</summary>
public sealed record EmpiricalBayesFit : PairwiseFitMethod
{
    /// <inheritdoc/>
    public override string Id => "empirical-bayes";

    /// <inheritdoc/>
    public override bool Penalises => true;

    /// <inheritdoc/>
    public override PairwiseFit Fit(MomentTarget target, RandomStream start = default) => EmpiricalBayes.Of(target).Posterior.Map;
}
