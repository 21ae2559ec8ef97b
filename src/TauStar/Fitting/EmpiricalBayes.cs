using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>
/// The L2 prior that the data choose (MacKay, Neural Computation 4, 415, 1992; theory: section 6): one strength lambda for fields and one for
/// couplings, each where lambda_g |theta_g|^2 equals gamma_g, the number of parameters that the data determine. In a last step theta is not
/// the most probable model but the posterior mean: where data are few the posterior is skewed, and the former makes lambda too large
/// (docs/derivations/posterior-mean.md).
/// </summary>
/// <param name="Strengths">lambda, against M samples.</param>
/// <param name="Determined">gamma, 0 to the number of parameters of the group.</param>
/// <param name="Posterior">Of the truth's parameters under that prior, about its most probable model.</param>
/// <param name="Rounds">Fits until the strengths settled.</param>
/// <param name="Converged">False where they did not, within <see cref="MostRounds"/>.</param>
public sealed record EmpiricalBayes(
    L2Strengths Strengths, L2Strengths Determined, CouplingPosterior Posterior, int Rounds, bool Converged)
{
    /// <summary>Strengths are kept from here: weaker is as good as none.</summary>
    public const double Weakest = 1e-2;

    /// <summary>To here: the data determine no parameter of that kind.</summary>
    public const double Strongest = 1e4;

    /// <summary>Most rounds; 5 to 11 are usual.</summary>
    public const int MostRounds = 100;

    private const double Start = 5, Settled = 1e-3, Tolerance = 1e-9;

    /// <summary>Chooses the strengths and fits.</summary>
    public static EmpiricalBayes Of(MomentTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        PairwiseFeatures features = target.Features;
        L2Strengths strengths = new(features.HasFields ? Start : 0, Start);
        PairwiseFit? fit = null;
        for (int round = 1; ; round++)
        {
            fit = Fit(target, strengths, fit?.Theta);
            PosteriorCurvature curvature = PosteriorCurvature.At(target, fit.Theta, strengths);
            L2Strengths determined = curvature.Determined();
            L2Strengths next = Update(features, determined, fit.Theta);
            bool settled = Near(next.Fields, strengths.Fields) && Near(next.Couplings, strengths.Couplings);
            if (!settled && round < MostRounds)
            {
                strengths = next;
                continue;
            }
            double[] mean = [.. CouplingPosterior.About(target, fit, strengths, determined).Mean];
            strengths = Update(features, determined, mean);
            fit = Fit(target, strengths, fit.Theta);
            return new EmpiricalBayes(strengths, determined, CouplingPosterior.About(target, fit, strengths, determined), round, settled);
        }
    }

    /// <summary>The most probable model under a prior.</summary>
    /// <param name="target">The data.</param>
    /// <param name="strengths">lambda.</param>
    /// <param name="near">Parameters near it, or none.</param>
    internal static PairwiseFit Fit(MomentTarget target, L2Strengths strengths, double[]? near) =>
        new NewtonFit(strengths.Fields, strengths.Couplings) { Tolerance = Tolerance }.FitFrom(target, near ?? []);

    private static L2Strengths Update(PairwiseFeatures features, L2Strengths determined, ReadOnlySpan<double> theta)
    {
        int fields = features.FieldCount;
        return new L2Strengths(
            fields > 0 ? Strength(determined.Fields, theta[..fields]) : 0, Strength(determined.Couplings, theta[fields..]));
    }

    private static double Strength(double determined, ReadOnlySpan<double> theta)
    {
        double square = VectorMath.Dot(theta, theta);
        return square > 0 ? Math.Clamp(determined / square, Weakest, Strongest) : Strongest;
    }

    private static bool Near(double a, double b) => a == b || Math.Abs(Math.Log(a / b)) < Settled;
}
