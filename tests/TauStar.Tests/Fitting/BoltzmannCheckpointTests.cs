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
        Optimiser = TrainingOptimiser.Plain,
    };

    /// <summary>Plain and natural steps, and graphs that change in mid-training.</summary>
    public static TheoryData<string> Kinds => ["plain", "natural", "activation", "decimation"];

    private static BoltzmannOptions Of(string kind) => kind switch
    {
        "plain" => Options,
        "natural" => Options with { Optimiser = TrainingOptimiser.Natural },
        "activation" => Options with { Optimiser = TrainingOptimiser.Natural, Graph = new GraphRule.Activation(3, 0.1) },
        _ => Options with { Optimiser = TrainingOptimiser.Natural, TargetPearson = 0.5, Graph = new GraphRule.Decimation(0.1, 0.2) },
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
    [MemberData(nameof(Kinds))]
    public void Threads_change_no_bit(string kind)
    {
        foreach (int threads in new[] { 2, 3, 7 }) Same(Finished(New(Of(kind))), Finished(New(Of(kind) with { Threads = threads })));
    }

    // Before the first measurement; measured, no step taken; just after a picture of the chains; later; finished.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_saved_training_goes_on_with_the_same_bits(string kind)
    {
        BoltzmannLearning whole = Finished(New(Of(kind)));
        Assert.True(whole.Updates > 10);
        foreach (int updates in new[] { 0, 1, 9, 17, 26 })
        {
            BoltzmannLearning first = New(Of(kind)), second = New(Of(kind));
            for (int n = 0; n < updates; n++) first.Update();
            using MemoryStream memory = new();
            using (BinaryWriter writer = new(memory, System.Text.Encoding.UTF8, leaveOpen: true)) first.Save(writer);
            memory.Position = 0;
            for (int n = 0; n < 3; n++) second.Update(); // what it did before is forgotten
            using (BinaryReader reader = new(memory)) second.Load(reader);
            Same(first, second);
            Same(whole, Finished(second));
        }
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
