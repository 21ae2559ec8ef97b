using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Fitting;

/// <summary>Posterior mean, spread and prior strength against integration over all parameters (docs/derivations/posterior-mean.md).</summary>
public sealed class CouplingPosteriorTests(ITestOutputHelper output)
{
    private static readonly L2Strengths Known = new(double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>Three spins with three couplings: exp(-M (log Z - J.mu_d) - lambda |J|^2/2) is summed over a fine grid of J.</summary>
    private sealed record Integrated(double[] Mean, double[] MeanMoments, double Deviation, double LogEvidence)
    {
        public static Integrated Of(MomentTarget target, double lambda)
        {
            const int points = 81;
            const double reach = 3.2; // beyond it nothing is left for the data below
            double[] mean = new double[3], moments = new double[3], theta = new double[3];
            double weight = 0, square = 0, best = 0;
            foreach (bool first in new[] { true, false }) // the largest exponent first, so that none overflows
            {
                for (int n = 0; n < points * points * points; n++)
                {
                    for (int m = 0, rest = n; m < 3; m++, rest /= points) theta[m] = reach * (2.0 * (rest % points) / (points - 1) - 1);
                    // Z of three spins: s1 s2, s1 s3, s2 s3 are (1,1,1), (1,-1,-1), (-1,1,-1), (-1,-1,1), twice each.
                    double a = Math.Exp(theta[0] + theta[1] + theta[2]), b = Math.Exp(theta[0] - theta[1] - theta[2]);
                    double c = Math.Exp(-theta[0] + theta[1] - theta[2]), d = Math.Exp(-theta[0] - theta[1] + theta[2]), z = a + b + c + d;
                    double log = -target.Samples * (Math.Log(2 * z) - VectorMath.Dot(theta, target.Mean)) - lambda / 2 * VectorMath.Dot(theta, theta);
                    if (first)
                    {
                        best = n == 0 ? log : Math.Max(best, log);
                        continue;
                    }
                    double w = Math.Exp(log - best);
                    weight += w;
                    square += w * theta[0] * theta[0];
                    for (int m = 0; m < 3; m++) mean[m] += w * theta[m];
                    moments[0] += w * (a + b - c - d) / z;
                    moments[1] += w * (a - b + c - d) / z;
                    moments[2] += w * (a - b - c + d) / z;
                }
            }
            for (int m = 0; m < 3; m++) (mean[m], moments[m]) = (mean[m] / weight, moments[m] / weight);
            // The prior's own norm, (lambda / 2 pi)^(3/2), belongs to the evidence.
            double evidence = best + Math.Log(weight) + 1.5 * Math.Log(lambda);
            return new Integrated(mean, moments, Math.Sqrt(square / weight - mean[0] * mean[0]), evidence);
        }
    }

    private static readonly PairwiseFeatures Triangle = new(Alphabet.Spin, 3, fields: false);

    /// <summary>Data whose correlations are 0.5, 0.1 and -0.2, as if from M samples.</summary>
    private static MomentTarget Data(double samples)
    {
        MomentTarget exact = MomentTarget.FromDistribution(Triangle, Triangle.Enumerate([0, 0, 0]));
        return exact with { Mean = [0.5, 0.1, -0.2], Samples = samples };
    }

    private static CouplingPosterior About(MomentTarget target, double lambda) =>
        CouplingPosterior.About(target, new NewtonFit(0, lambda).Fit(target), new L2Strengths(0, lambda), Known);

    [Fact]
    public void The_mean_is_that_of_the_whole_posterior_to_order_one_over_M_squared()
    {
        double[] errors = [.. new[] { 40.0, 80, 160 }.Select(samples =>
        {
            MomentTarget target = Data(samples);
            double lambda = samples / 10; // prior and data keep their shares
            Integrated exact = Integrated.Of(target, lambda);
            CouplingPosterior posterior = About(target, lambda);
            double shift = 0, error = 0;
            for (int m = 0; m < 3; m++)
            {
                shift += Math.Abs(posterior.Map.Theta[m] - exact.Mean[m]);
                error += Math.Abs(posterior.Mean[m] - exact.Mean[m]);
            }
            output.WriteLine($"M {samples}: most probable off by {shift:E2}, mean by {error:E2}");
            Assert.True(error < 0.3 * shift, "the shift should mend most of the difference");
            return error;
        })];
        // Next order: the error falls fourfold when M doubles, where the shift itself only halves.
        Assert.InRange(errors[0] / errors[1], 2.8, 5.5);
        Assert.InRange(errors[1] / errors[2], 3.3, 4.7);
    }

    [Fact]
    public void The_mean_moments_are_those_of_the_whole_posterior()
    {
        MomentTarget target = Data(80);
        Integrated exact = Integrated.Of(target, 8);
        // The identity mu_1 = mu_d - lambda theta_1/M is exact: with the exact theta_1 it gives the exact moments.
        for (int m = 0; m < 3; m++) Near(exact.MeanMoments[m], target.Mean[m] - 8 * exact.Mean[m] / 80, 1e-6);
        CouplingPosterior posterior = About(target, 8);
        for (int m = 0; m < 3; m++) Near(exact.MeanMoments[m], posterior.MeanMoments[m], 1e-3);
    }

    [Fact]
    public void Draws_have_the_posteriors_mean_and_spread()
    {
        const int draws = 20_000;
        MomentTarget target = Data(160);
        Integrated exact = Integrated.Of(target, 16);
        CouplingPosterior posterior = About(target, 16);
        Near(exact.Deviation, posterior.Deviation([1, 0, 0]), 0.05 * exact.Deviation); // Laplace's approximation
        RandomSource random = RandomStream.FromSeed(1).Open();
        double sum = 0, square = 0;
        for (int n = 0; n < draws; n++)
        {
            double first = posterior.Draw(random)[0] - posterior.Mean[0];
            sum += first;
            square += first * first;
        }
        double deviation = posterior.Deviation([1, 0, 0]);
        Near(0, sum / draws / (deviation / Math.Sqrt(draws)), Z);
        Near(1, square / draws / (deviation * deviation), Z * Math.Sqrt(2.0 / draws));
    }

    [Fact]
    public void A_prior_of_unknown_strength_widens_draws_as_it_widens_the_deviation()
    {
        const int draws = 20_000;
        MomentTarget target = Data(160);
        CouplingPosterior known = About(target, 16);
        CouplingPosterior unknown = CouplingPosterior.About(target, known.Map, new L2Strengths(0, 16), new L2Strengths(0, 40));
        double[] direction = [.. known.Mean];
        Assert.True(unknown.Deviation(direction) > 1.02 * known.Deviation(direction));
        RandomSource random = RandomStream.FromSeed(2).Open();
        double square = 0;
        for (int n = 0; n < draws; n++)
        {
            double[] theta = unknown.Draw(random);
            for (int m = 0; m < 3; m++) theta[m] -= known.Mean[m];
            square += Math.Pow(VectorMath.Dot(direction, theta), 2) / draws;
        }
        Near(1, Math.Sqrt(square) / unknown.Deviation(direction), 0.03);
    }

    [Fact]
    public void Chosen_strengths_lie_near_the_maximum_of_the_evidence()
    {
        MomentTarget target = Data(80);
        double chosen = EmpiricalBayes.Of(target).Strengths.Couplings;
        double best = Math.Exp(Brent.Minimize(log => -Integrated.Of(target, Math.Exp(log)).LogEvidence, Math.Log(1), Math.Log(200), 1e-3).X);
        output.WriteLine($"chosen {chosen:F2}, maximum of the integrated evidence {best:F2}");
        Near(0, Math.Log(chosen / best), 0.15);
    }
}
