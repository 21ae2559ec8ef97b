using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Sampling;
using Xunit;

namespace TauStar.Tests.Diagnosis;

public sealed class PseudoLikelihoodTauTests(ITestOutputHelper output)
{
    private static readonly PottsModel Model = SmallModels.Random(5, 3, 111, 0.7);
    private static readonly EnumeratedDistribution Exact = EnumeratedDistribution.Create(Model);

    private static Estimate Ask(Alignment data, double[]? weights = null, int[]? clusters = null) => PseudoLikelihoodTau.Estimate(
        Model, data, weights ?? [.. Enumerable.Repeat(1.0, data.Count)], clusters ?? [.. Enumerable.Range(0, data.Count)]);

    [Theory]
    [InlineData(0.7)]
    [InlineData(1)]
    [InlineData(1.5)]
    public void Data_drawn_at_a_temperature_give_it_back_and_intervals_cover_it_at_their_rate(double tau)
    {
        // 400 data sets of 300 sequences; the number of 90 % intervals that cover tau is binomial. A quarter of a million each.
        const int sets = 400;
        int covered = 0, coveredShort = 0;
        double logs = 0, squares = 0;
        EnumeratedDistribution p = Exact.At(tau);
        for (int r = 0; r < sets; r++)
        {
            Estimate e = Ask(p.Sample(300, RandomStream.FromSeed(112).Child(r)));
            Assert.Equal(EstimateStatus.Ok, e.Status);
            if (e.Low <= tau && tau <= e.High) covered++;
            if (Math.Abs(Math.Log(e.Value / tau)) <= 0.7 * Math.Log(e.High / e.Value)) coveredShort++;
            logs += Math.Log(e.Value / tau) / sets;
            squares += Math.Pow(Math.Log(e.Value / tau), 2) / sets;
        }
        output.WriteLine($"tau = {tau}: mean of log tau {logs:f4} +- {Math.Sqrt(squares / sets):f4}; covered {covered}, by bars 0.7 times as long {coveredShort} of {sets}");
        Assert.True(Statistical.BinomialTail(sets, 0.9, covered) > Statistical.FalseAlarm / 4);
        Assert.True(Statistical.BinomialTail(sets, 0.9, coveredShort) < Statistical.FalseAlarm / 4); // negative control
        // Consistent: the bias of order 1/M is below the standard error of the mean over sets times its limit.
        Assert.True(Math.Abs(logs) < 5.2 * Math.Sqrt(squares / sets));
    }

    [Fact]
    public void The_complete_data_set_gives_the_temperature_exactly()
    {
        // All configurations, weighted by their probabilities at tau: the pseudo-likelihood is consistent, so no error is left.
        Alignment all = SmallModels.Align(Model.Alphabet, SmallModels.AllRows(Exact), 5);
        foreach (double tau in new[] { 0.3, 0.8, 1, 2.5, 8 })
            Statistical.Near(tau, Ask(all, SmallModels.Probabilities(Exact.At(tau))).Value, 1e-5 * tau);
    }

    [Fact]
    public void Copies_that_share_a_weight_and_a_cluster_change_nothing()
    {
        Alignment data = Exact.Sample(100, RandomStream.FromSeed(113));
        Alignment copies = data.Select([.. Enumerable.Range(0, 300).Select(m => m / 3)]);
        int[] cluster = [.. Enumerable.Range(0, 300).Select(m => m / 3)];
        double[] third = [.. Enumerable.Repeat(1 / 3.0, 300)];
        Estimate plain = Ask(data), copied = Ask(copies, third, cluster), tooSure = Ask(copies);
        Statistical.Near(plain.Value, copied.Value, 1e-9);
        Statistical.Near(plain.Low, copied.Low, 1e-9);
        Statistical.Near(plain.High, copied.High, 1e-9);
        Assert.True(tooSure.High / tooSure.Low < Math.Pow(plain.High / plain.Low, 0.7)); // without clusters: 1/sqrt(3) as wide
    }

    [Fact]
    public void Scores_are_derivatives_of_the_log_pseudo_likelihood()
    {
        Alignment data = Exact.Sample(20, RandomStream.FromSeed(114));
        PottsKernel kernel = new(Model);
        double LogPseudoLikelihood(int m, double beta)
        {
            byte[] row = data.Row(m).ToArray();
            double sum = 0;
            for (int i = 0; i < 5; i++)
            {
                byte kept = row[i];
                double[] log = new double[3];
                for (int a = 0; a < 3; a++)
                {
                    row[i] = (byte)a;
                    log[a] = -beta * Model.Energy(row);
                }
                row[i] = kept;
                LogSpace.Normalize(log);
                sum += log[kept];
            }
            return sum;
        }
        const double beta = 0.8, step = 1e-4;
        PseudoLikelihoodTau.Score[] scores = PseudoLikelihoodTau.Scores(kernel, data, beta);
        for (int m = 0; m < 20; m++)
        {
            double up = LogPseudoLikelihood(m, beta + step), here = LogPseudoLikelihood(m, beta), down = LogPseudoLikelihood(m, beta - step);
            Statistical.Near((up - down) / (2 * step), scores[m].Slope, 1e-5);
            Statistical.Near(-(up - 2 * here + down) / (step * step), scores[m].Curvature, 1e-4);
        }
    }

    [Fact]
    public void No_maximum_is_said_so()
    {
        // The likeliest configuration alone: colder is always better. The least likely one: hotter is.
        int best = Exact.LogProbabilities.ToArray().Index().MaxBy(x => x.Item).Index;
        PottsModel flat = new(Model.Alphabet, 5);
        Alignment one = SmallModels.Align(Model.Alphabet, [.. Exact.Configuration(best), .. Exact.Configuration(best)], 5);
        Assert.Equal(EstimateStatus.OutOfRange, Ask(one).Status);
        Assert.Equal(EstimateStatus.Unavailable, PseudoLikelihoodTau.Estimate(flat, one, [1, 1], [0, 1]).Status);
        PottsModel reversed = Model.Clone();
        for (int n = 0; n < reversed.Fields.Length; n++) reversed.Fields[n] *= -1;
        for (int n = 0; n < reversed.Couplings.Length; n++) reversed.Couplings[n] *= -1;
        Assert.Equal(EstimateStatus.OutOfRange, PseudoLikelihoodTau.Estimate(reversed, one, [1, 1], [0, 1]).Status);
    }
}
