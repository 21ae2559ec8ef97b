using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Fitting;

public sealed class HeldOutPenaltyTests(ITestOutputHelper output)
{
    private const int Sites = 8, Samples = 300;

    private static readonly HeldOutPenaltyOptions Options = new() { Fit = new PseudoLikelihoodOptions { Threads = 1, Tolerance = 1e-6 } };

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    private static double[] Ones(Alignment data) => [.. Enumerable.Repeat(1.0, data.Count)];

    private static (Alignment Data, Folds Folds, EnumeratedDistribution Truth) Planted(ulong seed, PlantedRegime regime = PlantedRegime.Warm)
    {
        RandomStream stream = RandomStream.FromSeed(seed);
        PlantedPotts planted = PlantedPotts.Create(new PlantedPottsOptions { Sites = Sites, States = 4, Regime = regime, FieldDeviation = 0.25 }, stream.Child("truth"));
        EnumeratedDistribution truth = EnumeratedDistribution.Create(planted.Model);
        Alignment data = truth.Sample(Samples, stream.Child("data"));
        return (data, Folds.Split(data, Ones(data), 5, 0, stream.Child("folds")), truth);
    }

    [Theory]
    [InlineData(PlantedRegime.Warm)]
    [InlineData(PlantedRegime.Mid)]
    [InlineData(PlantedRegime.Cold)]
    public void It_predicts_fresh_data_almost_as_well_as_the_best_penalty(PlantedRegime regime)
    {
        // In cold truths the loss hardly depends on the penalty and the best one is a matter of chance, so there only the loss is compared. In the others the scatter of
        // log2 between sets is about 0.4: the limit on the mean of eight, 1, is seven standard errors away.
        const int sets = 8;
        double ratio = 0, excess = 0, worth = 0;
        for (ulong r = 0; r < sets; r++)
        {
            (Alignment data, Folds folds, EnumeratedDistribution truth) = Planted(220 + r, regime);
            HeldOutPenalty found = HeldOutPenalty.Choose(data, Ones(data), folds, Options, Never, null);
            Alignment all = SmallModels.Align(data.Alphabet, SmallModels.AllRows(truth), Sites); // the fresh data have no end
            double[] probabilities = SmallModels.Probabilities(truth);
            PottsModel? last = null;
            PenaltyLoss Fresh(double penalty)
            {
                last = PseudoLikelihood.Fit(data, Ones(data), new L2Strengths(1, penalty), last, Options.Fit, Never);
                return new PenaltyLoss(penalty, PseudoLikelihood.Loss(last, all, probabilities));
            }
            PenaltyLoss[] curve = [.. Enumerable.Range(-6, 24).Reverse().Select(n => Fresh(Math.Pow(2, n / 2.0)))];
            PenaltyLoss best = curve.MinBy(point => point.Loss), chosen = Fresh(found.CouplingPenalty);
            ratio += Math.Log2(chosen.Penalty / best.Penalty) / sets;
            excess += (chosen.Loss - best.Loss) / sets;
            worth += (Math.Min(curve[0].Loss, curve[^1].Loss) - best.Loss) / sets; // of the better of 1/8 and 362
            output.WriteLine($"{regime} {r}: chosen {chosen.Penalty:f2}, best {best.Penalty:f2}; excess {chosen.Loss - best.Loss:f4} nats a sequence");
        }
        output.WriteLine($"{regime}: mean of log2 {ratio:f2}, excess {excess:f4}, of the better edge {worth:f4}");
        if (regime != PlantedRegime.Cold) Assert.True(Math.Abs(ratio) < 1);
        Assert.True(excess < 0.2 * worth);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(0.125)]
    public void The_search_goes_on_beyond_an_edge_that_is_best(double smallest)
    {
        (Alignment data, Folds folds, _) = Planted(240);
        HeldOutPenalty expected = HeldOutPenalty.Choose(data, Ones(data), folds, Options, Never, null);
        HeldOutPenalty found = HeldOutPenalty.Choose(data, Ones(data), folds, Options with { Smallest = smallest, Count = 3 }, Never, null);
        Assert.True(expected.IsBracketed && found.IsBracketed);
        Numerics.Tests.Statistical.Near(Math.Log(expected.CouplingPenalty), Math.Log(found.CouplingPenalty), 0.01);
        foreach ((PenaltyLoss a, PenaltyLoss b) in found.Curve.Zip(found.Curve.Skip(1))) Assert.Equal(2 * a.Penalty, b.Penalty);
    }

