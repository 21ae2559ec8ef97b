using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Studies;
using TauStar.Tempering;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Studies;

public sealed class StudyRunnerTests
{
    private static IReadOnlyList<CellResult> Run(StudyPlan plan, IStudyStore store, int threads, IProgress<StudyProgress>? progress = null) =>
        StudyRunner.Run(plan, store, threads, progress, TestContext.Current.CancellationToken);

    private static readonly StudyPlan Plan = new()
    {
        Truths = [new IsingTruth(3, 3), new SpinGlassTruth(7, 1, 0.5, 3), new RnaTruth(5, 0.5, 4)],
        Temperatures = [1.7, 3],
        Samples = [20, 60],
        Replicates = 2,
        Fits = [new PublishedFit { MostSteps = 200 }, new NewtonFit(1, 1)],
        Seed = 11,
    };

    [Fact]
    public void Results_do_not_depend_on_threads_or_on_what_else_is_in_the_plan()
    {
        using MemoryStudyStore one = new(), many = new(), part = new();
        IReadOnlyList<CellResult> first = Run(Plan, one, 1), second = Run(Plan, many, 5);
        Assert.Equal(Plan.Cells().Count, first.Count);
        Assert.Equal(Plan.Cells(), first.Select(r => r.Key));
        AssertSame(first, second);
        StudyPlan single = Plan with { Truths = [Plan.Truths[1]], Temperatures = [3], Fits = [Plan.Fits[1]] };
        AssertSame([.. first.Where(r => single.Cells().Contains(r.Key))], Run(single, part, 2));
    }

    private static void AssertSame(IReadOnlyList<CellResult> a, IReadOnlyList<CellResult> b)
    {
        Assert.Equal(a.Count, b.Count);
        foreach ((CellResult x, CellResult y) in a.Zip(b))
        {
            Assert.Equal(x.Levels, y.Levels);
            Assert.Equal(x with { Levels = [] }, y with { Levels = [] });
        }
    }

