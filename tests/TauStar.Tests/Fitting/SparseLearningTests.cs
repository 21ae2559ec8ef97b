using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Fitting;

/// <summary>Sparse models: what joins and what leaves, against enumeration; and whether what was planted is found.</summary>
public sealed class SparseLearningTests(ITestOutputHelper output)
{
    private static readonly RandomStream Stream = RandomStream.FromSeed(98);

    private static readonly BoltzmannOptions Options = new()
    {
        Chains = 4000,
        Sweeps = 3,
        FieldPenalty = 0,
        CouplingPenalty = 0,
        MaxUpdates = 600,
        Plateau = 0,
        Threads = 2,
    };

    [Fact]
    public void Gain_and_loss_are_divergences_of_listed_models()
    {
        PottsModel model = SmallModels.Random(4, 3, 99, 0.8);
        EnumeratedDistribution p = EnumeratedDistribution.Create(model), truth = EnumeratedDistribution.Create(SmallModels.Random(4, 3, 100, 0.8));
        PairFrequencies pairs = SmallModels.ExactFrequencies(p), data = SmallModels.ExactFrequencies(truth);
        for (int n = 0; n < model.Couplings.Length; n += 5)
        {
            PottsModel without = model.Clone(), best = model.Clone();
            without.Couplings[n] = 0;
            Statistical.Near(EnumeratedDistribution.ForwardDivergence(p, EnumeratedDistribution.Create(without)), GraphChange.Loss(model.Couplings[n], pairs.Pair[n]), 1e-5);
            double f = data.Pair[n], q = pairs.Pair[n];
            best.Couplings[n] += (float)Math.Log(f * (1 - q) / (q * (1 - f)));
            double gain = EnumeratedDistribution.ForwardDivergence(truth, p) - EnumeratedDistribution.ForwardDivergence(truth, EnumeratedDistribution.Create(best));
            Statistical.Near(gain, GraphChange.Gain(f, q), 1e-5);
            // It is the best that one element can do.
            best.Couplings[n] += 0.05f;
            Assert.True(EnumeratedDistribution.ForwardDivergence(truth, p) - EnumeratedDistribution.ForwardDivergence(truth, EnumeratedDistribution.Create(best)) < gain);
        }
    }

    [Fact]
    public void The_likeliest_join_the_least_missed_leave_and_no_others()
    {
        PottsModel model = SmallModels.Random(4, 3, 101, 0.8);
        PairFrequencies pairs = SmallModels.ExactFrequencies(EnumeratedDistribution.Create(model)), data = SmallModels.ExactFrequencies(EnumeratedDistribution.Create(SmallModels.Random(4, 3, 102, 0.8)));
        CouplingGraph graph = new(4, 3);
        graph[7] = true;
        GraphChange.Activate(graph, data, pairs, 6);
        Assert.Equal(7, graph.Count);
        double[] gains = [.. data.Pair.Zip(pairs.Pair, (f, p) => GraphChange.Gain(f, p))];
        double least = Enumerable.Range(0, gains.Length).Where(n => n != 7 && graph[n]).Min(n => gains[n]);
        Assert.All(Enumerable.Range(0, gains.Length).Where(n => !graph[n]), n => Assert.True(gains[n] <= least));

        CouplingGraph full = CouplingGraph.Full(4, 3);
        PottsModel left = model.Clone();
        GraphChange.Decimate(full, left, pairs, 10);
        Assert.Equal(model.Couplings.Length - 10, full.Count);
        double[] losses = [.. model.Couplings.Zip(pairs.Pair, (j, p) => GraphChange.Loss(j, p))];
        double most = Enumerable.Range(0, losses.Length).Where(n => !full[n]).Max(n => losses[n]);
        for (int n = 0; n < losses.Length; n++)
        {
            Assert.Equal(full[n] ? model.Couplings[n] : 0, left.Couplings[n]);
            Assert.True(!full[n] || losses[n] >= most);
        }
        GraphChange.Decimate(full, left, pairs, int.MaxValue);
        Assert.Equal((0, 0.0), (full.Count, full.Density));
    }

    [Theory]
    [InlineData("activation")]
    [InlineData("decimation")]
    [InlineData("fixed")]
    public void A_sparse_truth_is_fitted_with_few_couplings(string kind)
    {
        // Couplings of three of fifteen pairs: a fifth of all elements.
        (int, int)[] pairs = [(0, 3), (1, 4), (2, 5)];
        CouplingGraph planted = CouplingGraph.OfPairs(6, 3, pairs);
        PottsModel truth = SmallModels.Random(6, 3, 103, 1);
        for (int n = 0; n < truth.Couplings.Length; n++) truth.Couplings[n] = planted[n] ? truth.Couplings[n] : 0;
        EnumeratedDistribution p = EnumeratedDistribution.Create(truth);
        GraphRule rule = kind switch
        {
            "activation" => new GraphRule.Activation(5, 0.02),
            "decimation" => new GraphRule.Decimation(0.2, 0.1),
            _ => new GraphRule.Fixed(planted),
        };
        BoltzmannLearning training = new(SmallModels.ExactFrequencies(p), truth.Alphabet, Options with { Chains = 20_000, Graph = rule, TargetPearson = 0.99, SlopeTolerance = 0.1 }, Stream);
        while (!training.Finished) training.Update();
        CouplingGraph found = CouplingGraph.Of(training.Model);
        double inside = Enumerable.Range(0, truth.Couplings.Length).Count(n => found[n] && planted[n]) / (double)found.Count;
        double divergence = EnumeratedDistribution.ForwardDivergence(p, EnumeratedDistribution.Create(training.Model));
        double independent = EnumeratedDistribution.ForwardDivergence(p, EnumeratedDistribution.Create(Train(SmallModels.ExactFrequencies(p), new GraphRule.Fixed(new CouplingGraph(6, 3)))));
        output.WriteLine($"{training.Updates} updates, density {training.Density:f2}, {100 * inside:f0} % of it planted, D(p||q) {divergence:g2} of {independent:g2} without couplings");
        Assert.Equal(TrainingStop.Pearson, training.Stop);
        Assert.True(training.Density <= 0.2001 && divergence < 0.1 * independent);
        Assert.True(inside >= 0.8); // by chance 0.2
        Assert.Equal(training.Density, training.History[^1].Density);
    }

