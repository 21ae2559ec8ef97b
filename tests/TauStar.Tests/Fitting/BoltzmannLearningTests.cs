using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Tests.Data;
using Xunit;

namespace TauStar.Tests.Fitting;

/// <summary>Training on the complete data set, all q^L configurations with exact weights: what comes out is known.</summary>
public sealed class BoltzmannLearningTests(ITestOutputHelper output)
{
    private const int Sites = 4, States = 3;

    private static readonly PottsModel TruthModel = SmallModels.Random(Sites, States, 91, 0.5);
    private static readonly EnumeratedDistribution Truth = EnumeratedDistribution.Create(TruthModel);
    private static readonly PairFrequencies Data = SmallModels.ExactFrequencies(Truth);
    private static readonly RandomStream Stream = RandomStream.FromSeed(91).Child("learning");

    /// <summary>Runs to the limit of updates: no Pearson is high enough and no plateau counts.</summary>
    private static readonly BoltzmannOptions Endless = new()
    {
        Chains = 4000,
        Sweeps = 2,
        Optimiser = TrainingOptimiser.Plain,
        LearningRate = 0.1,
        Momentum = 0.85,
        TargetPearson = 1,
        MaxUpdates = 500,
        Plateau = 0,
        FieldPenalty = 0,
        CouplingPenalty = 0,
        Threads = 2,
    };

    private static BoltzmannLearning Train(BoltzmannOptions options, PairFrequencies? data = null)
    {
        BoltzmannLearning training = new(data ?? Data, TruthModel.Alphabet, options, Stream);
        while (!training.Finished) training.Update();
        return training;
    }

    /// <summary>What is already right is measured and left as it is; from independent sites, the control, the same target is not reached at once.</summary>
    [Fact]
    public void Training_that_starts_at_the_truth_has_nothing_to_do()
    {
        BoltzmannOptions options = Endless with { TargetPearson = 0.9 };
        BoltzmannLearning started = new(Data, TruthModel.Alphabet, options, Stream, TruthModel), control = new(Data, TruthModel.Alphabet, options, Stream);
        started.Update();
        control.Update();
        Assert.Equal((TrainingStop.Pearson, 0), (started.Stop, started.Updates));
        Assert.Equal(Parameters(TruthModel), Parameters(started.Model));
        Assert.Equal(TrainingStop.None, control.Stop);
    }

    [Fact]
    public void A_start_keeps_to_the_graph_and_must_be_of_the_data()
    {
        CouplingGraph pair = CouplingGraph.OfPairs(Sites, States, [(0, 2)]);
        BoltzmannLearning Start(GraphRule rule) => new(Data, TruthModel.Alphabet, Endless with { Graph = rule }, Stream, TruthModel);
        PottsModel model = Start(new GraphRule.Fixed(pair)).Model;
        for (int n = 0; n < model.Couplings.Length; n++) Assert.Equal(pair[n] ? TruthModel.Couplings[n] : 0, model.Couplings[n]);
        Assert.Equal(CouplingGraph.Of(TruthModel).Density, Start(new GraphRule.Activation()).Density);
        Assert.Throws<InputException>(() => new BoltzmannLearning(Data, TruthModel.Alphabet, Endless, Stream, SmallModels.Random(Sites + 1, States, 1, 0.5)));
    }

    private static float[] Parameters(PottsModel model) => [.. model.Fields, .. model.Couplings];

    private static double[] Moments(EnumeratedDistribution p) => [.. p.OneSiteMarginals(), .. p.TwoSiteMarginals()];

    /// <summary>h and J in the zero-sum gauge, in which equal distributions have equal parameters.</summary>
    private static double[] ZeroSum(PottsModel model)
    {
        int q = model.States;
        double[] fields = [.. model.Fields.Select(x => (double)x)], couplings = [.. model.Couplings.Select(x => (double)x)];
        for (int i = 0, at = 0; i < model.Sites; i++)
        {
            for (int j = i + 1; j < model.Sites; j++, at += q * q)
            {
                double[] rows = new double[q], columns = new double[q];
                double all = 0;
                for (int ab = 0; ab < q * q; ab++)
                {
                    rows[ab / q] += couplings[at + ab] / q;
                    columns[ab % q] += couplings[at + ab] / q;
                    all += couplings[at + ab] / (q * q);
                }
                for (int ab = 0; ab < q * q; ab++) couplings[at + ab] += all - rows[ab / q] - columns[ab % q];
                for (int a = 0; a < q; a++)
                {
                    fields[i * q + a] += rows[a];
                    fields[j * q + a] += columns[a];
                }
            }
        }
        for (int i = 0; i < model.Sites; i++)
        {
            double mean = fields.AsSpan(i * q, q).ToArray().Average();
            for (int a = 0; a < q; a++) fields[i * q + a] -= mean;
        }
        return [.. fields, .. couplings];
    }

