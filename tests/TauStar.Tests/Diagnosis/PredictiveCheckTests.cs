using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Diagnosis;

/// <summary>Three-site correlations of data against sets of a pairwise model: silent where the model is the truth, loud where triples are at work.</summary>
public sealed class PredictiveCheckTests(ITestOutputHelper output)
{
    private const int Samples = 400, Sets = 40;

    private static Alignment Draw(EnumeratedDistribution p, RandomStream stream) => p.Sample(Samples, stream);

    private static double Z(EnumeratedDistribution truth, EnumeratedDistribution model, int seed, double[]? weights = null)
    {
        RandomStream stream = RandomStream.FromSeed(51).Child(seed);
        Alignment data = Draw(truth, stream.Child("data"));
        byte[][] sets = [.. Enumerable.Range(0, Sets).Select(n => Draw(model, stream.Child(n)).States.ToArray())];
        return PredictiveCheck.Of(data, weights ?? [.. Enumerable.Repeat(1.0, Samples)], sets, stream.Child("triples")).Z;
    }

    [Fact]
    public void Data_of_the_model_itself_are_one_set_more()
    {
        EnumeratedDistribution p = EnumeratedDistribution.Create(SmallModels.Random(6, 3, 52, 0.6));
        double[] z = [.. Enumerable.Range(0, 60).AsParallel().AsOrdered().Select(seed => Z(p, p, seed))];
        output.WriteLine($"mean {z.Average():f2}, rms {Math.Sqrt(z.Average(x => x * x)):f2}, largest {z.Max():f2}");
        Assert.InRange(z.Average(), -0.65, 0.65); // 60 of them: 4.9 errors of the mean
        Assert.InRange(Math.Sqrt(z.Average(x => x * x)), 0.6, 1.6);
    }

    [Fact]
    public void Triples_are_seen()
    {
        ThreeBodyTruth truth = new(9, Triples: 12, TripleDeviation: 0.6, PairDeviation: 0.5, 3, FieldDeviation: 0.3);
        EnumeratedDistribution p = truth.Enumerate(false);
        // The pairwise model with the same pairs' statistics would be the fairest; independent sites of the same frequencies are far worse, and their connected triples are 0 as its are nearly.
        EnumeratedDistribution independent = EnumeratedDistribution.Create(Independent(p));
        double[] z = [.. Enumerable.Range(0, 8).AsParallel().AsOrdered().Select(seed => Z(p, independent, seed))];
        output.WriteLine(string.Join(" ", z.Select(x => x.ToString("f1", System.Globalization.CultureInfo.InvariantCulture))));
        Assert.All(z, x => Assert.True(x > ModelClassCheck.LargestZ));
    }

    private static PottsModel Independent(EnumeratedDistribution p)
    {
        PottsModel model = new(p.Alphabet, p.Sites);
        double[] single = p.OneSiteMarginals();
        for (int n = 0; n < single.Length; n++) model.Fields[n] = (float)Math.Log(single[n]);
        return model;
    }
}
