using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Landscapes;

public sealed class SpinPartitionTests(ITestOutputHelper output)
{
    private const double DoublePrecision = 1e-12; // 2^16 terms of order 1, observed 1e-13

    private static SpinPartition Random(int spins, ulong seed, double deviation)
    {
        RandomSource random = RandomStream.FromSeed(seed).Open();
        SpinPartition model = new(spins);
        for (int i = 0; i < spins; i++)
        {
            model.Fields[i] = deviation * random.NextNormal();
            for (int j = 0; j < i; j++) model.Couplings[i * spins + j] = deviation * random.NextNormal();
        }
        return model;
    }

    /// <summary>Largest difference of log Z, means and moments from sums over all states as they are defined.</summary>
    private static double WorstAgainstDefinition(SpinPartition model)
    {
        int n = model.Spins;
        double[] logWeights = new double[1 << n], means = new double[n], moments = new double[n * n];
        int Spin(int state, int i) => (state >> i) % 2 == 0 ? -1 : 1;
        for (int state = 0; state < logWeights.Length; state++)
        {
            for (int i = 0; i < n; i++)
            {
                logWeights[state] += model.Fields[i] * Spin(state, i);
                for (int j = 0; j < i; j++) logWeights[state] += model.Couplings[i * n + j] * Spin(state, i) * Spin(state, j);
            }
        }
        double logZ = LogSpace.Normalize(logWeights), worst = Math.Abs(logZ - model.LogZ);
        for (int state = 0; state < logWeights.Length; state++)
        {
            double p = Math.Exp(logWeights[state]);
            for (int i = 0; i < n; i++)
            {
                means[i] += p * Spin(state, i);
                for (int j = 0; j < i; j++) moments[i * n + j] += p * Spin(state, i) * Spin(state, j);
            }
        }
        for (int i = 0; i < n; i++)
        {
            worst = Math.Max(worst, Math.Abs(means[i] - model.Means[i]));
            for (int j = 0; j < i; j++) worst = Math.Max(worst, Math.Abs(moments[i * n + j] - model.Moments[i * n + j]));
        }
        return worst;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(15)]
    [InlineData(16)]
    public void Sums_are_those_of_the_definition(int spins)
    {
        double worst = 0;
        foreach (double deviation in new[] { 0.01, 0.7, 5 })
        {
            SpinPartition model = Random(spins, (ulong)spins, deviation);
            Assert.True(model.Sum());
            worst = Math.Max(worst, WorstAgainstDefinition(model));
        }
        output.WriteLine($"largest difference {worst:g3}");
        Assert.True(worst < DoublePrecision * spins * spins);
    }

    [Fact]
    public void A_second_sum_forgets_the_first()
    {
        SpinPartition model = Random(10, 1, 1), fresh = Random(10, 2, 1);
        Assert.True(model.Sum() && fresh.Sum());
        fresh.Fields.CopyTo(model.Fields, 0);
        fresh.Couplings.CopyTo(model.Couplings, 0);
        Assert.True(model.Sum());
        Assert.Equal(fresh.LogZ, model.LogZ);
        Assert.Equal(fresh.Moments, model.Moments);
    }

    [Fact]
    public void Only_couplings_below_the_diagonal_are_read()
    {
        SpinPartition model = Random(9, 3, 1);
        Assert.True(model.Sum());
        double before = model.LogZ;
        for (int i = 0; i < 9; i++)
        {
            for (int j = i; j < 9; j++) model.Couplings[i * 9 + j] = double.NaN;
        }
        Assert.True(model.Sum());
        Assert.Equal(before, model.LogZ);
    }

    [Fact]
    public void Weights_too_far_apart_are_said_to_be_and_infinite_ones_too()
    {
        SpinPartition frustrated = new(12);
        for (int i = 0; i < 12; i++)
        {
            for (int j = 0; j < i; j++) frustrated.Couplings[i * 12 + j] = -200; // all want to differ: what a block could gain at best is far off
        }
        Assert.False(frustrated.Sum() && WorstAgainstDefinition(frustrated) > 1e-9); // never a wrong number without saying so
        frustrated.Couplings[12] = double.NaN;
        Assert.False(frustrated.Sum());
    }
}
