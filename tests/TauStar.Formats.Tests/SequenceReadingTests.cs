using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using TauStar.Data;
using Xunit;

namespace TauStar.Formats.Tests;

public sealed class SequenceReadingTests : TestFiles
{
    internal static string ExampleFolder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "examples");

    [Fact]
    public void The_example_of_Pfam_has_98_sequences_and_84_match_columns()
    {
        AlignmentFindings found = AlignmentReader.Read(Path.Combine(ExampleFolder(), "fn3.sto"));
        Assert.Equal("Stockholm", found.Format);
        Assert.Equal((98, 117), (found.SequencesRead, found.ColumnsRead));
        Assert.Equal((98, 84), (found.Alignment.Count, found.Alignment.Sites));
        Assert.Equal(Alphabet.Protein, found.Alignment.Alphabet);
        Assert.Contains(found.Findings, f => f.Key == "insertions" && f.Text.Contains("84 of 117", StringComparison.Ordinal));
        Assert.True(found.Alignment.Columns.SequenceEqual(found.Alignment.Columns.Distinct().Order()));
        Assert.InRange(found.Alignment.Columns[^1], 84, 117);
    }

    [Fact]
    public void Fasta_keeps_every_column_and_reports_what_it_saw()
    {
        AlignmentFindings found = Read(">one first\nAC-DE\n>two\nACXDE\n>two\nACWD-\n>four\nACWD-\n");
        Assert.Equal(["AC-DE", "AC-DE", "ACWD-", "ACWD-"], Rows(found));
        Assert.Equal(["one first", "two", "two", "four"], found.Alignment.Names);
        Assert.Equal("FASTA", found.Format);
        Assert.Equal(1, CountOf(found, "unknown-letters"));
        Assert.Equal(2, CountOf(found, "duplicates"));
        Assert.Equal(1, CountOf(found, "duplicate-names"));
        Assert.Equal(3, CountOf(found, "constant-columns"));
        Assert.Equal(2, found.Distinct);
        Assert.Equal(0.2, found.GapFraction, 12);
        Assert.Equal([1, 2, 3, 4, 5], found.Alignment.Columns);
    }

    [Fact]
    public void The_hash_is_that_of_the_file_on_disk_packed_or_not()
    {
        byte[] plain = Encoding.UTF8.GetBytes(">a\nACDE\n>b\nACDF\n");
        byte[] packed = Gzip(plain);
        AlignmentFindings one = AlignmentReader.Read(Bytes(plain));
        AlignmentFindings two = AlignmentReader.Read(Bytes(packed, "no-telling-name"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(plain)), one.Sha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(packed)), two.Sha256);
        Assert.Equal("FASTA, gzip", two.Format);
        Assert.Equal(Rows(one), Rows(two));
    }

    [Theory]
    [InlineData("\uFEFF>a\r\nACDE\r\n\r\n>b\r\nACDF\r\n")]
    [InlineData("\n\n  >a\nAC\n DE*\n\n>b\nACD F *")]
    [InlineData(">a\rAC\rDE\r>b\rACDF\r")]
    [InlineData("#A3M#\n>a\nACDE\n>ss_pred PSIPRED\nCHHH\n>ss_conf PSIPRED\n9981\n>b\nACDF\n")]
    [InlineData(">a\nACDE\n>b\nACDF")]
    public void Line_ends_blanks_marks_and_annotation_do_not_matter(string text)
    {
        AlignmentFindings found = Read(text);
        Assert.Equal(["ACDE", "ACDF"], Rows(found));
        Assert.Equal(["a", "b"], found.Alignment.Names);
    }

    [Fact]
    public void A3M_insertions_are_removed_row_by_row()
    {
        AlignmentFindings found = Read(">a\nACDE\n>b\nAkkC-E\n>c\nmA-DEpq\n");
        Assert.Equal(["ACDE", "AC-E", "A-DE"], Rows(found));
        Assert.Equal("A2M/A3M", found.Format);
        Assert.Equal(5, CountOf(found, "insertions"));
        Assert.Equal([1, 2, 3, 4], found.Alignment.Columns);
        Assert.Equal(7, found.ColumnsRead);
    }

    [Fact]
    public void Dotted_A2M_knows_its_raw_columns()
    {
        AlignmentFindings found = Read(">a\nA..CDE\n>b\nAkkC-E\n>c\nA.p-DE\n");
        Assert.Equal(["ACDE", "AC-E", "A-DE"], Rows(found));
        Assert.Equal([1, 4, 5, 6], found.Alignment.Columns);
        Assert.Equal(["A--CDE", "AKKC-E", "A-P-DE"],
            Rows(Read(">a\nA..CDE\n>b\nAkkC-E\n>c\nA.p-DE\n", new() { MatchColumns = MatchColumns.All })));
    }

    [Fact]
    public void Lower_case_alone_marks_nothing()
    {
        AlignmentFindings found = Read(">a\nacde\n>b\na-df\n");
        Assert.Equal(["ACDE", "A-DF"], Rows(found));
        Assert.Equal(2, CountOf(found, "lower-case"));
    }

    [Fact]
    public void Where_dots_are_ordinary_gaps_at_most_half_of_a_match_column_are_gaps()
    {
        AlignmentFindings found = Read(">a\nAC.E\n>b\nACDE\n>c\nA..F\n>d\nA...\n");
        Assert.Equal(["ACE", "ACE", "A-F", "A--"], Rows(found));
        Assert.Equal([1, 2, 4], found.Alignment.Columns);
        Assert.Equal(1, CountOf(found, "insertions"));
        Assert.Equal(["AC-E", "ACDE", "A--F", "A---"],
            Rows(Read(">a\nAC.E\n>b\nACDE\n>c\nA..F\n>d\nA...\n", new() { MatchColumns = MatchColumns.All })));
    }

    [Fact]
    public void Stockholm_blocks_are_joined_and_the_reference_line_marks_columns()
    {
        const string text = """
            # STOCKHOLM 1.0
            #=GF ID test

            one/1-4  ACd
            #=GR one/1-4 SS HHH
            two/2-5  A-.
            #=GC RF  xx.

            one/1-4  EF
            two/2-5  .W
            #=GC RF  xx
            //
            """;
        AlignmentFindings found = Read(text);
        Assert.Equal(["ACEF", "A--W"], Rows(found));
        Assert.Equal([1, 2, 4, 5], found.Alignment.Columns);
        Assert.Equal(["one/1-4", "two/2-5"], found.Alignment.Names);
        Assert.Equal(1, CountOf(found, "insertions"));
        Assert.Equal(0, CountOf(found, "no-end-mark"));
        Assert.Equal(1, CountOf(Read("# STOCKHOLM 1.0\na ACDE\nb ACDF\n"), "no-end-mark"));
    }

    [Theory]
    [InlineData(">a\nacgu\n>b\nacnu\n", "rna", "AC-U")]
    [InlineData(">a\nACGTACGT\n>b\nACYTACGA\n", "dna", "AC-TACGA")]
    [InlineData(">a\nACGUUAAAA\n>b\nACYUTAACA\n", "rna", "AC-UUAACA")]
    [InlineData(">a\nACDGT\n>b\nACEGT\n", "protein", "ACEGT")]
    public void The_alphabet_follows_from_the_letters(string text, string alphabet, string second)
    {
        AlignmentFindings found = Read(text);
        Assert.Equal(alphabet, found.Alignment.Alphabet.Name);
        Assert.Equal(second, found.Alignment.Text(1));
        Assert.Equal(alphabet == "protein" ? 21 : 5, CountOf(found, "alphabet"));
    }

    [Fact]
    public void T_is_read_as_U_where_RNA_is_asked_for_and_counted()
    {
        AlignmentFindings found = Read(">a\nACGT\n>b\nAAGT\n", new() { Alphabet = Alphabet.Rna });
        Assert.Equal(["ACGU", "AAGU"], Rows(found));
        Assert.Equal(2, CountOf(found, "converted-letters"));
    }

    [Fact]
    public void Custom_alphabets_have_the_last_word_on_letters_and_case()
    {
        Assert.Equal(["HP-P", "PPHP"], Rows(Read(">a\nHP-P\n>b\nPPHP\n", new() { Alphabet = AlphabetName.Parse("-HP") })));
        Assert.Equal(["abBA", "ABba"], Rows(Read(">a\nabBA\n>b\nABba\n", new() { Alphabet = AlphabetName.Parse("ABab") })));
        Assert.Equal(["0120", "2@10"], Rows(Read(">a\n0120\n>b\n2@10\n", new() { Alphabet = AlphabetName.Parse("012@") })));
        Refused(">a\nHP-P\n>b\nPPHP\n", new() { Alphabet = AlphabetName.Parse("HP") }, "line 2, column 3", "gap");
        Refused(">a\nHPQP\n>b\nPPHP\n", new() { Alphabet = AlphabetName.Parse("-HP") }, "line 2, column 3", "'Q'");
    }

    [Fact]
    public void Names_of_alphabets()
    {
        Assert.Same(Alphabet.Protein, AlphabetName.Parse("Protein"));
        Assert.Same(Alphabet.Rna, AlphabetName.Parse("-ACGU"));
        Assert.Equal("-HP", AlphabetName.Parse("-HP").Letters);
        foreach (string wrong in new[] { "protien", "HP-", "A", "AA", "" })
            OneLine(Assert.Throws<InputException>(() => AlphabetName.Parse(wrong)).Message, "'");
    }

    [Fact]
    public void Sequences_with_unknown_letters_can_be_removed_or_refused()
    {
        const string text = ">a\nACDE\n>b\nAC\nXE\n>c\nBCDF\n>d\nACDF\n";
        AlignmentFindings removed = Read(text, new() { Unknown = UnknownLetters.Remove });
        Assert.Equal(["a", "d"], removed.Alignment.Names);
        Assert.Equal(2, CountOf(removed, "unknown-letters"));
        Assert.Equal(4, removed.SequencesRead);
        Refused(text, new() { Unknown = UnknownLetters.Error }, "record 2 'b'", "line 5, column 3", "'X'");
    }

    [Fact]
    public void Gappy_sequences_and_then_empty_columns_are_removed()
    {
        AlignmentFindings found = Read(">a\nAC-E\n>b\n--D-\n>c\nAC-F\n", new() { MaxGaps = 0.5 });
        Assert.Equal(["ACE", "ACF"], Rows(found));
        Assert.Equal([1, 2, 4], found.Alignment.Columns);
        Assert.Equal(1, CountOf(found, "gappy-sequences"));
        Assert.Equal(1, CountOf(found, "all-gap-columns"));
    }

    [Fact]
    public void Any_alignment_survives_writing_wrapping_and_packing()
    {
        Gen<string> letters = Gen.Char["-ACDEFGHIKLMNPQRSTVWY"].Array[70].Select(c => new string(c));
        letters.Array[2, 6].Select(Gen.Int[1, 80], Gen.Bool).Sample((rows, width, packed) =>
        {
            rows[0] = "LEFP" + rows[0][4..];
            rows[1] = "EEFP" + rows[1][4..];
            StringBuilder text = new();
            for (int m = 0; m < rows.Length; m++)
            {
                text.Append(">r").Append(m).Append('\n');
                foreach (char[] chunk in rows[m].Chunk(width)) text.Append(chunk).Append('\n');
            }
            byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
            AlignmentFindings found = AlignmentReader.Read(Bytes(packed ? Gzip(bytes) : bytes));
            string[] expected = [.. rows.Select(row =>
                string.Concat(row.Where((_, i) => rows.Any(r => r[i] != '-'))))];
            return Rows(found).SequenceEqual(expected);
        }, iter: 100, threads: 1);
    }

    [Fact]
    public void Thirteen_thousand_sequences_read_in_well_under_a_second()
    {
        StringBuilder text = new();
        for (int m = 0; m < 13_600; m++)
        {
            text.Append(">sequence").Append(m).Append('\n');
            for (int i = 0; i < 53; i++) text.Append("-ACDEFGHIKLMNPQRSTVWY"[(m * 31 + i * (m % 17)) % 21]);
            text.Append('\n');
        }
        string path = Text(text.ToString());
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(13_600, AlignmentReader.Read(path).Alignment.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms");
        Assert.InRange(watch.ElapsedMilliseconds, 0, 5_000);
    }
}
