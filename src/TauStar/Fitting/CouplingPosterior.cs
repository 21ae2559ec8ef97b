using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>
/// What the data say about the parameters of the truth, given that it belongs to the family and an L2 prior: a normal distribution about the
/// posterior mean to next order after Laplace's approximation (docs/derivations/posterior-mean.md),
/// theta_1 = theta_MAP - (M/2) H^-1 Cov_q(phi, dphi^T H^-1 dphi), dphi = phi - &lt;phi&gt;, all under the most probable model, with covariance
/// H^-1 and what the prior's own uncertainty adds: log lambda_g is known to within (2/gamma_g)^(1/2).
/// </summary>
public sealed class CouplingPosterior
{
    private const double LargestLogDeviation = 1; // of a strength that the data hardly determine

    private readonly PosteriorCurvature curvature;
    private readonly double[] fieldResponse, couplingResponse; // -d theta_1/d log lambda
    private readonly double fieldDeviation, couplingDeviation; // of log lambda

    private CouplingPosterior(PairwiseFit map, PosteriorCurvature curvature, double[] mean, double[] moments, L2Strengths determined)
    {
        this.curvature = curvature;
        (Map, Mean, MeanMoments) = (map, mean, moments);
        int fields = map.Features.FieldCount;
        (fieldResponse, couplingResponse) = (new double[mean.Length], new double[mean.Length]);
        for (int m = 0; m < mean.Length; m++) (m < fields ? fieldResponse : couplingResponse)[m] = curvature.Penalty(m) * mean[m];
        curvature.Hessian.Solve(fieldResponse);
        curvature.Hessian.Solve(couplingResponse);
        DeterminedShare = Math.Min(1, (determined.Fields + determined.Couplings) / mean.Length);
        (fieldDeviation, couplingDeviation) = (fields > 0 ? LogDeviation(determined.Fields) : 0, LogDeviation(determined.Couplings));
    }

    /// <summary>The most probable model.</summary>
    public PairwiseFit Map { get; }

    /// <summary>theta_1, D values: the posterior mean of the parameters.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>mu_1 = mu_d - lambda theta_1 / M, D values: the posterior mean of the truth's moments (exact, given theta_1).</summary>
    public IReadOnlyList<double> MeanMoments { get; }

    /// <summary>gamma/D: the share of the parameters that the data determine, 0 to 1; the prior determines the others. 1 where lambda is known.</summary>
    public double DeterminedShare { get; }

    /// <summary>The posterior about the most probable model.</summary>
    /// <param name="target">The data.</param>
    /// <param name="map">The minimum of M (log Z - theta.mu_d) + 1/2 sum lambda theta^2.</param>
    /// <param name="strengths">lambda, above 0 for every group that there is.</param>
    /// <param name="determined">gamma; infinite where lambda is known.</param>
    public static CouplingPosterior About(MomentTarget target, PairwiseFit map, L2Strengths strengths, L2Strengths determined)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(map);
        PosteriorCurvature curvature = PosteriorCurvature.At(target, map.Theta, strengths);
        double[] shift = curvature.Skewness();
        curvature.Hessian.Solve(shift);
        double[] mean = new double[shift.Length], moments = new double[shift.Length];
        for (int m = 0; m < shift.Length; m++)
        {
            mean[m] = map.Theta[m] - target.Samples / 2 * shift[m];
            moments[m] = target.Mean[m] - curvature.Penalty(m) * mean[m] / target.Samples;
        }
        return new CouplingPosterior(map, curvature, mean, moments, determined);
    }

    /// <summary>One draw, D values.</summary>
    public double[] Draw(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double[] theta = new double[Mean.Count];
        foreach (ref double value in theta.AsSpan()) value = random.NextNormal();
        curvature.Hessian.SolveUpper(theta);
        double fields = Stronger(fieldDeviation * random.NextNormal()), couplings = Stronger(couplingDeviation * random.NextNormal());
        for (int m = 0; m < theta.Length; m++) theta[m] += Mean[m] - fields * fieldResponse[m] - couplings * couplingResponse[m];
        return theta;
    }

    /// <summary>Standard deviation of direction.theta.</summary>
    public double Deviation(ReadOnlySpan<double> direction)
    {
        double[] solved = direction.ToArray();
        curvature.Hessian.Solve(solved);
        double fields = fieldDeviation * VectorMath.Dot(direction, fieldResponse);
        double couplings = couplingDeviation * VectorMath.Dot(direction, couplingResponse);
        return Math.Sqrt(Math.Max(0, VectorMath.Dot(direction, solved)) + fields * fields + couplings * couplings);
    }

    /// <summary>Standard deviation of direction.mu, mu the truth's moments, to first order: mu moves by F when theta moves.</summary>
    public double DeviationOfMean(ReadOnlySpan<double> direction) => Deviation(curvature.MoveMeans(direction));

    private static double LogDeviation(double determined) => Math.Min(LargestLogDeviation, Math.Sqrt(2 / determined));

    // theta falls with lambda as if by lambda/(1 + lambda): to first order e^u - 1, and never by more than all of it.
    private static double Stronger(double logChange) => logChange > 0 ? 1 - Math.Exp(-logChange) : Math.Exp(logChange) - 1;
}
