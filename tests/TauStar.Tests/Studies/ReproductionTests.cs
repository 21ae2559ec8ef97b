using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Studies;
using TauStar.Studies.Reproduction;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Studies;

/// <summary>Plans of the paper's figures, and means over replicates against hand calculation.</summary>
public class ReproductionTests
{
    /// <summary>A cell with numbers of the test's own; what it does not name is NaN or 0.</summary>
    internal static CellResult Cell(GroundTruth truth, double temperature, int samples, int replicate, double tauStar = double.NaN, double tauPrime = double.NaN,
        double kappa = double.NaN, double heatCapacity = double.NaN, params LevelContribution[] levels) => new()
        {
            Key = new CellKey(truth, temperature, samples, replicate, new PublishedFit(), 1),
            TauStar = new TemperatureOptimum(tauStar, 0, OptimumPlace.Inside, 1),
            TauPrime = new TemperatureOptimum(tauPrime, 0, OptimumPlace.Inside, 1),
            ReverseAtOne = double.NaN,
            ForwardAtOne = double.NaN,
            KappaAtOne = kappa,
            HeatCapacityAtOne = heatCapacity,
            EntropyAtOne = double.NaN,
            Iterations = 0,
            Converged = true,
            Levels = levels,
        };

    private static readonly IsingTruth Lattice = new(4, 4);

    [Fact]
    public void The_published_grid_of_figure_3_has_34_temperatures_and_17_sample_numbers()
    {
        Assert.Equal(34, ReproductionPlans.AllTemperatures.Count);
        Assert.Equal([2, 2.05, 2.1], ReproductionPlans.AllTemperatures.Take(3));
        Assert.Equal([3, 3.05, 3.1, 3.15, 3.2, 3.4], ReproductionPlans.AllTemperatures.Skip(20).Take(6));
        Assert.Equal(5, ReproductionPlans.AllTemperatures[^1]);
        Assert.Equal([54, 71, 93, 123, 163, 215, 284, 374, 494, 652, 861, 1136, 1500, 2000, 4667, 7333, 10000], ReproductionPlans.AllSamples);
        StudyPlan full = ReproductionPlans.Of(PaperFigure.Fig3, new ReproductionOptions { Full = true });
        Assert.Equal(34 * 17 * 10, full.Cells().Count);
        Assert.Equal(5 * 12 * 10, ReproductionPlans.Of(PaperFigure.Fig3, new ReproductionOptions()).Cells().Count);
    }

    [Fact]
    public void Wishes_replace_what_a_plan_has()
    {
        StudyPlan plan = ReproductionPlans.Of(PaperFigure.FigD, new ReproductionOptions { Temperatures = [2.7], Samples = [64, 128], Replicates = 3, Seed = 9 });
        Assert.Equal(6, plan.Cells().Count);
        Assert.All(plan.Cells(), cell => Assert.Equal((2.7, 9UL), (cell.Temperature, cell.Seed)));
        StudyPlan toy = ReproductionPlans.Of(PaperFigure.FigCToy, new ReproductionOptions { Gaps = [3, 4.5] });
        Assert.Equal([new TwoLevelTruth(100, 20, 3), new TwoLevelTruth(100, 20, 4.5)], toy.Truths);
        Assert.Equal(29, ReproductionPlans.Of(PaperFigure.FigCToy, new ReproductionOptions { Full = true }).Truths.Count);
    }

    [Fact]
    public void Wishes_that_cannot_be_are_refused()
    {
        void Refused(PaperFigure figure, ReproductionOptions options, string piece) =>
            Assert.Contains(piece, Assert.Throws<InputException>(() => ReproductionPlans.Of(figure, options)).Message, StringComparison.Ordinal);
        Refused(PaperFigure.Fig2, new() { Gaps = [] }, "gaps is empty");
        Refused(PaperFigure.Fig2, new() { Gaps = [1, 0] }, "gaps holds 0");
        Refused(PaperFigure.Fig2, new() { Gaps = [1, double.NaN] }, "gaps holds NaN");
        Refused(PaperFigure.Fig2, new() { Gaps = [1, 1] }, "gaps holds 1 twice");
        Refused(PaperFigure.Fig2, new() { Temperatures = [1] }, "leave out --temperatures");
        Refused(PaperFigure.Fig3, new() { Gaps = [1] }, "leave out --gaps");
        Refused(PaperFigure.Fig3, new() { Temperatures = [-1] }, "temperatures holds -1");
        Refused(PaperFigure.FigD, new() { Samples = [0] }, "samples holds 0");
        Refused(PaperFigure.FigD, new() { Replicates = 0 }, "replicates is 0");
        Refused(PaperFigure.FigCToy, new() { Samples = [40, 80] }, "at one M");
        ReproductionOptions all = new() { Gaps = [1], Temperatures = [2], Samples = [40, 80] };
        Assert.All(PaperFigureName.All, figure => ReproductionPlans.Of(figure, ReproductionPlans.Fitting(figure, all)));
    }