    /// <summary>Few chains are too noisy for the target: nothing may leave any more, and training says so in place of going on to its limit.</summary>
    [Fact]
    public void Decimation_ends_where_it_cannot_go_on()
    {
        PottsModel truth = SmallModels.Random(6, 3, 103, 0.5);
        BoltzmannLearning training = new(SmallModels.ExactFrequencies(EnumeratedDistribution.Create(truth)), truth.Alphabet,
            Options with { Chains = 200, Graph = new GraphRule.Decimation(0.05, 0.1), TargetPearson = 0.999, Plateau = 20 }, Stream);
        while (!training.Finished) training.Update();
        Assert.Equal(TrainingStop.Plateau, training.Stop);
        Assert.True(training.Density > 0.05);
    }

    private static PottsModel Train(PairFrequencies data, GraphRule rule)
    {
        BoltzmannLearning training = new(data, SmallModels.Letters(data.States), Options with { Graph = rule, MaxUpdates = 20 }, Stream);
        while (!training.Finished) training.Update();
        return training.Model;
    }

    [Fact]
    public void Training_recovers_a_planted_sparse_model_as_data_grow()
    {
        PlantedPotts planted = PlantedPotts.Create(new PlantedPottsOptions { Sites = 30, States = 4, Regime = PlantedRegime.Warm }, Stream.Child("planted"));
        byte[] all = GroundTruthSampler.Draw(planted.Model, 12_800, 2, Stream.Child("data"), CancellationToken.None);
        List<double> errors = [];
        double[] truth = Norms(planted.Model);
        foreach (int samples in new[] { 200, 1600, 12_800 })
        {
            PairFrequencies data = PairFrequencies.Count(all[..(samples * 30)], 30, 4, null, 1.0 / samples);
            BoltzmannLearning training = new(data, planted.Model.Alphabet, Options with { CouplingPenalty = 1.0 / samples, MaxUpdates = 120, TargetPearson = 0.9999 }, Stream.Child(samples));
            while (!training.Finished) training.Update();
            double[] norms = Norms(training.Model);
            errors.Add(Math.Sqrt(norms.Zip(truth, (a, b) => (a - b) * (a - b)).Sum() / truth.Sum(t => t * t)));
            int contacts = truth.Count(t => t > 0), hits = Enumerable.Range(0, norms.Length).OrderByDescending(n => norms[n]).Take(contacts).Count(n => truth[n] > 0);
            output.WriteLine($"M = {samples}: relative error of coupling norms {errors[^1]:f3}, {hits} of {contacts} contacts among the strongest");
            if (samples == 12_800) Assert.True(hits >= 0.95 * contacts && errors[^1] < 0.45);
        }
        Assert.True(errors[0] > 1.4 * errors[1] && errors[1] > 1.8 * errors[2]);
    }

    /// <summary>Frobenius norm of every pair in the zero-sum gauge.</summary>
    private static double[] Norms(PottsModel model)
    {
        int q = model.States, q2 = q * q;
        return [.. Enumerable.Range(0, model.Couplings.Length / q2).Select(pair =>
        {
            ReadOnlySpan<float> block = model.Couplings.AsSpan(pair * q2, q2);
            double[] rows = new double[q], columns = new double[q];
            double mean = 0, sum = 0;
            for (int ab = 0; ab < q2; ab++)
            {
                rows[ab / q] += block[ab] / (double)q;
                columns[ab % q] += block[ab] / (double)q;
                mean += block[ab] / (double)q2;
            }
            for (int ab = 0; ab < q2; ab++) sum += Math.Pow(block[ab] - rows[ab / q] - columns[ab % q] + mean, 2);
            return sum < 1e-10 ? 0 : Math.Sqrt(sum);
        })];
    }

    [Fact]
    public void Wrong_graphs_are_refused()
    {
        Assert.Throws<InputException>(() => CouplingGraph.OfPairs(5, 3, [(0, 5)]));
        Assert.Throws<InputException>(() => CouplingGraph.OfPairs(5, 3, [(2, 2)]));
        PairFrequencies data = SmallModels.ExactFrequencies(EnumeratedDistribution.Create(SmallModels.Random(4, 3, 104)));
        foreach (GraphRule rule in new GraphRule[]
        {
            new GraphRule.Fixed(new CouplingGraph(5, 3)), new GraphRule.Activation(0), new GraphRule.Activation(10, 0), new GraphRule.Decimation(1), new GraphRule.Decimation(0.1, 1),
        })
        {
            Assert.Throws<InputException>(() => new BoltzmannLearning(data, SmallModels.Letters(3), Options with { Graph = rule }, Stream));
        }
    }
}
