using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Tests.Data;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Diagnosis;

/// <summary>Comparisons against definitions, and of sets whose likeness is known.</summary>
public sealed class AlignmentComparisonTests
{
    /// <summary>Frequencies are floats.</summary>
    private const double Tolerance = 1e-6;

    private static readonly RandomStream Stream = RandomStream.FromSeed(8).Child("compare");

    private static readonly ComparisonOptions Unweighted = new() { FirstIdentity = 0 };

    private static double[] Weights(int count)
    {
        RandomSource random = Stream.Child("weights").Open();
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }

    [Fact]
    public void Principal_axes_are_those_of_the_whole_covariance()
    {
        Alignment data = SequenceSimilarityTests.Families(120, 8, 4, Stream.Child("axes"));
        double[] weights = Weights(120);
        const int size = 8 * 4;
        double[] mean = new double[size], covariance = new double[size * size];
        double total = weights.Sum();
        double[] Code(int m)
        {
            double[] code = new double[size];
            for (int i = 0; i < 8; i++) code[i * 4 + data.Row(m)[i]] = 1;
            return code;
        }
        for (int m = 0; m < 120; m++)
        {
            double[] code = Code(m);
            for (int n = 0; n < size; n++) mean[n] += weights[m] / total * code[n];
        }
        for (int m = 0; m < 120; m++)
        {
            double[] code = Code(m);
            for (int k = 0; k < size; k++)
            {
                for (int l = 0; l < size; l++) covariance[k * size + l] += weights[m] / total * (code[k] - mean[k]) * (code[l] - mean[l]);
            }
        }
        double trace = Enumerable.Range(0, size).Sum(n => covariance[n * size + n]);
        (double[] values, double[] vectors) = SymmetricEigen.Solve(covariance, size);
        PrincipalAxes axes = PrincipalAxes.Of(data, weights, 2);
        for (int axis = 0; axis < 2; axis++)
        {
            Near(values[axis] / trace, axes.Shares[axis], Tolerance);
            double[] plain = [.. Enumerable.Range(0, 120).Select(m => Enumerable.Range(0, size).Sum(n => (Code(m)[n] - mean[n]) * vectors[axis * size + n]))];
            double[] found = axes.Project(data, axis);
            double sign = Math.Sign(plain[0] * found[0]); // of two equally large components either may be made positive
            for (int m = 0; m < 120; m++) Near(plain[m], sign * found[m], 1e-4); // eigenvectors are known to the root of the tolerance of values
        }
    }

    [Fact]
    public void Three_site_statistics_are_those_of_plain_sums()
    {
        Alignment a = SequenceSimilarityTests.Families(60, 6, 3, Stream.Child("a")), b = SequenceSimilarityTests.Families(50, 6, 3, Stream.Child("b"));
        double[] wa = Weights(60), wb = Weights(50);
        List<double> fx = [], fy = [], cx = [], cy = [];
        double Of(Alignment data, double[] w, params (int Site, int State)[] letters) =>
            Enumerable.Range(0, data.Count).Where(m => letters.All(l => data.Row(m)[l.Site] == l.State)).Sum(m => w[m]) / w.Sum();
        double Connected(Alignment data, double[] w, (int, int) x, (int, int) y, (int, int) z) => Of(data, w, x, y, z) - Of(data, w, x, y) * Of(data, w, z)
            - Of(data, w, x, z) * Of(data, w, y) - Of(data, w, y, z) * Of(data, w, x) + 2 * Of(data, w, x) * Of(data, w, y) * Of(data, w, z);
        IReadOnlyList<(int I, int J, int K)> triples = TripleAgreement.Draw(6, 5, Stream);
        Assert.Equal(5, triples.Distinct().Count());
        foreach ((int i, int j, int k) in triples)
        {
            Assert.True(i < j && j < k);
            for (int n = 0; n < 27; n++)
            {
                (int, int) x = (i, n / 9), y = (j, n / 3 % 3), z = (k, n % 3);
                fx.Add(Of(a, wa, x, y, z));
                fy.Add(Of(b, wb, x, y, z));
                cx.Add(Connected(a, wa, x, y, z));
                cy.Add(Connected(b, wb, x, y, z));
            }
        }
        TripleAgreement found = TripleAgreement.Between(new WeightedSample(a, wa), new WeightedSample(b, wb), triples);
        RegressionSums Sums(List<double> x, List<double> y)
        {
            RegressionSums sums = new();
            for (int n = 0; n < x.Count; n++) sums.Add(x[n], y[n]);
            return sums;
        }
        Near(Sums(fx, fy).Pearson, found.Frequencies.Pearson, Tolerance);
        Near(Sums(fx, fy).Slope, found.Frequencies.Slope, Tolerance);
        Near(Sums(cx, cy).Pearson, found.Connected.Pearson, 10 * Tolerance);
        Near(Sums(cx, cy).Slope, found.Connected.Slope, 10 * Tolerance);
        Assert.Equal(20, TripleAgreement.Draw(6, 20, Stream).Distinct().Count()); // all there are
    }

