using TauStar.Data;
using TauStar.Studies.Planted;
using TauStar.Tests.Studies;
using Xunit;

namespace TauStar.Store.Tests;

/// <summary>Data sets of planted studies come back as they were, and their tables say how well the truth is known.</summary>
public sealed class PlantedStoreTests : StoreTest
{
    private static readonly PlantedResult[] Samples = SamplePlanted.Results();

    [Fact]
    public void What_is_saved_comes_back_bit_for_bit()
    {
        PlantedKey[] keys = [.. Samples.Select(sample => sample.Key)];
        using (SqlitePlantedStore store = SqlitePlantedStore.Open(StorePath, "1.2.3"))
        {
            store.Save(Samples[..5]);
            store.Save(Samples[3..8]); // some are there already
        }
        using SqlitePlantedStore again = SqlitePlantedStore.Open(StorePath, "1.2.3");
        Assert.Equal(keys[..8].ToHashSet(), again.Found(keys));
        foreach ((PlantedResult expected, PlantedResult actual) in Samples[..8].Reverse().Zip(again.Read([.. keys[..8].Reverse()])))
        {
            Assert.Equal(expected.Key, actual.Key);
            Assert.Equal(expected.Findings.Estimators.Outcomes, actual.Findings.Estimators.Outcomes);
            Assert.Equal(expected.Findings.OutcomeErrors, actual.Findings.OutcomeErrors);
            Assert.Equal((expected.Findings.Fidelity, expected.Findings.Diversity, expected.Findings.Health), (actual.Findings.Fidelity, actual.Findings.Diversity, actual.Findings.Health));
        }
        Assert.Empty(again.Found([keys[0] with { Sites = 21 }, keys[0] with { States = 5 }, keys[0] with { Tree = 2 }, keys[0] with { Identity = 0.8 }, keys[0] with { Fields = 2 }]));
    }

    [Fact]
    public void Stores_of_estimator_studies_are_others()
    {
        SqlitePlantedStore.Open(StorePath, "1.2.3").Dispose();
        Assert.Contains("no study store", Assert.Throws<InputException>(() => SqliteEstimatorStore.Open(StorePath, "1.2.3")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_have_the_columns_of_estimator_studies_and_errors_of_what_is_true()
    {
        PlantedExports.Write(Folder, Samples, PlantedResult.Summarise(Samples));
        string[] rows = [.. File.ReadLines(PathOf("planted.csv")).Where(line => !line.StartsWith('#'))];
        Assert.Equal(1 + Samples.Length * 4, rows.Length);
        Assert.StartsWith("landscape,temperature,samples,replicate,fit,seed,estimator,direction,tau_est,", rows[0], StringComparison.Ordinal);
        Assert.EndsWith(",sites,states,tau_opt_error,kl_opt_error,kl_est_error,pearson,thermostat,drift,steps,tree,seqid,fields,effective_samples,descent_z", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("warm,1,100,0,pcd,18446744073709551615,posterior-mean,reverse,0.85,", rows[1], StringComparison.Ordinal);
        string[] ends = ["0.001,0.002,0.007", "0.004,0.005,0", "0.001,0.002,0.003", "0.004,0.005,0.006"]; // estimators, then the two verdicts
        Assert.All(ends.Zip(rows[1..5]), pair => Assert.EndsWith($",20,4,{pair.First},0.95,1.001,0.01,900,0,0,0.5,100,0.5", pair.Second, StringComparison.Ordinal));
        Assert.Equal(PlantedExports.Files.Order(StringComparer.Ordinal), Content().Keys.Select(path => Path.GetFileName(path)!));
    }
}
