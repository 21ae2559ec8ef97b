using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>A changed site.</summary>
/// <param name="Site">0-based.</param>
/// <param name="State">Its new state.</param>
public readonly record struct Substitution(int Site, byte State);

/// <summary>
/// Energy differences E(mutant) - E(wild type) of a Potts model. One change at site i from a to b costs
/// h_i(a) - h_i(b) + sum_j [J_ij(a, a_j) - J_ij(b, a_j)]; several cost the sum of that less, for each pair of them,
/// J_ij(b, b') - J_ij(b, a') - J_ij(a, b') + J_ij(a, a'), which is what the model knows of epistasis.
/// </summary>
public sealed class MutantEnergies
{
    private readonly PottsModel model;
    private readonly byte[] wildType;
    private readonly double[] singles;

    /// <summary>Computes all single changes. Cost O(L^2 q), on all cores.</summary>
    /// <param name="model">The model.</param>
    /// <param name="wildType">L states.</param>
    /// <exception cref="ArgumentException">The wild type has not L sites.</exception>
    public MutantEnergies(PottsModel model, ReadOnlySpan<byte> wildType)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (wildType.Length != model.Sites) throw new ArgumentException($"a wild type of {wildType.Length} sites for a model of {model.Sites}", nameof(wildType));
        this.model = model;
        byte[] row = this.wildType = wildType.ToArray();
        double[] all = singles = new double[model.Sites * model.States];
        Cores.For(model.Sites, i =>
        {
            int q = model.States;
            Span<double> field = all.AsSpan(i * q, q); // -E as a function of the state of site i
            for (int b = 0; b < q; b++) field[b] = model.Fields[i * q + b];
            for (int j = 0; j < row.Length; j++)
            {
                if (j == i) continue;
                for (byte b = 0; b < q; b++) field[b] += Coupling(i, b, j, row[j]);
            }
            double own = field[row[i]];
            for (int b = 0; b < q; b++) field[b] = own - field[b];
        });
    }

    /// <summary>All single changes: L x q, the difference for state b of site i at <c>i * q + b</c>; 0 for the wild type's own.</summary>
    public ReadOnlySpan<double> Singles => singles;

    /// <summary>One single change, k_B T.</summary>
    public double Single(Substitution change) => singles[change.Site * model.States + change.State];

    /// <summary>E(mutant) - E(wild type) of any number of changes at different sites, k_B T.</summary>
    public double Of(IReadOnlyList<Substitution> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        double sum = Additive(changes);
        for (int k = 0; k < changes.Count; k++)
        {
            for (int l = k + 1; l < changes.Count; l++)
            {
                (int i, byte b) = (changes[k].Site, changes[k].State);
                (int j, byte c) = (changes[l].Site, changes[l].State);
                if (i == j) throw new ArgumentException($"site {i} is changed twice", nameof(changes));
                sum -= (double)Coupling(i, b, j, c) - Coupling(i, b, j, wildType[j]) - Coupling(i, wildType[i], j, c) + Coupling(i, wildType[i], j, wildType[j]);
            }
        }
        return sum;
    }

    /// <summary>The sum of the single changes: what the difference would be without epistasis.</summary>
    public double Additive(IReadOnlyList<Substitution> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        double sum = 0;
        foreach (Substitution change in changes) sum += Single(change);
        return sum;
    }

    private float Coupling(int i, byte a, int j, byte b) => i < j ? model.Block(i, j)[a * model.States + b] : model.Block(j, i)[b * model.States + a];
}
