using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Fitting;

public sealed class PseudoLikelihoodTests(ITestOutputHelper output)
{
    private static readonly PseudoLikelihoodOptions Exactly = new() { Threads = 1, MaxIterations = 5000, Tolerance = 1e-11 };

    /// <summary>The loss from its definition: energies of a row with each state at a site.</summary>
    private static double PlainLoss(PottsModel model, Alignment data, double[] weights)
    {
        double loss = 0;
        for (int m = 0; m < data.Count; m++)
        {
            byte[] row = data.Row(m).ToArray();
            for (int i = 0; i < row.Length; i++)
            {
                byte kept = row[i];
                double[] log = new double[model.States];
                for (int a = 0; a < log.Length; a++)
                {
                    row[i] = (byte)a;
                    log[a] = -model.Energy(row);
                }
                row[i] = kept;
                LogSpace.Normalize(log);
                loss -= weights[m] * log[kept];
            }
        }
        return loss;
    }

    private static double Penalty(PottsModel model, L2Strengths penalty) =>
        (penalty.Fields * model.Fields.Sum(h => (double)h * h) + penalty.Couplings * model.Couplings.Sum(j => (double)j * j)) / 2;

    private static (Alignment Data, double[] Weights) RandomData(int sites, int states, int rows, ulong seed)
    {
        RandomSource random = RandomStream.FromSeed(seed).Child("data").Open();
        byte[] all = new byte[rows * sites];
        foreach (ref byte s in all.AsSpan()) s = (byte)Math.Min(random.NextInt(states), random.NextInt(states)); // some states are rare
        return (SmallModels.Align(SmallModels.Letters(states), all, sites), [.. Enumerable.Range(0, rows).Select(m => m % 5 == 0 ? 0 : 0.2 + random.NextDouble())]);
    }

    // Every layout of couplings: one panel of eight, of sixteen, both, two, and states beyond the vector form. More rows than a tile, sites beyond a group of eight.
    [Theory]
    [InlineData(3, 9)]
    [InlineData(8, 4)]
    [InlineData(13, 10)]
    [InlineData(21, 11)]
    [InlineData(28, 3)]
    [InlineData(34, 3)]
    public void Loss_is_that_of_its_definition_and_gradient_that_of_differences(int states, int sites)
    {
        (Alignment data, double[] weights) = RandomData(sites, states, 90, 201);
        PottsModel model = SmallModels.Random(sites, states, 202, 0.5);
        L2Strengths penalty = new(0.7, 0.3);
        double expected = PlainLoss(model, data, weights);
        Near(expected, PseudoLikelihood.Loss(model, data, weights), 1e-6 * expected);
        PenalizedPseudoLikelihood function = new(WeightedRows.Of(data, weights), model, penalty, 1);
        float[] parameters = PenalizedPseudoLikelihood.Parameters(model), gradient = new float[parameters.Length];
        expected += Penalty(model, penalty);
        Near(expected, function.Evaluate(parameters, gradient), 1e-6 * expected);

        RandomSource random = RandomStream.FromSeed(203).Open();
        double worst = 0;
        for (int trial = 0; trial < 12; trial++)
        {
            // Half of them fields, which are few.
            int n = trial % 2 == 0 ? random.NextInt(model.Fields.Length) : model.Fields.Length + random.NextInt(model.Couplings.Length);
            const float step = 1 / 64f;
            double At(float shift)
            {
                PottsModel moved = model.Clone();
                if (n < model.Fields.Length) moved.Fields[n] += shift;
                else moved.Couplings[n - model.Fields.Length] += shift;
                return PlainLoss(moved, data, weights) + Penalty(moved, penalty);
            }
            // Five points: the error is step^4/30 times the fifth derivative, below 1e-6.
            double slope = (8 * (At(step) - At(-step)) - (At(2 * step) - At(-2 * step))) / (12 * step);
            worst = Math.Max(worst, Math.Abs(slope - gradient[n]));
        }
        output.WriteLine($"q = {states}: largest difference {worst:g2}");
        Assert.True(worst < 1e-4);
    }

