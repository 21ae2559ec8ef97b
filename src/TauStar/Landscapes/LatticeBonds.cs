using TauStar.Data;

namespace TauStar.Landscapes;

/// <summary>Bonds between nearest neighbours of a rectangular lattice of up to three dimensions.</summary>
/// <param name="Layers">Sites along the third side; 1 for a plane.</param>
/// <param name="Rows">Sites along the first side.</param>
/// <param name="Columns">Sites along the second side.</param>
/// <param name="Periodic">
/// Bonds go round the edges. Across a side of length 2 the two bonds join the same pair; a side of length 1 has no bond, as
/// in <see cref="IsingLattice"/>.
/// </param>
internal readonly record struct LatticeBonds(int Layers, int Rows, int Columns, bool Periodic)
{
    /// <summary>L.</summary>
    public int Sites => Layers * Rows * Columns;

    /// <summary>Complains about sides below 1 and lattices whose configurations cannot be listed.</summary>
    public void Check()
    {
        TruthMembers.CheckCount("rows", Rows, 1, TruthMembers.MostSpins + 1);
        TruthMembers.CheckCount("columns", Columns, 1, TruthMembers.MostSpins + 1);
        TruthMembers.CheckCount("layers", Layers, 1, TruthMembers.MostSpins + 1);
        if (Sites > TruthMembers.MostSpins + 1)
        {
            string sides = Layers == 1 ? $"{Rows} x {Columns}" : $"{Layers} x {Rows} x {Columns}";
            throw new InputException($"a lattice of {sides} has {Sites} sites; at most {TruthMembers.MostSpins + 1} can be listed");
        }
    }

    /// <summary>Both ends of every bond, site by site in the order (layer * rows + row) * columns + column; to the right, down, then to the next layer.</summary>
    public List<(int A, int B)> List()
    {
        List<(int A, int B)> bonds = [];
        for (int z = 0; z < Layers; z++)
        {
            for (int r = 0; r < Rows; r++)
            {
                for (int c = 0; c < Columns; c++)
                {
                    int site = Site(z, r, c);
                    if (HasNext(c, Columns)) bonds.Add((site, Site(z, r, (c + 1) % Columns)));
                    if (HasNext(r, Rows)) bonds.Add((site, Site(z, (r + 1) % Rows, c)));
                    if (HasNext(z, Layers)) bonds.Add((site, Site((z + 1) % Layers, r, c)));
                }
            }
        }
        return bonds;
    }

    private int Site(int layer, int row, int column) => (layer * Rows + row) * Columns + column;

    private bool HasNext(int place, int side) => place + 1 < side || (Periodic && side > 1);
}
