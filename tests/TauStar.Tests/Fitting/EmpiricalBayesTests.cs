using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Fitting;

/// <summary>Strengths of L2 priors that data choose.</summary>
public sealed class EmpiricalBayesTests(ITestOutputHelper output)
{
    private static byte[] Draw(ListedTruth truth, double temperature, int samples, ulong seed) =>
        new ConfigurationSampler(truth.Enumerate(false).At(temperature)).Draw(samples, RandomStream.FromSeed(seed));

    private static readonly PairwiseFeatures Ten = new(Alphabet.Spin, 10, fields: true);

    [Fact]
    public void Strengths_are_those_that_parameters_were_drawn_with()
    {
        // J ~ N(0, 1/10), so lambda = 10 for 45 couplings; fields N(0, 0.5^2), so lambda = 4 for 10 of them. The estimate of log lambda from D parameters
        // scatters by (2/gamma)^(1/2) each; over 20 truths the mean is known to within 5 or 10 %.
        double[] fields = new double[20], couplings = new double[20];
        for (int n = 0; n < fields.Length; n++)
        {
            byte[] rows = Draw(new SpinGlassTruth(10, 1, 0.5, (ulong)n), 1, 2000, (ulong)n);
            EmpiricalBayes prior = EmpiricalBayes.Of(MomentTarget.FromSamples(Ten, rows));
            Assert.True(prior.Converged);
            (fields[n], couplings[n]) = (Math.Log(prior.Strengths.Fields), Math.Log(prior.Strengths.Couplings));
        }
        output.WriteLine($"fields {Math.Exp(fields.Average()):F2} (4), couplings {Math.Exp(couplings.Average()):F2} (10)");
        Near(Math.Log(10), couplings.Average(), Z * Math.Sqrt(2.0 / 45 / 20));
        Near(Math.Log(4), fields.Average(), 1.3 * Z * Math.Sqrt(2.0 / 10 / 20)); // the mean of log chi^2 with 10 degrees lies a little off
    }

    [Fact]
    public void Data_without_correlations_choose_a_strong_prior()
    {
        byte[] rows = Draw(new SpinGlassTruth(10, 0, 0.5, 3), 1, 500, 3);
        EmpiricalBayes prior = EmpiricalBayes.Of(MomentTarget.FromSamples(Ten, rows));
        Assert.True(prior.Strengths.Couplings > 100, $"{prior.Strengths.Couplings}");
        Assert.True(prior.Determined.Couplings < 15);
    }

    [Fact]
    public void Held_out_likelihood_agrees_on_the_order_of_the_strength()
    {
        byte[] rows = Draw(new SpinGlassTruth(10, 1, 0.5, 4), 1, 500, 4);
        double[] ones = [.. Enumerable.Repeat(1.0, 500)];
        Folds folds = Folds.Split(SmallModels.Align(Alphabet.Spin, rows, 10), ones, 5, 0, RandomStream.FromSeed(4));
        L2Strengths prior = EmpiricalBayes.Of(MomentTarget.FromSamples(Ten, rows)).Strengths;
        L2Strengths chosen = CrossValidatedStrengths.Choose(Ten, rows, ones, folds, prior);
        Assert.InRange(chosen.Couplings / prior.Couplings, 0.25, 4);
        Near(prior.Fields / prior.Couplings, chosen.Fields / chosen.Couplings, 1e-9 * prior.Fields); // one factor for both

        // From strengths far too weak, the best scale is at the strong end.
        L2Strengths far = CrossValidatedStrengths.Choose(Ten, rows, ones, folds, prior.Times(1e-2));
        Near(Math.Log(4), Math.Log(far.Couplings / (prior.Couplings * 1e-2)), 0.02);
    }

    [Fact]
    public void Its_fit_lies_closer_to_the_truth_than_maximum_likelihood()
    {
        double mended = 0, plain = 0;
        for (ulong n = 0; n < 10; n++)
        {
            EnumeratedDistribution truth = new SpinGlassTruth(10, 1, 0.5, n).Enumerate(false);
            MomentTarget target = MomentTarget.FromSamples(Ten, new ConfigurationSampler(truth).Draw(100, RandomStream.FromSeed(n)));
            mended += EnumeratedDistribution.ReverseDivergence(truth, Ten.Enumerate(new EmpiricalBayesFit().Fit(target).Theta));
            plain += EnumeratedDistribution.ReverseDivergence(truth, Ten.Enumerate(new NewtonFit().Fit(target).Theta));
        }
        output.WriteLine($"mean D(q||p): {mended / 10:F3}, by maximum likelihood {plain / 10:F3}");
        Assert.True(mended < 0.9 * plain);
    }

    [Fact]
    public void A_row_of_weight_three_counts_as_three_rows()
    {
        byte[] rows = Draw(new SpinGlassTruth(10, 1, 0.5, 5), 1, 40, 5);
        double[] weights = [.. Enumerable.Range(0, 40).Select(m => m % 4 == 0 ? 3.0 : 1.0)];
        byte[] repeated = [.. Enumerable.Range(0, 40).SelectMany(m => Enumerable.Repeat(rows[(m * 10)..(m * 10 + 10)], (int)weights[m]).SelectMany(r => r))];
        MomentTarget weighted = MomentTarget.FromSamples(Ten, rows, weights), plain = MomentTarget.FromSamples(Ten, repeated);
        Near(plain.Samples, weighted.Samples, 1e-12);
        for (int m = 0; m < Ten.Count; m++)
        {
            Near(plain.Mean[m], weighted.Mean[m], 1e-12);
            Near(plain.Unbiased[m], weighted.Unbiased[m], 1e-12);
        }
    }
}
