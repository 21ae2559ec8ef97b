using System.Buffers.Binary;
using System.Text;
using TauStar.Data;
using Xunit;

namespace TauStar.Formats.Tests;

public sealed class MatrixReadingTests : TestFiles
{
    [Theory]
    [InlineData("0,1,1\n1,0,1\n", "binary", "011", "101")]
    [InlineData("# made by hand\ns1;s2;s3\n-1;1;1\n1;-1;1\n", "spin", "mpp", "pmp")]
    [InlineData("0\t2\t1\r\n\r\n3\t0\t1\r\n", "custom", "021", "301")]
    [InlineData("  0 1   1\n 1 0 1 \n", "binary", "011", "101")]
    [InlineData("\"a\",\"b\"\n\"0.0\",\"1.0\"\n1e0,0\n", "binary", "01", "10")]
    [InlineData("0\n1\n", "binary", "0", "1")]
    [InlineData("+1 -1\n-1 -1.000\n", "spin", "pm", "mm")]
    public void Tables_of_text_become_states(string text, string alphabet, string first, string second)
    {
        AlignmentFindings found = Read(text);
        Assert.Equal("CSV", found.Format);
        Assert.Equal(alphabet, found.Alignment.Alphabet.Name);
        Assert.Equal([first, second], Rows(found));
        Assert.Equal(["row 1", "row 2"], found.Alignment.Names);
        Assert.Equal(0, found.GapFraction);
    }

    [Fact]
    public void The_example_of_spins_has_the_correlation_of_an_Ising_ring()
    {
        AlignmentFindings found = AlignmentReader.Read(Path.Combine(SequenceReadingTests.ExampleFolder(), "spins.csv"));
        Assert.Equal((200, 10, Alphabet.Spin), (found.Alignment.Count, found.Alignment.Sites, found.Alignment.Alphabet));
        double sum = 0;
        for (int m = 0; m < 200; m++)
        {
            ReadOnlySpan<byte> row = found.Alignment.Row(m);
            for (int i = 0; i < 10; i++) sum += row[i] == row[(i + 1) % 10] ? 1 : -1;
        }
        double t = Math.Tanh(1 / 2.5);
        // Exact: (t + t^9) / (1 + t^10) = 0.380; the standard error of 200 x 10 bonds is 0.02, and the file never changes.
        Assert.Equal((t + Math.Pow(t, 9)) / (1 + Math.Pow(t, 10)), sum / 2000, 0.06);
    }

    [Fact]
    public void States_of_a_given_alphabet_are_its_indices()
    {
        AlignmentFindings found = Read("0,1,20\n2,1,0\n", new() { Alphabet = Alphabet.Protein });
        Assert.Equal(["-AY", "CA-"], Rows(found));
        Assert.Equal(1.0 / 3, found.GapFraction, 12);
        Assert.Equal(["mp", "pm"], Rows(Read("0,1\n1,0\n", new() { Alphabet = Alphabet.Spin })));
        Assert.Equal(1, CountOf(Read("1,2\n3,1\n"), "counts-from-one"));
        Refused("0,1\n1,-1\n", new() { Alphabet = Alphabet.Binary }, "line 2, column 2", "-1");
        Refused("0,1\n\n1,5\n", new() { Alphabet = Alphabet.Rna }, "line 3, column 2", "5 is no state");
    }

    [Theory]
    [InlineData("0,1,1\n1,0\n", "line 2: 2 columns, but line 1 has 3")]
    [InlineData("0,1\n\n1,0,1,1\n", "line 3: 4 columns, but line 1 has 2")]
    [InlineData("0,1,0,1,0\n1,x\u0007y,1,1,1\n", "line 2, column 2: 'x\\u0007y' is not a number")]
    [InlineData("0,x\n1,0\n", "line 1, column 2: 'x' is not a number")]
    [InlineData("0,1,\n1,0,\n", "line 1, column 3: '' is not a number")]
    [InlineData("0,0.5\n1,0\n", "line 1, column 2: 0.5 is no state")]
    [InlineData("0,NaN\n1,0\n", "line 1, column 2: NaN is no state")]
    [InlineData("01101\n11001\n", "line 1, column 1: 01101 is no state")]
    [InlineData("-1,0,1\n1,0,1\n", "line 1, column 1: -1 marks spins")]
    [InlineData("-1,2\n1,1\n", "-1 marks spins")]
    [InlineData("0,1\n", "one row only")]
    [InlineData("0,1\n0,1\n", "identical")]
    [InlineData("a,b\nc,d\n", "not recognised")]
    [InlineData("hello", "not recognised")]
    [InlineData("CLUSTAL W (1.83) multiple\n\na ACGT\n", "convert the file")]
    [InlineData("#NEXUS\nbegin\n", "convert the file")]
    [InlineData("# nothing\n\n  \n", "no data")]
    [InlineData("1,1,1,1,1,1\n0,0,0,0,0,0\n", "6 columns are more than the limit of 5")]
    public void Wrong_tables_are_refused_in_one_line(string text, string piece) =>
        Refused(text, new() { MaxColumns = 5 }, piece);

