using TauStar.Data;

namespace TauStar.Landscapes;

/// <summary>
/// Which configurations of L sites with q states are listed, and in which order: as numbers to the base q, site 0 the most
/// significant digit. Where energies do not change when all spins flip, one of each pair s, -s is enough: the folded
/// list holds those with site 0 in state 0, which is the first half of the whole list, and each stands for two.
/// </summary>
public sealed record ConfigurationSpace
{
    /// <summary>The largest list that is accepted, 2^24 configurations (16 bytes each in a distribution).</summary>
    public const int MostConfigurations = 1 << 24;

    /// <summary>The list of L sites.</summary>
    /// <param name="alphabet">The q states.</param>
    /// <param name="sites">L, at least 1.</param>
    /// <param name="folded">List one of s and -s; q = 2 only.</param>
    /// <exception cref="InputException">More than <see cref="MostConfigurations"/>.</exception>
    public ConfigurationSpace(Alphabet alphabet, int sites, bool folded = false)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentOutOfRangeException.ThrowIfLessThan(sites, 1);
        if (folded && alphabet.Size != 2) throw new ArgumentException($"{alphabet.Size} states a site; only 2 can be folded", nameof(folded));
        double count = Math.Pow(alphabet.Size, folded ? sites - 1 : sites);
        if (!(count <= MostConfigurations))
            throw new InputException($"{alphabet.Size}^{(folded ? sites - 1 : sites)} configurations cannot be listed; at most {MostConfigurations}");
        (Alphabet, Sites, Folded, Count) = (alphabet, sites, folded, (int)Math.Round(count));
    }

    /// <summary>The q states.</summary>
    public Alphabet Alphabet { get; }

    /// <summary>L.</summary>
    public int Sites { get; }

    /// <summary>q.</summary>
    public int States => Alphabet.Size;

    /// <summary>One of s and -s is listed.</summary>
    public bool Folded { get; }

    /// <summary>Configurations in the list: q^L, or 2^(L-1) folded.</summary>
    public int Count { get; }

    /// <summary>For how many configurations each in the list stands: 1, or 2 folded.</summary>
    public int Multiplicity => Folded ? 2 : 1;

    /// <summary>Number of a configuration in the list; folded, of itself or its flip, whichever is listed.</summary>
    public int IndexOf(ReadOnlySpan<byte> row)
    {
        if (row.Length != Sites)
            throw new ArgumentException($"a configuration of {row.Length} sites instead of {Sites}", nameof(row));
        int index = 0;
        if (Folded && row[0] != 0)
        {
            foreach (byte a in row) index = index * 2 + (1 - a);
            return index;
        }
        foreach (byte a in row) index = index * States + a;
        return index;
    }

    /// <summary>Writes the L states of the configuration of that number.</summary>
    public void Fill(int index, Span<byte> row)
    {
        int q = States;
        for (int i = Sites - 1; i >= 0; i--, index /= q) row[i] = (byte)(index % q);
    }

    /// <summary>Flips every spin: s becomes -s.</summary>
    public static void Flip(Span<byte> row)
    {
        foreach (ref byte state in row) state = (byte)(1 - state);
    }
}
