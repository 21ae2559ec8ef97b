using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Tempering;

public sealed class TemperatureSweepTests(ITestOutputHelper output)
{
    private static readonly TemperatureRange Range = TemperatureRange.Published;

    private static (EnumeratedDistribution Truth, EnumeratedDistribution Model) Pair(int states, int sites, bool fields, ulong seed)
    {
        PairwiseFeatures features = new(states == 2 ? Alphabet.Spin : SmallModels.Letters(states), sites, fields);
        RandomSource random = RandomStream.FromSeed(seed).Open();
        double[] truth = [.. Enumerable.Range(0, features.Count).Select(_ => 0.6 * random.NextNormal())];
        double[] model = [.. truth.Select(t => 1.2 * t + 0.3 * random.NextNormal())];
        return (features.Enumerate(truth, 1.4), features.Enumerate(model));
    }

    [Theory]
    [InlineData(2, 8, false)]
    [InlineData(2, 7, true)]
    [InlineData(3, 4, true)]
    public void Every_number_is_that_of_the_listed_distributions(int states, int sites, bool fields)
    {
        (EnumeratedDistribution p, EnumeratedDistribution model) = Pair(states, sites, fields, 3);
        TemperatureSweep sweep = new(p, model);
        foreach (double tau in new[] { 0.05, 0.2, 0.7, 1, 1.9, 5, 100 })
        {
            EnumeratedDistribution q = model.At(tau);
            SweepPoint point = sweep.At(tau);
            Near(EnumeratedDistribution.ReverseDivergence(p, q), point.Reverse, 1e-11);
            Near(EnumeratedDistribution.ForwardDivergence(p, q), point.Forward, 1e-10);
            Near(EnumeratedDistribution.Kappa(p, q), point.Kappa, 1e-10);
            Near(q.HeatCapacity, point.HeatCapacity, 1e-10);
            Near(q.MeanEnergy, point.MeanEnergy, 1e-12 * (1 + Math.Abs(q.MeanEnergy)));
            Near(q.Entropy, point.Entropy, 1e-11);
        }
    }

    [Fact]
    public void Slopes_over_tau_are_those_of_the_theory_to_1e_9()
    {
        (EnumeratedDistribution p, EnumeratedDistribution model) = Pair(2, 8, false, 5);
        TemperatureSweep sweep = new(p, model);
        double target = p.Mean(model.Energies), worst = 0;
        foreach (double tau in new[] { 0.5, 0.9, 1, 1.7, 3 })
        {
            SweepPoint at = sweep.At(tau);
            worst = Math.Max(worst, Math.Abs((at.Kappa - at.HeatCapacity) / tau - Slope(t => sweep.At(t).Reverse, tau)));
            worst = Math.Max(worst, Math.Abs((at.MeanEnergy - target) / (tau * tau) - Slope(t => sweep.At(t).Forward, tau)));
        }
        output.WriteLine($"largest difference {worst:g2}; limit 1e-9");
        Assert.True(worst < 1e-9);
    }

    // Central differences of order 8: error of order step^8, rounding about 1e-15/step.
    private static double Slope(Func<double, double> f, double x)
    {
        const double h = 0.01;
        ReadOnlySpan<double> weights = [4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280];
        double sum = 0;
        for (int k = 0; k < weights.Length; k++) sum += weights[k] * (f(x + (k + 1) * h) - f(x - (k + 1) * h));
        return sum / h;
    }

