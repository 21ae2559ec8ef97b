using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Fitting;

/// <summary>
/// One site's part of a pseudo-likelihood: -sum_m w_m log p(s_i | s_-i) over weighted rows, and its derivatives by the site's field and by the couplings as the
/// site sees them, in the layout of <see cref="PottsKernel"/>.
/// </summary>
/// <remarks>
/// Fields of a tile of rows are added up as for chains (<see cref="LocalFields"/>); residuals w (p(a) - [a = s_i]) take their place, and are then added to the derivative's
/// rows of the neighbours' states, eight neighbours at a time: what is read and written stays in first-level cache. Rows in order, so the bits are always the same.
/// <see cref="AddPlain"/> is the plain form, for any number of states.
/// </remarks>
internal static unsafe class SiteConditionals
{
    private const int Lanes = 16, Neighbours = 8;

    /// <summary>Adds up the site's loss; with a place for them, its derivatives too, which must be zero before.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="rows">The data.</param>
    /// <param name="i">The site.</param>
    /// <param name="derivatives">Takes them in the rows of site i; null: the loss alone.</param>
    public static double Add(PottsKernel model, WeightedRows rows, int i, PottsKernel? derivatives) => (model.Width / 8) switch
    {
        1 => Add<OneEight>(model, rows, i, derivatives),
        2 => Add<OneSixteen>(model, rows, i, derivatives),
        3 => Add<SixteenAndEight>(model, rows, i, derivatives),
        4 => Add<TwoSixteen>(model, rows, i, derivatives),
        _ => AddPlain(model, rows, i, derivatives),
    };

    [SkipLocalsInit]
    private static double Add<T>(PottsKernel model, WeightedRows rows, int i, PottsKernel? derivatives) where T : struct, IPanels
    {
        StatesBySite states = rows.BySite;
        float* memory = stackalloc float[LocalFields.Length<T>() + PottsKernel.Panel];
        float* fields = memory + (64 - (nint)memory % 64) % 64 / sizeof(float); // on a cache line, as the rows are
        double loss = 0;
        fixed (float* alone = &model.Fields[i * model.Width], blocks = &model.Rows[model.BlockStart(i, 0)])
        fixed (byte* all = states.Values)
        {
            for (int tile = 0; tile < rows.Count; tile += LocalFields.Tile)
            {
                TileShape shape = new(Math.Min(LocalFields.Tile, rows.Count - tile), states.Sites, states.Column, model.States, model.BlockLength);
                byte* own = all + (long)i * states.Column + tile;
                LocalFields.Set<T>(fields, alone, all + tile, blocks, shape);
                for (int m = 0; m < shape.Chains; m++) loss += ToResidual<T>(fields, m, model.States, own[m], rows.Weights[tile + m]);
                if (derivatives is null) continue;
                fixed (float* slopes = &derivatives.Rows[derivatives.BlockStart(i, 0)]) Scatter<T>(fields, all + tile, slopes, shape);
                Span<float> field = derivatives.Fields.AsSpan(i * model.Width, model.States);
                for (int m = 0; m < shape.Chains; m++)
                {
                    for (int a = 0; a < field.Length; a++) field[a] += fields[LocalFields.Place<T>(m, a)];
                }
            }
        }
        return loss;
    }

