using TauStar.Numerics;

namespace TauStar.Data;

/// <summary>
/// One- and two-site frequencies of weighted configurations: f_i(a) and f_ij(a, b), mixed with the uniform distribution by a
/// pseudocount: f -> (1 - alpha) f + alpha / q (one site), alpha / q^2 (two sites).
/// </summary>
public sealed class PairFrequencies
{
    private PairFrequencies(int sites, int states)
    {
        Sites = sites;
        States = states;
        Single = new float[sites * states];
        Pair = new float[(long)SitePairs.Count(sites) * states * states];
    }

    /// <summary>L.</summary>
    public int Sites { get; }

    /// <summary>q.</summary>
    public int States { get; }

    /// <summary>f_i(a): L x q.</summary>
    public float[] Single { get; }

    /// <summary>f_ij(a, b): pairs x q x q, in the order of <see cref="SitePairs"/>.</summary>
    public float[] Pair { get; }

    /// <summary>The q x q block of pair i &lt; j.</summary>
    public ReadOnlySpan<float> Block(int i, int j) =>
        Pair.AsSpan(SitePairs.Index(Sites, i, j) * States * States, States * States);

    /// <summary>Frequencies that are known, such as the exact ones of a model that was listed.</summary>
    /// <param name="sites">L.</param>
    /// <param name="states">q.</param>
    /// <param name="single">L x q.</param>
    /// <param name="pair">Pairs x q x q, in the order of <see cref="SitePairs"/>.</param>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public static PairFrequencies Of(int sites, int states, ReadOnlySpan<double> single, ReadOnlySpan<double> pair)
    {
        PairFrequencies f = new(sites, states);
        if (single.Length != f.Single.Length || pair.Length != f.Pair.Length)
            throw new ArgumentException($"{single.Length} and {pair.Length} frequencies for {sites} sites with {states} states", nameof(pair));
        for (int n = 0; n < single.Length; n++) f.Single[n] = (float)single[n];
        for (int n = 0; n < pair.Length; n++) f.Pair[n] = (float)pair[n];
        return f;
    }

    /// <summary>Counts a weighted alignment.</summary>
    /// <param name="alignment">M x L.</param>
    /// <param name="weights">M weights, not all zero; null for equal weights.</param>
    /// <param name="pseudocount">alpha, in [0, 1].</param>
    /// <exception cref="InputException">alpha outside its range.</exception>
    public static PairFrequencies Count(Alignment alignment, double[]? weights, double pseudocount)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        if (!(pseudocount >= 0 && pseudocount <= 1))
            throw new InputException($"pseudocount {pseudocount} is outside [0, 1]");
        return Count(alignment.States.ToArray(), alignment.Sites, alignment.Alphabet.Size, weights, pseudocount);
    }

    /// <summary>Counts R x L states, row-major. Cost O(R L^2), on all cores; sums in double precision in a fixed order.</summary>
    /// <exception cref="ArgumentException">A state that is not below q.</exception>
    public static PairFrequencies Count(byte[] rows, int sites, int states, double[]? weights, double pseudocount)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int count = rows.Length / sites;
        double total = weights?.Sum() ?? count;
        PairFrequencies f = new(sites, states);
        byte[] bySite = Transpose(rows, sites);
        double keep = (1 - pseudocount) / total;
        if (rows.AsSpan().ContainsAnyExceptInRange<byte>(0, (byte)(states - 1))) throw new ArgumentException($"a state is not below {states}", nameof(rows));
        Cores.For(sites, i =>
        {
            double[] sums = new double[states * states];
            PairHistogram histogram = new(states);
            ReadOnlySpan<byte> si = bySite.AsSpan(i * count, count);
            for (int m = 0; m < count; m++) sums[si[m]] += weights is null ? 1 : weights[m];
            for (int a = 0; a < states; a++)
                f.Single[i * states + a] = (float)(keep * sums[a] + pseudocount / states);
            for (int j = i + 1; j < sites; j++)
            {
                ReadOnlySpan<byte> sj = bySite.AsSpan(j * count, count);
                if (weights is null)
                {
                    ReadOnlySpan<int> counts = histogram.Count(si, sj);
                    for (int ab = 0; ab < sums.Length; ab++) sums[ab] = counts[ab];
                }
                else
                {
                    Array.Clear(sums);
                    for (int m = 0; m < count; m++) sums[si[m] * states + sj[m]] += weights[m];
                }
                Span<float> block = f.Pair.AsSpan(SitePairs.Index(sites, i, j) * states * states, sums.Length);
                for (int ab = 0; ab < sums.Length; ab++)
                    block[ab] = (float)(keep * sums[ab] + pseudocount / (states * states));
            }
        });
        return f;
    }

    /// <summary>f_i(a) alone, L x q, weighted, without pseudocount.</summary>
    public static float[] Singles(Alignment alignment, double[] weights)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        ArgumentNullException.ThrowIfNull(weights);
        int q = alignment.Alphabet.Size;
        double[] sums = new double[alignment.Sites * q];
        for (int m = 0; m < alignment.Count; m++)
        {
            ReadOnlySpan<byte> row = alignment.Row(m);
            for (int i = 0; i < row.Length; i++) sums[i * q + row[i]] += weights[m];
        }
        double total = weights.Sum();
        return [.. sums.Select(s => (float)(s / total))];
    }

    /// <summary>The usual pseudocount, 1/Meff.</summary>
    /// <param name="effective">Effective number of sequences, the sum of their weights.</param>
    /// <exception cref="InputException">Not above 1: nothing of the data would be left.</exception>
    public static double UsualPseudocount(double effective) => effective > 1 + 1e-9 ? 1 / effective : throw new InputException(
        "the weights of all sequences together are not above 1, so there is nothing to learn from; a larger --seqid or another pseudocount may help");

    /// <summary>R x L states turned into L x R.</summary>
    public static byte[] Transpose(byte[] rows, int sites)
    {
        ArgumentNullException.ThrowIfNull(rows);
        byte[] bySite = new byte[rows.Length];
        Transpose(rows, sites, bySite);
        return bySite;
    }

    /// <summary>The same into memory of the caller's, in tiles that fit the first-level cache.</summary>
    public static void Transpose(byte[] rows, int sites, byte[] bySite)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(bySite);
        const int Tile = 64;
        int count = rows.Length / sites;
        for (int m0 = 0; m0 < count; m0 += Tile)
        {
            int m1 = Math.Min(m0 + Tile, count);
            for (int i = 0; i < sites; i++)
            {
                for (int m = m0; m < m1; m++) bySite[i * count + m] = rows[m * sites + i];
            }
        }
    }
}
