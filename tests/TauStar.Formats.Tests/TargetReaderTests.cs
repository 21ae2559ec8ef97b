using TauStar.Data;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Formats.Tests;

/// <summary>One sequence in its own numbering, and mutants in that numbering.</summary>
public sealed class TargetReaderTests : TestFiles
{
    private TargetSequence Target(string text, int sites, string? sequence = null, int? first = null) =>
        TargetReader.Read(Text(text), new TargetOptions(Alphabet.Protein, sites) { Sequence = sequence, First = first });

    private static string Letters(TargetSequence target) => Alignment.Render(Alphabet.Protein, target.Row);

    private static int?[] Positions(TargetSequence target) => [.. Enumerable.Range(0, target.Row.Length).Select(target.PositionAt)];

    [Theory]
    [InlineData(">x\nACDE\n", 4, "ACDE", "ACDE", "1 2 3 4")]
    [InlineData(">x/5-8 of something\nACDE\n", 4, "ACDE", "ACDE", "5 6 7 8")]
    [InlineData(">x/5-8\nA-CDE\n", 5, "A-CDE", "ACDE", "5 _ 6 7 8")]
    [InlineData(">x/5-9\nA-cdDE\n", 4, "A-DE", "ACDDE", "5 _ 8 9")]
    [InlineData(">x\nghA-..c.dDE\n", 4, "A-DE", "GHACDDE", "3 _ 6 7")]
    [InlineData(">x\nacde\n", 4, "ACDE", "ACDE", "1 2 3 4")]
    [InlineData(">x\nA.CD\n", 3, "ACD", "ACD", "1 2 3")]
    [InlineData(">x\nA.CD\n", 4, "A-CD", "ACD", "1 _ 2 3")]
    [InlineData(">x\nAXCD\n", 4, "A-CD", "AXCD", "1 2 3 4")] // an unknown letter has a position, too
    [InlineData(">x/9-2\nACDE\n", 4, "ACDE", "ACDE", "1 2 3 4")]
    [InlineData(">a/3-5\nA-CD\n>b\nA-CE\n", 3, "ACD", "ACD", "3 4 5")] // a column of gaps only is no site
    [InlineData(">a\nACdeD\n>b\nAC-\n", 3, "ACD", "ACDED", "1 2 5")] // A2M without dots
    [InlineData("# STOCKHOLM 1.0\na/7-9 A.CD\nb AECE\n#=GC RF x.xx\n//\n", 3, "ACD", "ACD", "7 8 9")]
    public void Positions_count_residues_and_sites_count_columns(string text, int sites, string row, string residues, string positions)
    {
        TargetSequence target = Target(text, sites);
        Assert.Equal((row, residues), (Letters(target), target.Residues));
        Assert.Equal(positions, string.Join(' ', Positions(target).Select(p => p is int n ? $"{n}" : "_")));
    }