    /// <summary>Fields of one row become weight (p(a) - [a = state]), zero in the padding.</summary>
    /// <returns>-weight log p(state).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToResidual<T>(float* fields, int m, int states, int state, float weight) where T : struct, IPanels
    {
        bool second = T.Sixteens + T.Eights > 1;
        float* lows = fields + LocalFields.Place<T>(m, 0), highs = fields + LocalFields.Place<T>(m, Lanes), own = fields + LocalFields.Place<T>(m, state);
        Vector512<float> low = Load(lows, T.Sixteens > 0), high = second ? Load(highs, T.Sixteens > 1) : default;
        Vector512<int> index = Vector512<int>.Indices, count = Vector512.Create(states);
        Vector512<float> inLow = Vector512.LessThan(index, count).AsSingle(), inHigh = Vector512.LessThan(index + Vector512.Create(Lanes), count).AsSingle();
        Vector512<float> lowest = Vector512.Create(float.NegativeInfinity), larger = Vector512.ConditionalSelect(inLow, low, lowest);
        if (second) larger = Vector512.MaxNative(larger, Vector512.ConditionalSelect(inHigh, high, lowest));
        float max = Largest(larger), field = *own;
        Vector512<float> shift = Vector512.Create(max);
        low = VectorMath.Exp(low - shift) & inLow;
        if (second) high = VectorMath.Exp(high - shift) & inHigh;
        float sum = Total(second ? low + high : low);
        Vector512<float> scale = Vector512.Create(weight / sum);
        Store(low * scale, lows, T.Sixteens > 0);
        if (second) Store(high * scale, highs, T.Sixteens > 1);
        *own -= weight;
        return weight * (Math.Log(sum) + max - field);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(float* row, bool sixteen) => sixteen ? Vector512.Load(row) : Vector512.Create(Vector256.Load(row), default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> values, float* row, bool sixteen)
    {
        if (sixteen) values.Store(row);
        else values.GetLower().Store(row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(Vector512<float> v)
    {
        Vector256<float> eight = Vector256.MaxNative(v.GetLower(), v.GetUpper());
        Vector128<float> four = Vector128.MaxNative(eight.GetLower(), eight.GetUpper());
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Total(Vector512<float> v)
    {
        Vector256<float> eight = v.GetLower() + v.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        four += Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return (four + Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>Adds the residuals of every row to the rows of its neighbours' states.</summary>
    private static void Scatter<T>(float* residuals, byte* states, float* blocks, TileShape tile) where T : struct, IPanels
    {
        for (int j = 0; j < tile.Sites; j += Neighbours)
            ScatterSome<T>(residuals, states + (long)j * tile.Column, blocks + (long)j * tile.Block, tile, Math.Min(Neighbours, tile.Sites - j));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScatterSome<T>(float* residuals, byte* states, float* blocks, TileShape tile, int neighbours) where T : struct, IPanels
    {
        float* sixteens = blocks + tile.States * 16, eights = blocks + tile.States * (T.Sixteens * 16);
        float* second = residuals + LocalFields.Tile * 16, eight = residuals + LocalFields.Tile * (T.Sixteens * 16);
        for (int m = 0; m < tile.Chains; m++)
        {
            Vector512<float> r0 = default, r1 = default;
            Vector256<float> r2 = default;
            if (T.Sixteens > 0) r0 = Vector512.Load(residuals + m * 16);
            if (T.Sixteens > 1) r1 = Vector512.Load(second + m * 16);
            if (T.Eights > 0) r2 = Vector256.Load(eight + m * 8);
            byte* state = states + m;
            for (int j = 0; j < neighbours; j++, state += tile.Column)
            {
                nuint at = (nuint)(j * tile.Block), row = (nuint)(*state) * 8;
                if (T.Sixteens > 0) AddTo(blocks + at + 2 * row, r0);
                if (T.Sixteens > 1) AddTo(sixteens + at + 2 * row, r1);
                if (T.Eights > 0) (Vector256.Load(eights + at + row) + r2).Store(eights + at + row);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(float* target, Vector512<float> more) => (Vector512.Load(target) + more).Store(target);

    /// <summary>The same the plain way.</summary>
    internal static double AddPlain(PottsKernel model, WeightedRows rows, int i, PottsKernel? derivatives)
    {
        int sites = model.Sites, q = model.States;
        float[] fields = new float[model.Width];
        double loss = 0;
        for (int m = 0; m < rows.Count; m++)
        {
            ReadOnlySpan<byte> row = rows.States.AsSpan(m * sites, sites);
            GibbsSampler.FieldsPlain(model, row, i, fields);
            float max = float.NegativeInfinity, own = fields[row[i]], weight = rows.Weights[m];
            for (int a = 0; a < q; a++) max = Math.Max(max, fields[a]);
            double sum = 0;
            for (int a = 0; a < q; a++) sum += Math.Exp(fields[a] - max);
            loss += weight * (Math.Log(sum) + max - own);
            if (derivatives is null) continue;
            for (int a = 0; a < q; a++)
            {
                float residual = weight * (float)(Math.Exp(fields[a] - max) / sum - (a == row[i] ? 1 : 0));
                derivatives.Fields[i * model.Width + a] += residual;
                for (int j = 0; j < sites; j++) derivatives.Rows[derivatives.BlockStart(i, j) + derivatives.Place(a, row[j])] += residual;
            }
        }
        return loss;
    }
}
