using System.Text.Json;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>convert</c>: models in all formats, their conventions said, and every command reads them.</summary>
public sealed class ConvertTests(Workbench bench) : CliTest(bench)
{
    private static readonly Alphabet Letters = AlphabetName.Parse("ACD");

    private PottsModel Truth => ModelFile.Read(Bench.Truth, Letters);

    private static JsonElement Json(Finished finished)
    {
        using JsonDocument document = JsonDocument.Parse(finished.Out);
        return document.RootElement.Clone();
    }

    [Theory]
    [InlineData("m.dat.gz", "adabmdca", 0, null, true)]
    [InlineData("m.txt", "bmdca", 0, 0, false)]
    [InlineData("m.pottsgraph", "pottsevolver", 1, 1, false)]
    [InlineData("m.params", "plmc", null, null, true)]
    [InlineData("m_h.bin", "bmdca-binary", null, null, false)]
    [InlineData("m.npy", "mi3", null, null, false)]
    [InlineData("m.h5", "hdf5", null, null, true)]
    [InlineData("m.npz", "npz", null, null, true)]
    public void There_and_back_energies_are_the_same(string name, string format, int? site, int? state, bool lettersWritten)
    {
        string before = Run("energies", Bench.Truth, Bench.Data, "--alphabet", "ACD").Well().Out;
        JsonElement said = Json(Run("convert", Bench.Truth, name, "--alphabet", "ACD", "--json").Well());
        JsonElement to = said.GetProperty("to");
        Assert.Equal(format, to.GetProperty("format").GetString());
        Assert.Equal((site, state), (Number(to, "indexBase"), Number(to, "stateBase")));
        Assert.Equal(lettersWritten, to.GetProperty("stateOrderWritten").GetBoolean());
        Assert.Equal("ACD", to.GetProperty("stateOrder").GetString());
        Assert.Equal(format == "mi3" ? "fieldless" : said.GetProperty("from").GetProperty("gauge").GetString(), to.GetProperty("gauge").GetString());
        Assert.Equal(before, Run("energies", name, Bench.Data, "--alphabet", "ACD").Well().Out);
        Assert.Equal(Run("contacts", Bench.Truth, "--alphabet", "ACD").Well().Out, Run("contacts", name, "--alphabet", "ACD").Well().Out);

        // Lines of letters may lack a letter that never occurs, so that A, C and D alone could be of a protein.
        string[] alphabet = lettersWritten && format != "adabmdca" ? [] : ["--alphabet", "ACD"];
        Run(["convert", name, "back.dat", .. alphabet]).Well();
        Assert.Equal(before, Run("energies", "back.dat", Bench.Data, "--alphabet", "ACD").Well().Out);
        if (format != "mi3") Assert.Equal(Truth.Couplings, ModelFile.Read(PathOf("back.dat"), Letters).Couplings);
        if (!lettersWritten && format != "mi3") Refused(["convert", name, "again.dat"], name, "does not say which letters they are", "--alphabet");
        if (!lettersWritten && format != "mi3") Run("convert", name, "numbers.txt").Well();

        static int? Number(JsonElement of, string key) => of.GetProperty(key) is { ValueKind: JsonValueKind.Number } n ? n.GetInt32() : null;
    }