    [Fact]
    public void A_crossing_is_interpolated_with_its_error()
    {
        Crossing? found = Crossing.Upward([(1, new(-4, 1)), (2, new(-1, 0.3)), (4, new(3, 0.4)), (5, new(6, 1))]);
        Assert.NotNull(found);
        Assert.Equal(2.5, found.Value.At, 1e-12); // a quarter of the way, slope 2
        // To first order that of the two points around it over the slope; 400 curves know it to 4 %, and the slope scatters, too.
        double error = Math.Sqrt(0.225 * 0.225 + 0.1 * 0.1) / 2;
        Assert.InRange(found.Value.StandardError, 0.8 * error, 1.3 * error);
    }

    [Fact]
    public void A_crossing_is_not_moved_by_single_points_of_the_wrong_sign()
    {
        ReplicateMean Of(double y) => new(y, 0.1);
        Crossing? found = Crossing.Upward([(1, Of(-3)), (2, Of(0.2)), (3, Of(-2)), (4, Of(2)), (5, Of(-0.3)), (6, Of(4))]);
        Assert.Equal(3.5, found!.Value.At, 1e-12);
        Assert.True(found.Value.StandardError < 0.1);
        // Where noise decides among sign changes, the error says so.
        ReplicateMean Noisy(double y) => new(y, 1);
        Crossing? noisy = Crossing.Upward([(1, Noisy(-1)), (2, Noisy(0.1)), (3, Noisy(-0.2)), (4, Noisy(0.1)), (5, Noisy(1))]);
        Assert.True(noisy!.Value.StandardError > 0.5);
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(-3, -2, -1)]
    [InlineData(3, -1, -2)]
    public void Where_nothing_rises_through_zero_there_is_no_crossing(double a, double b, double c) =>
        Assert.Null(Crossing.Upward([(1, new(a, 0)), (2, new(b, 0)), (3, new(c, 0))]));

    [Fact]
    public void Optima_are_averaged_by_point_and_the_line_is_where_the_mean_logarithm_vanishes()
    {
        PhaseDiagram phase = PhaseDiagram.From(
        [
            Cell(Lattice, 4, 50, 0, 2, 3), Cell(Lattice, 4, 50, 1, 8, 5), // mean ln = ln 4
            Cell(Lattice, 2, 50, 0, 0.25, 1), Cell(Lattice, 2, 50, 1, 0.25, 2), // mean ln = -ln 4
            Cell(Lattice, 2, 90, 0, 0.5, 1), Cell(Lattice, 2, 90, 1, 0.7, 1),
        ]);
        Assert.Equal([(2.0, 50), (2.0, 90), (4.0, 50)], phase.Points.Select(p => (p.X, p.Samples)));
        Assert.Equal(new ReplicateMean(5, 3), phase.Points[2].TauStar);
        Assert.Equal(new ReplicateMean(4, 1), phase.Points[2].TauPrime);
        Assert.Equal(new ReplicateMean(1.5, 0.5), phase.Points[0].TauPrime);
        Assert.Equal([50, 90], phase.UnitLine.Select(u => u.Samples));
        Assert.Equal(3, phase.UnitLine[0].Crossing!.Value.At, 1e-12);
        Assert.Null(phase.UnitLine[1].Crossing);
    }

    [Fact]
    public void Over_the_gap_the_line_is_crossed_downwards()
    {
        PhaseDiagram phase = PhaseDiagram.From(
            [Cell(new TwoLevelTruth(10, 3, 2), 1, 5, 0, 2, 1), Cell(new TwoLevelTruth(10, 3, 6), 1, 5, 0, 0.5, 1)]);
        Assert.Equal([2.0, 6.0], phase.Points.Select(p => p.X));
        Assert.Equal(4, phase.UnitLine[0].Crossing!.Value.At, 1e-12);
    }

