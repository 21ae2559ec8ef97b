using TauStar.Data;

namespace TauStar.Landscapes;

/// <summary>
/// The freedom of a pairwise model: parts of couplings that depend on one site alone may as well stand in the fields, and constants anywhere, without
/// any effect on probabilities. A gauge fixes it.
/// </summary>
public enum PottsGauge
{
    /// <summary>None of the others.</summary>
    Unfixed,

    /// <summary>sum_a h_i(a) = 0, sum_a J_ij(a, b) = 0 for every b, and sum_b J_ij(a, b) = 0 for every a (Ising gauge): couplings are smallest in norm.</summary>
    ZeroSum,

    /// <summary>All parameters of the first state, the gap where there is one, are 0 (lattice gas, wild-type gauge of that state).</summary>
    LatticeGas,

    /// <summary>All fields are 0: couplings hold everything, as Mi3 has it.</summary>
    Fieldless,
}

/// <summary>A model in another gauge.</summary>
/// <param name="Model">The same probabilities.</param>
/// <param name="EnergyShift">E of this model less E of the one it was made from: the same number for every configuration.</param>
public sealed record GaugedModel(PottsModel Model, double EnergyShift);

/// <summary>Recognises gauges and moves models between them. Cost O(L^2 q^2); sums in double precision.</summary>
public static class PottsGauges
{
    /// <summary>Means of rows and columns, relative to the largest parameter, that count as 0: what float32 leaves, with room.</summary>
    private const double Tolerance = 1e-5;

    /// <summary>The gauge that the parameters are in, up to rounding; the first that fits in the order of <see cref="PottsGauge"/>.</summary>
    public static PottsGauge Of(PottsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return IsZeroSum(model) ? PottsGauge.ZeroSum
            : !model.Knows(0) ? PottsGauge.LatticeGas
            : Array.TrueForAll(model.Fields, h => h == 0) && model.Sites > 1 ? PottsGauge.Fieldless
            : PottsGauge.Unfixed;
    }

    /// <summary>The same model in a gauge.</summary>
    /// <param name="model">In any gauge; not changed.</param>
    /// <param name="gauge">Where to; <see cref="PottsGauge.Unfixed"/> leaves it as it is. Fieldless: each h_i goes in equal parts to the L - 1 couplings of its site.</param>
    /// <exception cref="InputException">Fieldless with one site: no coupling could hold the field.</exception>
    public static GaugedModel To(PottsModel model, PottsGauge gauge)
    {
        ArgumentNullException.ThrowIfNull(model);
        return gauge switch
        {
            PottsGauge.ZeroSum or PottsGauge.LatticeGas => Split(model, gauge == PottsGauge.LatticeGas),
            PottsGauge.Fieldless => ToFieldless(model),
            _ => new GaugedModel(model, 0),
        };
    }

    /// <summary>
    /// Splits a q x q block into what couples and what one site alone decides: J(a, b) = rest(a, b) + row(a) + column(b) + constant, with means of 0.
    /// </summary>
    /// <param name="block">J(a, b), q x q.</param>
    /// <param name="rest">q x q; rows and columns add up to 0.</param>
    /// <param name="rows">q, adds up to 0.</param>
    /// <param name="columns">q, adds up to 0.</param>
    /// <returns>The constant: the mean of the block.</returns>
    internal static double CentreBlock(ReadOnlySpan<float> block, Span<double> rest, Span<double> rows, Span<double> columns)
    {
        int q = rows.Length;
        rows.Clear();
        columns.Clear();
        double all = 0;
        for (int a = 0; a < q; a++)
        {
            for (int b = 0; b < q; b++)
            {
                double value = block[a * q + b];
                rows[a] += value / q;
                columns[b] += value / q;
                all += value / (q * q);
            }
        }
        for (int a = 0; a < q; a++)
        {
            for (int b = 0; b < q; b++) rest[a * q + b] = block[a * q + b] - rows[a] - columns[b] + all;
        }
        for (int a = 0; a < q; a++)
        {
            rows[a] -= all;
            columns[a] -= all;
        }
        return all;
    }

