using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Tempering;

/// <summary>The truth's mean energy by refits, on spin glasses whose truth is known.</summary>
public sealed class HeldOutRefitsTests(ITestOutputHelper output)
{
    private const int Spins = 8, FoldCount = 5;

    private static readonly PairwiseFeatures Eight = new(Alphabet.Spin, Spins, fields: true);

    private static (ListedFit Fit, Folds Folds) Data(EnumeratedDistribution truth, int samples, ulong seed, PairwiseFitMethod method)
    {
        byte[] rows = new ConfigurationSampler(truth).Draw(samples, RandomStream.FromSeed(seed));
        double[] ones = [.. Enumerable.Repeat(1.0, samples)];
        Folds folds = Folds.Split(SmallModels.Align(Alphabet.Spin, rows, Spins), ones, FoldCount, 0, RandomStream.FromSeed(seed).Child("folds"));
        return (ListedFit.Of(Eight, rows, ones, method, RandomStream.FromSeed(seed).Child("fit")), folds);
    }

    [Fact]
    public void It_is_the_formula_with_every_refit_done_by_hand()
    {
        (ListedFit fit, Folds folds) = Data(new SpinGlassTruth(Spins, 1, 0.3, 1).Enumerate(false), 60, 1, new NewtonFit(1, 5));
        HeldOutRefits refits = HeldOutRefits.Of(fit, folds, RandomStream.FromSeed(2), TestContext.Current.CancellationToken);
        double Mean(double[] theta, int[] rows) => rows.Average(m => Eight.Energies(theta)[Eight.Space.IndexOf(fit.Rows.AsSpan(m * Spins, Spins))]);
        double gap = 0;
        for (int k = 0; k < FoldCount; k++)
        {
            int[] held = folds.HeldOut(k), train = folds.Training(k);
            byte[] rows = [.. train.SelectMany(m => fit.Rows[(m * Spins)..((m + 1) * Spins)])];
            double[] theta = new NewtonFit(1, 5).Fit(MomentTarget.FromSamples(Eight, rows)).Theta;
            gap += held.Length / 60.0 * (Mean(theta, held) - Mean(theta, train));
        }
        double data = Mean(fit.Fit.Theta, [.. Enumerable.Range(0, 60)]);
        Near(gap, refits.Means.Gap, 1e-9);
        Near(data, refits.Means.Data, 1e-9);
        Near(data + 0.8 * gap, refits.Target.Value, 1e-9);
    }

    /// <summary>
    /// Over 60 truths and data sets, deviations of the target from the truth's mean energy: right on average, where the data's own mean energy is too
    /// low by far (the control), and scattered as the standard error says.
    /// </summary>
    [Fact]
    public void It_mends_the_optimism_of_training_and_its_error_is_honest()
    {
        const int sets = 60, samples = 60;
        double[] mended = new double[sets], optimistic = new double[sets];
        for (int n = 0; n < sets; n++)
        {
            EnumeratedDistribution truth = new SpinGlassTruth(Spins, 1, 0.3, (ulong)n).Enumerate(false);
            (ListedFit fit, Folds folds) = Data(truth, samples, (ulong)(100 + n), new NewtonFit(0.5, 2));
            HeldOutRefits refits = HeldOutRefits.Of(fit, folds, RandomStream.FromSeed(3), TestContext.Current.CancellationToken);
            double exact = truth.Mean(Eight.Energies(fit.Fit.Theta));
            mended[n] = (refits.Target.Value - exact) / refits.StandardError;
            optimistic[n] = (refits.Means.Data - exact) / refits.StandardError;
        }
        double mean = mended.Average(), square = mended.Average(z => z * z);
        output.WriteLine($"deviations: mean {mean:F2}, rms {Math.Sqrt(square):F2}; of the data's own energy: mean {optimistic.Average():F2}");
        Near(0, mean, Z / Math.Sqrt(sets));
        Assert.InRange(square * sets, 0, ChiSquareLimit(sets));
        Assert.InRange(square, 0.3, double.PositiveInfinity); // no larger than it has to be
        Assert.True(Math.Abs(optimistic.Average()) > Z / Math.Sqrt(sets));
    }

    [Fact]
    public void It_stops_between_two_refits()
    {
        (ListedFit fit, Folds folds) = Data(new SpinGlassTruth(Spins, 1, 0.3, 1).Enumerate(false), 20, 1, new NewtonFit(1, 5));
        Assert.ThrowsAny<OperationCanceledException>(() => HeldOutRefits.Of(fit, folds, RandomStream.FromSeed(2), new CancellationToken(true)));
    }
}
