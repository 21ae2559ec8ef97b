using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Studies.Estimators;
using Xunit;

namespace TauStar.Tests.Studies;

public sealed class EstimatorLandscapeTests
{
    private const double Rounding = 1e-5; // fields of Potts models are floats

    [Fact]
    public void The_six_landscapes_and_their_grids()
    {
        Assert.Equal(["ising4x4", "spin-glass", "hopfield", "rna", "gap", "three-body"], EstimatorLandscape.All.Select(landscape => landscape.Name));
        Assert.Equal([54, 120, 250, 500, 1000], EstimatorLandscape.Samples);
        Assert.All(EstimatorLandscape.All, landscape =>
        {
            Assert.Equal(landscape, EstimatorLandscape.Named(landscape.Name));
            Assert.NotEmpty(landscape.Temperatures);
            ListedTruth truth = landscape.Truth(RandomStream.FromSeed(1));
            truth.Check();
            Assert.Equal(truth, landscape.Truth(RandomStream.FromSeed(1)));
            // Without disorder there is one truth; with it, another seed is another truth.
            Assert.Equal(landscape.Name is "ising4x4" or "gap", truth == landscape.Truth(RandomStream.FromSeed(2)));
        });
        InputException e = Assert.Throws<InputException>(() => EstimatorLandscape.Named("glass"));
        Assert.Equal("landscape 'glass' is unknown; choose one of ising4x4, spin-glass, hopfield, rna, gap, three-body", e.Message);
    }

    /// <summary>
    /// The claim about the class, by projection: the features are orthogonal under even weights, so an energy is pairwise exactly
    /// where a constant and its features carry all of its variance.
    /// </summary>
    [Fact]
    public void Pairwise_truths_are_pairwise_and_the_others_are_not() => Assert.All(EstimatorLandscape.All, landscape =>
    {
        ListedTruth truth = landscape.Truth(RandomStream.FromSeed(5));
        EnumeratedDistribution energies = truth.Enumerate(truth.IsSymmetric), even = energies.At(1e9);
        PairwiseFeatures features = new(energies.Alphabet, energies.Sites, !truth.IsSymmetric);
        double total = even.Covariance(energies.Energies, energies.Energies), explained = 0;
        for (int m = 0; m < features.Count; m++)
        {
            double[] one = new double[features.Count];
            one[m] = 1;
            double[] feature = features.Energies(one);
            double shared = even.Covariance(energies.Energies, feature);
            explained += shared * shared / even.Covariance(feature, feature);
        }
        if (landscape.IsPairwise) Assert.Equal(1, explained / total, Rounding);
        else Assert.True(explained / total < 0.9, $"{landscape}: {explained / total}");
    });
}