    [Theory]
    [InlineData(3, 9)]
    [InlineData(13, 10)]
    [InlineData(21, 11)]
    [InlineData(28, 3)]
    public void The_vector_form_is_the_plain_one(int states, int sites)
    {
        (Alignment data, double[] weights) = RandomData(sites, states, 150, 204);
        WeightedRows rows = WeightedRows.Of(data, weights);
        PottsKernel kernel = new(SmallModels.Random(sites, states, 205, 0.8)), fast = new(sites, states), plain = new(sites, states);
        for (int i = 0; i < sites; i++)
        {
            double loss = SiteConditionals.AddPlain(kernel, rows, i, plain);
            Near(loss, SiteConditionals.Add(kernel, rows, i, fast), 1e-6 * loss);
            for (int j = 0; j < sites; j++)
            {
                for (int b = 0; b < states; b++)
                {
                    for (int a = 0; a < states; a++) Near(plain.Rows[plain.BlockStart(i, j) + plain.Place(a, b)], fast.Rows[fast.BlockStart(i, j) + fast.Place(a, b)], 2e-5);
                }
            }
            for (int a = 0; a < states; a++) Near(plain.Fields[i * plain.Width + a], fast.Fields[i * fast.Width + a], 2e-5);
        }
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(4, 5)]
    public void The_complete_data_set_gives_the_model_back(int sites, int states)
    {
        // All configurations with their exact probabilities: the conditional distributions of the truth fit best, and no penalty to speak of pulls.
        PottsModel truth = SmallModels.Random(sites, states, 206, 0.6);
        EnumeratedDistribution exact = EnumeratedDistribution.Create(truth);
        Alignment all = SmallModels.Align(truth.Alphabet, SmallModels.AllRows(exact), sites);
        PottsModel fit = PseudoLikelihood.Fit(all, SmallModels.Probabilities(exact), new L2Strengths(1e-7, 1e-7), null, Exactly, TestContext.Current.CancellationToken);
        PottsModel expected = PottsGauges.To(truth, PottsGauge.ZeroSum).Model, found = PottsGauges.To(fit, PottsGauge.ZeroSum).Model;
        double worst = expected.Couplings.Zip(found.Couplings, (a, b) => Math.Abs(a - b)).Max();
        worst = Math.Max(worst, expected.Fields.Zip(found.Fields, (a, b) => Math.Abs(a - b)).Max());
        double divergence = EnumeratedDistribution.ForwardDivergence(exact, EnumeratedDistribution.Create(fit));
        output.WriteLine($"largest error of a parameter {worst:g2}, divergence {divergence:g2}");
        Assert.True(worst < 0.01);
        Assert.True(divergence < 1e-6);
    }

    [Fact]
    public void It_is_the_minimum_that_Newtons_method_finds()
    {
        (Alignment data, double[] weights) = RandomData(4, 3, 60, 207);
        L2Strengths penalty = new(1, 2);
        PottsModel fit = PseudoLikelihood.Fit(data, weights, penalty, null, Exactly, TestContext.Current.CancellationToken);
        PottsModel newton = Newton(data, weights, penalty);
        double worst = PenalizedPseudoLikelihood.Parameters(fit).Zip(PenalizedPseudoLikelihood.Parameters(newton), (a, b) => Math.Abs(a - b)).Max();
        output.WriteLine($"largest difference {worst:g2}");
        Assert.True(worst < 4e-4); // four times (2 Tolerance (1 + loss)/curvature)^(1/2), with the smallest curvature, the penalty's 1
    }

    /// <summary>Newton's method with dense second derivatives, in double precision from the definition.</summary>
    private static PottsModel Newton(Alignment data, double[] weights, L2Strengths penalty)
    {
        PottsModel shape = new(data.Alphabet, data.Sites);
        int sites = data.Sites, q = shape.States, fields = sites * q, count = fields + shape.Couplings.Length;
        double[] theta = new double[count];
        CholeskyFactor hessian = new(count);
        for (int round = 0; round < 20; round++)
        {
            double[] gradient = new double[count], matrix = new double[count * count];
            for (int n = 0; n < count; n++)
            {
                double strength = n < fields ? penalty.Fields : penalty.Couplings;
                gradient[n] = strength * theta[n];
                matrix[n * count + n] = strength;
            }
            for (int m = 0; m < data.Count; m++)
            {
                for (int i = 0; i < sites; i++)
                {
                    // Parameters that speak for state a at site i: the field and one coupling a neighbour.
                    int[][] of = new int[q][];
                    double[] log = new double[q];
                    for (int a = 0; a < q; a++)
                    {
                        int state = a;
                        ReadOnlySpan<byte> row = data.Row(m);
                        List<int> list = [i * q + state];
                        for (int j = 0; j < sites; j++)
                        {
                            if (j == i) continue;
                            int at = fields + SitePairs.Index(sites, Math.Min(i, j), Math.Max(i, j)) * q * q;
                            list.Add(i < j ? at + state * q + row[j] : at + row[j] * q + state);
                        }
                        of[a] = [.. list];
                        log[a] = list.Sum(n => theta[n]);
                    }
                    LogSpace.Normalize(log);
                    double[] p = Array.ConvertAll(log, Math.Exp);
                    for (int a = 0; a < q; a++)
                    {
                        foreach (int n in of[a])
                        {
                            gradient[n] += weights[m] * (p[a] - (a == data.Row(m)[i] ? 1 : 0));
                            for (int b = 0; b < q; b++)
                            {
                                foreach (int o in of[b]) matrix[n * count + o] += weights[m] * ((a == b ? p[a] : 0) - p[a] * p[b]);
                            }
                        }
                    }
                }
            }
            Assert.True(hessian.Factor(matrix));
            hessian.Solve(gradient);
            for (int n = 0; n < count; n++) theta[n] -= gradient[n];
        }
        for (int n = 0; n < fields; n++) shape.Fields[n] = (float)theta[n];
        for (int n = fields; n < count; n++) shape.Couplings[n - fields] = (float)theta[n];
        return shape;
    }