    [Fact]
    public void Kappa_and_C_are_averaged_and_cross()
    {
        ResponseCurve ising = ResponseCurve.From(
        [
            Cell(Lattice, 3, 54, 0, kappa: 5, heatCapacity: 4), Cell(Lattice, 3, 54, 1, kappa: 7, heatCapacity: 5), // C - kappa: -1, -2
            Cell(Lattice, 4, 54, 0, kappa: 2, heatCapacity: 3), Cell(Lattice, 4, 54, 1, kappa: 2, heatCapacity: 2), // 1, 0
        ]);
        Assert.Equal(new ReplicateMean(6, 1), ising.Points[0].Kappa);
        Assert.Equal(new ReplicateMean(4.5, 0.5), ising.Points[0].HeatCapacity);
        Assert.Equal(new ReplicateMean(-1.5, 0.5), ising.Points[0].Difference); // replicate by replicate: smaller than of two independent means
        Assert.Equal(3.75, ising.Crossings[0].Crossing!.Value.At, 1e-12);
        ResponseCurve toy = ResponseCurve.From(
            [Cell(new TwoLevelTruth(100, 20, 2), 1, 80, 0, kappa: 0.1, heatCapacity: 0.4), Cell(new TwoLevelTruth(100, 20, 8), 1, 80, 0, kappa: 0.7, heatCapacity: 0.4)]);
        Assert.Equal(5, toy.Crossings[0].Crossing!.Value.At, 1e-12);
    }

    [Fact]
    public void Levels_are_averaged_by_temperature_samples_and_number()
    {
        LevelContribution Level(int number, double first) => new(number, -32 + 8 * number, 2, first, first + 1, first + 2, 99);
        LevelTable table = LevelTable.From([Cell(Lattice, 3, 54, 0, levels: [Level(0, 1), Level(1, 5)]), Cell(Lattice, 3, 54, 1, levels: [Level(0, 3), Level(1, 5)])]);
        Assert.Equal(2, table.Rows.Count);
        Assert.Equal(new LevelRow(3, 54, 0, new(2, 1), new(3, 1), new(4, 1)), table.Rows[0]);
        Assert.Equal(new LevelRow(3, 54, 1, new(5, 0), new(6, 0), new(7, 0)), table.Rows[1]);
    }

    /// <summary>The numbers of figure 2: arXiv:2512.09152, six decimals.</summary>
    [Fact]
    public void The_worked_example_has_the_published_numbers()
    {
        const double printed = 1e-6;
        TwoLevelExample e = ReproductionExamples.TwoLevel();
        Assert.Equal(2, e.GroundHat);
        Assert.Equal(2.772589, e.GapHat, printed);
        Assert.Equal(0.633735, e.TauStar, printed);
        Assert.Equal(1.363554, e.TauPrime, printed);
        Assert.Equal((0.518403, 0.371939), (Math.Round(e.ReverseAtOne, 6), Math.Round(e.ReverseAtTauStar, 6)));
        Assert.Equal((0.677493, 0.621374), (Math.Round(e.ForwardAtOne, 6), Math.Round(e.ForwardAtTauPrime, 6)));
        Assert.Equal(1.940812, e.KappaAtOne, printed);
        Assert.Equal(1.229960, e.HeatCapacityAtOne, printed);
        Assert.All(e.Curve, at => Assert.True(at.Reverse.Sum >= e.ReverseAtTauStar - 1e-12 && at.Forward.Sum >= e.ForwardAtTauPrime - 1e-12));
        Assert.All(e.Curve, at => Assert.Equal((0.0, 0.0), (at.Reverse.FalselyLow, at.Forward.FalselyLow)));
        Assert.Equal(1, e.States.Sum(state => state.Fit), 1e-14);
    }

    [Fact]
    public void The_tau_of_the_curves_hold_those_of_the_sweeps()
    {
        Assert.Equal(71, ReproductionExamples.SweptTaus.Count);
        Assert.Equal((0.2, 5.0), (ReproductionExamples.SweptTaus[0], ReproductionExamples.SweptTaus[^1]));
        Assert.Contains(1.0, ReproductionExamples.SweptTaus);
        Assert.Equal(ReproductionExamples.Taus.Order(), ReproductionExamples.Taus);
        Assert.Subset(ReproductionExamples.Taus.ToHashSet(), ReproductionExamples.SweptTaus.ToHashSet());
    }
}
