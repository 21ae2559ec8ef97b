using Xunit;

namespace TauStar.Numerics.Tests;

public sealed class WalshHadamardTests
{
    private static double[] Random(int length, ulong seed = 1)
    {
        RandomSource random = RandomStream.FromSeed(seed).Child("values").Open();
        return [.. Enumerable.Range(0, length).Select(_ => random.NextNormal())];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(64)]
    [InlineData(512)]
    public void It_is_the_sum_of_its_definition(int length)
    {
        double[] f = Random(length), fast = [.. f];
        WalshHadamard.Transform(fast);
        for (int m = 0; m < length; m++)
        {
            double sum = 0;
            for (int x = 0; x < length; x++) sum += int.PopCount(m & x) % 2 == 0 ? f[x] : -f[x];
            Statistical.Near(sum, fast[m], 1e-12 * length);
        }
    }

    [Fact]
    public void Fast_and_plain_give_the_same_bits_at_every_size()
    {
        for (int length = 1; length <= 1 << 17; length *= 2)
        {
            double[] fast = Random(length, (ulong)length), plain = [.. fast];
            WalshHadamard.Transform(fast);
            WalshHadamard.TransformPlain(plain);
            Assert.Equal(plain, fast);
        }
    }

    [Fact]
    public void Twice_is_N_times_the_identity()
    {
        double[] f = Random(1 << 12), twice = [.. f];
        WalshHadamard.Transform(twice);
        WalshHadamard.Transform(twice);
        for (int n = 0; n < f.Length; n++) Statistical.Near(f[n], twice[n] / f.Length, 1e-12);
    }

    [Fact]
    public void Other_lengths_are_refused() => Assert.Throws<ArgumentException>(() => WalshHadamard.Transform(new double[12]));

    [Theory]
    [InlineData(2, 5)]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 2)]
    public void Product_transforms_are_the_sums_of_their_definition(int states, int digits)
    {
        ProductTransform transform = new(states, digits);
        double[] f = Random(transform.Count), analysed = [.. f], back;
        transform.Analyse(analysed);
        for (int u = 0; u < f.Length; u++)
        {
            double sum = 0;
            for (int a = 0; a < f.Length; a++)
            {
                double product = f[a];
                for (int i = 0, uRest = u, aRest = a; i < digits; i++, uRest /= states, aRest /= states)
                    product *= transform.Basis(uRest % states, aRest % states);
                sum += product;
            }
            Statistical.Near(sum, analysed[u], 1e-10);
        }
        back = [.. analysed];
        transform.Synthesise(back);
        for (int n = 0; n < f.Length; n++) Statistical.Near(f[n], back[n] / f.Length, 1e-12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void Site_functions_are_orthonormal_and_the_first_is_1(int states)
    {
        ProductTransform transform = new(states, 1);
        for (int u = 0; u < states; u++)
        {
            Assert.Equal(1, transform.Basis(0, u));
            for (int v = 0; v < states; v++)
            {
                double mean = Enumerable.Range(0, states).Sum(a => transform.Basis(u, a) * transform.Basis(v, a)) / states;
                Statistical.Near(u == v ? 1 : 0, mean, 1e-14);
            }
        }
    }
}