    /// <summary>The same with row and column of state 0 in the place of means.</summary>
    private static double ReferBlock(ReadOnlySpan<float> block, Span<double> rest, Span<double> rows, Span<double> columns)
    {
        int q = rows.Length;
        double all = block[0];
        for (int a = 0; a < q; a++)
        {
            rows[a] = block[a * q] - all;
            columns[a] = block[a] - all;
        }
        for (int a = 0; a < q; a++)
        {
            for (int b = 0; b < q; b++) rest[a * q + b] = a == 0 || b == 0 ? 0 : block[a * q + b] - rows[a] - columns[b] - all;
        }
        return all;
    }

    private static GaugedModel Split(PottsModel model, bool byReference)
    {
        int sites = model.Sites, q = model.States;
        PottsModel gauged = new(model.Alphabet, sites);
        double[] fields = Array.ConvertAll(model.Fields, h => (double)h), rest = new double[q * q];
        Span<double> rows = stackalloc double[q], columns = stackalloc double[q];
        double constant = 0;
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                constant += byReference ? ReferBlock(model.Block(i, j), rest, rows, columns) : CentreBlock(model.Block(i, j), rest, rows, columns);
                Span<float> block = gauged.Block(i, j);
                for (int k = 0; k < rest.Length; k++) block[k] = (float)rest[k];
                for (int a = 0; a < q; a++)
                {
                    fields[i * q + a] += rows[a];
                    fields[j * q + a] += columns[a];
                }
            }
        }
        for (int i = 0; i < sites; i++)
        {
            Span<double> field = fields.AsSpan(i * q, q);
            double zero = byReference ? field[0] : Mean(field);
            constant += zero;
            for (int a = 0; a < q; a++) gauged.Fields[i * q + a] = (float)(field[a] - zero);
        }
        return new GaugedModel(gauged, constant);
    }

    private static GaugedModel ToFieldless(PottsModel model)
    {
        int sites = model.Sites, q = model.States;
        if (sites < 2) throw new InputException("a model of one site has no couplings that could hold its field; a fieldless gauge needs two sites");
        PottsModel gauged = new(model.Alphabet, sites);
        double share = 1.0 / (sites - 1);
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                ReadOnlySpan<float> from = model.Block(i, j);
                Span<float> to = gauged.Block(i, j);
                for (int a = 0; a < q; a++)
                {
                    for (int b = 0; b < q; b++)
                        to[a * q + b] = (float)(from[a * q + b] + share * ((double)model.Fields[i * q + a] + model.Fields[j * q + b]));
                }
            }
        }
        return new GaugedModel(gauged, 0);
    }

    private static bool IsZeroSum(PottsModel model)
    {
        int sites = model.Sites, q = model.States;
        double limit = Tolerance * Largest(model.Fields);
        for (int i = 0; i < sites; i++)
        {
            double sum = 0;
            for (int a = 0; a < q; a++) sum += model.Fields[i * q + a];
            if (Math.Abs(sum / q) > limit) return false;
        }
        limit = Tolerance * Largest(model.Couplings);
        Span<double> rows = stackalloc double[q], columns = stackalloc double[q];
        for (int at = 0; at < model.Couplings.Length; at += q * q)
        {
            ReadOnlySpan<float> block = model.Couplings.AsSpan(at, q * q);
            columns.Clear();
            rows.Clear();
            for (int k = 0; k < block.Length; k++)
            {
                rows[k / q] += block[k];
                columns[k % q] += block[k];
            }
            for (int a = 0; a < q; a++)
            {
                if (Math.Abs(rows[a] / q) > limit || Math.Abs(columns[a] / q) > limit) return false;
            }
        }
        return true;
    }

    private static float Largest(float[] values)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }
}
