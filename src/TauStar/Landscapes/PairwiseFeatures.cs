using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// The pairwise models of L sites with q states whose configurations can all be listed, as an exponential family: q(x) ~ exp(-E^(x)),
/// E^ = -sum_m theta_m phi_m(x), in double precision. The features phi are the orthonormal site functions of
/// <see cref="ProductTransform"/>, one of a site (fields) or the product of those of two sites (couplings). For spins phi is s_i and
/// s_i s_j, and theta is h_i and J_ij. Constants and gauge freedom have no parameter: theta is unique.
/// </summary>
/// <remarks>The energies of all configurations are one transform of theta placed at the masks of the features, the moments one
/// transform of the probabilities read at the same masks, and where q is a power of two their covariances are read at the masks'
/// exclusive or (theory: section 4).</remarks>
public sealed partial class PairwiseFeatures
{
    private readonly ProductTransform transform;
    private readonly int[] masks;
    private readonly double[] signs; // phi = sign * basis product: spin +1 is state 1, whose basis function is -1
    private readonly Factor[] first, second;

    private readonly record struct Factor(int Site, int Function);

    /// <summary>The family.</summary>
    /// <param name="alphabet">The q states.</param>
    /// <param name="sites">L, at least 2.</param>
    /// <param name="fields">Whether there are fields. Spins without fields are listed folded: half the work.</param>
    /// <exception cref="InputException">More configurations than can be listed, or fewer than 2 sites.</exception>
    public PairwiseFeatures(Alphabet alphabet, int sites, bool fields)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        if (sites < 2) throw new InputException($"a pairwise model of {sites} sites; at least 2 are needed");
        int q = alphabet.Size;
        bool folded = q == 2 && !fields;
        Space = new ConfigurationSpace(alphabet, sites, folded);
        transform = new ProductTransform(q, folded ? sites - 1 : sites);
        FieldCount = fields ? sites * (q - 1) : 0;
        Count = FieldCount + SitePairs.Count(sites) * (q - 1) * (q - 1);
        (masks, signs, first, second) = (new int[Count], new double[Count], new Factor[Count], new Factor[Count]);
        int m = 0;
        for (int i = 0; fields && i < sites; i++)
        {
            for (int u = 1; u < q; u++) Place(m++, new Factor(i, u), default);
        }
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                for (int u = 1; u < q; u++)
                {
                    for (int v = 1; v < q; v++) Place(m++, new Factor(i, u), new Factor(j, v));
                }
            }
        }
    }

    /// <summary>The configurations.</summary>
    public ConfigurationSpace Space { get; }

    /// <summary>D: parameters. First the fields, (i, u) for u = 1..q-1; then pairs i &lt; j in the order of <see cref="SitePairs"/>, (u, v) each.</summary>
    public int Count { get; }

    /// <summary>How many of them are fields: L (q-1), or 0.</summary>
    public int FieldCount { get; }

    /// <summary>Whether there are fields.</summary>
    public bool HasFields => FieldCount > 0;

    private int States => Space.States;

    private void Place(int m, Factor a, Factor b)
    {
        (first[m], second[m]) = (a, b);
        masks[m] = Mask(a) + Mask(b);
        signs[m] = States == 2 && b.Function == 0 ? -1 : 1;
    }

    // Site 0 of a folded list is fixed in state 0, where its function is 1: it has no digit.
    private int Mask(Factor factor)
    {
        if (Space.Folded && factor.Site == 0) return 0;
        int mask = factor.Function;
        for (int i = factor.Site; i < Space.Sites - 1; i++) mask *= States;
        return mask;
    }

    /// <summary>E^ of all configurations in the order of the space.</summary>
    /// <param name="theta">D parameters.</param>
    /// <param name="energies">Filled; as many as the space has configurations.</param>
    public void Energies(ReadOnlySpan<double> theta, Span<double> energies)
    {
        CheckLength(theta.Length, Count, nameof(theta));
        CheckLength(energies.Length, Space.Count, nameof(energies));
        energies.Clear();
        for (int m = 0; m < masks.Length; m++) energies[masks[m]] = -signs[m] * theta[m];
        transform.Synthesise(energies);
    }

    /// <summary>E^ of all configurations in the order of the space.</summary>
    public double[] Energies(ReadOnlySpan<double> theta)
    {
        double[] energies = new double[Space.Count];
        Energies(theta, energies);
        return energies;
    }

    /// <summary>The model at a temperature.</summary>
    public EnumeratedDistribution Enumerate(ReadOnlySpan<double> theta, double temperature = 1) =>
        EnumeratedDistribution.Create(Space, Energies(theta), temperature);

    /// <summary>&lt;phi_m&gt; of a distribution over the space.</summary>
    /// <param name="table">Probabilities, or weights; transformed in place, and good for <see cref="Covariance"/> afterwards.</param>
    /// <param name="moments">D values, filled; divided by the table's sum.</param>
    public void Moments(Span<double> table, Span<double> moments)
    {
        CheckLength(table.Length, Space.Count, nameof(table));
        CheckLength(moments.Length, Count, nameof(moments));
        transform.Analyse(table);
        double scale = 1 / table[0];
        for (int m = 0; m < masks.Length; m++) moments[m] = signs[m] * table[masks[m]] * scale;
    }

    /// <summary>&lt;phi_m&gt; of a distribution over the same space.</summary>
    public double[] Moments(EnumeratedDistribution distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        if (!distribution.Space.Equals(Space)) throw new ArgumentException("the distribution lists other configurations", nameof(distribution));
        double[] table = new double[Space.Count], moments = new double[Count];
        ReadOnlySpan<double> logP = distribution.LogProbabilities;
        for (int n = 0; n < table.Length; n++) table[n] = Math.Exp(logP[n]);
        Moments(table, moments);
        return moments;
    }

    /// <summary>Adds weight times phi(x) of one configuration to a sum over D features.</summary>
    public void Accumulate(ReadOnlySpan<byte> row, double weight, Span<double> sums)
    {
        int q = States;
        Span<double> values = stackalloc double[Space.Sites * q];
        FillSiteFunctions(row, values);
        for (int m = 0; m < masks.Length; m++)
        {
            double phi = values[first[m].Site * q + first[m].Function];
            if (second[m].Function != 0) phi *= values[second[m].Site * q + second[m].Function];
            sums[m] += weight * phi;
        }
    }

    /// <summary>Adds weight times the site functions of one configuration: L x q, function 0 is 1.</summary>
    internal void AccumulateSites(ReadOnlySpan<byte> row, double weight, Span<double> sums)
    {
        Span<double> values = stackalloc double[sums.Length];
        FillSiteFunctions(row, values);
        for (int n = 0; n < sums.Length; n++) sums[n] += weight * values[n];
    }

    /// <summary>For feature m of two sites, the product of two entries of an L x q table of site functions; for a field, the entry.</summary>
    internal double Product(int m, ReadOnlySpan<double> sites)
    {
        double a = sites[first[m].Site * States + first[m].Function];
        return second[m].Function == 0 ? a : a * sites[second[m].Site * States + second[m].Function];
    }

    private void FillSiteFunctions(ReadOnlySpan<byte> row, Span<double> values)
    {
        int q = States;
        for (int i = 0; i < row.Length; i++)
        {
            for (int u = 0; u < q; u++) values[i * q + u] = SiteFunction(u, row[i]);
        }
    }

    private static void CheckLength(int length, int wanted, string name)
    {
        if (length != wanted) throw new ArgumentException($"{length} values instead of {wanted}", name);
    }
}
