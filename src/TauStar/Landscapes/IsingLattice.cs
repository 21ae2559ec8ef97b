using TauStar.Data;

namespace TauStar.Landscapes;

/// <summary>
/// Nearest-neighbour Ising models on a rectangular lattice, E = - sum_bonds J s_i s_j / T, as pairwise models over
/// <see cref="Alphabet.Spin"/>. The paper's laboratory II is 4 x 4, J = 1, periodic.
/// </summary>
public static class IsingLattice
{
    /// <summary>
    /// The lattice at a temperature, which is divided into the couplings: the model at tau = 1 is the lattice at T.
    /// Site number of (row r, column c) is <c>r * columns + c</c>.
    /// </summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="coupling">J; positive is ferromagnetic.</param>
    /// <param name="temperature">T, above 0.</param>
    /// <param name="periodic">
    /// True: every site has a bond to the next one on the right and below, round the edge. Across a side of length 2 the
    /// two bonds join the same pair, which then has coupling 2 J; a side of length 1 has no bond to itself.
    /// </param>
    /// <returns>Fields 0; J_ij(s, s') = s s' times J/T (or 2 J/T).</returns>
    /// <exception cref="InputException">A size, coupling or temperature out of range.</exception>
    public static PottsModel Create(int rows, int columns, double coupling, double temperature, bool periodic = true)
    {
        if (rows < 1 || columns < 1) throw new InputException($"a lattice of {rows} x {columns}; both sides need at least 1 site");
        if (!double.IsFinite(coupling)) throw new InputException($"the coupling is {coupling}; it must be finite");
        if (!(temperature > 0) || !double.IsFinite(temperature))
            throw new InputException($"the temperature is {temperature}; it must be above 0");
        PottsModel model = new(Alphabet.Spin, rows * columns);
        foreach ((int a, int b) in new LatticeBonds(1, rows, columns, periodic).List()) AddBond(model, a, b, coupling / temperature);
        return model;
    }

    private static void AddBond(PottsModel model, int a, int b, double strength)
    {
        Span<float> block = model.Block(Math.Min(a, b), Math.Max(a, b));
        block[0] += (float)strength;
        block[1] -= (float)strength;
        block[2] -= (float)strength;
        block[3] += (float)strength;
    }
}
