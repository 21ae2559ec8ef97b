using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Sampling;

/// <summary>What is drawn follows the listed distribution at every temperature, by every method; what did not mix says so.</summary>
public sealed class SequenceSamplerTests(ITestOutputHelper output)
{
    private const int Sites = 3, States = 3;

    private static readonly PottsModel Model = SmallModels.Random(Sites, States, 11, 0.8);
    private static readonly double[] Taus = [0.6, 1, 2];

    private static SampledSet[] Draw(PottsModel model, SamplingOptions options, double[] taus, Alignment? start = null, ulong seed = 7) =>
        [.. new SequenceSampler(model, start, options, RandomStream.FromSeed(seed)).Draw(taus, null, TestContext.Current.CancellationToken)];

    [Theory]
    [InlineData(SamplingMethod.Gibbs)]
    [InlineData(SamplingMethod.Metropolis)]
    [InlineData(SamplingMethod.Exchange)]
    public void Draws_follow_the_listed_distribution(SamplingMethod method)
    {
        // Chains are independent; those of replica exchange a mixing time apart are so within what chi-square sees. Three temperatures share one in a million.
        int count = method == SamplingMethod.Exchange ? 256 : 20_000;
        double limit = Statistical.ChiSquareLimit(26, 4.97);
        SampledSet[] sets = Draw(Model, new() { Method = method, Sequences = count, Threads = 2 }, Taus);
        Assert.Equal(Taus, sets.Select(s => s.Tau));
        foreach (SampledSet set in sets)
        {
            double right = ChiSquare(set, set.Tau), wrong = ChiSquare(set, set.Tau == 1 ? 0.6 : 1);
            output.WriteLine($"{method}, tau = {set.Tau}: {set.Sweeps} sweeps, mixing time {set.MixingTime}, chi-square {right:f1}, of another temperature {wrong:f1}, limit {limit:f1}");
            Assert.True(set.Mixed && set.Sweeps >= 2 * set.MixingTime);
            Assert.True(right < limit);
            if (count > 1000) Assert.True(wrong > limit); // negative control
            for (int m = 0; m < count; m++) Assert.Equal(Model.Energy(set.Rows.AsSpan(m * Sites, Sites)), set.Energies[m]);
        }
    }

    private static double ChiSquare(SampledSet set, double tau)
    {
        EnumeratedDistribution p = EnumeratedDistribution.Create(Model, tau);
        double[] counts = new double[p.Configurations], probability = SmallModels.Probabilities(p);
        for (int m = 0; m < set.Energies.Length; m++) counts[p.Index(set.Rows.AsSpan(m * Sites, Sites))]++;
        return counts.Select((n, x) => Math.Pow(n - set.Energies.Length * probability[x], 2) / Math.Max(set.Energies.Length * probability[x], 1)).Sum();
    }

    [Fact]
    public void What_is_drawn_at_one_temperature_depends_on_no_other_and_on_no_number_of_threads()
    {
        SamplingOptions options = new() { Sequences = 40, Threads = 1 };
        SampledSet alone = Draw(Model, options, [1])[0], among = Draw(Model, options with { Threads = 3 }, Taus)[1];
        Assert.Equal(alone.Rows, among.Rows);
        Assert.NotEqual(alone.Rows, Draw(Model, options, [1], seed: 8)[0].Rows);
        SampledSet[] one = Draw(Model, options with { Method = SamplingMethod.Exchange }, Taus), three = Draw(Model, options with { Method = SamplingMethod.Exchange, Threads = 3 }, Taus);
        Assert.Equal(one.SelectMany(s => s.Rows), three.SelectMany(s => s.Rows));
    }

    /// <summary>Sites that agree or pay 25 k_BT: chains keep the state they fell into.</summary>
    private static PottsModel Frozen()
    {
        PottsModel model = new(SmallModels.Letters(2), 6);
        for (int n = 0; n < model.Couplings.Length; n += 4) (model.Couplings[n], model.Couplings[n + 3]) = (5, 5);
        return model;
    }

    [Theory]
    [InlineData(SamplingMethod.Gibbs)]
    [InlineData(SamplingMethod.Metropolis)]
    public void A_frozen_model_is_found_out(SamplingMethod method)
    {
        SampledSet[] sets = Draw(Frozen(), new() { Method = method, Sequences = 20, MostSweeps = 200, Threads = 1 }, [1, 20]);
        Assert.False(sets[0].Mixed);
        Assert.Equal(200, sets[0].Sweeps);
        Assert.True(sets[0].Overlap!.Own > 0.99 && sets[0].Overlap!.Others < 0.6);
        Assert.True(sets[1].Mixed); // the same model hot
    }

    [Fact]
    public void Replica_exchange_thaws_it() =>
        Assert.All(Draw(Frozen(), new() { Method = SamplingMethod.Exchange, Sequences = 100, MostSweeps = 2000, Threads = 2 }, [1, 20]), set => Assert.True(set.Mixed));

    [Fact]
    public void Chains_start_where_they_are_told()
    {
        Alignment start = SmallModels.Align(SmallModels.Letters(2), [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 6);
        SampledSet set = Draw(Frozen(), new() { Sequences = 400, Sweeps = 3, Threads = 1 }, [1], start)[0];
        Assert.Equal(3, set.Sweeps);
        Assert.Equal(100, Enumerable.Range(0, 400).Count(m => set.Rows[m * 6] == 0)); // each row in turn
        Assert.Throws<InputException>(() => new SequenceSampler(Model, start, new(), RandomStream.FromSeed(1)));
    }
}
