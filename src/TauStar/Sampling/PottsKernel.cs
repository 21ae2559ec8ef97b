using TauStar.Landscapes;

namespace TauStar.Sampling;

/// <summary>
/// The parameters of a Potts model laid out for Gibbs sampling: for every site i and every state b of every other site j,
/// the q contributions to the local fields of i stand side by side, padded with zeros to whole vectors of eight.
/// The field of state a at site i is h_i(a) + sum_{j != i} row(i, j, s_j)[a], and p(s_i = a | rest) ~ exp(beta field).
/// </summary>
/// <remarks>Memory: 4 L^2 q W bytes, W = q rounded up to a multiple of 8 (L = 96, q = 21: 19 MB). One row is read per
/// neighbour and update, so the sampler takes a tile of chains past a few neighbours at a time, whose rows fit the first-level cache.</remarks>
public sealed class PottsKernel
{
    /// <summary>All parameters zero.</summary>
    public PottsKernel(int sites, int states)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sites, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 2);
        Sites = sites;
        States = states;
        Width = WidthFor(states);
        RequireFits(sites, states);
        Fields = new float[sites * Width];
        long length = (long)sites * sites * states * Width;
        Rows = GC.AllocateArray<float>((int)length + CacheLine / sizeof(float), pinned: true);
        rowStart = FirstAligned(Rows);
    }

    /// <summary>
    /// Bytes of a cache line: rows start at multiples of half of it from the first, so that no load of a vector of eight straddles
    /// two lines, which would cost twice. The array is pinned because the collector would move it off the line.
    /// </summary>
    private const int CacheLine = 64;

    private readonly int rowStart;

    private static unsafe int FirstAligned(float[] pinned)
    {
        fixed (float* start = pinned) return (int)((CacheLine - (nint)start % CacheLine) % CacheLine / sizeof(float));
    }

    /// <summary>Refuses a model whose couplings do not fit in one array.</summary>
    /// <exception cref="Data.InputException">The model is too large.</exception>
    public static void RequireFits(int sites, int states)
    {
        long length = (long)sites * sites * states * WidthFor(states);
        if (length > Array.MaxLength - CacheLine)
            throw new Data.InputException(
                $"a model of {sites} sites with {states} states needs {length * 4 / 1e9:F0} GB of couplings; reduce the columns");
    }

    private static int WidthFor(int states) => (states + 7) & ~7;

    /// <summary>Copies a model into the layout.</summary>
    public PottsKernel(PottsModel model) : this((model ?? throw new ArgumentNullException(nameof(model))).Sites, model.States)
    {
        int q = States;
        for (int i = 0; i < Sites; i++)
        {
            model.Fields.AsSpan(i * q, q).CopyTo(Fields.AsSpan(i * Width));
            for (int j = i + 1; j < Sites; j++)
                SetBlock(i, j, model.Block(i, j));
        }
    }

    /// <summary>L.</summary>
    public int Sites { get; }

    /// <summary>q.</summary>
    public int States { get; }

    /// <summary>W: q rounded up to a multiple of 8.</summary>
    public int Width { get; }

    /// <summary>h, L x W, zero in the padding.</summary>
    internal float[] Fields { get; }

    /// <summary>J from the point of view of each site: [i][j][b][a], L x L x q x W; zero for i = j and in the padding.</summary>
    internal float[] Rows { get; }

    /// <summary>Where row (i, j, b) begins in <see cref="Rows"/>.</summary>
    internal int RowOffset(int i, int j, int b) => rowStart + ((i * Sites + j) * States + b) * Width;

    /// <summary>Writes J_ij (q x q, a of i by b of j, i != j) into both points of view.</summary>
    public void SetBlock(int i, int j, ReadOnlySpan<float> block)
    {
        int q = States, fromI = RowOffset(i, j, 0), fromJ = RowOffset(j, i, 0);
        for (int a = 0; a < q; a++)
        {
            ReadOnlySpan<float> row = block.Slice(a * q, q);
            row.CopyTo(Rows.AsSpan(fromJ + a * Width)); // seen from j: neighbour i in state a, states b side by side
            for (int b = 0; b < q; b++) Rows[fromI + b * Width + a] = row[b];
        }
    }

    /// <summary>Reads J_ij (q x q, a of i by b of j) back.</summary>
    public void GetBlock(int i, int j, Span<float> block)
    {
        for (int a = 0; a < States; a++)
            Rows.AsSpan(RowOffset(j, i, a), States).CopyTo(block.Slice(a * States, States));
    }

    /// <summary>The model that this kernel samples, as parameters without padding.</summary>
    public PottsModel ToModel(Data.Alphabet alphabet)
    {
        PottsModel model = new(alphabet, Sites);
        for (int i = 0; i < Sites; i++)
        {
            Fields.AsSpan(i * Width, States).CopyTo(model.Fields.AsSpan(i * States));
            for (int j = i + 1; j < Sites; j++) GetBlock(i, j, model.Block(i, j));
        }
        return model;
    }
}