    [Theory]
    [InlineData("|b1"), InlineData("|i1"), InlineData("|u1"), InlineData("<i2"), InlineData("<u2"), InlineData("<i4")]
    [InlineData("<u4"), InlineData("<i8"), InlineData("<u8"), InlineData("<f2"), InlineData("<f4"), InlineData("<f8")]
    public void NumPy_arrays_of_every_type_order_and_version(string type)
    {
        int[,] values = { { 0, 1, 1 }, { 1, 0, 1 } };
        foreach (bool fortran in new[] { false, true })
        {
            foreach (byte version in new byte[] { 1, 2 })
            {
                AlignmentFindings found = AlignmentReader.Read(Bytes(Npy(type, fortran, version, values)));
                Assert.Equal("NumPy", found.Format);
                Assert.Equal(["011", "101"], Rows(found));
            }
        }
    }

    [Fact]
    public void NumPy_spins_and_states_packed()
    {
        AlignmentFindings spins = AlignmentReader.Read(Bytes(Gzip(Npy("<f8", true, 1, new[,] { { -1, 1 }, { 1, 1 } }))));
        Assert.Equal(("NumPy, gzip", "spin"), (spins.Format, spins.Alignment.Alphabet.Name));
        Assert.Equal(["mp", "pp"], Rows(spins));
        Assert.Equal("0123456", AlignmentReader.Read(Bytes(Npy("<i8", false, 2, new[,] { { 6, 1 }, { 1, 0 } })))
            .Alignment.Alphabet.Letters);
    }

    [Fact]
    public void Wrong_arrays_are_refused_in_one_line()
    {
        int[,] values = { { 0, 1, 1 }, { 1, 0, 1 } };
        byte[] good = Npy("<i4", false, 1, values);
        for (int length = 6; length < good.Length; length++) RefusedPath(Bytes(good[..length]), null, ";");
        RefusedPath(Bytes(good[..^1]), null, "ends after 5 of 2 x 3");
        RefusedPath(Bytes(Npy(">i4", false, 1, values)), null, "big-endian");
        RefusedPath(Bytes(Npy("<c8", false, 1, values)), null, "'<c8'");
        RefusedPath(Bytes(Npy("|O", false, 1, values)), null, "astype");
        RefusedPath(Bytes(Npy("<i4", false, 9, values)), null, "version 9");
        RefusedPath(Bytes(Npy("<i4", false, 1, values, "(6,)")), null, "1 dimensions");
        RefusedPath(Bytes(Npy("<i4", false, 1, values, "(1, 2, 3)")), null, "3 dimensions");
        RefusedPath(Bytes(Npy("<i4", false, 1, values, "(0, 3)")), null, "0 rows");
        RefusedPath(Bytes(Npy("<i4", false, 1, values, "(99999999999, 3)")), null, "shape");
        RefusedPath(Bytes(Npy("<i4", false, 1, values, "(2000000000, 3)")), null, "memory");
        RefusedPath(Bytes(Npy("<i4", false, 1, values, "(2000, 300000)")), null, "limit");
        RefusedPath(Bytes(Npy("<i4", false, 1, new[,] { { 0, 1 }, { 1, 64 } })), null, "row 2, column 2: 64 is no state");
        RefusedPath(Bytes(Npy("<i4", false, 1, new[,] { { 0, 1 }, { -1, 1 } })), null, "row 2, column 1: -1 marks spins");
    }

    private static byte[] Npy(string type, bool fortran, byte version, int[,] values, string? shape = null)
    {
        shape ??= $"({values.GetLength(0)}, {values.GetLength(1)})";
        string header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}".PadRight(117) + "\n";
        using MemoryStream file = new();
        file.Write([0x93, .. "NUMPY"u8, version, 0]);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        file.Write(length.AsSpan(0, version == 1 ? 2 : 4));
        file.Write(Encoding.ASCII.GetBytes(header));
        int[] order = [.. values.Cast<int>()];
        if (fortran)
        {
            int rows = values.GetLength(0);
            order = [.. order.Select((_, k) => values[k % rows, k / rows])];
        }
        foreach (int value in order)
        {
            file.Write(type.TrimStart('<', '>', '|') switch
            {
                "b1" or "u1" or "i1" => [(byte)value],
                "i2" or "u2" => BitConverter.GetBytes((short)value),
                "i8" or "u8" => BitConverter.GetBytes((long)value),
                "f2" => BitConverter.GetBytes((Half)value),
                "f4" => BitConverter.GetBytes((float)value),
                "f8" => BitConverter.GetBytes((double)value),
                _ => BitConverter.GetBytes(value),
            });
        }
        return file.ToArray();
    }
}