    [Fact]
    public void Any_start_leads_to_the_same_minimum_and_threads_change_no_bit()
    {
        (Alignment data, double[] weights) = RandomData(12, 5, 200, 208);
        L2Strengths penalty = new(1, 4);
        PottsModel one = PseudoLikelihood.Fit(data, weights, penalty, null, Exactly, TestContext.Current.CancellationToken);
        PottsModel two = PseudoLikelihood.Fit(data, weights, penalty, null, Exactly with { Threads = 2 }, TestContext.Current.CancellationToken);
        Assert.Equal(one.Fields, two.Fields);
        Assert.Equal(one.Couplings, two.Couplings);
        PottsModel start = SmallModels.Random(12, 5, 209), kept = start.Clone();
        PottsModel other = PseudoLikelihood.Fit(data, weights, penalty, start, Exactly, TestContext.Current.CancellationToken);
        Assert.Equal(kept.Couplings, start.Couplings);
        double worst = one.Couplings.Zip(other.Couplings, (a, b) => Math.Abs(a - b)).Max();
        output.WriteLine($"largest difference {worst:g2}");
        Assert.True(worst < 1e-3);
    }

    [Fact]
    public void A_weight_of_two_is_a_row_twice_and_a_weight_of_zero_no_row()
    {
        (Alignment data, _) = RandomData(8, 4, 40, 210);
        L2Strengths penalty = new(1, 2);
        double[] weights = [.. Enumerable.Range(0, 40).Select(m => (double)(m % 3))];
        int[] copies = [.. Enumerable.Range(0, 40).SelectMany(m => Enumerable.Repeat(m, m % 3))];
        PottsModel weighted = PseudoLikelihood.Fit(data, weights, penalty, null, Exactly, TestContext.Current.CancellationToken);
        PottsModel copied = PseudoLikelihood.Fit(data.Select(copies), [.. copies.Select(_ => 1.0)], penalty, null, Exactly, TestContext.Current.CancellationToken);
        Assert.True(weighted.Couplings.Zip(copied.Couplings, (a, b) => Math.Abs(a - b)).Max() < 1e-3);
        Assert.True(weighted.Fields.Zip(copied.Fields, (a, b) => Math.Abs(a - b)).Max() < 1e-3);
    }

    [Fact]
    public void The_penalty_fixes_the_gauge()
    {
        // A shift of J_ij(a, b) by u(a) and of h_i(a) by -u(a) changes no probability, so at the minimum it changes no penalty: l_J sum_b J_ij(a, b) = l_h h_i(a).
        (Alignment data, double[] weights) = RandomData(5, 4, 80, 211);
        PottsModel fit = PseudoLikelihood.Fit(data, weights, new L2Strengths(1, 3), null, Exactly, TestContext.Current.CancellationToken);
        for (int j = 1; j < 5; j++)
        {
            for (int a = 0; a < 4; a++)
            {
                double sum = 0;
                for (int b = 0; b < 4; b++) sum += fit.Block(0, j)[a * 4 + b];
                Near(fit.Fields[a], 3 * sum, 1e-3);
            }
        }
    }

    [Fact]
    public void Unusable_arguments_are_refused()
    {
        (Alignment data, double[] weights) = RandomData(3, 3, 10, 212);
        PottsModel Fit(double[] w, PottsModel? start) => PseudoLikelihood.Fit(data, w, new L2Strengths(1, 1), start, Exactly, TestContext.Current.CancellationToken);
        Assert.Contains("9 weights for 10 rows", Assert.Throws<ArgumentException>(() => Fit(new double[9], null)).Message);
        Assert.Contains("no row has weight", Assert.Throws<ArgumentException>(() => Fit(new double[10], null)).Message);
        Assert.Contains("at least 0", Assert.Throws<ArgumentException>(() => Fit([.. weights.Select(w => w - 0.1)], null)).Message);
        Assert.Contains("a model of 4 sites", Assert.Throws<ArgumentException>(() => Fit(weights, SmallModels.Random(4, 3, 1))).Message);
        Assert.Throws<OperationCanceledException>(() => PseudoLikelihood.Fit(data, weights, new L2Strengths(1, 1), null, Exactly, new CancellationToken(true)));
    }
}