    [Fact]
    public void The_first_position_comes_from_the_name_or_as_given_and_says_so()
    {
        Assert.Equal("as its name says", Target(">x/5-8\nACDE\n", 4).Numbering);
        Assert.Equal("from 1", Target(">x\nACDE\n", 4).Numbering);
        Assert.Equal((-2, 1, "as given"), (Target(">x/5-8\nACDE\n", 4, first: -2).First, Target(">x/5-8\nACDE\n", 4, first: -2).Last, Target(">x/5-8\nACDE\n", 4, first: -2).Numbering));
        Assert.Contains("5-9 are 5 residues and it has 4", Target(">x/5-9\nACDE\n", 4).Numbering, StringComparison.Ordinal);
        Assert.Contains("runs backwards", Target(">x/9-5\nACDE\n", 4).Numbering, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_sequence_of_a_Pfam_seed_is_that_of_the_alignment_and_ends_where_its_name_says()
    {
        string path = Path.Combine(SequenceReadingTests.ExampleFolder(), "fn3.sto");
        Alignment all = AlignmentReader.Read(path).Alignment;
        for (int m = 0; m < all.Count; m++)
        {
            TargetSequence target = TargetReader.Read(path, new TargetOptions(all.Alphabet, all.Sites) { Sequence = all.Names[m] });
            Assert.True(target.Row.SequenceEqual(all.Row(m)));
            Assert.Equal("as its name says", target.Numbering); // so first, last and number of residues agree
            for (int i = 0; i < all.Sites; i++)
            {
                if (target.PositionAt(i) is int position) Assert.Equal(all.Text(m)[i], target.Residues[position - target.First]);
                else Assert.Equal('-', all.Text(m)[i]);
            }
        }
    }

    [Fact]
    public void Residues_are_written_as_the_alphabet_has_them()
    {
        TargetSequence target = TargetReader.Read(Text(">x\nATtGN-\n"), new TargetOptions(Alphabet.Rna, 5));
        Assert.Equal("AUUGN", target.Residues);
        Assert.Equal("AUG--", Alignment.Render(Alphabet.Rna, target.Row));
    }

    [Fact]
    public void Sequences_are_found_by_name()
    {
        const string text = ">a/1-4 one\nACDE\n>b/3-6 two\nACDF\n>a/9-12\nACDG\n";
        Assert.Equal("ACDE", Letters(Target(text, 4)));
        foreach (string name in new[] { "b/3-6 two", "b/3-6", "b" }) Assert.Equal("ACDF", Letters(Target(text, 4, name)));
        Assert.Equal("ACDG", Letters(Target(text, 4, "a/9-12")));
        OneLine(Assert.Throws<InputException>(() => Target(text, 4, "a")).Message, "2 sequences are called 'a'", "a/9-12");
        OneLine(Assert.Throws<InputException>(() => Target(text, 4, "c")).Message, "no sequence is called 'c'");
    }

    [Fact]
    public void What_does_not_fit_the_model_is_refused()
    {
        OneLine(Assert.Throws<InputException>(() => Target(">x\nACDE\n", 5)).Message, "record 1 'x', line 1", "4 sites", "the model has 5");
        OneLine(Assert.Throws<InputException>(() => Target("0,1,1\n1,0,0\n", 3)).Message, "is a table");
        OneLine(Assert.Throws<InputException>(() => TargetReader.Read(Text(">x\nAC*DE\n"), new TargetOptions(Alphabet.Protein, 5))).Message, "column 3", "'*' is not a letter");
        OneLine(Assert.Throws<InputException>(() => TargetReader.Read(Text(">x\n01-1\n"), new TargetOptions(Alphabet.Binary, 4))).Message, "column 3");
    }

    [Fact]
    public void Mutants_are_read_in_the_numbering_of_the_target()
    {
        MutantReader reader = new(Target(">x/5-9\nA-cdDE\n", 4), Alphabet.Protein);
        static Substitution To(int site, char letter) => new(site, (byte)Alphabet.Protein.IndexOf(letter));
        Assert.Equal([To(2, 'W')], reader.Parse("D8W").Changes);
        Assert.Equal([To(3, 'A'), To(0, '-')], reader.Parse("E9A:A5-").Changes);
        IReadOnlyList<Mutant> mutants = reader.Read(Text("mutant,score\n# none\n\nD8W,0.5\nE9A:A5C\t1\n"));
        Assert.Equal(["D8W", "E9A:A5C"], mutants.Select(m => m.Name));
        Assert.Equal([To(3, 'A'), To(0, 'C')], mutants[1].Changes);
        Assert.Equal([To(0, 'C')], new MutantReader(Target(">x\nACDE\n", 4, first: -3), Alphabet.Protein).Parse("A-3C").Changes);
    }

    [Theory]
    [InlineData("D8", "not of the form A12C")]
    [InlineData("8W", "not of the form A12C")]
    [InlineData("", "not of the form A12C")]
    [InlineData("D8W:", "not of the form A12C")]
    [InlineData("D8W,D8E", "not of the form A12C")]
    [InlineData("D4W", "no position 4", "5 to 9")]
    [InlineData("D10W", "no position 10")]
    [InlineData("A8W", "has D at position 8, not A", "5 (A)", "9 (E)")]
    [InlineData("C6W", "position 6 is an insertion")]
    [InlineData("D8X", "'X' is not a letter")]
    [InlineData("D8d", "'d' is not a letter")]
    [InlineData("D8W:D8E", "changes one position twice")]
    [InlineData("D999999999999W", "not of the form")]
    public void Mutants_that_do_not_fit_are_refused(string mutant, params string[] pieces)
    {
        MutantReader reader = new(Target(">x/5-9\nA-cdDE\n", 4), Alphabet.Protein);
        OneLine(Assert.Throws<InputException>(() => reader.Parse(mutant)).Message, pieces);
        if (mutant.Length > 0 && !mutant.Contains(','))
            OneLine(Assert.Throws<InputException>(() => reader.Read(Text($"D8W\n{mutant}\n"))).Message, ["line 2", .. pieces]);
    }

    [Fact]
    public void A_file_without_mutants_is_refused() =>
        OneLine(Assert.Throws<InputException>(() => new MutantReader(Target(">x\nACDE\n", 4), Alphabet.Protein).Read(Text("mutant\n# nothing\n"))).Message, "holds no mutant");
}
