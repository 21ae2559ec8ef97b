namespace TauStar.Sampling;

/// <summary>
/// How many sweeps chains need to forget where they were, found while they run: at sweeps t of a grid that grows by
/// factors near 1.4, the chains are compared with their own past at t/2 (<see cref="TwoTimeOverlap"/>). The mixing time is the first t at which
/// they are no nearer to it than different chains are (the test of adabmDCA 2.0: Rosset, Netti, Muntoni, Weigt, Zamponi, arXiv:2501.18456).
/// </summary>
/// <remarks>
/// Says that chains move about, not that they have seen all there is: chains that mix within one of two valleys and never cross
/// pass. Chains that start alike have nothing to be told apart by: start them at random, or from different sequences.
/// </remarks>
public sealed class MixingTime
{
    private readonly int sites, states;
    private readonly List<(long Sweep, byte[] Rows)> pictures = [];
    private readonly List<TwoTimeOverlap> overlaps = [];
    private int next;

    /// <summary>Looks at no chain yet; tell it the start with <see cref="Observe"/> at sweep 0.</summary>
    /// <param name="sites">L.</param>
    /// <param name="states">q.</param>
    public MixingTime(int sites, int states) => (this.sites, this.states) = (sites, states);

    /// <summary>The sweep at which it wants to see the chains next: 1, 2, 3, 4, 6, 8, 12, 16, ...</summary>
    public long Next => Grid(next);

    /// <summary>The mixing time in sweeps; null as long as chains remember.</summary>
    public long? Sweeps { get; private set; }

    /// <summary>All comparisons, in time.</summary>
    public IReadOnlyList<TwoTimeOverlap> Overlaps => overlaps;

    /// <summary>Looks at the chains at <see cref="Next"/>.</summary>
    /// <param name="rows">R x L states, row-major; copied.</param>
    public void Observe(ReadOnlySpan<byte> rows)
    {
        long now = Next;
        next++;
        int at = pictures.FindIndex(p => 2 * p.Sweep == now);
        if (at >= 0)
        {
            TwoTimeOverlap overlap = TwoTimeOverlap.Measure(pictures[at].Rows, rows, sites, states, (now / 2, now));
            overlaps.Add(overlap);
            if (overlap.Forgotten) Sweeps ??= now;
            pictures.RemoveRange(0, at + 1);
        }
        pictures.Add((now, rows.ToArray()));
    }

    private static long Grid(int n) => n == 0 ? 1 : n % 2 == 1 ? 1L << (n + 1) / 2 : 3L << n / 2 - 1;
}
