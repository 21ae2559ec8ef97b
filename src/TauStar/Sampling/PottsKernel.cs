using TauStar.Landscapes;

namespace TauStar.Sampling;

/// <summary>
/// The parameters of a Potts model laid out for Gibbs sampling: for every site i and every state b of every other site j,
/// the q contributions to the local fields of i stand side by side, padded with zeros to whole vectors.
/// The field of state a at site i is h_i(a) + sum_{j != i} J_ij(a, s_j), and p(s_i = a | rest) ~ exp(beta field).
/// </summary>
/// <remarks>
/// The block of a pair (i, j) holds panels of sixteen states, each q rows of one cache line, and, where eight more are enough for the rest, one
/// of eight: so no load straddles two lines, which would cost twice, and a row of 21 states takes two loads, not three.
/// Memory: 4 L^2 q W bytes, W = q rounded up to a multiple of 8 (L = 96, q = 21: 19 MB). One row is read per
/// neighbour and update, so the sampler takes a tile of chains past a few neighbours at a time, whose rows fit the first-level cache.
/// </remarks>
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
        Wide = Width & ~(Panel - 1);
        BlockLength = BlockLengthFor(states);
        Rows = GC.AllocateArray<float>((int)((long)sites * sites * BlockLength) + Panel, pinned: true);
        start = FirstAligned(Rows);
    }

    /// <summary>Floats of a panel's row: one cache line. Blocks start on a line; the array is pinned because the collector would move it off.</summary>
    internal const int Panel = 16;

    private readonly int start;

    private static unsafe int FirstAligned(float[] pinned)
    {
        const int Line = Panel * sizeof(float);
        fixed (float* first = pinned) return (int)((Line - (nint)first % Line) % Line / sizeof(float));
    }

    /// <summary>Refuses a model whose couplings do not fit in one array.</summary>
    /// <exception cref="Data.InputException">The model is too large.</exception>
    public static void RequireFits(int sites, int states)
    {
        long length = (long)sites * sites * BlockLengthFor(states);
        if (length > Array.MaxLength - Panel)
            throw new Data.InputException(
                $"a model of {sites} sites with {states} states needs {length * 4 / 1e9:F0} GB of couplings; reduce the columns");
    }

    private static int WidthFor(int states) => (states + 7) & ~7;

    private static int BlockLengthFor(int states) => (states * WidthFor(states) + Panel - 1) & ~(Panel - 1);

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

    /// <summary>States in panels of sixteen: W rounded down to a multiple of 16; the rest, if any, is the panel of eight.</summary>
    internal int Wide { get; }

    /// <summary>Floats of the block of a pair, a multiple of <see cref="Panel"/>.</summary>
    internal int BlockLength { get; }

    /// <summary>J from the point of view of each site: blocks [i][j] of rows over b; zero for i = j and in the padding.</summary>
    internal float[] Rows { get; }

    /// <summary>Where the block of site i and its neighbour j begins in <see cref="Rows"/>.</summary>
    internal int BlockStart(int i, int j) => start + (i * Sites + j) * BlockLength;

    /// <summary>Where J_ij(a, b) is in the block of i and its neighbour j.</summary>
    internal int Place(int a, int b) => a < Wide ? a / Panel * States * Panel + b * Panel + a % Panel : States * Wide + b * 8 + a - Wide;

    /// <summary>The contributions of neighbour j in state b to the local fields of site i, from state a on: as many as stand side by side.</summary>
    internal Span<float> RowPart(int i, int j, int b, int a) =>
        Rows.AsSpan(BlockStart(i, j) + Place(a, b), Math.Min(States - a, a < Wide ? Panel : 8));

    /// <summary>Writes J_ij (q x q, a of i by b of j, i != j) into both points of view.</summary>
    public void SetBlock(int i, int j, ReadOnlySpan<float> block)
    {
        int q = States;
        for (int first = 0; first < q; first += Panel)
        {
            int end = Math.Min(first + Panel, q), stride = first < Wide ? Panel : 8;
            Span<float> fromI = Rows.AsSpan(BlockStart(i, j) + Place(first, 0), stride * q), fromJ = Rows.AsSpan(BlockStart(j, i) + Place(first, 0), stride * q);
            for (int a = 0; a < q; a++) block[(a * q + first)..(a * q + end)].CopyTo(fromJ[(a * stride)..]); // seen from j: neighbour i in state a
            for (int a = first; a < end; a++)
            {
                ReadOnlySpan<float> row = block.Slice(a * q, q);
                for (int b = 0; b < row.Length; b++) fromI[b * stride + a - first] = row[b];
            }
        }
    }

    /// <summary>Reads J_ij (q x q, a of i by b of j) back.</summary>
    public void GetBlock(int i, int j, Span<float> block)
    {
        for (int a = 0; a < States; a++)
        {
            for (int b = 0; b < States; b += Panel)
                RowPart(j, i, a, b).CopyTo(block[(a * States + b)..]);
        }
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
