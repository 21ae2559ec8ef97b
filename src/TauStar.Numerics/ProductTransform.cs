namespace TauStar.Numerics;

/// <summary>
/// Functions of L digits to the base q in a basis of products, one factor a digit: the Walsh-Hadamard transform for any q.
/// The q functions b_u of one digit are orthonormal under the uniform weight, (1/q) sum_a b_u(a) b_v(a) = delta_uv, with b_0 = 1:
/// (-1)^(common one-bits of u and a) where q is a power of two (for q = 2: 1 and (-1)^a), else those of Helmert.
/// Cost L q^(L+1) multiplications, or log2(q) L q^L additions where q is a power of two.
/// </summary>
public sealed class ProductTransform
{
    private readonly double[] basis; // q x q, b_u(a) at u * q + a

    /// <summary>For a base and a number of digits; the first digit is the most significant.</summary>
    /// <param name="states">q, at least 2.</param>
    /// <param name="digits">L, at least 1.</param>
    public ProductTransform(int states, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        (States, Digits, Count) = (states, digits, 1);
        for (int i = 0; i < digits; i++) Count = checked(Count * states);
        basis = new double[states * states];
        for (int u = 0; u < states; u++)
        {
            for (int a = 0; a < states; a++) basis[u * states + a] = IsGroup ? (int.PopCount(u & a) % 2 == 0 ? 1 : -1) : Helmert(u, a);
        }
    }

    /// <summary>q.</summary>
    public int States { get; }

    /// <summary>L.</summary>
    public int Digits { get; }

    /// <summary>q^L.</summary>
    public int Count { get; }

    /// <summary>Whether b_u b_v = b_(u xor v): q a power of two.</summary>
    public bool IsGroup => int.IsPow2(States);

    /// <summary>b_u(a).</summary>
    public double Basis(int u, int a) => basis[u * States + a];

    /// <summary>In place, F(u_1..u_L) = sum_a f(a_1..a_L) prod_i b_(u_i)(a_i): moments, if f are probabilities.</summary>
    public void Analyse(Span<double> values) => Apply(values, transposed: false);

    /// <summary>In place, f(a_1..a_L) = sum_u F(u_1..u_L) prod_i b_(u_i)(a_i): a function from its coefficients.</summary>
    public void Synthesise(Span<double> values) => Apply(values, transposed: true);

    // Row u has u equal elements, then minus their sum, then zeros.
    private double Helmert(int u, int a)
    {
        if (u == 0) return 1;
        double scale = Math.Sqrt((double)States / (u * (u + 1)));
        return a < u ? scale : a == u ? -u * scale : 0;
    }

    private void Apply(Span<double> values, bool transposed)
    {
        if (values.Length != Count) throw new ArgumentException($"{values.Length} values for {States}^{Digits}", nameof(values));
        if (IsGroup)
        {
            WalshHadamard.Transform(values);
            return;
        }
        int q = States;
        double[] column = new double[q];
        for (int stride = 1; stride < Count; stride *= q)
        {
            for (int start = 0; start < Count; start += stride * q)
            {
                for (int n = start; n < start + stride; n++)
                {
                    for (int a = 0; a < q; a++) column[a] = values[n + a * stride];
                    for (int u = 0; u < q; u++)
                    {
                        double sum = 0;
                        for (int a = 0; a < q; a++) sum += (transposed ? basis[a * q + u] : basis[u * q + a]) * column[a];
                        values[n + u * stride] = sum;
                    }
                }
            }
        }
    }
}
