using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>A model whose configurations can all be listed, with the data and the procedure that it came from.</summary>
/// <param name="Features">The family.</param>
/// <param name="Rows">M x L states, row-major.</param>
/// <param name="Weights">M sequence weights; all 1 for independent draws.</param>
/// <param name="Method">The user's procedure, which refits repeat.</param>
/// <param name="Fit">What it gave.</param>
public sealed record ListedFit(PairwiseFeatures Features, byte[] Rows, double[] Weights, PairwiseFitMethod Method, PairwiseFit Fit)
{
    /// <summary>Fits.</summary>
    public static ListedFit Of(PairwiseFeatures features, byte[] rows, double[] weights, PairwiseFitMethod method, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(method);
        return new ListedFit(features, rows, weights, method, method.Fit(MomentTarget.FromSamples(features, rows, weights), stream));
    }

    /// <summary>The data's moments.</summary>
    public MomentTarget Target => MomentTarget.FromSamples(Features, Rows, Weights);

    /// <summary>The same procedure on some of the rows, from scratch.</summary>
    internal PairwiseFit Refit(int[] rows, RandomStream stream) => Method.Fit(MomentTarget.FromRows(Features, Rows, Weights, rows), stream);

    /// <summary>M energies of the rows under a model of the family.</summary>
    internal double[] RowEnergies(ReadOnlySpan<double> theta)
    {
        double[] table = Features.Energies(theta), energies = new double[Weights.Length];
        int sites = Features.Space.Sites;
        for (int m = 0; m < energies.Length; m++) energies[m] = table[Features.Space.IndexOf(Rows.AsSpan(m * sites, sites))];
        return energies;
    }
}
