using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>
/// L2 strengths by held-out likelihood: the common factor on given strengths whose fits to the other folds predict each fold best. A second
/// opinion on <see cref="EmpiricalBayes"/> that trusts no prior.
/// </summary>
public static class CrossValidatedStrengths
{
    private const int Side = 4; // scales on either side of the given strengths
    private const double Step = 0.35; // of log lambda

    /// <summary>Chooses the factor; the minimum of a parabola through the best scale and its neighbours, or an edge: a factor of 4 either way.</summary>
    /// <param name="features">The family.</param>
    /// <param name="rows">M x L states.</param>
    /// <param name="weights">M sequence weights.</param>
    /// <param name="folds">Who is held out where.</param>
    /// <param name="around">The strengths to scale, against all M samples.</param>
    public static L2Strengths Choose(PairwiseFeatures features, byte[] rows, double[] weights, Folds folds, L2Strengths around)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(folds);
        double[] losses = new double[2 * Side + 1];
        PairwisePartition model = new(features);
        for (int fold = 0; fold <= folds.FoldOf.Max(); fold++)
        {
            MomentTarget train = MomentTarget.FromRows(features, rows, weights, folds.Training(fold));
            MomentTarget held = MomentTarget.FromRows(features, rows, weights, folds.HeldOut(fold));
            double[]? near = null;
            for (int n = losses.Length - 1; n >= 0; n--) // from strong to weak: each fit starts from a smoother one
            {
                near = EmpiricalBayes.Fit(train, around.Times(Math.Exp((n - Side) * Step)), near).Theta;
                model.Sum(near);
                losses[n] += held.Samples * (model.LogZ - VectorMath.Dot(near, held.Mean));
            }
        }
        int best = Array.IndexOf(losses, losses.Min());
        double scale = (best - Side) * Step;
        if (best > 0 && best < losses.Length - 1)
        {
            double below = losses[best - 1] - losses[best], above = losses[best + 1] - losses[best];
            if (below + above > 0) scale += Step * (below - above) / (2 * (below + above));
        }
        return around.Times(Math.Exp(scale));
    }
}
