namespace TauStar.Data;

/// <summary>
/// M observed configurations of L sites with q states each: aligned sequences, or rows of spins. Immutable.
/// </summary>
public sealed class Alignment
{
    private readonly byte[] states;

    /// <summary>Wraps states that the caller hands over and no longer changes.</summary>
    /// <param name="alphabet">The q states.</param>
    /// <param name="names">M names, in file order; need not be distinct.</param>
    /// <param name="states">M x L states, row-major, each below q.</param>
    /// <param name="columns">For each of the L sites, the 1-based column of the file it came from; null: 1..L.</param>
    /// <exception cref="InputException">No rows, no columns, or sizes that do not fit together.</exception>
    public Alignment(Alphabet alphabet, string[] names, byte[] states, int[]? columns = null)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(states);
        if (names.Length == 0) throw new InputException("the alignment holds no sequence");
        if (states.Length == 0) throw new InputException("the alignment has 0 columns");
        if (states.Length % names.Length != 0)
            throw new InputException($"{states.Length} states do not make {names.Length} rows of one length");
        Alphabet = alphabet;
        Names = names;
        this.states = states;
        Sites = states.Length / names.Length;
        if (columns is not null && columns.Length != Sites)
            throw new InputException($"{columns.Length} column numbers for {Sites} sites");
        Columns = columns ?? [.. Enumerable.Range(1, Sites)];
        foreach (byte a in states)
        {
            if (a >= alphabet.Size)
                throw new InputException($"state {a} is outside the alphabet {alphabet}");
        }
    }

    /// <summary>The q states of a site.</summary>
    public Alphabet Alphabet { get; }

    /// <summary>Names of the M rows.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>M, the number of rows.</summary>
    public int Count => Names.Count;

    /// <summary>L, the number of sites.</summary>
    public int Sites { get; }

    /// <summary>For each site, the 1-based column of the file that it came from.</summary>
    public IReadOnlyList<int> Columns { get; }

    /// <summary>All states, M x L, row-major.</summary>
    public ReadOnlySpan<byte> States => states;

    /// <summary>The L states of row m (0-based).</summary>
    public ReadOnlySpan<byte> Row(int m) => states.AsSpan(m * Sites, Sites);

    /// <summary>Row m as letters.</summary>
    public string Text(int m) => Render(Alphabet, Row(m));

    /// <summary>A configuration as letters of an alphabet.</summary>
    public static string Render(Alphabet alphabet, ReadOnlySpan<byte> row)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        char[] letters = new char[row.Length];
        for (int i = 0; i < row.Length; i++) letters[i] = alphabet.Letters[row[i]];
        return new string(letters);
    }

    /// <summary>The rows with the given 0-based numbers, in the given order.</summary>
    public Alignment Select(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        byte[] chosen = new byte[rows.Count * Sites];
        string[] names = new string[rows.Count];
        for (int k = 0; k < rows.Count; k++)
        {
            Row(rows[k]).CopyTo(chosen.AsSpan(k * Sites));
            names[k] = Names[rows[k]];
        }
        return new Alignment(Alphabet, names, chosen, [.. Columns]);
    }
}