    [Fact]
    public void Text_says_both_ends()
    {
        string text = Run("convert", Bench.Truth, "m.npy", "--alphabet", "ACD").Well().Out;
        foreach (string piece in new[]
        {
            "8 sites, 3 states", "adabmDCA params.dat", "Mi3-GPU J.npy", "E = -sum h - sum J, p ~ exp(-E)", "E = sum J, p ~ exp(-E)", "from 0", "by their order",
            "ACD (written in the file)", "ACD (not written: name them when reading)", "fieldless", "energies: else unchanged, up to rounding to 32 bits",
        })
            Assert.Contains(piece, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_that_the_file_lacks_are_named() =>
        Assert.Contains("note: the file has no parameters for -EFGHIKLMNPQRSTVWY; they are taken as 0", Run("convert", Bench.Truth, "m.npz").Well().Out, StringComparison.Ordinal);

    [Fact]
    public void Gauge_and_temperature_change_energies_as_they_say()
    {
        JsonElement said = Json(Run("convert", Bench.Truth, "cold.h5", "--alphabet", "ACD", "--gauge", "zero-sum", "--temperature", "0.5", "--json").Well());
        Assert.Equal("zero-sum", said.GetProperty("to").GetProperty("gauge").GetString());
        Assert.Equal(0.5, said.GetProperty("to").GetProperty("temperature").GetDouble());
        PottsModel cold = ModelFile.Read(PathOf("cold.h5"));
        Alignment data = AlignmentReader.Read(Bench.Data, new() { Alphabet = Letters }).Alignment;
        double[] before = Truth.Energies(data), after = cold.Energies(data);
        double shift = said.GetProperty("energyShift").GetDouble();
        for (int m = 0; m < before.Length; m++) Assert.Equal(before[m] / 0.5 + shift, after[m], 1e-4);
        // Turned back, it is as fitted.
        said = Json(Run("convert", "cold.h5", "warm.h5", "--temperature", "2", "--json").Well());
        Assert.Equal(1, said.GetProperty("to").GetProperty("temperature").GetDouble());
        Assert.Contains("divided by 2, ", Run("convert", "cold.h5", "warm.h5", "--temperature", "2", "--force").Well().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_history_of_a_run_is_kept()
    {
        Run("convert", Bench.ReferenceFile("model.params.dat.gz"), "m.h5", "--history", Bench.ReferenceFile("history.csv"), "--alphabet", "ACD").Well();
        ModelDocument document = ModelFile.ReadWithFindings(PathOf("m.h5")).Document;
        Assert.Equal(HistoryFile.Read(Bench.ReferenceFile("history.csv")), document.History);
        Assert.NotEmpty(document.History);
        Assert.Contains(document.Provenance, entry => entry is { Key: "source", Value: "model.params.dat.gz" });
        Run("convert", "m.h5", "n.h5").Well();
        Assert.Equal(document.History, ModelFile.ReadWithFindings(PathOf("n.h5")).Document.History);
    }

    [Fact]
    public void Tuning_takes_a_model_in_any_format()
    {
        Run("convert", Bench.Truth, "m.h5", "--alphabet", "ACD").Well();
        Finished With(string model, string run) => Run(["tune", Bench.Data, .. Workbench.SmallForModels, "--model", model, "--out", run, "-q"]).Well();
        Finished own = With(Bench.Truth, "a"), other = With("m.h5", "b");
        Assert.Equal(own.Out.Replace("a/report", "b/report", StringComparison.Ordinal), other.Out);
    }

    [Fact]
    public void What_cannot_be_done_is_refused_and_leaves_nothing()
    {
        File.Copy(Bench.Truth, PathOf("m.dat"));
        Run("convert", "m.dat", "m.npy", "--alphabet", "ACD").Well();
        Refused(["convert", "m.npy", "x.dat"], "m.npy: does not say which letters its 3 states are", "--alphabet");
        Refused(["convert", "m.npy", "x.dat", "--alphabet", "protein"], "has 3 states, but the alphabet protein");
        Refused(["convert", "m.dat", "m.npy"], "m.npy: exists already", "--force");
        Refused(["convert", "m.dat", "m.dat", "--force"], "m.dat: is read and would be overwritten");
        Refused(["convert", "m.dat", "x.xyz"], "x.xyz: the ending names no model format", "adabmdca");
        Refused(["convert", "m.dat", "x.dat", "--from", "plmc"], "m.dat: is not plmc binary, but adabmDCA");
        Refused(["convert", "m.dat", "x.raw", "--alphabet", "ACD"], "CCMpred raw holds proteins only");
        Refused(["convert", "m.dat", "x.bin"], "x.bin: bmDCA's binary parameters are two files");
        Refused(["convert", "m.dat", "x.h5.gz"], "not written packed");
        Refused(["convert", "m.dat", "no/x.h5"], "does not exist");
        Refused(["convert", "missing.dat", "x.h5"], "missing.dat: no such file");
        Refused(["convert", "m.dat", "x.h5", "--to", "h6"], "'h6' is no model format");
        Refused(["convert", "m.dat", "x.h5", "--gauge", "coulomb"], "'coulomb' is no gauge", "zero-sum");
        Refused(["convert", "m.dat", "x.h5", "--temperature", "0"], "temperature is 0", "above 0");
        Refused(["convert", "m.dat", "x.h5", "--temperature", "1e-60"], "exceed 32-bit numbers");
        Refused(["convert", "m.dat", "x.h5", "--temperature", "1e50"], "parameters vanish");
        Refused(["convert", "m.dat", "x.h5", "--history", "m.dat"], "m.dat: line 1", "history.csv of a run");
        Refused(["convert", "m.dat"], "OUT", "see 'taustar convert --help'");
        Refused(["contacts", "m.npy"], "m.npy: does not say which letters");
        Put("short.h5", File.ReadAllBytes(PathOf("m.npy"))[..100]);
        Refused(["energies", "short.h5", Bench.Data, "--alphabet", "ACD"], "short.h5: the NumPy header is broken");
    }
}
