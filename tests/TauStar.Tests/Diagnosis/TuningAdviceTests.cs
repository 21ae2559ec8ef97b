using TauStar.Diagnosis;
using TauStar.Numerics;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Diagnosis;

/// <summary>The rules of the verdict, one by one.</summary>
public sealed class TuningAdviceTests
{
    private static readonly ModelClassCheck InClass = new("three-site moments", 1.2, 40), Doubtful = new("three-site moments", 2.9, 40), Outside = new("spread of energy", 3.1, 40);

    private static TemperatureEstimate Says(double tau, double gain, double error = 0.01, TuningGoal goal = TuningGoal.Fidelity) =>
        new("posterior-mean", goal, new Estimate(tau, tau - 0.1, tau + 0.1), Estimate.FromStandardError(gain, error));

    private static SecondOpinion Opinion(double tau, double gainThere = double.NaN) =>
        new(new("one-loop", TuningGoal.Fidelity, new Estimate(tau, double.NaN, double.NaN), Estimate.NotComputed("")), gainThere);

    private static void Is(string verdict, string reason, TuningAdvice advice)
    {
        Assert.Equal(verdict, advice.ToString());
        Assert.Contains(reason, advice.Reason, StringComparison.Ordinal);
        Assert.Equal(advice.Direction is TuningDirection.Lower or TuningDirection.Raise, advice.Tau != 1);
    }

    [Fact]
    public void It_follows_the_posterior_mean_where_all_agree()
    {
        Is("lower to 0.80", "gain 0.100 nats (0.084 to 0.116)", TuningAdvice.OnFidelity(Says(0.8, 0.1), [Opinion(0.9), Opinion(0.5)], InClass));
        Is("raise to 1.30", "gain 0.100 nats", TuningAdvice.OnFidelity(Says(1.3, 0.1), [Opinion(1.01)], InClass));
        Is("raise to 1.30", "gain 0.100 nats", TuningAdvice.OnFidelity(Says(1.3, 0.1), [], InClass));
    }

    [Fact]
    public void It_leaves_tau_where_little_can_be_gained()
    {
        Is("leave at 1", "gain 0.009 nats only", TuningAdvice.OnFidelity(Says(0.95, 0.009), [Opinion(1.1)], InClass));
        Is("leave at 1", "gain 0.009 nats only", TuningAdvice.OnDiversity(Says(1.05, 0.009, goal: TuningGoal.Diversity)));
        Is("leave at 1", "NaN", TuningAdvice.OnFidelity(Says(0.95, double.NaN), [], InClass));
    }

    [Fact]
    public void It_is_undetermined_where_the_evidence_is_against_itself()
    {
        Is("undetermined", "spread of energy lie 3.1 standard deviations", TuningAdvice.OnFidelity(Says(0.8, 0.1), [Opinion(0.9)], Outside));
        Is("undetermined", "0.80 by the posterior-mean, 1.02 by one-loop", TuningAdvice.OnFidelity(Says(0.8, 0.1), [Opinion(0.9), Opinion(1.02)], InClass));
        Is("undetermined", "0.50 by the posterior-mean, 0.90 by one-loop, which predicts a loss of 0.001 nats at the former", TuningAdvice.OnFidelity(Says(0.5, 0.1), [Opinion(0.9, -0.001)], InClass));
        Is("lower to 0.50", "", TuningAdvice.OnFidelity(Says(0.5, 0.1), [Opinion(0.9, 0.001)], InClass));
        Is("undetermined", "chance of a loss is above one in ten", TuningAdvice.OnFidelity(Says(0.8, 0.1, 0.08), [Opinion(0.9)], InClass));
        Is("lower to 0.80", "", TuningAdvice.OnFidelity(Says(0.8, 0.1, 0.075), [Opinion(0.9)], InClass));
        Is("undetermined", "gain 0.100 nats, 2.5 standard errors, if the truth is of this family, but the data's three-site moments speak against that with 2.9", TuningAdvice.OnFidelity(Says(0.8, 0.1, 0.04), [Opinion(0.9)], Doubtful));
        Is("lower to 0.80", "", TuningAdvice.OnFidelity(Says(0.8, 0.1, 0.03), [Opinion(0.9)], Doubtful));
        Is("undetermined", "chance of a loss is above one in five", TuningAdvice.OnDiversity(Says(1.3, 0.1, 0.125, TuningGoal.Diversity)));
        Is("raise to 1.30", "gain", TuningAdvice.OnDiversity(Says(1.3, 0.1, 0.115, TuningGoal.Diversity)));
    }

    [Fact]
    public void It_says_where_the_search_ended()
    {
        TemperatureEstimate edge = Says(6, 0.5);
        edge = edge with { Tau = edge.Tau.Doubt(EstimateStatus.OutOfRange, "edge") };
        Is("raise to 6.00", "more beyond the temperatures searched", TuningAdvice.OnFidelity(edge, [], InClass));
    }
}