    [Fact]
    public void Optima_are_stationary_and_nothing_on_a_fine_grid_is_better()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            (EnumeratedDistribution p, EnumeratedDistribution model) = Pair(2, 7, true, seed);
            TemperatureSweep sweep = new(p, model);
            TemperatureOptimum star = sweep.TauStar(Range), prime = sweep.TauPrime(Range);
            for (double tau = Range.Lowest; tau <= Range.Highest; tau *= 1.01)
            {
                SweepPoint point = sweep.At(tau);
                Assert.True(point.Reverse >= star.Divergence - 1e-12);
                Assert.True(point.Forward >= prime.Divergence - 1e-12);
            }
            if (star.Place == OptimumPlace.Inside) Near(sweep.At(star.Tau).HeatCapacity, sweep.At(star.Tau).Kappa, 1e-9);
            if (prime.Place == OptimumPlace.Inside) Near(p.Mean(model.Energies), sweep.At(prime.Tau).MeanEnergy, 1e-9);
        }
    }

    [Fact]
    public void The_truth_s_own_shape_is_best_at_its_own_temperature()
    {
        // E^ = E: q_tau is p exactly at tau = T.
        (EnumeratedDistribution p, _) = Pair(2, 6, true, 9);
        TemperatureSweep sweep = new(p, p);
        Near(1.4, sweep.TauStar(Range).Tau, 1e-6);
        Near(1.4, sweep.TauPrime(Range).Tau, 1e-9);
        Near(0, sweep.TauStar(Range).Divergence, 1e-12);
    }

    [Fact]
    public void Edges_are_said()
    {
        (EnumeratedDistribution p, _) = Pair(2, 6, true, 9);
        TemperatureSweep upsideDown = new(p, [.. p.Energies.ToArray().Select(e => -e)]);
        Assert.Equal(OptimumPlace.UpperEdge, upsideDown.TauStar(Range).Place);
        Assert.Equal(5, upsideDown.TauPrime(Range).Tau);
        TemperatureSweep shallow = new(p, [.. p.Energies.ToArray().Select(e => 0.05 * e)]);
        Assert.Equal(OptimumPlace.LowerEdge, shallow.TauPrime(Range).Place);
        Assert.Equal(0.2, shallow.TauStar(Range).Tau);
    }

    [Fact]
    public void A_model_without_preferences_is_left_at_1()
    {
        (EnumeratedDistribution p, _) = Pair(2, 6, true, 9);
        TemperatureSweep flat = new(p, new double[64]);
        Assert.Equal((1.0, OptimumPlace.Inside), (flat.TauStar(Range).Tau, flat.TauStar(Range).Place));
        Assert.Equal((1.0, OptimumPlace.Inside), (flat.TauPrime(Range).Tau, flat.TauPrime(Range).Place));
    }

    [Fact]
    public void Of_two_minima_the_deeper_one_is_taken_and_both_are_counted()
    {
        // The truth likes state 0 and, together, the many states high up; the model is right about both but puts one state that is
        // costly in truth in between: cold is good, hot is good, and half-way is bad.
        Alphabet letters = SmallModels.Letters(40);
        double[] truth = [0, 9, .. Enumerable.Repeat(3.2, 38)], model = [0, 1, .. Enumerable.Repeat(4.0, 38)];
        EnumeratedDistribution p = EnumeratedDistribution.Create(letters, 1, truth);
        TemperatureSweep sweep = new(p, model);
        TemperatureOptimum star = sweep.TauStar(new TemperatureRange(0.05, 20));
        int minima = 0;
        double best = double.PositiveInfinity, previous = double.PositiveInfinity;
        bool falling = true;
        for (double tau = 0.05; tau <= 20; tau *= 1.0005)
        {
            double value = sweep.At(tau).Reverse;
            best = Math.Min(best, value);
            if (value > previous && falling) minima++;
            falling = value <= previous;
            previous = value;
        }
        if (falling) minima++; // the upper edge
        output.WriteLine($"{minima} minima on the grid, {star}");
        Assert.Equal(2, minima);
        Assert.Equal(2, star.Minima);
        Assert.True(star.Divergence <= best && best - star.Divergence < 1e-5); // the grid ends just below the edge
    }

    [Fact]
    public void Draws_follow_the_listed_distribution_and_folded_ones_flip_evenly()
    {
        PairwiseFeatures features = new(Alphabet.Spin, 4, false);
        EnumeratedDistribution folded = features.Enumerate([0.4, -0.2, 0.1, 0.3, 0.2, -0.5]);
        const int draws = 40_000;
        byte[] rows = new ConfigurationSampler(folded).Draw(draws, RandomStream.FromSeed(4));
        int[] counts = new int[16];
        for (int m = 0; m < draws; m++) counts[rows[4 * m] * 8 + rows[4 * m + 1] * 4 + rows[4 * m + 2] * 2 + rows[4 * m + 3]]++;
        double ChiSquare(Func<int, double> probability) => Enumerable.Range(0, 16).Sum(n => Math.Pow(counts[n] - draws * probability(n), 2) / (draws * probability(n)));
        Assert.True(ChiSquare(n => Math.Exp(folded.LogProbabilities[n < 8 ? n : 15 - n]) / 2) < ChiSquareLimit(15));
        Assert.False(ChiSquare(_ => 1.0 / 16) < ChiSquareLimit(15)); // negative control
    }
}