    private static double Largest(IEnumerable<double> first, IEnumerable<double> second) => first.Zip(second, (a, b) => Math.Abs(a - b)).Max();

    // In the steady state the chains' noise leaves parameters with a standard deviation of about sqrt(rate / 2N (1 - momentum)),
    // 0.009 here, somewhat more with the chains' memory; moments have at most a third of it. The limits are six of them.
    private const double MomentNoise = 0.02, ParameterNoise = 0.08;

    [Theory]
    [InlineData(TrainingOptimiser.Plain, 0.1, 0.85)]
    [InlineData(TrainingOptimiser.Natural, null, 0)]
    public void The_complete_data_set_gives_the_model_back(TrainingOptimiser optimiser, double? rate, double momentum)
    {
        PottsModel fitted = Train(Endless with { Optimiser = optimiser, LearningRate = rate, Momentum = momentum }).Model;
        EnumeratedDistribution listed = EnumeratedDistribution.Create(fitted);
        double moments = Largest(Moments(Truth), Moments(listed)), parameters = Largest(ZeroSum(TruthModel), ZeroSum(fitted));
        double divergence = EnumeratedDistribution.ForwardDivergence(Truth, listed);
        output.WriteLine($"largest difference of moments {moments:g2}, of zero-sum parameters {parameters:g2}; D(p||q) {divergence:g2}");
        Assert.True(moments < MomentNoise);
        Assert.True(parameters < ParameterNoise);
        Assert.True(divergence < 3e-3);
        // Negative control: a truth with one coupling moved by 0.3 is not what came out.
        PottsModel other = TruthModel.Clone();
        other.Block(1, 2)[4] += 0.3f;
        Assert.False(Largest(ZeroSum(other), ZeroSum(fitted)) < ParameterNoise);
        Assert.False(Largest(Moments(EnumeratedDistribution.Create(other)), Moments(listed)) < MomentNoise);
    }

    [Theory]
    [InlineData(0.05, 0.2, TrainingOptimiser.Plain)]
    [InlineData(0.3, 0.1, TrainingOptimiser.Plain)]
    [InlineData(0.3, 0.1, TrainingOptimiser.Natural)]
    public void Penalties_stop_the_fit_where_moments_differ_by_the_penalty_times_the_parameter(double onFields, double onCouplings, TrainingOptimiser optimiser)
    {
        PottsModel fitted = Train(Endless with
        {
            FieldPenalty = onFields,
            CouplingPenalty = onCouplings,
            Optimiser = optimiser,
            Momentum = optimiser == TrainingOptimiser.Plain ? Endless.Momentum : 0,
        }).Model;
        double[] data = Moments(Truth), model = Moments(EnumeratedDistribution.Create(fitted));
        float[] theta = Parameters(fitted);
        double[] pull = [.. theta.Select((x, n) => x * (n < fitted.Fields.Length ? onFields : onCouplings))];
        double largest = Largest(data.Zip(model, (d, m) => d - m), pull);
        output.WriteLine($"gradient less pull {largest:g2}, largest pull {pull.Max(Math.Abs):f3}");
        Assert.True(largest < MomentNoise);
        Assert.True(pull.Max(Math.Abs) > 2 * MomentNoise); // negative control: without the penalty this would not hold
    }