    [Fact]
    public void An_interrupted_study_goes_on_and_ends_with_the_same_bits()
    {
        using MemoryStudyStore whole = new(), interrupted = new();
        IReadOnlyList<CellResult> expected = Run(Plan, whole, 2);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => StudyRunner.Run(Plan, interrupted, 2, null, stop.Token));
        interrupted.Save([.. expected.Where((_, n) => n % 3 == 0)]);
        List<StudyProgress> said = [];
        IReadOnlyList<CellResult> resumed = Run(Plan, interrupted, 2, new Heard(said));
        AssertSame(expected, resumed);
        Assert.Equal((expected.Count + 2) / 3, said[0].Found);
        Assert.Equal(expected.Count, said[^1].Done);
    }

    [Fact]
    public void A_cell_that_cannot_be_analysed_is_left_out_where_that_is_allowed_and_ends_the_study_elsewhere()
    {
        IReadOnlyList<CellKey> cells = Plan.Cells();
        StudyCells laboratory = new();
        CellResult Run(CellKey cell) => cell == cells[1] ? throw new InputException("too few") : laboratory.Run(cell);
        using MemoryStudyStore store = new();
        List<string> leftOut = [];
        List<StudyProgress> said = [];
        IReadOnlyList<CellResult> results = StudyRunner.Run(cells, Run, store, 1, new StudyRun(new Heard(said), TestContext.Current.CancellationToken, leftOut.Add));
        Assert.Equal(cells.Where(cell => cell != cells[1]), results.Select(result => result.Key));
        Assert.Equal($"{cells[1]}: too few", Assert.Single(leftOut));
        Assert.Equal(cells.Count, said[^1].Done);
        using MemoryStudyStore other = new();
        AggregateException ended = Assert.Throws<AggregateException>(() => StudyRunner.Run(cells, Run, other, 1, new StudyRun(null, TestContext.Current.CancellationToken)));
        Assert.IsType<InputException>(Assert.Single(ended.InnerExceptions));
    }

    private sealed class Heard(List<StudyProgress> said) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => said.Add(value);
    }

    [Fact]
    public void A_cell_is_data_fit_and_optima_as_they_are_defined()
    {
        CellKey key = new(new SpinGlassTruth(6, 1, 0.4, 2), 1.3, 50, 1, new NewtonFit(2, 3), 9);
        CellResult result = new StudyCells().Run(key);
        PairwiseCell cell = new StudyCells().Open(key);
        EnumeratedDistribution q = cell.Fit.Features.Enumerate(cell.Fit.Theta), p = cell.Truth;
        Assert.Equal(50 * 6, cell.Rows.Length);
        Near(EnumeratedDistribution.ReverseDivergence(p, q), result.ReverseAtOne, 1e-12);
        Near(EnumeratedDistribution.ForwardDivergence(p, q), result.ForwardAtOne, 1e-12);
        Near(EnumeratedDistribution.ReverseDivergence(p, q.At(result.TauStar.Tau)), result.TauStar.Divergence, 1e-12);
        Near(EnumeratedDistribution.ForwardDivergence(p, q.At(result.TauPrime.Tau)), result.TauPrime.Divergence, 1e-12);
        Near(EnumeratedDistribution.Kappa(p, q), result.KappaAtOne, 1e-12);
        Near(q.Entropy, result.EntropyAtOne, 1e-12);
        Assert.Equal(new TemperatureRange(0.2, 5), StudyCells.Range);
    }

    [Fact]
    public void Data_of_a_cell_are_the_same_for_every_fit_and_differ_between_replicates()
    {
        StudyCells cells = new();
        CellKey key = new(new IsingTruth(3, 2), 2, 30, 0, new NewtonFit(1, 1), 1);
        byte[] rows = cells.Open(key).Rows;
        Assert.Equal(rows, cells.Open(key with { Fit = new PublishedFit() }).Rows);
        foreach (CellKey other in new[] { key with { Replicate = 1 }, key with { Seed = 2 }, key with { Temperature = 2.000001 }, key with { Truth = new IsingTruth(2, 3) } })
            Assert.NotEqual(rows, cells.Open(other).Rows);
    }

    [Fact]
    public void What_cannot_run_is_said_before_anything_does()
    {
        using MemoryStudyStore store = new();
        void Refused(StudyPlan plan, string why)
        {
            InputException e = Assert.Throws<InputException>(() => Run(plan, store, 1));
            Assert.Contains(why, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
            Assert.Empty(store.Found(plan.Cells()));
        }
        Refused(Plan with { Temperatures = [2, 0] }, "above 0");
        Refused(Plan with { Temperatures = [2, 2] }, "twice");
        Refused(Plan with { Samples = [0] }, "at least 1");
        Refused(Plan with { Samples = [1] }, "needs at least 2");
        Refused(Plan with { Samples = [int.MaxValue] }, "allowed: up to 10000000");
        Refused(Plan with { Temperatures = [1e300] }, "above 0");
        Refused(Plan with { Temperatures = [double.NaN] }, "above 0");
        Refused(Plan with { Fits = [new PublishedFit { Step = 1e308 }] }, "step");
        Refused(Plan with { Truths = [new TwoLevelTruth(int.MaxValue, 3, 1)], Fits = [new TwoLevelFitMethod()] }, "states is 2147483647");
        Refused(Plan with { Truths = [new TwoLevelTruth(10, 10, 1)], Fits = [new TwoLevelFitMethod()] }, "ground is 10");
        Refused(Plan with { Truths = [new TwoLevelTruth(10, 3, 1)] }, "is not for the truth");
        Refused(Plan with { Replicates = 0 }, "replicates");
        Refused(Plan with { Fits = [] }, "fits is empty");
        Refused(Plan with { Truths = [new IsingTruth(6, 5)] }, "can be listed");
        Refused(Plan with { Truths = [new IsingTruth(3, 3, double.NaN)] }, "coupling");
        Refused(Plan with { Fits = [new NewtonFit(-1)] }, "l2-fields");
        Assert.Contains("threads", Assert.Throws<InputException>(() => Run(Plan, store, 0)).Message, StringComparison.Ordinal);
    }
}
