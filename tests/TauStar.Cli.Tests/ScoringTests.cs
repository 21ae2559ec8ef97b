using System.Globalization;
using System.Text.Json;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Formats;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary><c>energies</c> and <c>contacts</c> say what the library says.</summary>
public sealed class ScoringTests(Workbench bench) : CliTest(bench)
{
    private static readonly Alphabet Letters = AlphabetName.Parse("ACD");

    private PottsModel Model => ModelFile.Read(Bench.Truth, Letters);

    private Alignment Data => AlignmentReader.Read(Bench.Data, new() { Alphabet = Letters }).Alignment;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [Fact]
    public void Energies_as_text_table_sequences_and_json()
    {
        double[] energies = Model.Energies(Data);
        string[] lines = Run("energies", Bench.Truth, Bench.Data, "--alphabet", "ACD").Well().Out.TrimEnd('\n').Split('\n');
        Assert.Equal("name\tenergy", lines[0]);
        Assert.Equal(energies.Length, lines.Length - 1);
        for (int m = 0; m < energies.Length; m++)
        {
            string[] cells = lines[m + 1].Split('\t');
            Assert.Equal(Data.Names[m], cells[0]);
            Assert.Equal(energies[m], Number(cells[1]), 5e-5);
        }

        Assert.Equal("", Run("energies", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--out", "e.csv").Well().Out);
        string[] table = [.. File.ReadAllLines(PathOf("e.csv")).Where(line => !line.StartsWith('#'))];
        Assert.Equal("name,energy", table[0]);
        Assert.Equal(energies[^1], Number(table[^1].Split(',')[1]));

        Run("energies", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--out", "e.fasta").Well();
        string[] fasta = File.ReadAllLines(PathOf("e.fasta"));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $">{Data.Names[0]} | DCAenergy: {energies[0]:F3}"), fasta[0]);
        Assert.Equal(Data.Text(0), fasta[1]);

        using JsonDocument json = JsonDocument.Parse(Run("energies", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--json").Well().Out);
        Assert.Equal(energies, json.RootElement.EnumerateArray().Select(e => e.GetProperty("energy").GetDouble()));
    }

    [Fact]
    public void A_column_of_gaps_stays_where_the_model_has_its_site_and_one_sequence_is_enough()
    {
        PottsModel model = new(AlphabetName.Parse("-AC"), 4);
        for (int n = 0; n < model.Fields.Length; n++) model.Fields[n] = n;
        AdabmDcaModel.Write(PathOf("four.dat"), model);
        Put("gap.fasta", ">a\nA-CA\n>b\nC-AC\n");
        Put("one.fasta", ">a\nA-CA\n");
        // Fields 3 i + state: sites give 1 (A), 3 (-), 8 (C), 10 (A).
        Assert.Equal("name\tenergy\na\t-22.0000\nb\t-23.0000\n", Run("energies", "four.dat", "gap.fasta", "--alphabet", "-AC").Well().Out);
        Assert.Equal("name\tenergy\na\t-22.0000\n", Run("energies", "four.dat", "one.fasta", "--alphabet", "-AC").Well().Out);
        PottsModel three = new(model.Alphabet, 3);
        three.Fields.AsSpan().Fill(1);
        AdabmDcaModel.Write(PathOf("three.dat"), three);
        Assert.Contains("a\t-3.0000", Run("energies", "three.dat", "gap.fasta", "--alphabet", "-AC").Well().Out, StringComparison.Ordinal); // trained on data without that column
        Refused(["energies", "four.dat", Put("five.fasta", ">a\nA-CAA\n>b\nC-ACA\n>c\nCAACA\n"), "--alphabet", "-AC"], "a model of 4 sites", "has 5");
    }

    /// <summary>An HDF5 file names its letters, so that nobody else has to; a text file that has parameters for a few of the letters of proteins only is asked about.</summary>
    [Fact]
    public void A_model_that_names_its_letters_needs_no_alphabet_and_one_that_does_not_is_not_guessed()
    {
        Run("convert", Bench.Truth, "own.h5", "--alphabet", "ACD").Well();
        Assert.Equal(Run("energies", Bench.Truth, Bench.Data, "--alphabet", "ACD").Well().Out, Run("energies", "own.h5", Bench.Data).Well().Out);
        const string few = "has parameters for 3 of the 21 letters";
        Refused(["energies", Bench.Truth, Bench.Data], few, "--alphabet");
        Refused(["contacts", Bench.Truth], few, "--alphabet");
        Refused(["sample", Bench.Truth, "--out", "s"], few, "--alphabet");
        Refused(["entropy", Bench.Truth], few, "--alphabet");
        Refused(["dms", Bench.Truth, Bench.Data], few, "--alphabet");
    }

    [Fact]
    public void Energies_of_a_pipe_of_sequences_that_were_scored_before_and_of_unknown_letters()
    {
        PottsModel model = new(Alphabet.Protein, 4);
        for (int n = 0; n < model.Fields.Length; n++) model.Fields[n] = n;
        AdabmDcaModel.Write(PathOf("m.dat"), model);
        // Fields 21 i + state: sites give 1 (A), 21 (-), 44 (D, or 42 as a gap), 64 (A).
        Put("x.fasta", ">a | DCAenergy: 7.5 | DCAenergy: 3\nA-DA\n>b\nA-XA\n");
        Finished run = Shell("\"$TAUSTAR\" energies m.dat <(cat x.fasta) --out scored.fasta").Well();
        Assert.Equal([">a | DCAenergy: -131.000", "A-DA", ">b | DCAenergy: -128.000", "A--A"], File.ReadAllLines(PathOf("scored.fasta")));
        Assert.Contains("read 1 unknown letter (X 1) of 1 sequence as gaps", Assert.Single(run.ErrLines), StringComparison.Ordinal);
        Assert.Contains("removed 1 sequence with unknown letters", Assert.Single(Run("energies", "m.dat", "x.fasta", "--unknown", "remove").Well().ErrLines), StringComparison.Ordinal);
        Refused(["energies", "m.dat", "x.fasta", "--seqid", "0.8"], "unknown option '--seqid'");
    }

    [Fact]
    public void Contacts_are_ranked_and_chosen()
    {
        ContactScore[] ranked = [.. ContactScores.Of(Model).Where(s => s.J - s.I >= 2).OrderByDescending(s => s.Score).Take(5)];
        string[] lines = Run("contacts", Bench.Truth, "--alphabet", "ACD", "--separation", "2", "--top", "5").Well().Out.TrimEnd('\n').Split('\n');
        Assert.Equal("i\tj\tscore", lines[0]);
        Assert.Equal(ranked.Select(s => $"{s.I + 1}\t{s.J + 1}"), lines[1..].Select(line => line[..line.LastIndexOf('\t')]));
        Run("contacts", Bench.Truth, "--alphabet", "ACD", "--separation", "1", "--out", "c.csv").Well();
        Assert.Equal(8 * 7 / 2 + 1, File.ReadAllLines(PathOf("c.csv")).Count(line => !line.StartsWith('#')));
    }

    /// <summary>Residues of a sequence on a line, 3 angstrom apart, in a chain with a residue before them and without the last.</summary>
    private string Line(string letters)
    {
        Dictionary<char, string> names = new() { ['A'] = "ALA", ['C'] = "CYS", ['D'] = "ASP" };
        return Put("line.pdb", "ATOM      1  CA  TRP A   9     -30.000   0.000   0.000\n" + string.Concat(letters[..^1].Select((letter, n) =>
            string.Create(CultureInfo.InvariantCulture, $"ATOM  {n + 2,5}  CA  {names[letter]} A{n + 10,4}    {3.0 * n,8:F3}   0.000   0.000\n"))));
    }

    [Fact]
    public void Contacts_are_held_against_a_structure()
    {
        string structure = Line(Data.Text(2));
        string[] args = ["contacts", Bench.Truth, "--alphabet", "ACD", "--separation", "1", "--pdb", structure, "--alignment", Bench.Data, "--sequence", "sample3"];
        ContactScore[] ranked = [.. ContactScores.Of(Model).OrderByDescending(s => s.Score)];
        ContactScore[] known = [.. ranked.Where(s => s.J < 7)]; // the last site has no coordinates
        bool IsContact(ContactScore s) => s.J - s.I <= 2; // 8 angstrom hold two steps of 3

        string[] lines = Run(args).Well().Out.TrimEnd('\n').Split('\n');
        Assert.Contains("chain 'A': 7 of 8 residues of sample3 aligned, 100.0 % identical; 7 of 8 sites", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("# 11 of 21 pairs at least 1 sites apart are within 8 angstrom", lines[1], StringComparison.Ordinal);
        Assert.Contains($"L = 8: {100.0 * known.Take(8).Count(IsContact) / 8:F1} %", lines[2], StringComparison.Ordinal);
        Assert.Equal("i\tj\tscore\tdistance\tcontact\tprecision", lines[3]);
        Assert.Equal(28, lines.Length - 4);
        for (int n = 0, seen = 0, contacts = 0; n < 28; n++)
        {
            string[] cells = lines[n + 4].Split('\t');
            Assert.Equal([$"{ranked[n].I + 1}", $"{ranked[n].J + 1}"], cells[..2]);
            if (ranked[n].J == 7)
            {
                Assert.Equal(["-", "-", "-"], cells[3..]);
                continue;
            }
            contacts += IsContact(ranked[n]) ? 1 : 0;
            seen++;
            Assert.Equal([Number(3.0 * (ranked[n].J - ranked[n].I), 2), IsContact(ranked[n]) ? "yes" : "no", Number((double)contacts / seen, 3)], cells[3..]);
        }

        Finished quiet = Run([.. args, "--top", "4", "--out", "c.csv", "--figure", "ppv.png"]).Well();
        Assert.Equal(3, quiet.Out.TrimEnd('\n').Split('\n').Length);
        string[] table = [.. File.ReadAllLines(PathOf("c.csv")).Where(line => !line.StartsWith('#'))];
        Assert.Equal("i,j,score,frobenius,distance,contact,precision,residue_i,residue_j", table[0]);
        Assert.Equal(4, table.Length - 1);
        Assert.True(File.Exists(PathOf("ppv.png")));
        using JsonDocument json = JsonDocument.Parse(Run([.. args, "--json", "--chain", "A"]).Well().Out);
        Assert.Equal((21, 11), (json.RootElement.GetProperty("assessed").GetInt32(), json.RootElement.GetProperty("contacts").GetInt32()));
        Assert.Equal(28, json.RootElement.GetProperty("pairs").GetArrayLength());

        static string Number(double value, int decimals) => value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Structures_that_do_not_fit_are_refused()
    {
        string structure = Line(Data.Text(2));
        string[] args = ["contacts", Bench.Truth, "--alphabet", "ACD", "--pdb", structure];
        Refused(args, "--pdb needs --alignment");
        Refused([.. args, "--alignment", Bench.Data, "--chain", "Q"], "has no chain 'Q'; it has 'A'");
        Refused([.. args, "--alignment", Bench.Data, "--sequence", "nobody"], "no sequence is called 'nobody'");
        Refused([.. args, "--alignment", Bench.Data, "--distance", "0"], "distance is 0");
        Refused(["contacts", Bench.Truth, "--alphabet", "ACD", "--figure", "f.png"], "--figure has no effect without --pdb");
        Put("other.pdb", "ATOM      1  CA  TRP A   9     -30.000   0.000   0.000\n");
        Refused(["contacts", Bench.Truth, "--alphabet", "ACD", "--pdb", "other.pdb", "--alignment", Bench.Data], "is not the protein of sample1");
        Refused(["contacts", Bench.Truth, "--alphabet", "ACD", "--pdb", "missing.pdb", "--alignment", Bench.Data], "missing.pdb: no such file");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Put("other.fasta", ">a\nACDA\n>b\nACDC\n");
        Refused(["energies", Bench.Truth, "other.fasta", "--alphabet", "ACD"], "a model of 8 sites", "has 4");
        Refused(["energies", "missing.dat", Bench.Data], "missing.dat");
        Refused(["energies", Bench.Data, Bench.Data, "--alphabet", "ACD"], "no model format");
        Refused(["energies", Bench.Truth, Bench.Data, "--alphabet", "ACD", "--out", "no/such/e.csv"], "does not exist");
        Refused(["contacts", Bench.Truth, "--separation", "0"], "separation is 0");
        Refused(["contacts", Bench.Truth, "--top", "0"], "top is 0");
        Refused(["contacts", Bench.Data], "no model format");
    }
}
