using CsCheck;
using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Landscapes;

public sealed class EnumeratedDistributionTests(ITestOutputHelper output)
{
    // Parameters are single precision (7 digits, of order 1); sums over states are in double precision.
    private const double SinglePrecision = 2e-6, DoublePrecision = 1e-11;

    private static readonly Alphabet Three = new("custom", "ACD");

    private static PottsModel RandomModel(Alphabet alphabet, int sites, ulong seed, double deviation = 1)
    {
        RandomSource random = RandomStream.FromSeed(seed).Open();
        PottsModel model = new(alphabet, sites);
        for (int n = 0; n < model.Fields.Length; n++) model.Fields[n] = (float)(deviation * random.NextNormal());
        for (int n = 0; n < model.Couplings.Length; n++) model.Couplings[n] = (float)(deviation * random.NextNormal());
        return model;
    }

    private static readonly Gen<PottsModel> GenModel =
        Gen.Select(Gen.Int[1, 5], Gen.ULong, Gen.Double[0.1, 2]).Select((sites, seed, deviation) => RandomModel(Three, sites, seed, deviation));

    private static readonly Gen<double> GenTau = Gen.Double[0.2, 5];

    private static void Near(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{actual:R} is not {expected:R}");

    private static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int n = 0; n < expected.Length; n++) Near(expected[n], actual[n], tolerance);
    }

    [Fact]
    public void Site_0_is_the_most_significant_digit()
    {
        EnumeratedDistribution p = EnumeratedDistribution.Create(new PottsModel(Three, 3));
        Assert.Equal(27, p.Configurations);
        Assert.Equal(2 * 9 + 0 * 3 + 1, p.Index([2, 0, 1]));
        for (int n = 0; n < 27; n++) Assert.Equal(n, p.Index(p.Configuration(n)));
        Assert.Throws<ArgumentException>(() => p.Index([0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => p.Configuration(27));
    }

    [Fact]
    public void Two_spins_in_fields_are_the_closed_form()
    {
        const double j = 0.75, h1 = 0.5, h2 = -0.25, tau = 1.6; // exact in single precision
        PottsModel model = IsingLattice.Create(1, 2, j, 1, periodic: false);
        (model.Fields[0], model.Fields[1], model.Fields[2], model.Fields[3]) = (-(float)h1, (float)h1, -(float)h2, (float)h2);
        EnumeratedDistribution p = EnumeratedDistribution.Create(model, tau);
        double z = 2 * Math.Exp(j / tau) * Math.Cosh((h1 + h2) / tau) + 2 * Math.Exp(-j / tau) * Math.Cosh((h1 - h2) / tau);
        Near(Math.Log(z), p.LogZ, DoublePrecision);
        double both = (2 * Math.Exp(j / tau) * Math.Cosh((h1 + h2) / tau) - 2 * Math.Exp(-j / tau) * Math.Cosh((h1 - h2) / tau)) / z;
        double[] pairs = p.TwoSiteMarginals();
        Near(both, pairs[0] - pairs[1] - pairs[2] + pairs[3], DoublePrecision);
        Near(Math.Exp((j + h1 + h2) / tau) / z, Math.Exp(p.LogProbabilities[p.Index([1, 1])]), DoublePrecision);
    }

    [Theory]
    [InlineData(3, 1.0)]
    [InlineData(8, 0.5)]
    [InlineData(13, 2.0)]
    public void Ising_ring_by_transfer_matrix(int sites, double tau)
    {
        // log Z = log(l1^L + l2^L) with l = 2 cosh K, 2 sinh K, K = J/tau; <E> and C by its derivatives in 1/tau.
        EnumeratedDistribution p = EnumeratedDistribution.Create(IsingLattice.Create(1, sites, 1, 1), tau);
        double LogZ(double beta) =>
            sites * Math.Log(2 * Math.Cosh(beta)) + Math.Log(1 + Math.Pow(Math.Tanh(beta), sites));
        double t = Math.Tanh(1 / tau), ratio = Math.Pow(t, sites);
        Near(LogZ(1 / tau), p.LogZ, DoublePrecision);
        Near(-sites * (t + ratio / t) / (1 + ratio), p.MeanEnergy, DoublePrecision);
        const double step = 1e-4;
        double curvature = (LogZ(1 / tau + step) - 2 * p.LogZ + LogZ(1 / tau - step)) / (step * step);
        Near(curvature / (tau * tau), p.HeatCapacity, 1e-5);
    }

    [Fact]
    public void Potts_chain_by_transfer_matrix()
    {
        const int sites = 7;
        PottsModel model = RandomModel(Three, sites, 3);
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 2; j < sites; j++) model.Block(i, j).Clear();
        }
        double[] forward = [1, 1, 1];
        for (int i = sites - 1; i >= 0; i--)
        {
            double[] next = new double[3];
            for (int a = 0; a < 3; a++)
            {
                for (int b = 0; b < 3; b++)
                    next[b] += i == 0 ? Weight(0, a) / 3 : Math.Exp(model.Block(i - 1, i)[b * 3 + a]) * Weight(i, a);
                double Weight(int site, int state) => Math.Exp(model.Fields[site * 3 + state]) * forward[state];
            }
            forward = next;
        }
        Near(Math.Log(forward.Sum()), EnumeratedDistribution.Create(model).LogZ, DoublePrecision);
    }

    [Fact]
    public void Independent_sites_have_their_own_marginals_and_log_Z_zero()
    {
        double[] f = [0.5, 0.25, 0.25, 0.1, 0.2, 0.7, 1, 0, 0];
        PottsModel model = IndependentSites.FromFrequencies(Three, f, 0.1);
        EnumeratedDistribution p = EnumeratedDistribution.Create(model);
        double[] mixed = [.. f.Select(x => 0.9 * x + 0.1 / 3)];
        Near(0, p.LogZ, SinglePrecision);
        Near(mixed, p.OneSiteMarginals(), SinglePrecision);
        Near(-mixed.Sum(x => x * Math.Log(x)), p.Entropy, SinglePrecision);
        Near(mixed[1] * mixed[5], p.TwoSiteMarginals()[1 * 3 + 2], SinglePrecision);
        Assert.Throws<InputException>(() => IndependentSites.FromFrequencies(Three, f, 0));
        Assert.Throws<InputException>(() => IndependentSites.FromFrequencies(Three, f, 1.5));
        Assert.Throws<ArgumentException>(() => IndependentSites.FromFrequencies(Three, [0, 0, 0], 0.5));
    }

    [Fact]
    public void Marginals_are_the_derivatives_of_log_Z_and_sum_up()
    {
        PottsModel model = RandomModel(Three, 4, 5);
        EnumeratedDistribution p = EnumeratedDistribution.Create(model);
        double[] one = p.OneSiteMarginals(), two = p.TwoSiteMarginals();
        const float step = 1f / 256; // exact; second differences cancel, third derivatives are below 1
        double Slope(float[] parameters, int n)
        {
            (float old, double[] logZ) = (parameters[n], new double[2]);
            for (int side = 0; side < 2; side++)
            {
                parameters[n] = old + (side == 0 ? step : -step);
                logZ[side] = EnumeratedDistribution.Create(model).LogZ / ((double)(old + step) - (double)(old - step));
            }
            parameters[n] = old;
            return logZ[0] - logZ[1];
        }
        for (int n = 0; n < one.Length; n++) Near(Slope(model.Fields, n), one[n], 1e-5);
        for (int n = 0; n < two.Length; n++) Near(Slope(model.Couplings, n), two[n], 1e-5);
        int pair = SitePairs.Index(4, 1, 3) * 9;
        for (int a = 0; a < 3; a++)
        {
            Near(one[3 + a], two[pair + 3 * a] + two[pair + 3 * a + 1] + two[pair + 3 * a + 2], DoublePrecision);
            Near(one[9 + a], two[pair + a] + two[pair + 3 + a] + two[pair + 6 + a], DoublePrecision);
        }
    }

    [Fact]
    public void Changing_gauge_changes_no_probability() =>
        Gen.Select(GenModel, Gen.Float[-1, 1].Array[3], Gen.Float[-1, 1]).Sample((model, shift, constant) =>
        {
            if (model.Sites < 2) return;
            PottsModel other = model.Clone();
            for (int a = 0; a < 3; a++)
            {
                for (int b = 0; b < 3; b++) other.Block(0, 1)[a * 3 + b] += shift[a] + constant;
                other.Fields[a] -= shift[a];
            }
            EnumeratedDistribution p = EnumeratedDistribution.Create(model), r = EnumeratedDistribution.Create(other);
            Near(p.LogZ + constant, r.LogZ, 5 * SinglePrecision);
            Near(p.LogProbabilities, r.LogProbabilities, 5 * SinglePrecision);
        });

    [Fact]
    public void Scaling_energy_and_temperature_together_changes_nothing() =>
        Gen.Select(GenModel, GenTau, Gen.Double[0.1, 10]).Sample((model, tau, c) =>
        {
            EnumeratedDistribution p = EnumeratedDistribution.Create(model, tau);
            double[] scaled = [.. p.Energies.ToArray().Select(e => c * e)];
            EnumeratedDistribution r = EnumeratedDistribution.Create(Three, model.Sites, scaled, c * tau);
            Near(p.LogProbabilities, r.LogProbabilities, DoublePrecision);
            Near(p.LogZ, r.LogZ, DoublePrecision);
            Near(c * p.MeanEnergy, r.MeanEnergy, DoublePrecision);
            Near(p.HeatCapacity, r.HeatCapacity, DoublePrecision);
            Near(p.Entropy, r.Entropy, DoublePrecision);
        });

    [Fact]
    public void Renaming_the_sites_renames_the_marginals_only()
    {
        PottsModel model = RandomModel(Three, 4, 8), turned = new(Three, 4);
        for (int i = 0; i < 4; i++)
        {
            model.Fields.AsSpan(i * 3, 3).CopyTo(turned.Fields.AsSpan((3 - i) * 3, 3));
            for (int j = i + 1; j < 4; j++)
            {
                for (int n = 0; n < 9; n++) turned.Block(3 - j, 3 - i)[n % 3 * 3 + n / 3] = model.Block(i, j)[n];
            }
        }
        EnumeratedDistribution p = EnumeratedDistribution.Create(model), r = EnumeratedDistribution.Create(turned);
        Near(p.LogZ, r.LogZ, DoublePrecision);
        Near(p.LogProbabilities[p.Index([0, 1, 2, 2])], r.LogProbabilities[r.Index([2, 2, 1, 0])], DoublePrecision);
        Near(p.OneSiteMarginals()[1], r.OneSiteMarginals()[10], DoublePrecision);
    }

    [Fact]
    public void Thermodynamic_identities_hold() =>
        Gen.Select(GenModel, Gen.Double[0.4, 5]).Sample((model, tau) =>
        {
            EnumeratedDistribution p = EnumeratedDistribution.Create(model, tau);
            Near(p.LogZ + p.MeanEnergy / tau, p.Entropy, DoublePrecision);
            double step = 1e-3 * tau;
            double slope = (p.At(tau + step).MeanEnergy - p.At(tau - step).MeanEnergy) / (2 * step);
            Near(p.HeatCapacity, slope, 1e-3); // C = d<E>/dtau; the difference quotient is good to step^2 C''
        });

    [Fact]
    public void Divergences_are_not_negative_and_zero_at_the_truth() =>
        Gen.Select(Gen.Int[1, 5], Gen.ULong, Gen.ULong, GenTau).Sample((sites, seed1, seed2, tau) =>
        {
            EnumeratedDistribution truth = EnumeratedDistribution.Create(RandomModel(Three, sites, seed1), tau);
            EnumeratedDistribution model = EnumeratedDistribution.Create(RandomModel(Three, sites, seed2));
            Assert.True(EnumeratedDistribution.ForwardDivergence(truth, model) > -DoublePrecision);
            Assert.True(EnumeratedDistribution.ReverseDivergence(truth, model) > -DoublePrecision);
            Near(0, EnumeratedDistribution.ForwardDivergence(truth, truth.At(tau)), DoublePrecision);
            Near(EnumeratedDistribution.ForwardDivergence(truth, model), EnumeratedDistribution.ReverseDivergence(model, truth), DoublePrecision);
        });

    [Fact]
    public void Slopes_of_the_divergences_are_those_of_the_theory()
    {
        // d/dtau D(q||p) = (kappa - C)/tau and d/dtau D(p||q) = (<E>_q - <E>_p)/tau^2 (conditions of optimality).
        EnumeratedDistribution truth = EnumeratedDistribution.Create(RandomModel(Three, 5, 13), 1.3);
        EnumeratedDistribution model = EnumeratedDistribution.Create(RandomModel(Three, 5, 14));
        foreach (double tau in new[] { 0.6, 1, 2.5 })
        {
            const double step = 1e-4;
            EnumeratedDistribution q = model.At(tau), up = model.At(tau + step), down = model.At(tau - step);
            double reverse = (EnumeratedDistribution.ReverseDivergence(truth, up) - EnumeratedDistribution.ReverseDivergence(truth, down)) / (2 * step);
            double forward = (EnumeratedDistribution.ForwardDivergence(truth, up) - EnumeratedDistribution.ForwardDivergence(truth, down)) / (2 * step);
            Near((EnumeratedDistribution.Kappa(truth, q) - q.HeatCapacity) / tau, reverse, 1e-5);
            Near((q.MeanEnergy - truth.Mean(model.Energies)) / (tau * tau), forward, 1e-5);
        }
    }

    [Fact]
    public void Draws_follow_the_probabilities_and_other_temperatures_do_not()
    {
        // Chi-square over 27 states, false alarm one in a million: chi-square with 26 degrees is below 75.
        const int draws = 50_000;
        const double limit = 75;
        EnumeratedDistribution p = EnumeratedDistribution.Create(RandomModel(Three, 3, 21, 0.5));
        Alignment sample = p.Sample(draws, RandomStream.FromSeed(1).Child("truth"));
        double ChiSquare(EnumeratedDistribution expected)
        {
            double[] counts = new double[27];
            for (int m = 0; m < draws; m++) counts[expected.Index(sample.Row(m))]++;
            return counts.Select((c, n) => (c, E: draws * Math.Exp(expected.LogProbabilities[n]))).Sum(x => (x.c - x.E) * (x.c - x.E) / x.E);
        }
        output.WriteLine($"chi-square {ChiSquare(p):f1}, at tau = 1.1: {ChiSquare(p.At(1.1)):f1}; limit {limit}");
        Assert.True(ChiSquare(p) < limit);
        Assert.True(ChiSquare(p.At(1.1)) > limit); // negative control
        Assert.Equal(sample.Row(17).ToArray(), p.Sample(18, RandomStream.FromSeed(1).Child("truth")).Row(17).ToArray());
    }

    [Fact]
    public void A_forbidden_configuration_has_probability_zero_and_is_never_drawn()
    {
        EnumeratedDistribution p = EnumeratedDistribution.Create(
            Alphabet.Binary, 3, row => row[0] == row[1] ? double.PositiveInfinity : row[2], 0.7);
        Near(Math.Log(2 * (1 + Math.Exp(-1 / 0.7))), p.LogZ, DoublePrecision);
        Assert.True(double.IsFinite(p.MeanEnergy) && double.IsFinite(p.HeatCapacity) && double.IsFinite(p.Entropy));
        Alignment sample = p.Sample(2000, RandomStream.FromSeed(2));
        for (int m = 0; m < 2000; m++) Assert.NotEqual(sample.Row(m)[0], sample.Row(m)[1]);
    }

    [Fact]
    public void Unusable_input_is_refused()
    {
        Assert.Throws<InputException>(() => EnumeratedDistribution.Create(new PottsModel(Alphabet.Protein, 6)));
        Assert.Throws<ArgumentOutOfRangeException>(() => EnumeratedDistribution.Create(new PottsModel(Three, 2), 0));
        Assert.Throws<ArgumentException>(() => EnumeratedDistribution.Create(Three, 1, [0.0, 1.0]));
        Assert.Throws<ArgumentException>(() => EnumeratedDistribution.Create(Three, 1, [0.0, 1.0, double.NaN]));
        Assert.Throws<ArgumentException>(() => EnumeratedDistribution.Create(Three, 1, _ => double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => EnumeratedDistribution.ForwardDivergence(
            EnumeratedDistribution.Create(new PottsModel(Three, 2)), EnumeratedDistribution.Create(new PottsModel(Three, 3))));
    }
}
