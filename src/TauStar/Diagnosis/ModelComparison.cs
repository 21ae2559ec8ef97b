using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>How far two sets of parameters agree.</summary>
/// <param name="Pearson">Correlation coefficient.</param>
/// <param name="Slope">Of the regression of the second on the first.</param>
/// <param name="RmsDifference">Root mean square of the difference, k_B T.</param>
/// <param name="RmsFirst">Root mean square of the first, k_B T.</param>
/// <param name="RmsSecond">Of the second.</param>
public sealed record ParameterAgreement(double Pearson, double Slope, double RmsDifference, double RmsFirst, double RmsSecond)
{
    internal static ParameterAgreement Of(in RegressionSums sums) => new(sums.Pearson, sums.Slope, sums.RmsDifference, sums.RmsX, sums.RmsY);
}

/// <summary>Two models in the zero-sum gauge, where equal probabilities mean equal parameters.</summary>
/// <param name="First">The first, in that gauge.</param>
/// <param name="Second">The second.</param>
/// <param name="Couplings">Over all pairs and states; NaN for one site.</param>
/// <param name="Fields">Over all sites and states.</param>
/// <param name="Norms">Over all pairs: Frobenius norms of the coupling matrices, all states.</param>
public sealed record ModelComparison(PottsModel First, PottsModel Second, ParameterAgreement Couplings, ParameterAgreement Fields, ParameterAgreement Norms)
{
    /// <summary>Compares. Cost O(L^2 q^2).</summary>
    /// <exception cref="InputException">Other sites or states.</exception>
    public static ModelComparison Of(PottsModel first, PottsModel second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Sites != second.Sites || !first.Alphabet.Equals(second.Alphabet))
            throw new InputException($"a model of {first.Sites} sites over {first.Alphabet} cannot be compared with one of {second.Sites} over {second.Alphabet}");
        PottsModel x = PottsGauges.To(first, PottsGauge.ZeroSum).Model, y = PottsGauges.To(second, PottsGauge.ZeroSum).Model;
        RegressionSums couplings = new(), fields = new(), norms = new();
        for (int n = 0; n < x.Fields.Length; n++) fields.Add(x.Fields[n], y.Fields[n]);
        for (int n = 0; n < x.Couplings.Length; n++) couplings.Add(x.Couplings[n], y.Couplings[n]);
        for (int i = 0; i < x.Sites; i++)
        {
            for (int j = i + 1; j < x.Sites; j++) norms.Add(Norm(x, i, j), Norm(y, i, j));
        }
        return new ModelComparison(x, y, ParameterAgreement.Of(couplings), ParameterAgreement.Of(fields), ParameterAgreement.Of(norms));
    }

    /// <summary>Frobenius norm of the coupling matrix of a pair i &lt; j, all states, k_B T.</summary>
    public static double Norm(PottsModel model, int i, int j)
    {
        ArgumentNullException.ThrowIfNull(model);
        double sum = 0;
        foreach (float coupling in model.Block(i, j)) sum += (double)coupling * coupling;
        return Math.Sqrt(sum);
    }
}
