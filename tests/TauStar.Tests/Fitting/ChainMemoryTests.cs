using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using Xunit;

namespace TauStar.Tests.Fitting;

public sealed class ChainMemoryTests(ITestOutputHelper output)
{
    private const int Chains = 100, Sites = 20, States = 4;

    private static readonly Dictionary<int, byte[]> Drawn = [];

    private static byte[] Draw(int at)
    {
        if (!Drawn.TryGetValue(at, out byte[]? chains)) Drawn[at] = chains = DrawNew(at);
        return chains;
    }

    private static byte[] DrawNew(int at)
    {
        RandomSource random = RandomStream.FromSeed(96).Child(at).Open();
        return [.. Enumerable.Range(0, Chains * Sites).Select(_ => (byte)Math.Min(random.NextInt(States), random.NextInt(States)))];
    }

    [Fact]
    public void Chains_that_forget_have_no_overlap()
    {
        ChainMemory memory = new(Draw(0), Sites, States);
        for (int update = 0; update <= 100; update++) memory.Observe(update, Draw(update + 1));
        // Mean over 8000 independent site comparisons of a number below 1/2 in standard deviation.
        output.WriteLine($"overlap {memory.Overlap:g2}");
        Assert.True(Math.Abs(memory.Overlap) < Statistical.Z * 0.5 / Math.Sqrt(Chains * Sites));
    }

    [Fact]
    public void Frozen_chains_have_one_less_the_identity_of_different_ones()
    {
        byte[] frozen = Draw(0);
        ChainMemory memory = new(frozen, Sites, States);
        for (int update = 0; update <= 100; update++) memory.Observe(update, frozen);
        double identity = 0;
        for (int c = 0; c < Chains; c++)
        {
            for (int d = 0; d < Chains; d++)
            {
                for (int i = 0; i < Sites && c != d; i++) identity += frozen[c * Sites + i] == frozen[d * Sites + i] ? 1 : 0;
            }
        }
        Statistical.Near(1 - identity / ((double)Chains * (Chains - 1) * Sites), memory.Overlap, 1e-12);
        Assert.True(memory.Overlap > 0.5);
    }

    [Fact]
    public void The_picture_compared_with_is_between_half_and_three_quarters_of_the_updates_old()
    {
        // At update u all chains are in state u of a wheel of their own, so the overlap shows the age of the picture.
        for (int update = 10; update <= 90; update += 10)
        {
            bool[] possible = new bool[update + 1];
            for (int age = 0; age <= update; age++)
            {
                ChainMemory memory = new(Picture(0, update, age), Sites, States);
                for (int u = 0; u <= update; u++) memory.Observe(u, Picture(u, update, age));
                possible[age] = memory.Overlap > 0.5;
            }
            int found = Assert.Single(Enumerable.Range(0, update + 1), age => possible[age]);
            Assert.InRange(found, (update + 1) / 2, 3 * update / 4 + 1);
        }
    }

    /// <summary>Chains that look the same only now and at one past update.</summary>
    private static byte[] Picture(int update, int now, int age) => update == now || update == now - age ? Draw(-1) : Draw(update);

    [Fact]
    public void A_saved_memory_goes_on()
    {
        ChainMemory whole = new(Draw(0), Sites, States), first = new(Draw(0), Sites, States), second = new(Draw(5), Sites, States);
        for (int update = 0; update <= 60; update++)
        {
            whole.Observe(update, Draw(update / 7));
            if (update <= 23) first.Observe(update, Draw(update / 7));
        }
        using MemoryStream memory = new();
        using (BinaryWriter writer = new(memory, System.Text.Encoding.UTF8, leaveOpen: true)) first.Save(writer);
        memory.Position = 0;
        using (BinaryReader reader = new(memory)) second.Load(reader);
        Assert.Equal(first.Overlap, second.Overlap);
        for (int update = 24; update <= 60; update++) second.Observe(update, Draw(update / 7));
        Assert.Equal(whole.Overlap, second.Overlap);
    }
}
