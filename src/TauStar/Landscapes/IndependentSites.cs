using TauStar.Data;

namespace TauStar.Landscapes;

/// <summary>
/// The model without couplings: each site follows its own frequencies, p(a) = prod_i f_i(a_i). The baseline that every
/// pairwise model has to beat.
/// </summary>
public static class IndependentSites
{
    /// <summary>Fields h_i(a) = log f_i(a), all couplings 0, so that E = -log p and log Z = 0.</summary>
    /// <param name="alphabet">The q states.</param>
    /// <param name="frequencies">L x q, at <c>i * q + a</c>; at or above 0. Each site is normalised.</param>
    /// <param name="pseudocount">Share of the uniform distribution mixed in: f becomes (1 - alpha) f + alpha/q; 0 to 1.</param>
    /// <exception cref="InputException">A pseudocount out of range, or 0 while some state was never seen.</exception>
    /// <exception cref="ArgumentException">Not L x q numbers, or a site without weight.</exception>
    public static PottsModel FromFrequencies(Alphabet alphabet, ReadOnlySpan<double> frequencies, double pseudocount)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        int q = alphabet.Size;
        if (!(pseudocount >= 0 && pseudocount <= 1)) throw new InputException($"the pseudocount is {pseudocount}; allowed are 0 to 1");
        if (frequencies.Length == 0 || frequencies.Length % q != 0)
            throw new ArgumentException($"{frequencies.Length} frequencies for {q} states a site", nameof(frequencies));
        PottsModel model = new(alphabet, frequencies.Length / q);
        for (int i = 0; i < model.Sites; i++)
        {
            ReadOnlySpan<double> site = frequencies.Slice(i * q, q);
            double sum = 0;
            foreach (double f in site) sum += f >= 0 ? f : double.NaN;
            if (!(sum > 0) || !double.IsFinite(sum))
                throw new ArgumentException($"the frequencies of site {i} sum to {sum}", nameof(frequencies));
            for (int a = 0; a < q; a++)
            {
                double f = (1 - pseudocount) * site[a] / sum + pseudocount / q;
                if (f == 0)
                {
                    throw new InputException(
                        $"state '{alphabet.Letters[a]}' never occurs at site {i + 1}; a pseudocount above 0 is needed");
                }
                model.Fields[i * q + a] = (float)Math.Log(f);
            }
        }
        return model;
    }
}
