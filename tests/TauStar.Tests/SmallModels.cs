using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Tests;

/// <summary>Models that can be listed, and what is exactly known of them.</summary>
internal static class SmallModels
{
    /// <summary>An alphabet of q letters without a gap.</summary>
    public static Alphabet Letters(int states) => new("custom", new string([.. Enumerable.Range(0, states).Select(a => (char)('0' + a))]));

    /// <summary>Fields and couplings of all pairs N(0, deviation^2).</summary>
    public static PottsModel Random(int sites, int states, ulong seed, double deviation = 1)
    {
        RandomSource random = RandomStream.FromSeed(seed).Child("model").Open();
        PottsModel model = new(Letters(states), sites);
        for (int n = 0; n < model.Fields.Length; n++) model.Fields[n] = (float)(deviation * random.NextNormal());
        for (int n = 0; n < model.Couplings.Length; n++) model.Couplings[n] = (float)(deviation * random.NextNormal());
        return model;
    }

    /// <summary>All N configurations, N x L, in the order of <see cref="EnumeratedDistribution.Index"/>.</summary>
    public static byte[] AllRows(EnumeratedDistribution p) =>
        [.. Enumerable.Range(0, p.Configurations).SelectMany(p.Configuration)];

    public static double[] Probabilities(EnumeratedDistribution p) => Array.ConvertAll(p.LogProbabilities.ToArray(), Math.Exp);

    /// <summary>The complete data set: all configurations, weighted by their exact probabilities.</summary>
    public static PairFrequencies ExactFrequencies(EnumeratedDistribution p) =>
        PairFrequencies.Count(AllRows(p), p.Sites, p.Alphabet.Size, Probabilities(p), 0);

    /// <summary>A change of gauge: moves a function of a_i from the coupling of every pair into the fields, adds constants.</summary>
    public static PottsModel ChangeGauge(PottsModel model, ulong seed)
    {
        RandomSource random = RandomStream.FromSeed(seed).Child("gauge").Open();
        PottsModel other = model.Clone();
        int q = model.States;
        for (int i = 0; i < model.Sites; i++)
        {
            for (int j = i + 1; j < model.Sites; j++)
            {
                for (int a = 0; a < q; a++)
                {
                    // Multiples of 1/64 keep single precision exact enough to compare closely.
                    float ofI = random.NextInt(64) / 64f, ofJ = random.NextInt(64) / 64f;
                    for (int b = 0; b < q; b++)
                    {
                        other.Block(i, j)[a * q + b] += ofI;
                        other.Block(i, j)[b * q + a] += ofJ;
                    }
                    other.Fields[i * q + a] -= ofI;
                    other.Fields[j * q + a] -= ofJ;
                }
            }
            float constant = random.NextInt(64) / 64f;
            for (int a = 0; a < q; a++) other.Fields[i * q + a] += constant;
        }
        return other;
    }

    /// <summary>Rows as an alignment with names "1", "2", ...</summary>
    public static Alignment Align(Alphabet alphabet, byte[] rows, int sites) =>
        new(alphabet, [.. Enumerable.Range(1, rows.Length / sites).Select(m => $"{m}")], rows);

    /// <summary>Independent draws from a listed distribution.</summary>
    public static Alignment Sample(this EnumeratedDistribution p, int count, RandomStream stream) =>
        Align(p.Alphabet, new ConfigurationSampler(p).Draw(count, stream), p.Sites);
}
