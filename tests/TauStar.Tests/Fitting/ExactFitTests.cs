using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Fitting;

/// <summary>Fits by exact likelihood: the published gradient ascent and Newton's method.</summary>
public sealed class ExactFitTests(ITestOutputHelper output)
{
    private static readonly RandomStream Root = RandomStream.FromSeed(31);

    private static double[] Theta(PairwiseFeatures features, double deviation, ulong seed = 1)
    {
        RandomSource random = RandomStream.FromSeed(seed).Open();
        return [.. Enumerable.Range(0, features.Count).Select(_ => deviation * random.NextNormal())];
    }

    private static byte[] Draw(PairwiseFeatures features, double[] theta, int samples, string name) =>
        new ConfigurationSampler(features.Enumerate(theta)).Draw(samples, Root.Child(name));

    [Theory]
    [InlineData(2, 9, false)]
    [InlineData(2, 9, true)]
    [InlineData(2, 12, false)]
    [InlineData(3, 4, true)]
    [InlineData(4, 4, true)]
    public void Both_ways_of_summing_agree(int states, int sites, bool fields)
    {
        PairwiseFeatures features = new(states == 2 ? Alphabet.Spin : SmallModels.Letters(states), sites, fields);
        PairwisePartition fast = new(features), table = new(features);
        double[] theta = Theta(features, 0.6);
        fast.Sum(theta);
        table.SumTable(theta);
        EnumeratedDistribution exact = features.Enumerate(theta);
        Near(exact.LogZ, fast.LogZ, 1e-11);
        Near(exact.LogZ, table.LogZ, 1e-11);
        double[] moments = features.Moments(exact);
        for (int m = 0; m < moments.Length; m++)
        {
            Near(moments[m], fast.Moments[m], 1e-12);
            Near(moments[m], table.Moments[m], 1e-12);
        }
    }

    [Fact]
    public void Where_the_fast_sum_gives_up_the_table_takes_over()
    {
        PairwiseFeatures features = new(Alphabet.Spin, 12, false);
        double[] theta = Theta(features, 400); // k_B T, and frustrated
        PairwisePartition model = new(features);
        model.Sum(theta);
        EnumeratedDistribution exact = features.Enumerate(theta);
        Near(exact.LogZ, model.LogZ, 1e-9 * Math.Abs(exact.LogZ));
        double[] moments = features.Moments(exact);
        for (int m = 0; m < moments.Length; m++) Near(moments[m], model.Moments[m], 1e-9);
    }

    [Fact]
    public void The_published_algorithm_as_written_gives_the_same_moments()
    {
        const int spins = 7;
        PairwiseFeatures features = new(Alphabet.Spin, spins, false);
        double[] theta = Theta(features, 0.8), couplings = new double[spins * spins];
        for (int i = 0; i < spins; i++)
        {
            for (int j = i + 1; j < spins; j++) couplings[i * spins + j] = couplings[j * spins + i] = theta[SitePairs.Index(spins, i, j)];
        }
        PlainSpinMoments plain = new(spins);
        plain.Sum(couplings);
        PairwisePartition fast = new(features);
        fast.Sum(theta);
        Near(plain.LogZ, fast.LogZ, 1e-12);
        for (int i = 0; i < spins; i++)
        {
            for (int j = i + 1; j < spins; j++) Near(plain.Moments[i * spins + j], fast.Moments[SitePairs.Index(spins, i, j)], 1e-13);
        }
    }