    [Fact]
    public void A_set_against_itself_agrees_in_everything()
    {
        Alignment data = SequenceSimilarityTests.Families(100, 12, 4, Stream.Child("self"));
        PottsModel model = SmallModels.Random(12, 4, 1, 0.3);
        AlignmentComparison found = AlignmentComparison.Of(data, data.Select([.. Enumerable.Range(0, 100)]), model, new() { SecondIdentity = 0.8 }, progress: null);
        AlignmentAgreement agreement = found.Agreement;
        foreach (CorrelationFit fit in new[] { agreement.OneSite, agreement.TwoSite, agreement.TwoSiteConnected, agreement.ThreeSite!.Frequencies, agreement.ThreeSite.Connected })
        {
            Near(1, fit.Pearson, 1e-9);
            Near(1, fit.Slope, 1e-9);
        }
        foreach (SampleComparison sample in new[] { agreement.Axis1, agreement.Axis2, agreement.Energy!, agreement.PairIdentity }) Assert.Equal(0, sample.KolmogorovSmirnov);
        Assert.Equal(1, agreement.Nearest.SecondMean);
        Assert.Equal(model.Energies(data).Average(), agreement.Energy!.FirstMean);
        Assert.Equal(SequenceSimilarity.NearestIdentity(data, data.States.ToArray(), skipSelf: true), found.First.Nearest);
        Assert.Equal(100 * 99 / 2, found.First.PairIdentities.Length);
        Assert.True(found.Halves.TwoSiteConnected.Pearson < 0.99, "halves differ");
    }

    [Fact]
    public void Another_sample_of_one_truth_does_as_well_as_halves_and_shuffled_columns_do_not()
    {
        // 12 sites in 6 coupled pairs: letter and partner agree with probability 1/2, else anything.
        Alignment Draw(string name, bool coupled)
        {
            RandomSource random = Stream.Child(name).Open();
            byte[] rows = new byte[4000 * 12];
            for (int n = 0; n < rows.Length; n++) rows[n] = coupled && n % 2 == 1 && random.NextInt(2) == 0 ? rows[n - 1] : (byte)random.NextInt(4);
            return SmallModels.Align(SmallModels.Letters(4), rows, 12);
        }
        AlignmentComparison good = AlignmentComparison.Of(Draw("one", true), Draw("two", true), null, Unweighted, progress: null);
        AlignmentComparison bad = AlignmentComparison.Of(Draw("one", true), Draw("three", false), null, Unweighted, progress: null);
        // Twice as many sequences as in a half: never as bad as halves, but for chance.
        Assert.True(good.Agreement.TwoSiteConnected.Pearson > good.Halves.TwoSiteConnected.Pearson, $"{good.Agreement.TwoSiteConnected} {good.Halves.TwoSiteConnected}");
        Assert.InRange(bad.Agreement.TwoSiteConnected.Pearson, -0.2, 0.2);
        Assert.True(bad.Halves.TwoSiteConnected.Pearson > 0.9);
        Assert.Null(good.Agreement.Energy);
    }

    [Fact]
    public void Sets_that_cannot_be_compared_are_refused()
    {
        Alignment data = SequenceSimilarityTests.Families(20, 6, 3, Stream), other = SequenceSimilarityTests.Families(20, 7, 3, Stream);
        Assert.Throws<InputException>(() => AlignmentComparison.Of(data, other, null, Unweighted, progress: null));
        Assert.Throws<InputException>(() => AlignmentComparison.Of(data.Select([0, 1, 2]), data, null, Unweighted, progress: null));
        Assert.Throws<InputException>(() => AlignmentComparison.Of(data, data, null, Unweighted with { Pairs = 0 }, progress: null));
        Assert.Throws<InputException>(() => AlignmentComparison.Of(data, data, null, Unweighted with { Triples = -1 }, progress: null));
    }
}
