using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Sampling;

public sealed class PottsKernelTests
{
    [Theory]
    [InlineData(2, 2, 8)]
    [InlineData(5, 8, 8)]
    [InlineData(4, 9, 16)]
    [InlineData(3, 21, 24)]
    [InlineData(3, 40, 40)]
    [InlineData(1, 3, 8)]
    public void A_model_comes_back_as_it_went_in(int sites, int states, int width)
    {
        PottsModel model = SmallModels.Random(sites, states, 1);
        PottsKernel kernel = new(model);
        Assert.Equal(width, kernel.Width);
        PottsModel back = kernel.ToModel(model.Alphabet);
        Assert.Equal(model.Fields, back.Fields);
        Assert.Equal(model.Couplings, back.Couplings);
    }

    [Fact]
    public void A_block_is_written_into_both_points_of_view_and_nowhere_else()
    {
        const int sites = 4, states = 5;
        PottsKernel kernel = new(sites, states);
        float[] block = [.. Enumerable.Range(1, states * states).Select(n => (float)n)], back = new float[states * states];
        kernel.SetBlock(1, 3, block);
        for (int a = 0; a < states; a++)
        {
            for (int b = 0; b < states; b++)
            {
                Assert.Equal(block[a * states + b], kernel.Rows[kernel.BlockStart(1, 3) + kernel.Place(a, b)]);
                Assert.Equal(block[a * states + b], kernel.Rows[kernel.BlockStart(3, 1) + kernel.Place(b, a)]);
            }
        }
        Assert.Equal(2 * states * states, kernel.Rows.Count(x => x != 0));
        kernel.GetBlock(1, 3, back);
        Assert.Equal(block, back);
    }

    [Fact]
    public void Local_fields_are_differences_of_energies()
    {
        PottsModel model = SmallModels.Random(5, 4, 2);
        PottsKernel kernel = new(model);
        RandomSource random = RandomStream.FromSeed(2).Open();
        float[] fields = new float[kernel.Width];
        for (int n = 0; n < 200; n++)
        {
            byte[] row = [.. Enumerable.Range(0, 5).Select(_ => (byte)random.NextInt(4))];
            int i = random.NextInt(5);
            GibbsSampler.FieldsPlain(kernel, row, i, fields);
            double energy = model.Energy(row), field = fields[row[i]];
            for (int a = 0; a < 4; a++)
            {
                row[i] = (byte)a;
                Statistical.Near(energy - model.Energy(row), fields[a] - field, 2e-6); // single precision
            }
        }
    }

    [Fact]
    public void A_change_of_gauge_shifts_all_energies_alike_and_no_conditional_distribution()
    {
        PottsModel model = SmallModels.Random(4, 3, 3), other = SmallModels.ChangeGauge(model, 4);
        EnumeratedDistribution p = EnumeratedDistribution.Create(model), r = EnumeratedDistribution.Create(other);
        double shift = r.Energies[0] - p.Energies[0];
        Assert.NotEqual(0, shift, 1e-3);
        PottsKernel first = new(model), second = new(other);
        float[] f = new float[8], g = new float[8];
        for (int n = 0; n < p.Configurations; n++)
        {
            Statistical.Near(p.Energies[n] + shift, r.Energies[n], 1e-5);
            for (int i = 0; i < 4; i++)
            {
                GibbsSampler.FieldsPlain(first, p.Configuration(n), i, f);
                GibbsSampler.FieldsPlain(second, p.Configuration(n), i, g);
                for (int a = 1; a < 3; a++) Statistical.Near(f[a] - f[0], g[a] - g[0], 1e-5);
            }
        }
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        Assert.Throws<InputException>(() => new PottsKernel(5000, 21));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PottsKernel(0, 21));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PottsKernel(5, 1));
    }
}
