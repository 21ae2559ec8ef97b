using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>How strongly a pair of sites is coupled.</summary>
/// <param name="I">First site, 0-based, below <paramref name="J"/>.</param>
/// <param name="J">Second site.</param>
/// <param name="Frobenius">F_ij: Frobenius norm of the coupling matrix in the zero-sum gauge, gap left out, k_B T.</param>
/// <param name="Score">F_ij corrected by the average product, F_ij - F_i. F_.j / F_..; may be negative.</param>
public readonly record struct ContactScore(int I, int J, double Frobenius, double Score);

/// <summary>
/// Contact prediction from couplings as the field does it (Ekeberg et al., Phys. Rev. E 87, 012707, 2013): Frobenius norms in the zero-sum gauge, where
/// a coupling matrix has no part that fields could take over, without the gap, less the product of the sites' averages (Dunn, Wahl, Gloor,
/// Bioinformatics 24, 333, 2008), which takes away what sites have in common with all others.
/// </summary>
public static class ContactScores
{
    /// <summary>Scores of all pairs i &lt; j, in the order of <see cref="SitePairs"/>. Cost O(L^2 q^2).</summary>
    /// <param name="model">In any gauge.</param>
    /// <exception cref="InputException">A model of one site: no pair.</exception>
    public static ContactScore[] Of(PottsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Sites < 2) throw new InputException("a model of one site has no pair of sites to score");
        int sites = model.Sites, q = model.States;
        double[] norms = new double[SitePairs.Count(sites)], siteSums = new double[sites];
        Cores.For(sites, i =>
        {
            double[] block = new double[q * q], rows = new double[q], columns = new double[q];
            for (int j = i + 1; j < sites; j++)
            {
                PottsGauges.CentreBlock(model.Block(i, j), block, rows, columns);
                norms[SitePairs.Index(sites, i, j)] = Norm(block, q, model.Alphabet.HasGap ? 1 : 0);
            }
        });
        double total = 0;
        for (int i = 0, pair = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++, pair++)
            {
                siteSums[i] += norms[pair];
                siteSums[j] += norms[pair];
                total += norms[pair];
            }
        }
        // F_i. F_.j / F_.. with averages over L - 1 partners and L (L-1)/2 pairs.
        double scale = total > 0 ? norms.Length / (total * (sites - 1) * (sites - 1)) : 0;
        ContactScore[] scores = new ContactScore[norms.Length];
        for (int i = 0, pair = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++, pair++)
                scores[pair] = new ContactScore(i, j, norms[pair], norms[pair] - siteSums[i] * siteSums[j] * scale);
        }
        return scores;
    }

    private static double Norm(double[] block, int q, int first)
    {
        double sum = 0;
        for (int a = first; a < q; a++)
        {
            for (int b = first; b < q; b++) sum += block[a * q + b] * block[a * q + b];
        }
        return Math.Sqrt(sum);
    }
}
