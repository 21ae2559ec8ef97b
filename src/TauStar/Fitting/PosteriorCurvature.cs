using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>
/// Second derivatives of M (log Z - theta.mu_d) + 1/2 sum lambda theta^2 at some theta: H = M F + diag(lambda), with F the covariance of the features.
/// </summary>
internal sealed class PosteriorCurvature
{
    private readonly PairwiseFeatures features;
    private readonly L2Strengths strengths;
    private readonly double[] table; // exp(Emin - E) of all configurations
    private readonly double[] scaled; // M F, upper triangle
    private readonly double samples;

    private PosteriorCurvature(MomentTarget target, double[] theta, L2Strengths strengths)
    {
        features = target.Features;
        (this.strengths, samples) = (strengths, target.Samples);
        int count = features.Count;
        table = features.Energies(theta);
        BoltzmannWeights.Fill(table, VectorMath.Min(table), 1, table);
        double[] transformed = [.. table];
        Means = new double[count];
        scaled = new double[count * count];
        features.Moments(transformed, Means);
        features.Covariance(transformed, Means, scaled);
        foreach (ref double value in scaled.AsSpan()) value *= samples;
        Hessian = new CholeskyFactor(count);
        double[] penalty = new double[count];
        for (int m = 0; m < count; m++) penalty[m] = Penalty(m);
        if (!Hessian.Factor(scaled, penalty)) throw new InvalidOperationException("the Hessian of a penalised fit is not positive definite");
    }

    /// <summary>&lt;phi&gt;.</summary>
    public double[] Means { get; }

    /// <summary>H, factored.</summary>
    public CholeskyFactor Hessian { get; }

    /// <summary>At parameters; every lambda must be above 0.</summary>
    public static PosteriorCurvature At(MomentTarget target, double[] theta, L2Strengths strengths) => new(target, theta, strengths);

    /// <summary>lambda of parameter m.</summary>
    public double Penalty(int m) => m < features.FieldCount ? strengths.Fields : strengths.Couplings;

    /// <summary>gamma_g = D_g - lambda_g tr_g(H^-1): how many parameters of a group the data determine.</summary>
    public L2Strengths Determined()
    {
        double[] inverse = Hessian.Inverse();
        double fields = 0, couplings = 0;
        for (int m = 0; m < features.Count; m++)
        {
            double part = 1 - Penalty(m) * inverse[m * features.Count + m];
            if (m < features.FieldCount) fields += part;
            else couplings += part;
        }
        return new L2Strengths(Math.Max(0, fields), Math.Max(0, couplings));
    }

    /// <summary>Cov_q(phi, dphi^T H^-1 dphi), dphi = phi - &lt;phi&gt;: D values. Two transforms.</summary>
    public double[] Skewness()
    {
        // dphi^T A dphi is phi^T A phi - 2 (A mu).phi, up to a constant.
        double[] linear = [.. Means], quadratic = new double[table.Length], skewness = new double[features.Count];
        Hessian.Solve(linear);
        foreach (ref double value in linear.AsSpan()) value *= -2;
        features.QuadraticForm(Hessian.Inverse(), linear, quadratic);
        double weight = 0, mean = 0;
        for (int n = 0; n < table.Length; n++)
        {
            weight += table[n];
            mean += table[n] * quadratic[n];
        }
        mean /= weight;
        // p (r - <r>) sums to 0, and moments are divided by the sum: p is added here and its moments subtracted below.
        for (int n = 0; n < table.Length; n++) quadratic[n] = table[n] * (quadratic[n] - mean + 1);
        features.Moments(quadratic, skewness);
        for (int m = 0; m < skewness.Length; m++) skewness[m] -= Means[m];
        return skewness;
    }

    /// <summary>F times a direction: how the means move when theta moves.</summary>
    public double[] MoveMeans(ReadOnlySpan<double> direction)
    {
        int count = features.Count;
        double[] moved = new double[count];
        for (int m = 0; m < count; m++)
        {
            moved[m] += scaled[m * count + m] / samples * direction[m];
            for (int n = m + 1; n < count; n++)
            {
                double f = scaled[m * count + n] / samples;
                moved[m] += f * direction[n];
                moved[n] += f * direction[m];
            }
        }
        return moved;
    }
}