    [Fact]
    public void The_published_fit_is_its_recipe_step_by_step()
    {
        // The recipe of theory section 4, with the oracle's moments and nothing shared but the start.
        const int spins = 5, samples = 30;
        PairwiseFeatures features = new(Alphabet.Spin, spins, false);
        byte[] rows = Draw(features, Theta(features, 0.5), samples, "recipe");
        RandomStream start = Root.Child("start");
        PairwiseFit fit = new PublishedFit().Fit(MomentTarget.FromSamples(features, rows), start);

        double[] s = [.. rows.Select(b => 2.0 * b - 1)], j = new double[spins * spins], mean = new double[spins];
        for (int m = 0; m < samples; m++)
        {
            for (int i = 0; i < spins; i++) mean[i] += s[m * spins + i] / samples;
        }
        RandomSource random = start.Open();
        for (int i = 0; i < spins; i++)
        {
            for (int k = i + 1; k < spins; k++) j[i * spins + k] = j[k * spins + i] = (random.NextNormal() + random.NextNormal()) / 2;
        }
        PlainSpinMoments model = new(spins);
        double before = double.NaN;
        int steps = 0;
        while (true)
        {
            model.Sum(j);
            double loss = model.LogZ;
            for (int m = 0; m < samples; m++)
            {
                for (int i = 0; i < spins; i++)
                {
                    for (int k = i + 1; k < spins; k++) loss -= j[i * spins + k] * s[m * spins + i] * s[m * spins + k] / samples;
                }
            }
            if (Math.Abs(loss - before) < 1e-5 * Math.Abs(before)) break;
            before = loss;
            steps++;
            for (int i = 0; i < spins; i++)
            {
                for (int k = i + 1; k < spins; k++)
                {
                    double covariance = 0;
                    for (int m = 0; m < samples; m++) covariance += (s[m * spins + i] - mean[i]) * (s[m * spins + k] - mean[k]) / (samples - 1);
                    double step = 0.01 * (covariance + mean[i] * mean[k] - model.Moments[i * spins + k]);
                    j[i * spins + k] += step;
                    j[k * spins + i] += step;
                }
            }
        }
        Assert.Equal(steps, fit.Iterations);
        Assert.True(fit.Converged && steps > 10);
        for (int i = 0; i < spins; i++)
        {
            for (int k = i + 1; k < spins; k++) Near(j[i * spins + k], fit.Theta[SitePairs.Index(spins, i, k)], 1e-11);
        }
    }

    [Fact]
    public void The_limit_of_steps_is_kept_and_said()
    {
        PairwiseFeatures features = new(Alphabet.Spin, 4, false);
        MomentTarget target = MomentTarget.FromSamples(features, Draw(features, Theta(features, 0.5), 50, "limit"));
        PairwiseFit fit = new PublishedFit { Tolerance = 0, MostSteps = 37 }.Fit(target, Root);
        Assert.Equal(37, fit.Iterations);
        Assert.False(fit.Converged);
    }

    [Theory]
    [InlineData(2, 10, false)]
    [InlineData(2, 6, true)]
    [InlineData(3, 4, true)]
    [InlineData(4, 3, true)]
    [InlineData(5, 3, true)]
    public void Newton_returns_the_truth_from_exact_weights(int states, int sites, bool fields)
    {
        PairwiseFeatures features = new(states == 2 ? Alphabet.Spin : SmallModels.Letters(states), sites, fields);
        double[] theta = Theta(features, 0.5, 7);
        PairwiseFit fit = new NewtonFit().Fit(MomentTarget.FromDistribution(features, features.Enumerate(theta)));
        output.WriteLine($"{fit.Iterations} steps, largest error {fit.Theta.Zip(theta, (a, b) => Math.Abs(a - b)).Max():g2}");
        Assert.True(fit.Converged);
        for (int m = 0; m < theta.Length; m++) Near(theta[m], fit.Theta[m], 1e-7);
    }

    [Fact]
    public void Newton_stops_where_the_penalised_gradient_vanishes()
    {
        PairwiseFeatures features = new(Alphabet.Spin, 8, true);
        const double fields = 2, couplings = 5;
        MomentTarget target = MomentTarget.FromSamples(features, Draw(features, Theta(features, 0.4), 40, "penalty"));
        PairwiseFit fit = new NewtonFit(fields, couplings).Fit(target);
        Assert.True(fit.Converged);
        double[] moments = features.Moments(features.Enumerate(fit.Theta));
        for (int m = 0; m < moments.Length; m++)
        {
            double lambda = m < features.FieldCount ? fields : couplings;
            Near(target.Mean[m] - lambda * fit.Theta[m] / target.Samples, moments[m], 1e-9);
        }
    }

