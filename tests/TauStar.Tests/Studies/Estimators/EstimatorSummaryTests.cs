using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Studies.Estimators;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Studies;

/// <summary>Three data sets whose numbers were done by hand.</summary>
public sealed class EstimatorSummaryTests
{
    private const double Rounding = 1e-12;

    private static readonly Estimate None = Estimate.NotComputed("nothing");

    private static EstimatorTrial Set(int replicate, EstimatorTarget target, Estimate tau, double divergence, int samples = 54, double gain = double.NaN) => new(
        new EstimatorKey(EstimatorLandscape.Named("rna"), 0.5, samples, replicate, EstimatorFit.All[0], 1).Label,
        new EstimatorFindings
        {
            Fidelity = target,
            Diversity = target with { Advice = target.Advice with { Goal = TuningGoal.Diversity } },
            Outcomes = [new EstimatorOutcome(new TemperatureEstimate("guess", TuningGoal.Fidelity, tau, new Estimate(gain, double.NaN, double.NaN)), divergence)],
            ClassCheck = new ModelClassCheck("none", 0, 40),
            Strengths = new L2Strengths(1, 1),
            Iterations = 1,
            Converged = true,
        });

    private static EstimatorTarget Target(double tau, double best, double atOne, TuningDirection direction, double atAdvice) => new(
        new TemperatureOptimum(tau, best, tau == 0.9 ? OptimumPlace.LowerEdge : OptimumPlace.Inside, 1), atOne, new TuningAdvice(TuningGoal.Fidelity, direction, tau, "by hand"), atAdvice);

    private static readonly EstimatorTrial[] Three =
    [
        Set(0, Target(0.8, 0.1, 0.5, TuningDirection.Lower, 0.12), new(0.85, 0.7, 0.9), 0.14), // gain 0.4, regret 0.04
        Set(1, Target(0.9, 0.2, 0.3, TuningDirection.Raise, 0.31), new(1.1, 1.0, 1.2), 0.32), // gain 0.1, regret 0.12: the wrong way
        Set(2, Target(1.02, 0.1, 0.105, TuningDirection.Leave, 0.105), None, 0.105, samples: 250), // no answer; too little to gain
    ];

    private static EstimatorSummary Whole(string estimator, params EstimatorTrial[] trials) => EstimatorSummary.Of(trials)
        .Single(row => row.Group.Estimator == estimator && row.Group.Goal == TuningGoal.Fidelity && row.Temperature is null && row.Samples is null);

    [Fact]
    public void Numbers_done_by_hand()
    {
        EstimatorSummary row = Whole("guess", Three);
        Assert.Equal((3, 2), (row.Sets, row.Answers));
        Assert.Equal(1, row.OptimumAtEdge);
        Assert.Equal(0.165 / 0.505, row.PooledRegret.Mean, Rounding);
        double a = 0.125 / 0.105, b = 0.045 / 0.405, c = 0.16 / 0.5, mean = (a + b + c) / 3;
        double squares = (a - mean) * (a - mean) + (b - mean) * (b - mean) + (c - mean) * (c - mean);
        Assert.Equal(Math.Sqrt(squares * 2 / 3), row.PooledRegret.StandardError, Rounding);
        Assert.Equal(1, row.MedianRegret, Rounding); // of 0.1, 1.2 and 1
        Assert.Equal(new Share(1, 2), row.SignRight); // the third is nearer to 1 than 0.05
        Assert.Equal(new Share(1, 2), row.Harm); // the third cannot gain 0.01
        Assert.Equal(new Share(1, 2), row.HarmOfMoves); // no gain is predicted, so all are moves
        EstimatorTrial small = Set(1, Target(0.9, 0.2, 0.3, TuningDirection.Raise, 0.31), new(1.1, 1.0, 1.2), 0.32, gain: 0.009);
        Assert.Equal((new Share(1, 2), new Share(0, 2)), (Whole("guess", Three[0], small).Harm, Whole("guess", Three[0], small).HarmOfMoves));
        Assert.Equal(new Share(1, 1), row.Coverage); // the second optimum is at an edge, the third has no interval
        Assert.Equal(0.565 / 3, row.AtEstimate.Mean, Rounding);
        Assert.Equal(0.905 / 3, row.AtOne.Mean, Rounding);
        Assert.Equal(0.4 / 3, row.AtOptimum.Mean, Rounding);
        Assert.Null(row.Verdicts);
    }

    [Fact]
    public void Verdicts_stand_among_the_estimators_and_are_counted()
    {
        EstimatorSummary row = Whole(EstimatorTrial.Verdict, Three);
        Assert.Equal(new VerdictCounts(1, 1, 1, 0, new Share(1, 2)), row.Verdicts);
        Assert.Equal((0.02 + 0.11 + 0.005) / 0.505, row.PooledRegret.Mean, Rounding);
        Assert.Equal(new Share(0, 0), row.Coverage);
        Assert.True(double.IsNaN(row.Coverage.Value) && double.IsNaN(row.Coverage.Error));
    }

    [Fact]
    public void All_then_every_temperature_then_every_number_of_samples()
    {
        EstimatorSummary[] rows = [.. EstimatorSummary.Of(Three).Where(row => row.Group.Estimator == "guess")];
        Assert.Equal([(null, null, 3), (0.5, null, 3), (null, 54, 2), (null, 250, 1)], rows.Select(row => (row.Temperature, row.Samples, row.Sets)));
        Assert.True(double.IsNaN(rows[^1].PooledRegret.StandardError)); // one data set has no error
        Assert.Equal(0.16 / 0.5, rows[2].PooledRegret.Mean, Rounding);
        Assert.Empty(EstimatorSummary.Of([]));
    }

    [Fact]
    public void Nothing_to_gain_has_no_regret()
    {
        EstimatorTarget flat = Target(1, 0.2, 0.2, TuningDirection.Undetermined, 0.2);
        EstimatorSummary row = Whole("guess", Set(0, flat, new(1, 1, 1), 0.2), Set(1, flat, new(1, 1, 1), 0.2));
        Assert.True(double.IsNaN(row.PooledRegret.Mean) && double.IsNaN(row.MedianRegret));
        Assert.Equal(new Share(2, 2), row.Coverage);
        Assert.Equal(Math.Sqrt(0.75 * 0.25 / 2), row.Coverage.Error, Rounding);
    }
}
