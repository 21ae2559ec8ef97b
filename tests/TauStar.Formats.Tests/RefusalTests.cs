using System.Text;
using TauStar.Data;
using Xunit;

namespace TauStar.Formats.Tests;

public sealed class RefusalTests : TestFiles
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData(">a\n>b\n", "0 columns")]
    [InlineData(">a\nACDE\n", "one sequence only (record 1 'a', line 1)")]
    [InlineData(">a\nACDE\n>b\nACDE\n", "identical")]
    [InlineData(">a\n--\n>b\n--\n", "gaps only")]
    [InlineData(">a\nACDE\n>b\nACD\n>c\nACDF\n", "record 2 'b', line 3: 3 columns, but 2 others (as record 1 'a') with 4")]
    [InlineData(">a\nACD\n>b\nACDE\n>c\nACDF\n", "record 1 'a', line 1: 3 columns, but 2 others (as record 2 'b') with 4")]
    [InlineData(">a\nACDE\n>b\n>c\nACDF\n", "record 2 'b', line 3: 0 columns")]
    [InlineData(">a\nACDE\n>b\nAkCD\n", "record 2 'b', line 3: 3 columns")]
    [InlineData(">a\nACDE\n>b\nAC?E\n", "record 2 'b', line 4, column 3: '?'")]
    [InlineData(">a\nACDE\n>b\nAC\nD7\n", "record 2 'b', line 5, column 4: '7'")]
    [InlineData(">a\nACDE\n>b\nAC@E\n", "record 2 'b', line 4, column 3: '@'")]
    [InlineData(">a\nACDE\n>b\nA*DE\n", "record 2 'b', line 4, column 2: '*'")]
    [InlineData(">a\u0001A\nACDE\n>b\nAC\u0001E\n", "line 4, column 3: byte 0x01")]
    [InlineData(">a\nACDE\n>b\nACéE\n", "line 4, column 3: byte 0xc3")]
    [InlineData(">a\u0085\u202e\nACDE\n>b\nACDEF\n", "'a\\u0085\\u202e'")]
    [InlineData(">a\nkk\n>b\nK-\n", "record 2 'b', line 3: 2 columns")]
    [InlineData("# STOCKHOLM 1.0\n//\n", "no sequence")]
    [InlineData("# STOCKHOLM 1.0\na ACDE\nb ACD\n//\n", "record 2 'b', line 3: 3 columns, but 1 other ")]
    [InlineData("# STOCKHOLM 1.0\na ACDE\na ACDF\n//\n", "line 3: 'a' stands twice in one block")]
    [InlineData("# STOCKHOLM 1.0\na ACDE\nACDF\n//\n", "line 3: 'ACDF' has no letters")]
    [InlineData("# STOCKHOLM 1.0\na ACDE\nb ACDF\n//\n# STOCKHOLM 1.0\n", "line 5: a second alignment")]
    [InlineData("# STOCKHOLM 1.0\na ACDE\nb ACDF\n#=GC RF xxx\n//\n", "line 4: the #=GC RF line marks 3 columns, but the rows have 4")]
    [InlineData("# STOCKHOLM 1.0\na ACDE\nb ACDF\n#=GC RF ....\n//\n", "no column is left")]
    [InlineData("PK\u0003\u0004rest", "zip archive")]
    [InlineData("BZh91AY", "bzip2")]
    [InlineData("some\0bytes", "not text")]
    public void Wrong_text_is_refused_in_one_line(string text, string piece)
    {
        Refused(text, null, piece, ":");
    }

    [Fact]
    public void Too_many_columns_are_refused_before_states_are_made()
    {
        string row = new('A', 1_000_000);
        Refused($">a\n{row}\n>b\n{row}\n", null, "1,000,000 columns", "limit of 20,000");
        Assert.Equal(30_000, Read($">a\n{row[..30_000]}\n>b\n{row[..29_999]}C\n", new() { MaxColumns = 30_000 }).Alignment.Sites);
    }

    [Fact]
    public void Long_names_are_cut()
    {
        string path = Text($">{new string('x', 100_000)}\nACDE\n>b\nAC\n>c\nAC\n");
        Assert.InRange(Assert.Throws<InputException>(() => AlignmentReader.Read(path)).Message.Length, 80, 400);
    }

    [Fact]
    public void Paths_that_are_no_files()
    {
        RefusedPath(Folder, null, "is a folder");
        RefusedPath(PathOf("missing.fasta"), null, "no such file");
        RefusedPath(PathOf("missing/missing.fasta"), null, "no such file");
        Assert.Contains("empty", Assert.Throws<InputException>(() => AlignmentReader.Read("")).Message, StringComparison.Ordinal);
        OneLine(Assert.Throws<InputException>(() => AlignmentReader.Read("a\nb")).Message, "a\\u000ab");
        OneLine(Assert.Throws<InputException>(() => AlignmentReader.Read("a\0b")).Message, "a\\u0000b");
    }

    [Fact]
    public void What_the_system_complains_of_is_one_line()
    {
        OneLine(Opening(new UnauthorizedAccessException("Access to the path is denied.")), "x.fasta", "no permission");
        OneLine(Opening(new IOException("device\nbroken")), "x.fasta", "cannot be read", "device\\u000abroken");
    }

    [Fact]
    public void Every_cut_of_a_packed_file_is_refused()
    {
        byte[] packed = Gzip(Encoding.ASCII.GetBytes(">a\nACDE\n>b\nACDF\n"));
        Assert.Equal(2, AlignmentReader.Read(Bytes(packed)).Alignment.Count);
        for (int length = 2; length < packed.Length; length++) RefusedPath(Bytes(packed[..length]), null, ":");
        RefusedPath(Bytes(packed[..^10]), null, "cut short");
    }

    [Fact]
    public void Packed_junk_is_refused()
    {
        byte[] junk = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, .. Enumerable.Range(0, 500).Select(k => (byte)(k * 37 + 255))];
        RefusedPath(Bytes(junk), null, "gzip data");
        RefusedPath(Bytes(Gzip([1, 2, 3, 0])), null, "not text");
        RefusedPath(Bytes(Gzip([])), null, "empty");
        byte[] damaged = Gzip(Encoding.ASCII.GetBytes(">a\nACDE\n>b\nACDF\n"));
        damaged[^6] ^= 0xff;
        RefusedPath(Bytes(damaged), null, "gzip data is damaged");
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        foreach (AlignmentReaderOptions wrong in new AlignmentReaderOptions[]
            { new() { MaxGaps = -0.1 }, new() { MaxGaps = double.NaN }, new() { MaxGaps = 2 }, new() { MaxColumns = 0 } })
            Assert.Throws<InputException>(() => Read(">a\nAC\n>b\nAD\n", wrong));
        Refused(">a\nA---\n>b\nC---\n", new() { MaxGaps = 0.5 }, "0 of 2 sequences is left");
    }

    private static string Opening(Exception e) =>
        Assert.Throws<InputException>(() => AlignmentReader.Read("x.fasta", null, _ => throw e)).Message;
}
