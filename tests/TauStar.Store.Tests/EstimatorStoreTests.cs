using Microsoft.Data.Sqlite;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Studies.Estimators;
using TauStar.Tests.Studies;
using Xunit;

namespace TauStar.Store.Tests;

/// <summary>Data sets of estimator studies come back as they were, and their tables depend on nothing else.</summary>
public sealed class EstimatorStoreTests : StoreTest
{
    private static readonly EstimatorResult[] Samples = SampleEstimators.Results();

    private static SqliteEstimatorStore OpenEstimators(string path) => SqliteEstimatorStore.Open(path, "1.2.3");

    [Fact]
    public void What_is_saved_comes_back_bit_for_bit()
    {
        using (SqliteEstimatorStore store = OpenEstimators(StorePath))
        {
            store.Save(Samples[..5]);
            store.Save(Samples[3..10]); // some are there already
        }
        using SqliteEstimatorStore again = OpenEstimators(StorePath);
        Assert.Equal("1.2.3", again.ProgramVersion);
        EstimatorKey[] keys = [.. Samples.Select(sample => sample.Key)];
        Assert.Equal(keys[..10].ToHashSet(), again.Found(keys));
        foreach ((EstimatorResult expected, EstimatorResult actual) in Samples[..10].Reverse().Zip(again.Read([.. keys[..10].Reverse()]))) AssertSame(expected, actual);
        Assert.Throws<KeyNotFoundException>(() => again.Read(keys));
        Assert.Empty(again.Found([keys[0] with { Temperature = Math.BitIncrement(keys[0].Temperature) }, keys[0] with { Fit = EstimatorFit.All[1] }]));
    }

    private static void AssertSame(EstimatorResult expected, EstimatorResult actual)
    {
        Assert.Equal(expected.Key, actual.Key);
        Assert.Equal(expected.Findings.Outcomes, actual.Findings.Outcomes);
        Assert.Equal(expected.Findings with { Outcomes = [] }, actual.Findings with { Outcomes = [] });
    }

    [Fact]
    public void Other_findings_for_the_same_data_set_are_no_accident()
    {
        using SqliteEstimatorStore store = OpenEstimators(StorePath);
        store.Save(Samples[..2]);
        EstimatorResult other = Samples[1] with { Findings = Samples[1].Findings with { Strengths = new L2Strengths(double.NaN, Math.BitIncrement(3.3)) } };
        Assert.Throws<InvalidOperationException>(() => store.Save([Samples[2], other]));
        Assert.Empty(store.Found([Samples[2].Key])); // all or none
    }

    [Fact]
    public void The_two_kinds_of_stores_refuse_each_other()
    {
        Make(SmallCells.Numbers(1));
        Assert.Contains("no study store", Assert.Throws<InputException>(() => OpenEstimators(StorePath)).Message, StringComparison.Ordinal);
        string path = PathOf("estimators.sqlite");
        OpenEstimators(path).Dispose();
        Refused(path, "no study store");
    }

    [Fact]
    public void Findings_that_cannot_be_read_are_damage()
    {
        using (SqliteEstimatorStore store = OpenEstimators(StorePath)) store.Save(Samples[..1]);
        using (SqliteConnection other = new($"Data Source={StorePath};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "UPDATE sets SET result = '{}'";
            command.ExecuteNonQuery();
        }
        using SqliteEstimatorStore damaged = OpenEstimators(StorePath);
        Assert.Contains("damaged", Assert.Throws<InputException>(() => damaged.Read([Samples[0].Key])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_have_a_row_for_each_data_set_and_estimator_and_for_each_group()
    {
        EstimatorTrial[] trials = SampleEstimators.Trials();
        EstimatorExports.Write(Folder, trials, EstimatorSummary.Of(trials));
        string[] rows = Rows("estimators.csv"), summary = Rows("summary.csv");
        Assert.Equal(1 + trials.Sum(trial => trial.Rows().Count), rows.Length);
        Assert.StartsWith("landscape,temperature,samples,replicate,fit,seed,estimator,direction,tau_est,", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("ising4x4,2.05,54,0,early-stop,18446744073709551615,posterior-mean,reverse,", rows[1], StringComparison.Ordinal);
        Assert.Equal(1 + EstimatorSummary.Of(trials).Count, summary.Length);
        Assert.StartsWith("ising4x4,early-stop,posterior-mean,reverse,,,36,36,0,", summary[1], StringComparison.Ordinal);
        string[] written = [.. Content().Keys.Select(path => Path.GetFileName(path)!)];
        Assert.Equal(EstimatorExports.Files.Order(StringComparer.Ordinal), written);
    }

    private string[] Rows(string name) => [.. File.ReadLines(PathOf(name)).Where(line => !line.StartsWith('#'))];
}