    [Fact]
    public void A_single_observed_state_has_no_maximum_and_newton_says_so_unless_penalised()
    {
        PairwiseFeatures features = new(Alphabet.Spin, 5, true);
        byte[] rows = [0, 1, 1, 0, 1, 0, 1, 1, 0, 1];
        MomentTarget target = MomentTarget.FromSamples(features, rows);
        PairwiseFit plain = new NewtonFit().Fit(target), penalised = new NewtonFit(1, 1).Fit(target);
        Assert.False(plain.Converged);
        Assert.All(plain.Theta, value => Assert.True(double.IsFinite(value)));
        Assert.True(penalised.Converged);
    }

    [Fact]
    public void On_sparse_data_newton_never_ends_worse_than_it_began_and_what_it_calls_converged_is()
    {
        PairwiseFeatures features = new(Alphabet.Spin, 9, false);
        ConfigurationSampler sampler = new(new IsingTruth(3, 3).Enumerate(folded: true).At(1.8));
        int converged = 0, infinite = 0;
        foreach (int samples in new[] { 3, 10, 40, 100, 400 })
        {
            for (int r = 0; r < 40; r++)
            {
                MomentTarget target = MomentTarget.FromSamples(features, sampler.Draw(samples, Root.Child("sparse").Child(samples).Child(r)));
                PairwiseFit loose = new NewtonFit { Tolerance = 1e-7 }.Fit(target), tight = new NewtonFit { Tolerance = 1e-11 }.Fit(target);
                PairwiseFit almost = new NewtonFit(0, 1e-9).Fit(target), nearly = new NewtonFit(0, 1e-7).Fit(target);
                Assert.True(tight.NegativeLogLikelihood <= 9 * Math.Log(2) + 1e-9); // theta = 0
                Assert.True(loose.NegativeLogLikelihood - almost.NegativeLogLikelihood < 1e-3);
                // A finite maximum is where a penalty of next to nothing leaves it; towards infinity couplings grow as it shrinks.
                double growth = almost.Theta.Zip(nearly.Theta, (a, b) => Math.Abs(a - b)).Max();
                Assert.True(growth is < 0.01 or > 0.1, $"cannot tell: {growth}");
                bool finite = growth < 0.01;
                Assert.Equal(finite, loose.Converged);
                Assert.Equal(finite, tight.Converged);
                if (finite) Assert.True(loose.Theta.Zip(tight.Theta, (a, b) => Math.Abs(a - b)).Max() < 1e-3);
                if (finite) converged++;
                else infinite++;
            }
        }
        output.WriteLine($"{converged} finite, {infinite} infinite");
        Assert.True(converged > 20 && infinite > 20);
    }

    [Fact]
    public void Data_moments_are_those_of_plain_sums()
    {
        PairwiseFeatures features = new(Alphabet.Spin, 3, true);
        byte[] rows = [1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1];
        double[] s = [.. rows.Select(b => 2.0 * b - 1)];
        MomentTarget target = MomentTarget.FromSamples(features, rows);
        double Mean(Func<int, double> f) => Enumerable.Range(0, 4).Average(f);
        Near(Mean(m => s[m * 3]), target.Mean[0], 1e-15);
        double product = Mean(m => s[m * 3] * s[m * 3 + 2]), first = Mean(m => s[m * 3]), last = Mean(m => s[m * 3 + 2]);
        Near(product, target.Mean[3 + 1], 1e-15);
        Near((product - first * last) * 4 / 3 + first * last, target.Unbiased[3 + 1], 1e-15);
        Assert.Throws<InputException>(() => MomentTarget.FromSamples(features, [0, 1]));
        Assert.Throws<InputException>(() => MomentTarget.FromSamples(features, []));
    }

    [Fact]
    public void Members_out_of_range_are_refused()
    {
        Assert.Throws<InputException>(() => new NewtonFit(-1).Check());
        Assert.Throws<InputException>(() => new NewtonFit(0, double.NaN).Check());
        Assert.Throws<InputException>(() => new PublishedFit { Step = 0 }.Check());
        Assert.Throws<InputException>(() => new PublishedFit { MostSteps = 0 }.Check());
    }
}
