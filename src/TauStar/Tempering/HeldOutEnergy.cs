using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// tau' by held-out energy (theory: section 6). Where the model's mean energy equals the truth's, D(p||q_tau) is smallest;
/// the truth's mean energy is the training data's plus the optimism of training, which K refits measure:
/// gap = sum_k (n_k/M) [ &lt;E_k&gt;_heldout - &lt;E_k&gt;_train ], target = &lt;E&gt;_data + gap (1 - 1/K).
/// </summary>
/// <remarks>Differences of energies under one model do not depend on its gauge. Weighted means throughout.</remarks>
public sealed class HeldOutEnergy
{
    private readonly double[] weights;
    private readonly double[] full;
    private readonly double[][] byFold; // K x M: energy of every sequence under each fold's model
    private readonly Folds folds;

    /// <summary>Gathers the energies of all sequences under all models.</summary>
    /// <param name="weights">M sequence weights.</param>
    /// <param name="fullEnergies">M energies under the user's own model.</param>
    /// <param name="foldEnergies">K x M energies: row k under the model that was trained without fold k.</param>
    /// <param name="folds">Who was held out where.</param>
    public HeldOutEnergy(double[] weights, double[] fullEnergies, double[][] foldEnergies, Folds folds)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(fullEnergies);
        ArgumentNullException.ThrowIfNull(foldEnergies);
        ArgumentNullException.ThrowIfNull(folds);
        if (fullEnergies.Length != weights.Length || foldEnergies.Any(e => e.Length != weights.Length))
            throw new ArgumentException($"energies do not belong to {weights.Length} sequences", nameof(fullEnergies));
        (this.weights, full, byFold, this.folds) = (weights, fullEnergies, foldEnergies, folds);
        if (!InTwoFolds(weights)) throw new ArgumentException("all weight is in one fold; nothing is held out", nameof(folds));
    }

    /// <summary>K.</summary>
    public int FoldCount => byFold.Length;

    /// <summary>Mean energies of one fold: held-out and training sequences under the fold's model.</summary>
    public (double HeldOut, double Train) Fold(int fold) => Fold(fold, weights);

    /// <summary>The three numbers from the data as they are.</summary>
    public HeldOutMeans Means() => Means(weights);

    /// <summary>
    /// The same from data in which clusters of similar sequences were drawn with replacement, for a bootstrap. Models are not
    /// refitted; a cluster keeps its fold. A draw from one fold only, which few clusters make likely, is drawn again.
    /// </summary>
    public HeldOutMeans Resample(RandomSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        double[] resampled;
        do resampled = ClusterBootstrap.Draw(folds, weights, source);
        while (!InTwoFolds(resampled));
        return Means(resampled);
    }

    /// <summary>The three numbers, and what they are in as many resampled data sets.</summary>
    /// <param name="draws">Data sets.</param>
    /// <param name="stream">Randomness.</param>
    public HeldOutBootstrap Bootstrap(int draws, RandomStream stream)
    {
        RandomSource source = stream.Open();
        return new HeldOutBootstrap(Means(), [.. Enumerable.Range(0, draws).Select(_ => Resample(source))]);
    }

    private bool InTwoFolds(double[] w)
    {
        int first = Array.FindIndex(w, x => x > 0);
        return first >= 0 && w.Where((x, m) => x > 0 && folds.FoldOf[m] != folds.FoldOf[first]).Any();
    }

    private HeldOutMeans Means(double[] w)
    {
        double gap = 0, total = 0;
        for (int k = 0; k < FoldCount; k++)
        {
            double weight = 0;
            for (int m = 0; m < w.Length; m++) weight += folds.FoldOf[m] == k ? w[m] : 0;
            if (weight <= 0) continue; // a resampled fold may be empty
            (double heldOut, double train) = Fold(k, w);
            gap += weight * (heldOut - train);
            total += weight;
        }
        gap /= total;
        double data = 0, sum = 0;
        for (int m = 0; m < w.Length; m++)
        {
            data += w[m] * full[m];
            sum += w[m];
        }
        data /= sum;
        return new HeldOutMeans(data, gap, data + gap * (1 - 1.0 / FoldCount));
    }

    private (double HeldOut, double Train) Fold(int fold, double[] w)
    {
        double held = 0, heldWeight = 0, train = 0, trainWeight = 0;
        for (int m = 0; m < w.Length; m++)
        {
            if (folds.FoldOf[m] == fold)
            {
                held += w[m] * byFold[fold][m];
                heldWeight += w[m];
            }
            else
            {
                train += w[m] * byFold[fold][m];
                trainWeight += w[m];
            }
        }
        return (held / heldWeight, train / trainWeight);
    }
}

/// <summary>Means of the held-out estimate.</summary>
/// <param name="Data">Mean energy of all data under the full model.</param>
/// <param name="Gap">Held-out minus training energy, averaged over folds.</param>
/// <param name="Target">Data + Gap (1 - 1/K): estimate of the truth's mean energy under the full model.</param>
public sealed record HeldOutMeans(double Data, double Gap, double Target);

/// <summary>Held-out means with their bootstrap, whose models are not refitted.</summary>
/// <param name="Means">From the data as they are.</param>
/// <param name="Draws">From data whose clusters were drawn with replacement.</param>
public sealed record HeldOutBootstrap(HeldOutMeans Means, IReadOnlyList<HeldOutMeans> Draws)
{
    /// <summary>Held-out minus training energy with its 90 % interval.</summary>
    public Estimate Gap => Estimate.FromDraws(Means.Gap, Draws.Select(d => d.Gap));
}
