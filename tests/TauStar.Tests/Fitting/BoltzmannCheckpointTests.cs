using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Fitting;

/// <summary>Same bits for any number of threads and after any interruption.</summary>
public sealed class BoltzmannCheckpointTests
{
    private static readonly EnumeratedDistribution Truth = EnumeratedDistribution.Create(SmallModels.Random(5, 3, 95, 0.7));
    private static readonly PairFrequencies Data = SmallModels.ExactFrequencies(Truth);
    private static readonly BoltzmannOptions Options = new()
    {
        FieldPenalty = 0.01,
        CouplingPenalty = 0.01,
        Chains = 301,
        Momentum = 0.3,
        TargetPearson = 1,
        MaxUpdates = 25,
        Plateau = 0,
        Threads = 1,
    };

    private static BoltzmannLearning New(BoltzmannOptions options) => new(Data, Truth.Alphabet, options, RandomStream.FromSeed(95));

    private static BoltzmannLearning Finished(BoltzmannLearning training)
    {
        while (!training.Finished) training.Update();
        return training;
    }

    private static void Same(BoltzmannLearning a, BoltzmannLearning b)
    {
        Assert.Equal(a.Updates, b.Updates);
        Assert.Equal(a.Model.Fields, b.Model.Fields);
        Assert.Equal(a.Model.Couplings, b.Model.Couplings);
        Assert.Equal(a.Chains.States, b.Chains.States);
        Assert.Equal(a.History, b.History);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Threads_change_no_bit(int threads) => Same(Finished(New(Options)), Finished(New(Options with { Threads = threads })));

    [Theory]
    [InlineData(0)]  // before the first measurement
    [InlineData(1)]  // measured, no step taken
    [InlineData(9)]  // just after a picture of the chains
    [InlineData(17)]
    [InlineData(26)] // finished
    public void A_saved_training_goes_on_with_the_same_bits(int updates)
    {
        BoltzmannLearning whole = Finished(New(Options)), first = New(Options), second = New(Options);
        for (int n = 0; n < updates; n++) first.Update();
        using MemoryStream memory = new();
        using (BinaryWriter writer = new(memory, System.Text.Encoding.UTF8, leaveOpen: true)) first.Save(writer);
        memory.Position = 0;
        for (int n = 0; n < 3; n++) second.Update(); // what it did before is forgotten
        using (BinaryReader reader = new(memory)) second.Load(reader);
        Same(first, second);
        Same(whole, Finished(second));
    }

    [Fact]
    public void A_state_of_another_size_or_cut_short_is_refused()
    {
        BoltzmannLearning training = New(Options);
        training.Update();
        using MemoryStream memory = new();
        using (BinaryWriter writer = new(memory, System.Text.Encoding.UTF8, leaveOpen: true)) training.Save(writer);
        byte[] saved = memory.ToArray();
        void Load(byte[] bytes, BoltzmannOptions options)
        {
            using BinaryReader reader = new(new MemoryStream(bytes));
            New(options).Load(reader);
        }
        Load(saved, Options);
        Assert.Throws<InvalidDataException>(() => Load(saved, Options with { Chains = 302 }));
        for (int length = 0; length < saved.Length; length += Math.Max(1, saved.Length / 60))
            Assert.Throws<InvalidDataException>(() => Load(saved[..length], Options));
    }
}
