using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Diagnosis;

/// <summary>Whether data of the family pass, and data of other families are found.</summary>
public sealed class ModelClassCheckTests(ITestOutputHelper output)
{
    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    private static ModelClassCheck Check(ListedTruth truth, PairwiseFeatures features, int samples, ulong seed)
    {
        byte[] rows = new ConfigurationSampler(truth.Enumerate(!features.HasFields)).Draw(samples, RandomStream.FromSeed(seed).Child("data"));
        double[] theta = new EmpiricalBayesFit().Fit(MomentTarget.FromSamples(features, rows)).Theta;
        return ModelClassCheck.Of(features, rows, Ones(samples), theta, RandomStream.FromSeed(seed).Child("class"));
    }

    private static int Warnings(int sets, Func<ulong, ModelClassCheck> check)
    {
        int count = 0;
        for (ulong n = 0; n < (ulong)sets; n++) count += check(n).Warns ? 1 : 0;
        return count;
    }

    /// <summary>
    /// A single z from 40 draws passes 3 with a chance near 0.003, four with 0.01: of 100 data sets at most 9 warn but one time in a
    /// million even if the chance were 0.02. The control has triples, and warns for most data sets.
    /// </summary>
    [Fact]
    public void Data_of_the_family_pass_and_data_with_triples_do_not()
    {
        const int sets = 100;
        PairwiseFeatures ten = new(Alphabet.Spin, 10, fields: true);
        int falseAlarms = Warnings(sets, n => Check(new SpinGlassTruth(10, 1, 0.3, n), ten, 200, n));
        int found = Warnings(20, n => Check(new ThreeBodyTruth(10, 30, 0.5, 1, n, 0.3), ten, 500, n));
        output.WriteLine($"warned for {falseAlarms} of {sets} in class, {found} of 20 with triples");
        Assert.InRange(falseAlarms, 0, 9);
        Assert.InRange(found, 16, 20);
    }

    [Fact]
    public void An_all_or_nothing_fold_is_found_where_sites_hide_it()
    {
        PairwiseFeatures seven = new(RnaTruth.Bases, 7, fields: true);
        // At T = 0.2 the gap is 5 k_B T: a third of the weight is folded, and moments of three sites alone see little of it.
        EnumeratedDistribution truth = new HairpinTruth(7, 0, 0, Cooperative: true).Enumerate(false).At(0.2);
        byte[] rows = new ConfigurationSampler(truth).Draw(500, RandomStream.FromSeed(2));
        double[] theta = new EmpiricalBayesFit().Fit(MomentTarget.FromSamples(seven, rows)).Theta;
        ModelClassCheck check = ModelClassCheck.Of(seven, rows, Ones(500), theta, RandomStream.FromSeed(3));
        output.WriteLine($"{check}");
        Assert.True(check.Warns);
    }

    [Fact]
    public void Without_fields_it_looks_at_four_sites_for_there_are_no_moments_of_three()
    {
        PairwiseFeatures nine = new(Alphabet.Spin, 9, fields: false);
        int warned = Warnings(50, n => Check(new IsingTruth(3, 3), nine, 200, n));
        Assert.InRange(warned, 0, 6); // as above
        // All products of four neighbours in a row are 1: pairs are independent, and no pair has a moment.
        byte[] rows = new byte[400 * 9];
        RandomSource random = RandomStream.FromSeed(4).Open();
        for (int m = 0; m < 400; m++)
        {
            Span<byte> row = rows.AsSpan(9 * m, 9);
            for (int i = 0; i < 9; i++) row[i] = (byte)random.NextInt(2);
            row[3] = (byte)(row[0] ^ row[1] ^ row[2]);
        }
        ModelClassCheck check = ModelClassCheck.Of(
            nine, rows, Ones(400), new EmpiricalBayesFit().Fit(MomentTarget.FromSamples(nine, rows)).Theta, RandomStream.FromSeed(5));
        Assert.Equal("four-site moments", check.Statistic);
        Assert.True(check.Z > 10);
    }

    /// <summary>z is a deviation in units of the draws' own: by hand from the same draws.</summary>
    [Fact]
    public void Repetitions_count_only_where_all_weights_are_one()
    {
        PairwiseFeatures six = new(Alphabet.Spin, 6, fields: true);
        byte[] same = new byte[60 * 6]; // one configuration, sixty times, under a model without preferences
        double[] flat = new double[six.Count];
        ModelClassCheck whole = ModelClassCheck.Of(six, same, Ones(60), flat, RandomStream.FromSeed(6));
        ModelClassCheck weighted = ModelClassCheck.Of(six, same, [.. Enumerable.Repeat(0.5, 60)], flat, RandomStream.FromSeed(6));
        Assert.True(whole.Warns);
        Assert.Equal("three-site moments", weighted.Statistic);
        Near(40, whole.Draws, 0);
    }
}
