using TauStar.Data;

namespace TauStar.Fitting;

/// <summary>
/// What the number of chains allows: R independent draws of even the true model show connected correlations with a variance of about
/// f_i (1 - f_i) f_j (1 - f_j)/R, that of independent sites, which keeps their Pearson with the data's below 1.
/// </summary>
public static class ChainNoise
{
    /// <summary>The Pearson that R independent draws of a perfect model reach: sqrt(S/(S + N/R)), S the variance of the data's connected correlations and N the mean of f_i (1 - f_i) f_j (1 - f_j) over
    /// pairs and states.</summary>
    /// <param name="data">The data's frequencies.</param>
    /// <param name="chains">R, at least 1.</param>
    public static double BestPearson(PairFrequencies data, int chains)
    {
        (double signal, double noise) = Of(data);
        return Math.Sqrt(signal / (signal + noise / chains));
    }

    /// <summary>How many chains let a perfect model come so far from a target to 1.</summary>
    /// <param name="data">The data's frequencies.</param>
    /// <param name="target">A Pearson in (0, 1).</param>
    /// <param name="share">Of the way from the target to 1, in (0, 1).</param>
    public static int Enough(PairFrequencies data, double target, double share = 0.5)
    {
        (double signal, double noise) = Of(data);
        double wanted = target + share * (1 - target), squared = wanted * wanted;
        double chains = signal > 0 ? noise / signal * squared / (1 - squared) : 1;
        return (int)Math.Clamp(Math.Ceiling(chains), 1, int.MaxValue / 2);
    }

    private static (double Signal, double Noise) Of(PairFrequencies data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int q = data.States, sites = data.Sites;
        double sum = 0, squares = 0, noise = 0;
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                ReadOnlySpan<float> block = data.Block(i, j);
                for (int ab = 0; ab < block.Length; ab++)
                {
                    double fi = data.Single[i * q + ab / q], fj = data.Single[j * q + ab % q], c = block[ab] - fi * fj;
                    sum += c;
                    squares += c * c;
                    noise += fi * (1 - fi) * fj * (1 - fj);
                }
            }
        }
        long terms = Math.Max(1, data.Pair.LongLength);
        return (Math.Max(0, squares / terms - sum / terms * (sum / terms)), noise / terms);
    }
}
