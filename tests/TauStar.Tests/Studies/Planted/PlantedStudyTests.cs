using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Studies;
using TauStar.Studies.Estimators;
using TauStar.Studies.Planted;
using Xunit;

namespace TauStar.Tests.Studies;

public sealed class PlantedStudyTests
{
    private static readonly PlantedPlan Plan = new()
    {
        Sites = 6,
        States = 3,
        Truths = [PlantedRegime.Warm],
        Samples = [60],
        Replicates = 1,
        Users = PlantedUser.All,
        Seed = 5,
    };

    /// <summary>Cells that take a second or two.</summary>
    internal static readonly PlantedEffort Small = new()
    {
        Exchange = new() { Systems = 16, BurnIn = 50, Sweeps = 160, SnapshotEvery = 10 },
        Posterior = new() { Chains = 200 },
    };

    private static IReadOnlyList<PlantedResult> Run(int threads)
    {
        using MemoryStudyStore<PlantedKey, PlantedResult> store = new(result => result.Key);
        return StudyRunner.Run(Plan.Cells(), new PlantedCells { Effort = Small }.Run, store, threads, new StudyRun(null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Results_do_not_depend_on_threads()
    {
        IReadOnlyList<PlantedResult> one = Run(1), many = Run(4);
        Assert.Equal(Plan.Cells(), one.Select(result => result.Key));
        foreach ((PlantedResult a, PlantedResult b) in one.Zip(many)) AssertSame(a, b);
        Assert.All(one, result =>
        {
            PlantedFindings found = result.Findings;
            Assert.Equal(found.Estimators.Outcomes.Count, found.OutcomeErrors.Count);
            Assert.All(result.Rows(), row => Assert.True(row.ErrorAtEstimate >= 0 && row.Errors.LogTau >= 0 && row.Errors.AtOptimum >= 0));
            Assert.All(result.Trial.Rows(), row =>
            {
                Assert.True(row.OracleGain >= -1e-9, $"{row.Estimate.Estimator}: gain {row.OracleGain}");
                if (row.Estimate.Tau.Value == 1) Assert.Equal(row.Target.AtOne, row.Divergence); // what stays at 1 does no harm
            });
        });
        // The habit of the field stops at its target, the penalised training does not know one.
        Assert.All(one.Where(result => result.Key.User.Name == "pcd"), result => Assert.InRange(result.Findings.Health.Pearson, 0.95, 1));
    }

    internal static void AssertSame(PlantedResult expected, PlantedResult actual)
    {
        Assert.Equal(expected.Key, actual.Key);
        Assert.Equal(expected.Findings.Estimators.Outcomes, actual.Findings.Estimators.Outcomes);
        Assert.Equal(expected.Findings.OutcomeErrors, actual.Findings.OutcomeErrors);
        Assert.Equal(Plain(expected), Plain(actual));
        static PlantedFindings Plain(PlantedResult result) => result.Findings with { OutcomeErrors = [], Estimators = result.Findings.Estimators with { Outcomes = [] } };
    }

    [Fact]
    public void A_cell_stops_when_it_is_told_to()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => new PlantedCells(stop.Token) { Effort = Small }.Run(Plan.Cells()[0]));
    }

    [Fact]
    public void Truths_and_data_are_the_same_for_every_user_and_new_in_every_data_set()
    {
        PlantedKey key = Plan.Cells()[0];
        Assert.Equal(key.Stream, (key with { User = PlantedUser.All[1] }).Stream);
        PlantedKey[] others =
            [key with { Truth = PlantedRegime.Mid }, key with { Sites = 7 }, key with { States = 4 }, key with { Samples = 61 }, key with { Replicate = 1 }, key with { Seed = 6 }];
        Assert.Equal(others.Length + 1, others.Append(key).Select(k => k.Stream).Distinct().Count());
        Assert.Equal("(warm, L = 6, q = 3, M = 60, replicate 0, pcd, seed 5)", key.ToString());
        Assert.Equal("(warm, L = 6, q = 3, M = 60, replicate 0, pcd, seed 5, tree 0.5, seqid 0.8, fields 2)", (key with { Tree = 0.5, Identity = 0.8, Fields = 2 }).ToString());
        Assert.Equal(key.Stream, (key with { Tree = 0.5, Identity = 0.8 }).Stream);
    }

    [Fact]
    public void Leaves_of_a_tree_are_nearer_to_one_another_than_independent_draws_and_weigh_less()
    {
        PlantedKey key = Plan.Cells()[0] with { Sites = 12, Samples = 200, User = PlantedUser.All[1] };
        PlantedCells cells = new(TestContext.Current.CancellationToken) { Effort = Small };
        PlantedHealth Health(PlantedKey of) => cells.Run(of).Findings.Health;
        PlantedHealth independent = Health(key), leaves = Health(key with { Tree = 3 }), weighted = Health(key with { Tree = 3, Identity = 0.8 });
        Assert.Equal((200.0, 200.0), (independent.EffectiveSamples, leaves.EffectiveSamples));
        Assert.InRange(weighted.EffectiveSamples, 1, 150);
        Assert.True(independent.DescentZ < 3 && leaves.DescentZ > 3, $"{independent.DescentZ}, {leaves.DescentZ}");
    }

    [Fact]
    public void Users_train_as_they_say()
    {
        Assert.Equal(["pcd", "l2"], PlantedUser.All.Select(user => user.Name));
        Assert.Equal([2000, 3200, 5000], new[] { 100, 1600, 10_000 }.Select(m => PlantedUser.Named("pcd").Training(m).Chains!.Value));
        Assert.Equal((0.0, 0.0, 0.95), (PlantedUser.Named("pcd").Training(100).FieldPenalty, PlantedUser.Named("pcd").Training(100).CouplingPenalty, PlantedUser.Named("pcd").Training(100).TargetPearson));
        Assert.Equal((null, null, 1.0), (PlantedUser.Named("l2").Training(100).FieldPenalty, PlantedUser.Named("l2").Training(100).CouplingPenalty, PlantedUser.Named("l2").Training(100).TargetPearson));
    }

    [Fact]
    public void Summaries_tell_of_each_truth_and_of_all_together()
    {
        PlantedResult[] samples = SamplePlanted.Results();
        EstimatorSummary[] whole = [.. PlantedResult.Summarise(samples).Where(row => row.Samples is null && row.Temperature is null && row.Group.Estimator == "posterior-mean" && row.Group.Fit == "pcd")];
        Assert.Equal([("warm", 4), ("mid", 4), ("cold", 4), ("all", 12)], whole.Select(row => (row.Group.Landscape, row.Sets)));
        Assert.DoesNotContain(PlantedResult.Summarise(samples[..2]), row => row.Group.Landscape == "all"); // one truth is all there is
        Assert.Empty(PlantedResult.Summarise([]));
    }

    [Fact]
    public void What_cannot_run_is_refused()
    {
        void Refused(PlantedPlan plan, string why) => Assert.Contains(why, Assert.Throws<InputException>(plan.Validated).Message, StringComparison.Ordinal);
        Assert.Equal(2, Plan.Validated().Cells().Count);
        Refused(Plan with { Truths = [] }, "truth is empty");
        Refused(Plan with { Users = [] }, "user is empty");
        Refused(Plan with { Samples = [9] }, "samples holds 9; allowed: 10 to 100000");
        Refused(Plan with { Samples = [60, 60] }, "samples holds 60 twice");
        Refused(Plan with { Replicates = 0 }, "replicates is 0");
        Refused(Plan with { Replicates = int.MaxValue }, "at most 1,000,000");
        Refused(Plan with { Sites = 1 }, "sites is 1; allowed: 2 to 1000");
        Refused(Plan with { States = 22 }, "states is 22; allowed: 2 to 21");
    }
}