    [Theory]
    [InlineData(false, 4096)]
    [InlineData(true, 0.125)]
    public void Where_no_penalty_is_best_the_search_ends_at_its_limit(bool alike, double limit)
    {
        // Two sites that always agree in one fold and, in the other, always or never: what one fold teaches about couplings is true of the other, or the contrary is.
        byte[] rows = [.. Enumerable.Range(0, 200).SelectMany(m => new[] { (byte)(m / 2 % 2), (byte)(m % 2 == 0 || alike ? m / 2 % 2 : 1 - m / 2 % 2) })];
        Alignment data = SmallModels.Align(SmallModels.Letters(2), rows, 2);
        int[] fold = [.. Enumerable.Range(0, 200).Select(m => m % 2)];
        HeldOutPenalty found = HeldOutPenalty.Choose(data, Ones(data), new Folds(fold, fold, 2, 1), Options, Never, null);
        Assert.Equal(limit, found.CouplingPenalty);
        Assert.False(found.IsBracketed);
    }

    [Fact]
    public void The_loss_is_that_of_held_out_sequences_alone_and_the_tolerance_of_fits_does_not_matter()
    {
        (Alignment data, Folds folds, _) = Planted(243);
        double[] weights = [.. Enumerable.Range(0, data.Count).Select(m => 0.5 + m % 2)];
        List<double> progress = [];
        HeldOutPenalty loose = HeldOutPenalty.Choose(data, weights, folds, Options with { HeldOutFolds = 2 }, Never, new Immediate(progress));
        HeldOutPenalty exact = HeldOutPenalty.Choose(data, weights, folds,
            Options with { HeldOutFolds = 2, Fit = new PseudoLikelihoodOptions { Threads = 1, MaxIterations = 5000, Tolerance = 1e-10 } }, Never, null);
        Assert.Equal(1, progress[^1]);
        Assert.Equal(12, progress.Count);
        Numerics.Tests.Statistical.Near(Math.Log(exact.CouplingPenalty), Math.Log(loose.CouplingPenalty), 0.01);

        double expected = 0;
        for (int fold = 0; fold < 2; fold++)
        {
            Alignment training = data.Select(folds.Training(fold)), heldOut = data.Select(folds.HeldOut(fold));
            PottsModel fit = PseudoLikelihood.Fit(training, [.. folds.Training(fold).Select(m => weights[m])], new L2Strengths(1, 8), null,
                new PseudoLikelihoodOptions { Threads = 1, Tolerance = 1e-10 }, Never);
            expected += PseudoLikelihood.Loss(fit, heldOut, [.. folds.HeldOut(fold).Select(m => weights[m])]);
        }
        Numerics.Tests.Statistical.Near(expected, exact.Curve[2].Loss, 1e-5 * expected);
        Assert.Equal(8, exact.Curve[2].Penalty);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        (Alignment data, Folds folds, _) = Planted(244);
        void Choose(HeldOutPenaltyOptions options, double[]? weights = null) => HeldOutPenalty.Choose(data, weights ?? Ones(data), folds, options, Never, null);
        Assert.Contains("at least 3", Assert.Throws<InputException>(() => Choose(Options with { Count = 2 })).Message);
        Assert.Contains("smallest L2 on couplings is 0", Assert.Throws<InputException>(() => Choose(Options with { Smallest = 0 })).Message);
        Assert.Contains("folds to hold out is 0", Assert.Throws<InputException>(() => Choose(Options with { HeldOutFolds = 0 })).Message);
        Assert.Contains("L2 on fields is -1", Assert.Throws<InputException>(() => Choose(Options with { FieldPenalty = -1 })).Message);
        Assert.Throws<ArgumentException>(() => Choose(Options, [1.0]));
    }

    private sealed class Immediate(List<double> seen) : IProgress<double>
    {
        public void Report(double value) => seen.Add(value);
    }
}
