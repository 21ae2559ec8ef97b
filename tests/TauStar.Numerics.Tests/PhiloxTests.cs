using Xunit;

namespace TauStar.Numerics.Tests;

public sealed class PhiloxTests
{
    // The vectors of philox4x32-10 in kat_vectors of Random123 (Salmon et al.).
    [Theory]
    [InlineData(0, 0, 0, "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData(0xFFFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF, "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData(0x299F31D0A4093822, 0x85A308D3243F6A88, 0x0370734413198A2E, "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Known_answers_of_Random123(ulong key, ulong counterLow, ulong counterHigh, string expected)
    {
        (uint x0, uint x1, uint x2, uint x3) = Philox.Block(key, counterLow, counterHigh);
        Assert.Equal(expected, $"{x0:x8} {x1:x8} {x2:x8} {x3:x8}");
    }

    [Theory]
    [InlineData(0UL, 0UL, 0UL)]
    [InlineData(0x0123456789ABCDEFUL, 7UL, 0x1FFFFFFEUL)] // 8 * group passes 2^32 within the buffer
    [InlineData(ulong.MaxValue, ulong.MaxValue, 0x1FFFFFFFFFFFFFFDUL)] // and 2^64
    public void FillUniform_is_the_scalar_version_bit_for_bit(ulong key, ulong counterHigh, ulong firstGroup)
    {
        float[] fast = new float[6 * Philox.GroupSize], slow = new float[fast.Length];
        Philox.FillUniform(key, counterHigh, firstGroup, fast);
        Philox.FillScalar(key, counterHigh, firstGroup, slow);
        Assert.Equal(slow, fast);
        // And what the doc comment says: element n is word (n % 32) / 8 of counter 8 (n / 32) + n % 8.
        (uint x0, uint x1, uint x2, uint x3) = Philox.Block(key, 8 * (firstGroup + 3) + 5, counterHigh);
        Assert.Equal([Philox.ToUniform(x0), Philox.ToUniform(x1), Philox.ToUniform(x2), Philox.ToUniform(x3)],
            [fast[101], fast[109], fast[117], fast[125]]);
    }

    [Fact]
    public void Uniforms_never_reach_0_or_1_and_are_symmetric()
    {
        Assert.Equal(1 / (float)(1 << 24), Philox.ToUniform(0));
        Assert.Equal(1 - 1 / (float)(1 << 24), Philox.ToUniform(uint.MaxValue));
        Assert.True(RandomSource.ToUniform(0) > 0);
        Assert.True(RandomSource.ToUniform(ulong.MaxValue) < 1);
        Assert.Equal(1.0, RandomSource.ToUniform(0) + RandomSource.ToUniform(ulong.MaxValue));
    }

    [Fact]
    public void FillUniform_refuses_a_broken_group() =>
        Assert.Throws<ArgumentException>(() => Philox.FillUniform(1, 0, 0, new float[33]));

    [Fact]
    public void FillUniform_is_uniform_and_neighbours_are_independent()
    {
        float[] u = new float[1 << 20];
        Philox.FillUniform(42, 1, 0, u);
        // Three tests that share the false-alarm probability; all by chi-square over 256 cells.
        foreach (int distance in new[] { 1, 8, 32 }) // next element, next word of a counter, next group
            Assert.True(PairChiSquare(u, distance) < Statistical.ChiSquareLimit(255, 5));

        // Negative control: the same numbers with every tenth copied from its neighbour.
        for (int n = 1; n < u.Length; n += 10) u[n] = u[n - 1];
        Assert.True(PairChiSquare(u, 1) > Statistical.ChiSquareLimit(255, 5));
    }

    private static double PairChiSquare(float[] u, int distance)
    {
        int[] counts = new int[256];
        int pairs = 0;
        for (int start = 0; start + 2 * distance <= u.Length; start += 2 * distance)
        {
            for (int n = start; n < start + distance; n++, pairs++)
                counts[(int)(16 * u[n]) * 16 + (int)(16 * u[n + distance])]++;
        }
        return Statistical.ChiSquare(counts, pairs / 256.0);
    }
}
