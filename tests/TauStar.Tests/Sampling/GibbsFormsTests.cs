using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Sampling;

/// <summary>The vector form of the heat bath against the plain form, for every number of vectors and every padding.</summary>
public sealed class GibbsFormsTests(ITestOutputHelper output)
{
    /// <summary>The forms add and exponentiate in single precision, each in its own order; between two states whose boundary
    /// lies within this distance of the random number (it is of order 1) they may differ.</summary>
    private const double Boundary = 4e-6;

    private const double LeastAgreement = 0.9999;

    private const int Sites = 19, Count = 67; // neither is a whole number of the vector form's tiles and blocks

    private static ChainSet RandomChains(int states, RandomStream stream)
    {
        ChainSet chains = new(Count, Sites, states);
        chains.Randomize(stream, 0, Count);
        RandomSource random = stream.Child("betas").Open();
        for (int c = 0; c < Count; c++) chains.Betas[c] = (float)(3 * random.NextDouble());
        return chains;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(21)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(40)]
    public void Vector_form_draws_what_the_plain_form_draws(int states)
    {
        PottsModel model = SmallModels.Random(Sites, states, 1, 0.4);
        PottsKernel kernel = new(model);
        RandomStream stream = RandomStream.FromSeed(1).Child(states);
        ChainSet chains = RandomChains(states, stream);
        chains.Recompute(model);
        float[] uniforms = new float[96], fields = new float[kernel.Width];
        int draws = 0, differing = 0;
        double largestDistance = 0;
        for (int round = 0; round < 20; round++)
        {
            for (int i = 0; i < Sites; i++)
            {
                Philox.FillUniform(stream.Key, (ulong)(round * Sites + i), 0, uniforms);
                byte[] before = [.. chains.States];
                GibbsSampler.UpdateSite(kernel, chains, i, uniforms);
                for (int c = 0; c < Count; c++, draws++)
                {
                    GibbsSampler.FieldsPlain(kernel, before.AsSpan(c * Sites, Sites), i, fields);
                    int plain = GibbsSampler.Choose(fields.AsSpan(0, states), chains.Betas[c], uniforms[c]), drawn = chains.Row(c)[i];
                    Assert.InRange(drawn, 0, states - 1);
                    before[c * Sites + i] = (byte)drawn;
                    if (plain == drawn) continue;
                    differing++;
                    double distance = DistanceToBoundary(fields.AsSpan(0, states), chains.Betas[c], uniforms[c]);
                    largestDistance = Math.Max(largestDistance, distance);
                    Assert.True(distance < Boundary, $"{drawn} instead of {plain} with u = {uniforms[c]}");
                }
                Assert.Equal(before, chains.States); // no other site moved
            }
        }
        output.WriteLine($"q = {states}: {differing} of {draws} draws differ, at most {largestDistance:g2} from a boundary");
        Assert.True(draws - differing > LeastAgreement * draws);
        for (int c = 0; c < Count; c++) Statistical.Near(model.Energy(chains.Row(c)), chains.Energies[c], 1e-3);
    }

    private static double DistanceToBoundary(ReadOnlySpan<float> fields, float beta, float uniform)
    {
        double[] log = new double[fields.Length];
        for (int a = 0; a < log.Length; a++) log[a] = (double)beta * fields[a];
        LogSpace.Normalize(log);
        double cumulative = 0, nearest = 1;
        foreach (double l in log) nearest = Math.Min(nearest, Math.Abs((cumulative += Math.Exp(l)) - uniform));
        return nearest;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(21)]
    [InlineData(25)]
    [InlineData(40)]
    public void At_infinite_temperature_every_state_has_its_share_and_the_padding_none(int states)
    {
        PottsKernel kernel = new(SmallModels.Random(Sites, states, 2, 5));
        const int grid = 4096;
        ChainSet chains = new(grid, Sites, states);
        chains.Betas.AsSpan().Clear();
        float[] uniforms = [.. Enumerable.Range(0, grid).Select(n => (n + 0.5f) / grid)];
        uniforms[^1] = 1 - 1f / (1 << 24); // the largest number that the generator makes
        uniforms[0] = 1f / (1 << 24);      // and the smallest
        GibbsSampler.UpdateSite(kernel, chains, 3, uniforms);
        for (int n = 0; n < grid; n++)
        {
            int expected = (int)(uniforms[n] * states);
            bool edge = Math.Abs(uniforms[n] * states - Math.Round(uniforms[n] * states)) < 1e-4;
            Assert.True(chains.Row(n)[3] == expected || edge, $"u = {uniforms[n]} gave {chains.Row(n)[3]}, not {expected}");
            Assert.InRange(chains.Row(n)[3], 0, states - 1);
        }
        Assert.Equal(states - 1, chains.Row(grid - 1)[3]);
        Assert.Equal(0, chains.Row(0)[3]);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(21)]
    [InlineData(40)]
    public void Fields_of_any_size_neither_overflow_nor_reach_the_padding(int states)
    {
        // Fields of all signs and sizes: with weights as wide as these a draw is the state of the largest field, or 0 by symmetry.
        foreach (float scale in new[] { -1e6f, -300, 300, 1e6f })
        {
            PottsModel model = new(SmallModels.Letters(states), 2);
            for (int a = 0; a < states; a++) model.Fields[a] = scale * (a == states / 2 ? 2 : 1);
            ChainSet chains = new(8, 2, states);
            float[] uniforms = [0.001f, 0.1f, 0.3f, 0.5f, 0.7f, 0.9f, 0.999f, 1 - 1f / (1 << 24)];
            GibbsSampler.UpdateSite(new PottsKernel(model), chains, 0, uniforms);
            for (int c = 0; c < 8; c++)
            {
                if (scale > 0) Assert.Equal(states / 2, chains.Row(c)[0]);
                else Assert.True(chains.Row(c)[0] < states && chains.Row(c)[0] != states / 2);
            }
        }
    }
}
