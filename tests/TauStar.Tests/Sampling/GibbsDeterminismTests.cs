using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Sampling;

public sealed class GibbsDeterminismTests
{
    private const int Count = 230, Sites = 7, States = 5; // eight groups of chains, the last one not full

    private static readonly PottsModel Model = SmallModels.Random(Sites, States, 21);
    private static readonly PottsKernel Kernel = new(Model);
    private static readonly RandomStream Stream = RandomStream.FromSeed(21).Child("gibbs");

    private static ChainSet Start(int count = Count)
    {
        ChainSet chains = new(count, Sites, States);
        chains.Randomize(Stream.Child("start"), 0, count);
        for (int c = 0; c < count; c++) chains.Betas[c] = c % 5 * 0.4f;
        chains.Recompute(Model);
        return chains;
    }

    private static ChainSet Swept(int threads, int sweeps = 6)
    {
        ChainSet chains = Start();
        GibbsSampler.Sweep(Kernel, chains, Stream, 0, new SweepPlan(sweeps, threads));
        return chains;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    public void Threads_change_no_bit(int threads)
    {
        ChainSet one = Swept(1), many = Swept(threads);
        Assert.Equal(one.States, many.States);
        Assert.Equal(one.Energies, many.Energies);
    }

    [Fact]
    public void A_chain_does_not_know_how_many_others_there_are()
    {
        ChainSet all = Swept(1);
        foreach (int count in new[] { 1, 2, 3, 4, 31, 32, 33, 100 })
        {
            ChainSet few = Start(count);
            GibbsSampler.Sweep(Kernel, few, Stream, 0, new SweepPlan(6, 1));
            Assert.Equal(all.States.AsSpan(0, count * Sites).ToArray(), few.States);
            Assert.Equal(all.Energies.AsSpan(0, count).ToArray(), few.Energies);
        }
    }

    [Fact]
    public void Sweeps_go_on_from_their_number()
    {
        ChainSet whole = Swept(2), parts = Start(), wrong = Start();
        foreach ((int first, int sweeps) in new[] { (0, 1), (1, 3), (4, 2) })
            GibbsSampler.Sweep(Kernel, parts, Stream, first, new SweepPlan(sweeps, 3));
        Assert.Equal(whole.States, parts.States);
        Assert.Equal(whole.Energies, parts.Energies);
        GibbsSampler.Sweep(Kernel, wrong, Stream, 1, new SweepPlan(6, 1));
        Assert.NotEqual(whole.States, wrong.States); // another number is another sweep
    }

    [Fact]
    public void Running_energies_are_the_energies_of_the_states()
    {
        ChainSet chains = Swept(1, 300);
        for (int c = 0; c < Count; c++)
            Statistical.Near(Model.Energy(chains.Row(c)), chains.Energies[c], 5e-4); // 2100 moves of single-precision fields
        double drifted = chains.Energies[3];
        chains.Recompute(Model);
        Statistical.Near(drifted, chains.Energies[3], 5e-4);
        Assert.Equal(Model.Energy(chains.Row(3)), chains.Energies[3]);
    }

    [Fact]
    public void Chains_and_model_must_agree_on_the_sites() =>
        Assert.Throws<ArgumentException>(() => GibbsSampler.Sweep(Kernel, new ChainSet(4, Sites + 1, States), Stream, 0, new SweepPlan(1, 1)));

    /// <summary>Couplings are read without checks, so states that the model does not have are found before the first sweep.</summary>
    [Fact]
    public void Chains_and_model_must_agree_on_the_states()
    {
        ChainSet strange = new(40, Sites, States);
        GibbsSampler.Sweep(Kernel, strange, Stream, 0, new SweepPlan(1, 1));
        strange.States[^1] = (byte)States;
        Assert.Contains($"not below {States}", Assert.Throws<ArgumentException>(() => GibbsSampler.Sweep(Kernel, strange, Stream, 0, new SweepPlan(1, 1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => GibbsSampler.Sweep(Kernel, new ChainSet(4, Sites, States + 1), Stream, 0, new SweepPlan(1, 1)));
    }
}
