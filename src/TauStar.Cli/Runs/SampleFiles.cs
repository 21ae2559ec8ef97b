using System.Globalization;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Sampling;

namespace TauStar.Cli.Runs;

/// <summary>Where sampled sequences go: one FASTA file a temperature, which stands in the name, so that no temperature overwrites another.</summary>
internal sealed class SampleFiles
{
    private static readonly string[] Extensions = [".fasta", ".fa", ".faa", ".fasta.gz", ".fa.gz", ".faa.gz"];

    private readonly string place;
    private readonly string? extension;
    private readonly bool single;

    /// <summary>Looks whether the files may be written, without touching anything.</summary>
    /// <param name="place">A folder, or a FASTA file; a file and several temperatures give <c>NAME_tau0.8.fasta</c> beside each other.</param>
    /// <param name="taus">All temperatures.</param>
    /// <exception cref="InputException">The place is of the wrong kind.</exception>
    public SampleFiles(string place, IReadOnlyList<double> taus)
    {
        if (place.Length == 0) throw new InputException("--out is empty; name a folder, or a file that ends in .fasta");
        this.place = place;
        extension = Array.Find(Extensions, e => place.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        single = taus.Count == 1;
        if (extension is null && File.Exists(place)) throw new InputException($"--out {place} is a file; name a folder, or a file that ends in .fasta");
        if (extension is not null && Directory.Exists(place)) throw new InputException($"--out {place} is a folder; name a file, or a folder without {extension}");
    }

    /// <summary>The file of one temperature.</summary>
    public string PathOf(double tau)
    {
        string name = Label(tau);
        if (extension is null) return Path.Combine(place, name + ".fasta");
        return single ? place : $"{place[..^extension.Length]}_{name}{place[^extension.Length..]}";
    }

    /// <summary>Writes the sequences of one temperature, energies in the headers.</summary>
    /// <exception cref="InputException">They cannot be written.</exception>
    public string Write(SampledSet set, Alphabet alphabet)
    {
        string path = PathOf(set.Tau), name = Label(set.Tau);
        int sites = set.Rows.Length / set.Energies.Length;
        if (extension is null) MakeFolder();
        FastaWriter.Write(path, alphabet, set.Energies.Select((energy, m) => new FastaRecord(
            string.Create(CultureInfo.InvariantCulture, $"{name}_{m + 1} | DCAenergy: {energy:F3}"), set.Rows.AsMemory(m * sites, sites))));
        return path;
    }

    private void MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot make the folder {place}: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}", e);
        }
    }

    private static string Label(double tau) => string.Create(CultureInfo.InvariantCulture, $"tau{tau:R}");
}
