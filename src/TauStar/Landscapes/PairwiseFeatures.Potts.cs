using TauStar.Data;

namespace TauStar.Landscapes;

// To and from the fields and couplings of a Potts model.
public sealed partial class PairwiseFeatures
{
    /// <summary>The model as fields and couplings in the zero-sum gauge: h_i(a) = sum_u theta_iu b_u(a), and so for pairs.</summary>
    public PottsModel ToPotts(ReadOnlySpan<double> theta)
    {
        CheckLength(theta.Length, Count, nameof(theta));
        PottsModel model = new(Space.Alphabet, Space.Sites);
        for (int m = 0; m < Count; m++)
        {
            (Factor a, Factor b) = (first[m], second[m]);
            if (b.Function == 0)
            {
                for (int s = 0; s < States; s++) model.Fields[a.Site * States + s] += (float)(theta[m] * SiteFunction(a.Function, s));
                continue;
            }
            Span<float> block = model.Block(a.Site, b.Site);
            for (int s = 0; s < block.Length; s++)
                block[s] += (float)(theta[m] * SiteFunction(a.Function, s / States) * SiteFunction(b.Function, s % States));
        }
        return model;
    }

    /// <summary>The parameters of a Potts model, whatever its gauge; energies differ by a constant.</summary>
    /// <exception cref="InputException">The model has fields and this family has none, or a parameter is not finite.</exception>
    public double[] FromPotts(PottsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Sites != Space.Sites || model.States != States)
            throw new InputException($"a model of {model.Sites} sites with {model.States} states; expected {Space.Sites} with {States}");
        if (!model.Fields.All(float.IsFinite) || !model.Couplings.All(float.IsFinite)) throw new InputException("the model has a field or coupling that is not a finite number");
        int q = States;
        // Fields of the zero-sum gauge: those of the sites and what the couplings' row means add.
        double[] sites = new double[Space.Sites * q];
        for (int n = 0; n < sites.Length; n++) sites[n] = model.Fields[n];
        for (int i = 0; i < Space.Sites; i++)
        {
            for (int j = i + 1; j < Space.Sites; j++)
            {
                ReadOnlySpan<float> block = model.Block(i, j);
                for (int s = 0; s < block.Length; s++)
                {
                    sites[i * q + s / q] += (double)block[s] / q;
                    sites[j * q + s % q] += (double)block[s] / q;
                }
            }
        }
        if (!HasFields) RequireNoFields(sites);
        double[] theta = new double[Count];
        for (int m = 0; m < Count; m++)
        {
            (Factor a, Factor b) = (first[m], second[m]);
            if (b.Function == 0)
            {
                for (int s = 0; s < q; s++) theta[m] += sites[a.Site * q + s] * SiteFunction(a.Function, s) / q;
                continue;
            }
            ReadOnlySpan<float> block = model.Block(a.Site, b.Site);
            for (int s = 0; s < block.Length; s++)
                theta[m] += block[s] * SiteFunction(a.Function, s / q) * SiteFunction(b.Function, s % q) / (q * q);
        }
        return theta;
    }

    // What is left after rounding of single precision is no field.
    private void RequireNoFields(ReadOnlySpan<double> sites)
    {
        const double singlePrecision = 1e-6;
        double largest = 0;
        foreach (double h in sites) largest = Math.Max(largest, Math.Abs(h));
        for (int i = 0; i < Space.Sites; i++)
        {
            ReadOnlySpan<double> site = sites.Slice(i * States, States);
            foreach (double h in site)
            {
                if (Math.Abs(h - site[0]) > singlePrecision * (1 + largest)) throw new InputException($"the model has a field at site {i + 1}; a family with fields is needed");
            }
        }
    }

    private double SiteFunction(int u, int state) => (States == 2 && u == 1 ? -1 : 1) * transform.Basis(u, state);
}
