using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Landscapes;

public sealed class PlantedPottsTests
{
    // Two-sided one in a million for a standard normal variable.
    private const double Z = 4.89;

    private static readonly RandomStream Stream = RandomStream.FromSeed(1);

    [Theory]
    [InlineData(20, 4, 30)]
    [InlineData(40, 8, 60)]
    [InlineData(3, 2, 3)] // 1.5 L capped at all pairs
    [InlineData(2, 2, 1)]
    public void Contacts_are_the_chain_and_random_pairs_and_nothing_else_is_coupled(int sites, int states, int contacts)
    {
        PlantedPotts planted = PlantedPotts.Create(new() { Sites = sites, States = states }, Stream);
        Assert.Equal(contacts, planted.Contacts.Count);
        Assert.Equal(contacts, planted.Contacts.Distinct().Count());
        for (int i = 0; i + 3 < sites; i++) Assert.Contains((i, i + 3), planted.Contacts);
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
                Assert.Equal(planted.Contacts.Contains((i, j)), planted.Model.Block(i, j).ContainsAnyExcept(0f));
        }
    }

    [Theory]
    [InlineData(PlantedRegime.Warm, 0.7)]
    [InlineData(PlantedRegime.Mid, 1.4)]
    [InlineData(PlantedRegime.Cold, 0.5)]
    public void Couplings_and_fields_have_the_stated_spread(PlantedRegime regime, double deviation)
    {
        PlantedPottsOptions options = new() { Sites = 40, States = 8, Regime = regime, NativeBonus = 0 };
        PlantedPotts planted = PlantedPotts.Create(options, Stream);
        double[] couplings = [.. planted.Contacts.SelectMany(c => planted.Model.Block(c.I, c.J).ToArray()).Select(x => (double)x)];
        Assert.Equal(60 * 64, couplings.Length);
        Assert.True(HasSpread(couplings, deviation));
        Assert.False(HasSpread(couplings, 1.2 * deviation)); // negative control
        Assert.True(HasSpread([.. planted.Model.Fields.Select(x => (double)x)], 0.5));
    }

    private static bool HasSpread(double[] x, double deviation)
    {
        double ratio = x.Sum(v => v * v) / x.Length / (deviation * deviation);
        return Math.Abs(x.Average()) < Z * deviation / Math.Sqrt(x.Length) && Math.Abs(ratio - 1) < Z * Math.Sqrt(2.0 / x.Length);
    }

    [Fact]
    public void Cold_truth_adds_its_bonus_to_the_native_contacts_and_to_nothing_else()
    {
        PlantedPottsOptions options = new() { Regime = PlantedRegime.Cold };
        PlantedPotts with = PlantedPotts.Create(options, Stream), without = PlantedPotts.Create(options with { NativeBonus = 0 }, Stream);
        Assert.Equal(without.Model.Energy(with.Native) - 2.2 * 30, with.Model.Energy(with.Native), 1e-4);
        int differing = with.Model.Couplings.Zip(without.Model.Couplings).Count(x => x.First != x.Second);
        Assert.Equal(30, differing);
        Assert.Equal(without.Model.Fields, with.Model.Fields);
    }

    [Fact]
    public void Cold_native_sequence_dominates_at_a_size_that_can_be_listed()
    {
        PlantedPotts planted = PlantedPotts.Create(new() { Sites = 9, Regime = PlantedRegime.Cold, NativeBonus = 3 }, Stream);
        EnumeratedDistribution p = EnumeratedDistribution.Create(planted.Model);
        int best = p.LogProbabilities.IndexOfAnyInRange(p.LogProbabilities.ToArray().Max(), 0);
        Assert.Equal(planted.Native, p.Configuration(best));
    }

    [Fact]
    public void Equal_streams_give_equal_truths_and_others_do_not()
    {
        PlantedPottsOptions options = new();
        Assert.Equal(PlantedPotts.Create(options, Stream).Model.Couplings, PlantedPotts.Create(options, Stream).Model.Couplings);
        Assert.NotEqual(PlantedPotts.Create(options, Stream).Model.Couplings, PlantedPotts.Create(options, Stream.Child(1)).Model.Couplings);
    }

    [Fact]
    public void Alphabets_and_refusals()
    {
        Assert.Equal("ACDE", PlantedPotts.Create(new(), Stream).Model.Alphabet.Letters);
        Assert.Equal(20, PlantedPotts.Create(new() { States = 20 }, Stream).Model.States);
        Assert.Equal(Alphabet.Protein, PlantedPotts.Create(new() { States = 21 }, Stream).Model.Alphabet);
        foreach (PlantedPottsOptions bad in new PlantedPottsOptions[]
        {
            new() { Sites = 1 }, new() { States = 1 }, new() { States = 22 }, new() { ContactsPerSite = -1 },
            new() { CouplingDeviation = -1 }, new() { FieldDeviation = double.NaN }, new() { Regime = (PlantedRegime)7 },
        })
        {
            Assert.Throws<InputException>(() => PlantedPotts.Create(bad, Stream));
        }
    }
}