    [Fact]
    public void The_first_step_is_the_rate_times_the_gradient_of_the_penalised_likelihood()
    {
        // Finite differences of sum f theta - log Z - penalties, exactly listed, at the start (independent sites).
        const int chains = 200_000;
        const double rate = 0.5, fieldPenalty = 0.1, couplingPenalty = 0.2;
        BoltzmannLearning training = new(Data, TruthModel.Alphabet, Endless with
        {
            Chains = chains,
            LearningRate = rate,
            FieldPenalty = fieldPenalty,
            CouplingPenalty = couplingPenalty,
            Sweeps = 1,
            Momentum = 0,
        }, Stream);
        PottsModel start = training.Model.Clone();
        training.Update();
        Assert.Equal(Parameters(start), Parameters(training.Model)); // the first update only measures
        training.Update();
        Assert.Equal(1, training.Updates);
        float[] before = Parameters(start), after = Parameters(training.Model);
        double[] moments = Moments(Truth);
        double LogLikelihood(PottsModel model)
        {
            double value = -EnumeratedDistribution.Create(model).LogZ;
            float[] theta = Parameters(model);
            for (int n = 0; n < theta.Length; n++)
                value += moments[n] * theta[n] - 0.5 * (n < model.Fields.Length ? fieldPenalty : couplingPenalty) * theta[n] * theta[n];
            return value;
        }
        double worst = 0;
        for (int n = 0; n < before.Length; n++)
        {
            const float step = 1 / 64f;
            PottsModel up = start.Clone(), down = start.Clone();
            (n < up.Fields.Length ? up.Fields : up.Couplings)[n < up.Fields.Length ? n : n - up.Fields.Length] += step;
            (n < up.Fields.Length ? down.Fields : down.Couplings)[n < up.Fields.Length ? n : n - up.Fields.Length] -= step;
            double gradient = (LogLikelihood(up) - LogLikelihood(down)) / (2 * step);
            double z = ((after[n] - before[n]) / rate - gradient) / Math.Sqrt(moments[n] * (1 - moments[n]) / chains);
            worst = Math.Max(worst, Math.Abs(z));
        }
        output.WriteLine($"largest |z| of {before.Length} components {worst:f2}");
        Assert.True(worst < 5.6); // 66 components share one in a million; the difference quotient is off by 1e-5 at most
        Assert.True(before.Zip(after, (b, a) => Math.Abs(a - b) / rate).Max() > 20 * Math.Sqrt(0.25 / chains)); // there is a step to see
    }

    [Fact]
    public void Momentum_takes_part_of_the_last_step_again()
    {
        const int chains = 200_000;
        const double rate = 0.2, momentum = 0.6;
        BoltzmannLearning training = new(Data, TruthModel.Alphabet, Endless with
        {
            Chains = chains,
            LearningRate = rate,
            Momentum = momentum,
            Sweeps = 8,
        }, Stream);
        List<float[]> theta = [];
        List<double[]> model = [];
        for (int n = 0; n < 3; n++)
        {
            training.Update();
            theta.Add(Parameters(training.Model));
            model.Add(Moments(EnumeratedDistribution.Create(training.Model)));
        }
        double[] data = Moments(Truth);
        double deviation = Math.Sqrt(0.25 / chains) * (1 + momentum);
        for (int n = 0; n < data.Length; n++)
        {
            double second = (theta[2][n] - theta[1][n] - momentum * (theta[1][n] - theta[0][n])) / rate;
            Statistical.Near(data[n] - model[1][n], second, 5.6 * deviation);
        }
        Assert.Contains(Enumerable.Range(0, data.Length), n => Math.Abs(momentum * (theta[1][n] - theta[0][n])) / rate > 10 * deviation);
    }

