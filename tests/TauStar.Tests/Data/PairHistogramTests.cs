using TauStar.Data;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Data;

public sealed class PairHistogramTests
{
    private static readonly RandomStream Stream = RandomStream.FromSeed(5).Child("histogram");

    /// <summary>Rows around the widths of vectors and tiles; states up to all that a byte holds, whose bins use every bit of their 16.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(21)]
    [InlineData(256)]
    public void Counts_are_those_of_a_plain_loop(int states)
    {
        PairHistogram histogram = new(states);
        RandomSource random = Stream.Child(states).Open();
        foreach (int rows in (int[])[0, 1, 3, 4, 63, 64, 65, 127, 1023, 1024, 1025, 1100, 3000])
        {
            byte[] first = [.. Enumerable.Range(0, rows).Select(_ => (byte)(states - 1 - random.NextInt(states)))], second = [.. first.Select(_ => (byte)random.NextInt(states))];
            int[] plain = new int[states * states];
            for (int m = 0; m < rows; m++) plain[first[m] * states + second[m]]++;
            Assert.Equal(plain, histogram.Count(first, second).ToArray());
        }
    }

    [Fact]
    public void States_that_do_not_exist_are_refused_before_they_are_counted() =>
        Assert.Throws<ArgumentException>(() => PairFrequencies.Count([0, 1, 2, 3], sites: 2, states: 3, null, 0));
}
