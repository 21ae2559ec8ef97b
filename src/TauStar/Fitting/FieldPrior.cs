using TauStar.Data;

namespace TauStar.Fitting;

/// <summary>
/// How broad the normal prior on fields is (docs/derivations/posterior-mean-large.md): as broad as the log-odds of single sites spread. Conserved sites have large fields, and a prior that
/// is narrower than they are makes the truth look less conserved than it is.
/// </summary>
internal static class FieldPrior
{
    /// <summary>The largest precision: of sites whose states are alike often.</summary>
    public const double Strongest = 2;

    /// <summary>The smallest: couplings conserve sites as well, and where fields may take it all, gains at tau* come out a third too large.</summary>
    public const double Weakest = 0.7;

    /// <summary>lambda_h: one over the mean square of centred log(M f + 1/2) over sites and states, between <see cref="Weakest"/> and <see cref="Strongest"/>.</summary>
    /// <param name="data">Frequencies of the data, without pseudocount.</param>
    /// <param name="samples">M.</param>
    public static double Precision(PairFrequencies data, double samples)
    {
        ArgumentNullException.ThrowIfNull(data);
        double square = 0;
        for (int i = 0; i < data.Sites; i++)
        {
            double[] odds = [.. data.Single.AsSpan(i * data.States, data.States).ToArray().Select(f => Math.Log(samples * f + 0.5))];
            double mean = odds.Average();
            square += odds.Average(o => (o - mean) * (o - mean));
        }
        return Math.Clamp(data.Sites / square, Weakest, Strongest);
    }
}