    [Fact]
    public void The_record_is_what_the_chains_show()
    {
        BoltzmannLearning training = Train(Endless with { MaxUpdates = 12, Chains = 500, CouplingPenalty = 0.1, LearningRate = 0.3 });
        TrainingRecord last = training.History[^1];
        PairFrequencies chains = PairFrequencies.Count(training.Chains.States, Sites, States, null, 0);
        CorrelationFit fit = CorrelationFit.Between(Data, chains);
        Assert.Equal(13, training.History.Count);
        Assert.Equal(Enumerable.Range(0, 13), training.History.Select(r => r.Update));
        Statistical.Near(fit.Pearson, last.Pearson, 1e-4);
        Statistical.Near(fit.Slope, last.Slope, 1e-4);
        double energy = 0, squares = 0;
        for (int c = 0; c < 500; c++) energy += training.Model.Energy(training.Chains.Row(c)) / 500;
        for (int n = 0; n < Data.Pair.Length; n++)
            squares += Math.Pow(Data.Pair[n] - chains.Pair[n] - 0.1 * training.Model.Couplings[n], 2) / Data.Pair.Length;
        Statistical.Near(energy, last.MeanEnergy, 1e-4);
        Statistical.Near(Math.Sqrt(squares), last.Gradient, 1e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    [InlineData(33)]
    public void A_step_is_that_of_plain_loops_for_any_number_of_states(int states)
    {
        const double rate = 0.3, fieldPenalty = 0.2, couplingPenalty = 0.1;
        Alignment sample = SequenceSimilarityTests.Families(60, 5, states, Stream.Child(states));
        PairFrequencies data = PairFrequencies.Count(sample, null, 0.1);
        BoltzmannLearning training = new(data, sample.Alphabet, Endless with
        {
            Chains = 103,
            LearningRate = rate,
            Momentum = 0,
            FieldPenalty = fieldPenalty,
            CouplingPenalty = couplingPenalty,
        }, Stream);
        for (int n = 0; n < 4; n++) training.Update();
        PottsModel before = training.Model.Clone();
        PairFrequencies chains = PairFrequencies.Count(training.Chains.States, 5, states, null, 0);
        CorrelationFit fit = CorrelationFit.Between(data, chains);
        Statistical.Near(fit.Pearson, training.History[^1].Pearson, 1e-4);
        Statistical.Near(fit.Slope, training.History[^1].Slope, 1e-4);
        training.Update();
        for (int n = 0; n < before.Fields.Length; n++)
            Statistical.Near(before.Fields[n] + rate * (data.Single[n] - chains.Single[n] - fieldPenalty * before.Fields[n]), training.Model.Fields[n], 2e-6);
        for (int n = 0; n < before.Couplings.Length; n++)
            Statistical.Near(before.Couplings[n] + rate * (data.Pair[n] - chains.Pair[n] - couplingPenalty * before.Couplings[n]), training.Model.Couplings[n], 1e-6);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public void A_natural_step_is_that_of_plain_loops(int states)
    {
        const double fieldPenalty = 0.2, couplingPenalty = 0.1, damping = 0.2;
        const int sites = 5;
        Alignment sample = SequenceSimilarityTests.Families(60, sites, states, Stream.Child(states));
        PairFrequencies data = PairFrequencies.Count(sample, null, 0.1);
        BoltzmannLearning training = new(data, sample.Alphabet, Endless with
        {
            Chains = 103,
            Optimiser = TrainingOptimiser.Natural,
            LearningRate = 0.03,
            Momentum = 0,
            FieldPenalty = fieldPenalty,
            CouplingPenalty = couplingPenalty,
        }, Stream);
        for (int n = 0; n < 4; n++) training.Update();
        PottsModel before = training.Model.Clone();
        double rate = training.History[^1].Rate;
        PairFrequencies chains = PairFrequencies.Count(training.Chains.States, sites, states, null, 0);
        training.Update();
        double F(int i, int a) => data.Single[i * states + a];
        double W(int i, int a) => 1 / (F(i, a) + damping);
        double G(int i, int a) => F(i, a) - chains.Single[i * states + a] - fieldPenalty * before.Fields[i * states + a];
        double[] fields = [.. Enumerable.Range(0, sites * states).Select(n => W(n / states, n % states) * G(n / states, n % states))];
        int at = 0;
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                for (int ab = 0; ab < states * states; ab++, at++)
                {
                    int a = ab / states, b = ab % states;
                    double gradient = data.Pair[at] - chains.Pair[at] - couplingPenalty * before.Couplings[at] - F(j, b) * G(i, a) - F(i, a) * G(j, b);
                    double step = gradient * W(i, a) * W(j, b);
                    Statistical.Near(before.Couplings[at] + rate * step, training.Model.Couplings[at], 2e-5);
                    fields[i * states + a] -= F(j, b) * step;
                    fields[j * states + b] -= F(i, a) * step;
                }
            }
        }
        for (int n = 0; n < fields.Length; n++) Statistical.Near(before.Fields[n] + rate * fields[n], training.Model.Fields[n], 2e-4);
    }

    [Fact]
    public void Natural_steps_reach_a_Pearson_in_a_fraction_of_the_updates_of_the_best_plain_rate()
    {
        // Rare states make the gradient's scales differ, as in proteins: fields of standard deviation 2.
        PottsModel truth = SmallModels.Random(6, 3, 97, 0.5);
        foreach (ref float h in truth.Fields.AsSpan()) h *= 4;
        PairFrequencies data = SmallModels.ExactFrequencies(EnumeratedDistribution.Create(truth));
        BoltzmannOptions options = Endless with { Chains = 20_000, Momentum = 0, TargetPearson = 0.97, MaxUpdates = 400, LearningRate = null };
        int natural = Train(options with { Optimiser = TrainingOptimiser.Natural }, data).Updates;
        int[] plain = [.. new[] { 0.5, 1, 2, 4 }.Select(rate => Train(options with { LearningRate = rate }, data).Updates)];
        output.WriteLine($"natural {natural}, plain {string.Join(", ", plain)} updates");
        Assert.True(2 * natural < plain.Min());
    }

    [Fact]
    public void It_starts_at_independent_sites_with_chains_drawn_from_them()
    {
        BoltzmannLearning training = new(Data, TruthModel.Alphabet, Endless with { Chains = 40_000 }, Stream);
        Assert.All(training.Model.Couplings, j => Assert.Equal(0, j));
        PairFrequencies chains = PairFrequencies.Count(training.Chains.States, Sites, States, null, 0);
        for (int n = 0; n < Data.Single.Length; n++)
        {
            Statistical.Near(Math.Log(Data.Single[n]), training.Model.Fields[n], 1e-5);
            Statistical.Near(Data.Single[n], chains.Single[n], 5.4 * Math.Sqrt(Data.Single[n] / 40_000.0)); // 12 share one in a million
        }
    }

    [Fact]
    public void Training_ends_for_the_stated_reason()
    {
        BoltzmannLearning pearson = Train(Endless with { TargetPearson = 0.9, MaxUpdates = 400 });
        Assert.Equal(TrainingStop.Pearson, pearson.Stop);
        Assert.True(pearson.History[^1].Pearson >= 0.9 && pearson.History[^2].Pearson < 0.9 && pearson.Updates < 400);
        BoltzmannLearning slope = Train(Endless with { TargetPearson = 0.9, SlopeTolerance = 0.05 });
        Assert.True(slope.Stop == TrainingStop.Pearson && slope.Updates > pearson.Updates && Math.Abs(slope.History[^1].Slope - 1) <= 0.05);
        Assert.True(pearson.History[^1].Slope < 0.95); // what the tolerance is for
        int updates = pearson.Updates;
        float[] model = Parameters(pearson.Model);
        pearson.Update(); // finished: nothing moves
        Assert.Equal((updates, updates + 1), (pearson.Updates, pearson.History.Count));
        Assert.Equal(model, Parameters(pearson.Model));

        BoltzmannLearning limit = Train(Endless with { MaxUpdates = 3 });
        Assert.Equal((TrainingStop.Limit, 3), (limit.Stop, limit.Updates));

        // A penalty this strong holds the couplings near zero: no progress after a few updates.
        BoltzmannLearning plateau = Train(Endless with { CouplingPenalty = 5, Plateau = 20, Momentum = 0 });
        Assert.Equal(TrainingStop.Plateau, plateau.Stop);
        Assert.InRange(plateau.Updates, 39, 300);
        Assert.Equal(TrainingStop.None, new BoltzmannLearning(Data, TruthModel.Alphabet, Endless, Stream).Stop);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        foreach (BoltzmannOptions bad in new[]
        {
            Endless with { Chains = 1 }, Endless with { Sweeps = 0 }, Endless with { LearningRate = 0 }, Endless with { Momentum = 1 },
            Endless with { TargetPearson = 1.1 }, Endless with { MaxUpdates = 0 }, Endless with { Plateau = -1 },
            Endless with { FieldPenalty = -1 }, Endless with { CouplingPenalty = double.NaN }, Endless with { Threads = 0 },
        })
        {
            Assert.Throws<InputException>(() => new BoltzmannLearning(Data, TruthModel.Alphabet, bad, Stream));
        }
    }
}
