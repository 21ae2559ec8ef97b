namespace TauStar.Landscapes;

/// <summary>
/// The gauge in which rows and columns of every coupling matrix, and the fields of every site, add up to 0: a coupling matrix then has no
/// part that fields could take over, and two models that give the same probabilities have the same parameters.
/// </summary>
public static class ZeroSumGauge
{
    /// <summary>The same model but for a constant energy. Cost O(L^2 q^2), on all cores.</summary>
    public static PottsModel Of(PottsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        int sites = model.Sites, q = model.States;
        PottsModel gauged = new(model.Alphabet, sites);
        double[][] fields = new double[sites][];
        for (int i = 0; i < sites; i++) fields[i] = [.. model.Fields.Skip(i * q).Take(q).Select(h => (double)h)];
        Parallel.For(0, sites, i =>
        {
            double[] block = new double[q * q];
            for (int j = 0; j < sites; j++)
            {
                if (j == i) continue;
                // What the couplings of site i leave to its fields: their mean over the other site's states.
                ReadOnlySpan<float> own = i < j ? model.Block(i, j) : model.Block(j, i);
                for (int a = 0; a < q; a++)
                {
                    for (int b = 0; b < q; b++) fields[i][a] += (double)own[i < j ? a * q + b : b * q + a] / q;
                }
                if (j < i) continue;
                Centre(own, q, block);
                for (int ab = 0; ab < block.Length; ab++) gauged.Block(i, j)[ab] = (float)block[ab];
            }
            double mean = fields[i].Average();
            for (int a = 0; a < q; a++) gauged.Fields[i * q + a] = (float)(fields[i][a] - mean);
        });
        return gauged;
    }

    /// <summary>J(a, b) less the means over a and over b.</summary>
    /// <param name="block">q x q.</param>
    /// <param name="q">States.</param>
    /// <param name="centred">q x q, overwritten.</param>
    public static void Centre(ReadOnlySpan<float> block, int q, Span<double> centred)
    {
        Span<double> rows = stackalloc double[q], columns = stackalloc double[q];
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
            for (int b = 0; b < q; b++) centred[a * q + b] = block[a * q + b] - rows[a] - columns[b] + all;
        }
    }
}
