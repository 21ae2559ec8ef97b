namespace TauStar.Landscapes;

// Covariances of features: the Hessian of log Z.
public sealed partial class PairwiseFeatures
{
    /// <summary>F_mn = &lt;phi_m phi_n&gt; - &lt;phi_m&gt;&lt;phi_n&gt; of a distribution over the space.</summary>
    /// <param name="transformed">The table as <see cref="Moments(Span{double}, Span{double})"/> left it.</param>
    /// <param name="moments">D moments as it filled them.</param>
    /// <param name="covariance">D x D, row-major; the upper triangle with the diagonal is filled.</param>
    public void Covariance(ReadOnlySpan<double> transformed, ReadOnlySpan<double> moments, Span<double> covariance)
    {
        CheckLength(transformed.Length, Space.Count, nameof(transformed));
        CheckLength(moments.Length, Count, nameof(moments));
        CheckLength(covariance.Length, Count * Count, nameof(covariance));
        double scale = 1 / transformed[0];
        if (!transform.IsGroup)
        {
            for (int m = 0; m < Count; m++)
            {
                for (int n = m; n < Count; n++)
                    covariance[m * Count + n] = MeanProduct(transformed, m, n) * scale - moments[m] * moments[n];
            }
            return;
        }
        for (int m = 0; m < Count; m++)
        {
            Span<double> row = covariance.Slice(m * Count, Count);
            int mask = masks[m];
            double factor = scale * signs[m], mean = moments[m];
            for (int n = m; n < row.Length; n++) row[n] = factor * signs[n] * transformed[mask ^ masks[n]] - mean * moments[n];
        }
    }

    /// <summary>sum_mn A_mn phi_m phi_n + sum_m a_m phi_m of every configuration, by one transform: products of features are sums of site functions.</summary>
    /// <param name="matrix">A, D x D row-major and symmetric; only the upper triangle is read.</param>
    /// <param name="vector">a, D values.</param>
    /// <param name="values">Filled; as many as the space has configurations.</param>
    public void QuadraticForm(ReadOnlySpan<double> matrix, ReadOnlySpan<double> vector, Span<double> values)
    {
        CheckLength(matrix.Length, Count * Count, nameof(matrix));
        CheckLength(vector.Length, Count, nameof(vector));
        CheckLength(values.Length, Space.Count, nameof(values));
        values.Clear();
        for (int m = 0; m < Count; m++)
        {
            values[masks[m]] += signs[m] * vector[m];
            for (int n = m; n < Count; n++)
            {
                double weight = (n == m ? 1 : 2) * matrix[m * Count + n];
                if (transform.IsGroup) values[masks[m] ^ masks[n]] += weight * signs[m] * signs[n];
                else Expand(values, weight, [first[m], second[m], first[n], second[n]], 0);
            }
        }
        transform.Synthesise(values);
    }

    // Where both features act on a site, b_u b_v = sum_w c_uvw b_w there.
    private double MeanProduct(ReadOnlySpan<double> transformed, int m, int n)
    {
        Span<Factor> factors = [first[m], second[m], first[n], second[n]];
        return Contract(transformed, factors, 0);
    }

    private double Contract(ReadOnlySpan<double> transformed, Span<Factor> factors, int mask)
    {
        if (factors.Length == 0) return transformed[mask];
        Factor head = factors[0];
        Span<Factor> tail = factors[1..];
        if (head.Function == 0) return Contract(transformed, tail, mask);
        for (int k = 0; k < tail.Length; k++)
        {
            if (tail[k].Function == 0 || tail[k].Site != head.Site) continue;
            Factor partner = tail[k];
            tail[k] = default;
            double sum = 0;
            for (int w = 0; w < States; w++)
            {
                double c = Structure(head.Function, partner.Function, w);
                if (c != 0) sum += c * Contract(transformed, tail, mask + Mask(new Factor(head.Site, w)));
            }
            tail[k] = partner;
            return sum;
        }
        return Contract(transformed, tail, mask + Mask(head));
    }

    // Adds weight times a product of site functions, as a sum of basis products, to the table of coefficients.
    private void Expand(Span<double> coefficients, double weight, Span<Factor> factors, int mask)
    {
        if (factors.Length == 0)
        {
            coefficients[mask] += weight;
            return;
        }
        Factor head = factors[0];
        Span<Factor> tail = factors[1..];
        if (head.Function == 0)
        {
            Expand(coefficients, weight, tail, mask);
            return;
        }
        for (int k = 0; k < tail.Length; k++)
        {
            if (tail[k].Function == 0 || tail[k].Site != head.Site) continue;
            Factor partner = tail[k];
            tail[k] = default;
            for (int w = 0; w < States; w++)
            {
                double c = Structure(head.Function, partner.Function, w);
                if (c != 0) Expand(coefficients, weight * c, tail, mask + Mask(new Factor(head.Site, w)));
            }
            tail[k] = partner;
            return;
        }
        Expand(coefficients, weight, tail, mask + Mask(head));
    }

    // c_uvw = (1/q) sum_a b_u(a) b_v(a) b_w(a).
    private double Structure(int u, int v, int w)
    {
        double sum = 0;
        for (int a = 0; a < States; a++) sum += transform.Basis(u, a) * transform.Basis(v, a) * transform.Basis(w, a);
        return Math.Abs(sum) < 1e-12 ? 0 : sum / States;
    }
}
