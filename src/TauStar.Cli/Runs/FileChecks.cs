using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Studies;

namespace TauStar.Cli.Runs;

/// <summary>Files written and read back: the part of the self-test that needs a disk. A folder of its own among the temporary ones, gone afterwards.</summary>
internal static class FileChecks
{
    public static IReadOnlyList<SelfTestCheck> Run()
    {
        string folder;
        try
        {
            folder = Directory.CreateTempSubdirectory("taustar-selftest-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot make a temporary folder: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}", e);
        }
        try
        {
            return [.. Within(folder)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<SelfTestCheck> Within(string folder)
    {
        RandomSource random = RandomStream.FromSeed(1).Child("files").Open();
        PottsModel model = new(Alphabet.Protein, 5);
        foreach (ref float h in model.Fields.AsSpan()) h = (float)random.NextNormal();
        foreach (ref float j in model.Couplings.AsSpan()) j = (float)random.NextNormal();
        string parameters = Path.Combine(folder, "model.params.dat.gz"), sequences = Path.Combine(folder, "rows.fasta");
        AdabmDcaModel.Write(parameters, model);
        PottsModel read = ModelFile.Read(parameters);
        yield return new("model written and read: parameters that differ", 0,
            model.Fields.Zip(read.Fields).Count(p => p.First != p.Second) + model.Couplings.Zip(read.Couplings).Count(p => p.First != p.Second), 0);
        byte[] rows = [.. Enumerable.Range(0, 200).Select(_ => (byte)random.NextInt(21))];
        Alignment written = new(Alphabet.Protein, [.. Enumerable.Range(0, 40).Select(m => $"s{m}")], rows);
        FastaWriter.Write(sequences, written);
        Alignment again = AlignmentReader.Read(sequences, new AlignmentReaderOptions { Alphabet = Alphabet.Protein }).Alignment;
        yield return new("sequences written and read: states that differ", 0, again.States.SequenceEqual(rows) ? 0 : 1, 0);
    }
}
