using TauStar.Data;

namespace TauStar.Sampling;

/// <summary>
/// What chains remember: the mean identity of chains with their own past, beside the mean identity of different chains, between
/// the same two times. Chains that forgot their past are no nearer to it than to the past of others.
/// </summary>
/// <param name="Past">Sweep of the earlier picture.</param>
/// <param name="Now">Sweep of the later picture.</param>
/// <param name="Own">Mean fraction of sites at which a chain agrees with its own past.</param>
/// <param name="Others">Mean fraction at which it agrees with the past of another chain, over all pairs.</param>
/// <param name="StandardError">Of <see cref="Memory"/>, over chains.</param>
public sealed record TwoTimeOverlap(long Past, long Now, double Own, double Others, double StandardError)
{
    /// <summary>Standard errors within which <see cref="Own"/> and <see cref="Others"/> agree.</summary>
    public const double Within = 2;

    /// <summary>Own - Others: 0 when nothing is remembered.</summary>
    public double Memory => Own - Others;

    /// <summary>True when chains are no nearer to their own past than to that of others, within the error.</summary>
    public bool Forgotten => Memory <= Within * StandardError;

    /// <summary>Compares two pictures of R chains.</summary>
    /// <param name="past">R x L states, row-major, at the earlier time.</param>
    /// <param name="now">The same chains later.</param>
    /// <param name="sites">L.</param>
    /// <param name="states">q.</param>
    /// <param name="times">The sweeps of both.</param>
    /// <exception cref="ArgumentException">Pictures of different or fewer than three chains.</exception>
    /// <remarks>
    /// The mean over all pairs is read off site frequencies, O(R L). It is a U-statistic: to first order chain c adds twice the mean b_c of its
    /// pairs, so the error is that of a_c - 2 b_c, a_c its own overlap (Hoeffding, Ann. Math. Stat. 19, 293, 1948).
    /// </remarks>
    public static TwoTimeOverlap Measure(ReadOnlySpan<byte> past, ReadOnlySpan<byte> now, int sites, int states, (long Past, long Now) times)
    {
        int chains = past.Length / sites;
        if (past.Length != now.Length || past.Length % sites != 0 || chains < 3)
            throw new ArgumentException($"pictures of {past.Length} and {now.Length} states for chains of {sites} sites; at least 3 chains, the same in both", nameof(now));
        double[] then = Frequencies(past, sites, states), here = Frequencies(now, sites, states);
        double own = 0, others = 0, sum = 0, squares = 0;
        for (int c = 0; c < chains; c++)
        {
            ReadOnlySpan<byte> a = past.Slice(c * sites, sites), b = now.Slice(c * sites, sites);
            double self = SequenceSimilarity.Agreements(a, b), all = 0;
            for (int i = 0; i < sites; i++) all += then[i * states + b[i]] + here[i * states + a[i]];
            double pairs = (all - 2 * self) / (2 * (chains - 1)); // of this chain, at either time, with the others at the other time
            own += self;
            others += pairs;
            double part = (self - 2 * pairs) / sites;
            sum += part;
            squares += part * part;
        }
        double scale = (double)chains * sites, variance = Math.Max(0, squares / chains - sum / chains * (sum / chains));
        return new TwoTimeOverlap(times.Past, times.Now, own / scale, others / scale, Math.Sqrt(variance / (chains - 1)));
    }

    private static double[] Frequencies(ReadOnlySpan<byte> rows, int sites, int states)
    {
        double[] counts = new double[sites * states];
        for (int at = 0; at < rows.Length; at += sites)
        {
            for (int i = 0; i < sites; i++) counts[i * states + rows[at + i]]++;
        }
        return counts;
    }
}
