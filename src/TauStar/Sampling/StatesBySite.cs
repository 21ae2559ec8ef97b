namespace TauStar.Sampling;

/// <summary>
/// The states of some chains or sequences, site by site: those of all chains at one site lie side by side, as sums over neighbours (<see cref="LocalFields"/>) and
/// draws of a site take them.
/// </summary>
internal sealed class StatesBySite
{
    // Chains are taken so many at a time that their rows stay in first-level cache.
    private const int Tile = 64;

    /// <summary>Of rows of L states, one chain each.</summary>
    public StatesBySite(ReadOnlySpan<byte> rows, int sites)
    {
        Count = rows.Length / sites;
        Sites = sites;
        Column = (Count + SiteSweep.Lanes - 1) / SiteSweep.Lanes * SiteSweep.Lanes;
        Values = new byte[(long)sites * Column];
        for (int first = 0; first < Count; first += Tile)
        {
            int last = Math.Min(first + Tile, Count);
            for (int i = 0; i < sites; i++)
            {
                Span<byte> column = Values.AsSpan(i * Column, Count);
                for (int c = first; c < last; c++) column[c] = rows[c * sites + i];
            }
        }
    }

    /// <summary>How many chains.</summary>
    public int Count { get; }

    /// <summary>L.</summary>
    public int Sites { get; }

    /// <summary>Bytes from one site to the next: the chains, rounded up to whole <see cref="SiteSweep.Lanes"/>; what is beyond them is state 0.</summary>
    public int Column { get; }

    /// <summary>L x <see cref="Column"/> states.</summary>
    public byte[] Values { get; }

    /// <summary>The states back as rows.</summary>
    public void CopyTo(Span<byte> rows)
    {
        for (int first = 0; first < Count; first += Tile)
        {
            int last = Math.Min(first + Tile, Count);
            for (int i = 0; i < Sites; i++)
            {
                ReadOnlySpan<byte> column = Values.AsSpan(i * Column, Count);
                for (int c = first; c < last; c++) rows[c * Sites + i] = column[c];
            }
        }
    }
}
