using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Landscapes;

public sealed class PairwiseFeaturesTests
{
    private const double DoublePrecision = 1e-11;

    public static TheoryData<int, int, bool> Families() => new()
    {
        { 2, 2, false }, { 2, 6, false }, { 2, 5, true }, { 3, 4, true }, { 3, 3, false }, { 4, 4, true }, { 5, 3, true },
    };

    private static PairwiseFeatures Family(int states, int sites, bool fields) =>
        new(states == 2 ? Alphabet.Spin : SmallModels.Letters(states), sites, fields);

    private static double[] Theta(PairwiseFeatures features, ulong seed = 1)
    {
        RandomSource random = RandomStream.FromSeed(seed).Open();
        return [.. Enumerable.Range(0, features.Count).Select(_ => 0.5 * random.NextNormal())];
    }

    /// <summary>phi of every configuration in the list, one feature at a time.</summary>
    private static double[][] Phi(PairwiseFeatures features)
    {
        byte[] row = new byte[features.Space.Sites];
        return [.. Enumerable.Range(0, features.Space.Count).Select(n =>
        {
            double[] phi = new double[features.Count];
            features.Space.Fill(n, row);
            features.Accumulate(row, 1, phi);
            return phi;
        })];
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Energies_are_minus_theta_phi(int states, int sites, bool fields)
    {
        PairwiseFeatures features = Family(states, sites, fields);
        double[] theta = Theta(features), energies = features.Energies(theta);
        double[][] phi = Phi(features);
        for (int n = 0; n < energies.Length; n++) Near(-phi[n].Zip(theta, (a, b) => a * b).Sum(), energies[n], DoublePrecision);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Moments_and_covariances_are_sums_over_the_list(int states, int sites, bool fields)
    {
        PairwiseFeatures features = Family(states, sites, fields);
        EnumeratedDistribution p = features.Enumerate(Theta(features));
        double[] table = SmallModels.Probabilities(p), moments = new double[features.Count], covariance = new double[features.Count * features.Count];
        double[][] phi = Phi(features);
        double[] weights = [.. table.Select(x => 7 * x)]; // any normalisation will do
        features.Moments(weights, moments);
        features.Covariance(weights, moments, covariance);
        Assert.Equal(features.Count, features.Moments(p).Length);
        for (int m = 0; m < features.Count; m++)
        {
            double mean = Enumerable.Range(0, table.Length).Sum(n => table[n] * phi[n][m]);
            Near(mean, moments[m], DoublePrecision);
            Near(mean, features.Moments(p)[m], DoublePrecision);
            for (int k = m; k < features.Count; k++)
            {
                double meanK = Enumerable.Range(0, table.Length).Sum(n => table[n] * phi[n][k]);
                double exact = Enumerable.Range(0, table.Length).Sum(n => table[n] * (phi[n][m] - mean) * (phi[n][k] - meanK));
                Near(exact, covariance[m * features.Count + k], DoublePrecision);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Quadratic_forms_are_those_of_every_configuration(int states, int sites, bool fields)
    {
        PairwiseFeatures features = Family(states, sites, fields);
        int count = features.Count;
        double[] linear = Theta(features, 2), matrix = new double[count * count], values = new double[features.Space.Count];
        RandomSource random = RandomStream.FromSeed(3).Open();
        for (int m = 0; m < count; m++)
        {
            for (int n = 0; n < count; n++) matrix[m * count + n] = n < m ? double.NaN : random.NextNormal(); // the lower triangle is not read
        }
        double Of(int m, int n) => matrix[Math.Min(m, n) * count + Math.Max(m, n)];
        Array.Fill(values, 99); // what was there must not matter
        features.QuadraticForm(matrix, linear, values);
        double[][] phi = Phi(features);
        for (int s = 0; s < values.Length; s++)
        {
            double exact = 0;
            for (int m = 0; m < count; m++)
            {
                exact += linear[m] * phi[s][m];
                for (int n = 0; n < count; n++) exact += phi[s][m] * Of(m, n) * phi[s][n];
            }
            Near(exact, values[s], 1e2 * DoublePrecision); // sums of up to count^2 terms
        }
    }

    [Fact]
    public void Spin_features_are_fields_and_couplings_of_spins()
    {
        PairwiseFeatures features = Family(2, 3, true);
        double[] phi = new double[6];
        features.Accumulate([0, 1, 1], 1, phi); // s = (-1, +1, +1)
        Assert.Equal([-1, 1, 1, -1, -1, 1], phi);
        Assert.Equal(3, features.FieldCount);
    }

    [Fact]
    public void A_folded_list_is_half_of_the_whole_one_and_tells_the_same()
    {
        PairwiseFeatures folded = Family(2, 6, false), whole = Family(2, 6, true);
        double[] theta = Theta(folded);
        EnumeratedDistribution half = folded.Enumerate(theta, 1.3), all = whole.Enumerate([.. new double[6], .. theta], 1.3);
        Assert.Equal(32, half.Configurations);
        Near(all.LogZ, half.LogZ, DoublePrecision);
        Near(all.Entropy, half.Entropy, DoublePrecision);
        Near(all.HeatCapacity, half.HeatCapacity, DoublePrecision);
        Assert.Equal(all.OneSiteMarginals().Length, half.OneSiteMarginals().Length);
        Assert.All(half.OneSiteMarginals(), f => Near(0.5, f, DoublePrecision));
        Assert.All(all.TwoSiteMarginals().Zip(half.TwoSiteMarginals()), pair => Near(pair.First, pair.Second, DoublePrecision));
        byte[] row = [1, 0, 1, 1, 0, 0], flipped = [0, 1, 0, 0, 1, 1];
        Assert.Equal(half.Index(row), half.Index(flipped));
        Near(all.Energies[all.Index(row)], half.Energies[half.Index(row)], DoublePrecision);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Potts_models_come_back_from_theta_whatever_their_gauge(int states, bool fields)
    {
        PottsModel model = SmallModels.ChangeGauge(SmallModels.Random(4, states, 3, 0.5), 5);
        PairwiseFeatures features = new(model.Alphabet, 4, fields);
        double[] theta = features.FromPotts(model);
        EnumeratedDistribution direct = EnumeratedDistribution.Create(model), through = features.Enumerate(theta);
        Near(0, EnumeratedDistribution.ForwardDivergence(direct, through), DoublePrecision);
        // Back, in single precision: 7 digits of parameters of order 1.
        Near(0, EnumeratedDistribution.ForwardDivergence(direct, EnumeratedDistribution.Create(features.ToPotts(theta))), 1e-10);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<InputException>(() => new PairwiseFeatures(Alphabet.Spin, 1, true));
        Assert.Contains("cannot be listed", Assert.Throws<InputException>(() => new PairwiseFeatures(Alphabet.Spin, 26, false)).Message, StringComparison.Ordinal);
        PairwiseFeatures zeroField = Family(2, 3, false);
        PottsModel withField = new(Alphabet.Spin, 3);
        withField.Fields[0] = 1;
        Assert.Contains("field at site 1", Assert.Throws<InputException>(() => zeroField.FromPotts(withField)).Message, StringComparison.Ordinal);
        withField.Fields[0] = float.NaN;
        Assert.Contains("not a finite number", Assert.Throws<InputException>(() => Family(2, 3, true).FromPotts(withField)).Message, StringComparison.Ordinal);
    }
}
