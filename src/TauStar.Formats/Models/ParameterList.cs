using System.Buffers.Text;
using TauStar.Formats.Input;

namespace TauStar.Formats.Models;

/// <summary>One line of a parameter file.</summary>
/// <param name="I">0-based site.</param>
/// <param name="J">0-based second site; -1 for a field.</param>
/// <param name="A">Token of the state at I, see <see cref="ParameterList"/>.</param>
/// <param name="C">Token of the state at J.</param>
/// <param name="Value">The parameter.</param>
internal readonly record struct Parameter(int I, int J, byte A, byte C, float Value);

/// <summary>
/// The lines of a parameter file in memory, before L and the alphabet are known: 16 bytes a line, in chunks.
/// A state's token is its ASCII letter, or for a number of two digits 128 plus the number.
/// </summary>
internal sealed class ParameterList(SourceFile source)
{
    private const int ChunkSize = 1 << 16;
    private const int MaxSite = 99_999;

    private readonly List<Parameter[]> chunks = [];
    private readonly List<int> skipped = [];

    /// <summary>Number of parameters.</summary>
    public int Count { get; private set; }

    /// <summary>Parameter number k, in file order.</summary>
    public ref readonly Parameter this[int k] => ref chunks[k / ChunkSize][k % ChunkSize];

    /// <summary>1-based line of parameter number k.</summary>
    public int LineOf(int k) => k + 1 + skipped.Count(at => at <= k);

    /// <summary>Reads to the end of the file.</summary>
    /// <exception cref="TauStar.Data.InputException">A line that is no parameter.</exception>
    public void ReadAll()
    {
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> line))
        {
            ReadOnlySpan<byte> rest = line.TrimEnd(" \t"u8);
            if (rest.IsEmpty || rest[0] == '#')
            {
                skipped.Add(Count);
                continue;
            }
            Add(Parse(line, rest));
        }
    }

    private Parameter Parse(ReadOnlySpan<byte> line, ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> key = Token(ref rest);
        bool coupling = key is [(byte)'J'];
        if (!coupling && key is not [(byte)'h'])
            throw Complain(line, $"'{Excerpt.Of(key)}' is neither J nor h; lines are 'J i j A C value' and 'h i A value'");
        int i = Site(line, Token(ref rest));
        int j = coupling ? Site(line, Token(ref rest)) : -1;
        if (i == j) throw Complain(line, "couples a site with itself; remove the line");
        byte a = State(line, Token(ref rest));
        byte c = coupling ? State(line, Token(ref rest)) : (byte)0;
        ReadOnlySpan<byte> number = Token(ref rest);
        if (!Utf8Parser.TryParse(number, out float value, out int used) || used != number.Length)
            throw Complain(line, $"'{Excerpt.Of(number)}' is not a number");
        if (!float.IsFinite(value)) throw Complain(line, $"{Excerpt.Of(number)} is not a finite number; the model cannot be used");
        if (!Token(ref rest).IsEmpty)
            throw Complain(line, "has too many words; lines are 'J i j A C value' and 'h i A value'");
        return i < j || j < 0 ? new Parameter(i, j, a, c, value) : new Parameter(j, i, c, a, value);
    }

    private static ReadOnlySpan<byte> Token(ref ReadOnlySpan<byte> rest)
    {
        int start = 0;
        while (start < rest.Length && rest[start] is (byte)' ' or (byte)'\t') start++;
        int end = start;
        while (end < rest.Length && rest[end] is not ((byte)' ' or (byte)'\t')) end++;
        ReadOnlySpan<byte> token = rest[start..end];
        rest = rest[end..];
        return token;
    }

    private int Site(ReadOnlySpan<byte> line, ReadOnlySpan<byte> token)
    {
        if (Utf8Parser.TryParse(token, out int site, out int used) && used == token.Length && site is >= 0 and <= MaxSite) return site;
        throw Complain(line, $"'{Excerpt.Of(token)}' is no site; sites are numbered 0 to L-1");
    }

    private byte State(ReadOnlySpan<byte> line, ReadOnlySpan<byte> token)
    {
        if (token.Length == 1 && token[0] is > 32 and < 127) return token[0];
        if (token.Length == 2 && Utf8Parser.TryParse(token, out byte number, out int used) && used == 2 && number is >= 10 and <= 64)
            return (byte)(128 + number);
        throw Complain(line, $"'{Excerpt.Of(token)}' is no state; states are single letters, or numbers 0 to q-1");
    }

    private void Add(Parameter parameter)
    {
        if (Count == int.MaxValue) throw source.Complain("has more parameters than fit in memory");
        if (Count % ChunkSize == 0) chunks.Add(new Parameter[ChunkSize]);
        chunks[^1][Count++ % ChunkSize] = parameter;
    }

    private TauStar.Data.InputException Complain(ReadOnlySpan<byte> line, string what) => line.IsEmpty
        ? source.Complain($"line {source.Text.Line}: {what}")
        : source.Complain($"line {source.Text.Line} '{Excerpt.Of(line)}': {what}");
}
