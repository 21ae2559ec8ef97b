using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// Energies of all configurations by doubling: a site more multiplies the list by q, and what it adds is itself a list, over
/// the sites before it, of terms with one site less. So N configurations cost O(N) additions for pairwise terms, not O(N L^2).
/// </summary>
/// <remarks>Sums of whole numbers are exact. Terms without fields and three-body terms give E(s) = E(-s) to the last bit,
/// for a flip only changes signs. The slow versions are <see cref="PottsModel.Energy"/> and, in the tests, sums over terms.</remarks>
internal static class EnergyTable
{
    /// <summary>One term of E over spins: a number times the product of some of them.</summary>
    /// <param name="Sites">Bit L - 1 - i is set where s_i is a factor; 0 is a constant.</param>
    /// <param name="Energy">The number; -J for a coupling J.</param>
    public readonly record struct Term(uint Sites, double Energy);

    /// <summary>The bit of site i among L sites: site 0 is the most significant.</summary>
    public static uint Site(int sites, int i) => 1u << (sites - 1 - i);

    /// <summary>The term energy * s_i * s_j, i and j different.</summary>
    public static Term Pair(int sites, int i, int j, double energy) => new(Site(sites, i) | Site(sites, j), energy);

    /// <summary>-J_ij s_i s_j for all pairs in the order of <see cref="SitePairs"/>, J_ij ~ N(0, deviation^2/L).</summary>
    public static IEnumerable<Term> RandomPairs(int sites, double deviation, RandomStream stream)
    {
        RandomSource random = stream.Open();
        double scale = deviation / Math.Sqrt(sites);
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++) yield return Pair(sites, i, j, -scale * random.NextNormal());
        }
    }

    /// <summary>E of spins in the order of a space: 2^L energies, or 2^(L-1) if it is folded.</summary>
    /// <param name="space">The configurations.</param>
    /// <param name="terms">Sum of terms; the same product may occur several times.</param>
    /// <param name="unit">Multiplies all energies at the end: whole-number terms then give equal levels equal bits.</param>
    public static double[] OfSpins(ConfigurationSpace space, IReadOnlyList<Term> terms, double unit = 1)
    {
        double[] energies = new double[space.Count];
        double[] scratch = new double[Math.Max(1, space.Folded ? 2 * space.Count : space.Count)];
        Term[] all = [.. terms];
        if (space.Folded)
        {
            // Site 0 in state 0, s = -1: the first half of the whole list, by the same subtraction.
            uint top = Site(space.Sites, 0);
            Span<double> factor = scratch.AsSpan(0, space.Count);
            Fill(energies, Without(all, top), scratch);
            Fill(factor, Derivative(all, top), scratch.AsSpan(space.Count));
            for (int n = 0; n < energies.Length; n++) energies[n] -= factor[n];
        }
        else
        {
            Fill(energies, all, scratch);
        }
        if (unit != 1)
        {
            foreach (ref double energy in energies.AsSpan()) energy *= unit;
        }
        return energies;
    }

    /// <summary>E of a pairwise model in the order of <see cref="ConfigurationSpace"/>: q^L energies.</summary>
    /// <remarks>From the last site to the first: the energy of state a there is the sum of h(a) and the couplings with the
    /// sites behind it, listed in the same way.</remarks>
    public static double[] OfPotts(PottsModel model)
    {
        int q = model.States, sites = model.Sites;
        ConfigurationSpace space = new(model.Alphabet, sites);
        double[] energies = new double[space.Count], local = new double[space.Count / q];
        for (int i = sites - 1, size = 1; i >= 0; i--, size *= q)
        {
            for (int a = q - 1; a >= 0; a--) // state 0 last, in place of the list without the site
            {
                local[0] = model.Fields[i * q + a];
                for (int j = sites - 1, filled = 1; j > i; j--, filled *= q)
                {
                    ReadOnlySpan<float> coupling = model.Block(i, j).Slice(a * q, q);
                    for (int b = q - 1; b >= 0; b--)
                    {
                        for (int n = 0; n < filled; n++) local[b * filled + n] = local[n] + coupling[b];
                    }
                }
                for (int n = 0; n < size; n++) energies[a * size + n] = energies[n] - local[n];
            }
        }
        return energies;
    }

    /// <summary>E = A + s B with s the spin of the highest bit, A and B over the other spins; scratch is as long as the list.</summary>
    private static void Fill(Span<double> energies, Term[] terms, Span<double> scratch)
    {
        if (energies.Length == 1 || terms.Length == 0 || Array.TrueForAll(terms, t => t.Sites == 0))
        {
            double sum = 0;
            foreach (Term term in terms) sum += term.Energy;
            energies.Fill(sum);
            return;
        }
        int half = energies.Length / 2;
        uint top = (uint)half;
        Span<double> down = energies[..half], up = energies[half..], factor = scratch[..half];
        Fill(down, Without(terms, top), scratch);
        Term[] derivative = Derivative(terms, top);
        if (derivative.Length == 0)
        {
            down.CopyTo(up);
            return;
        }
        Fill(factor, derivative, scratch[half..]);
        for (int n = 0; n < half; n++)
        {
            double rest = down[n], spin = factor[n];
            down[n] = rest - spin;
            up[n] = rest + spin;
        }
    }

    private static Term[] Without(Term[] terms, uint site) => Array.FindAll(terms, t => (t.Sites & site) == 0);

    private static Term[] Derivative(Term[] terms, uint site) =>
        Array.ConvertAll(Array.FindAll(terms, t => (t.Sites & site) != 0), t => t with { Sites = t.Sites ^ site });
}
